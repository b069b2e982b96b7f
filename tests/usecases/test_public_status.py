"""What a slip opens, and how often one may guess."""

from datetime import time, timedelta

import pytest

from motekar.rules.calendar import OneOff, OneOffKind
from motekar.rules.codes import ClaimCode
from motekar.rules.errors import ClaimCodeUnknown, TooManyAttempts
from motekar.rules.lifecycle import State
from motekar.usecases import calendars, public_status
from motekar.usecases.calendars import Edit
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES, BEKASI_UTARA, MONDAY_0900, a_recorded, a_request, number_of

WRONG = ClaimCode.from_bits(12345)
NETWORK = "203.0.113.9"


async def test_the_code_on_the_slip_opens_the_status(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    status = await public_status.by_claim_code(
        desk, recorded.claim_code, network=NETWORK, now=MONDAY_0900
    )
    assert status.row["request_no"] == recorded.view.request.request_no
    assert status.row["open_today"] == [["07:30", "16:00"]]


async def test_on_a_holiday_the_office_is_not_said_to_be_open(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    christmas = MONDAY_0900.replace(month=12, day=25)
    status = await public_status.by_claim_code(
        desk, recorded.claim_code, network=NETWORK, now=christmas
    )
    assert status.row["open_today"] is None


async def test_a_closure_is_seen_from_the_moment_it_is_declared(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    power_cut = OneOff(OneOffKind.CLOSURE, MONDAY_0900.date(), "Listrik padam", opens=time(10, 40))
    seen = recorded.view.request.calendar_version
    edit = Edit(ALL_ROLES, BEKASI_UTARA, seen, MONDAY_0900)
    await calendars.add_entries(desk, edit, [power_cut])
    status = await public_status.by_claim_code(
        desk, recorded.claim_code, network=NETWORK, now=MONDAY_0900
    )
    assert status.row["open_today"] == [["07:30", "10:40"]]


async def test_wrong_codes_are_counted_and_the_right_one_still_opens(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    for _ in range(public_status.MISSES_PER_WINDOW):
        with pytest.raises(ClaimCodeUnknown):
            await public_status.by_claim_code(desk, WRONG, network=NETWORK, now=MONDAY_0900)
    with pytest.raises(TooManyAttempts) as refused:
        await public_status.by_claim_code(desk, WRONG, network=NETWORK, now=MONDAY_0900)
    assert refused.value.retry_at == MONDAY_0900 + public_status.WINDOW
    await public_status.by_claim_code(desk, recorded.claim_code, network=NETWORK, now=MONDAY_0900)


async def test_after_the_window_one_may_try_again(desk: Desk) -> None:
    for _ in range(public_status.MISSES_PER_WINDOW + 1):
        with pytest.raises((ClaimCodeUnknown, TooManyAttempts)):
            await public_status.by_claim_code(desk, WRONG, network=NETWORK, now=MONDAY_0900)
    later = MONDAY_0900 + public_status.WINDOW + timedelta(seconds=1)
    with pytest.raises(ClaimCodeUnknown):
        await public_status.by_claim_code(desk, WRONG, network=NETWORK, now=later)


async def test_number_and_phone_open_it_together(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    status = await public_status.by_request_no(
        desk, number_of(view), "0001", network=NETWORK, now=MONDAY_0900
    )
    assert status.row["state"] == "printed"


async def test_another_phone_is_told_the_same_as_an_unknown_number(desk: Desk) -> None:
    view = await a_request(desk)
    with pytest.raises(ClaimCodeUnknown):
        await public_status.by_request_no(
            desk, number_of(view), "9999", network=NETWORK, now=MONDAY_0900
        )


async def test_one_number_cannot_be_tried_from_many_networks(desk: Desk) -> None:
    view = await a_request(desk)
    for attempt in range(public_status.LOOKUPS_PER_WINDOW):
        with pytest.raises(ClaimCodeUnknown):
            await public_status.by_request_no(
                desk, number_of(view), "9999", network=f"203.0.113.{attempt}", now=MONDAY_0900
            )
    with pytest.raises(TooManyAttempts):
        await public_status.by_request_no(
            desk, number_of(view), "0001", network="203.0.113.200", now=MONDAY_0900
        )
