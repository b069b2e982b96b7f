"""A citizen whose message did not arrive has it sent once more."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from motekar.rules.codes import ClaimCode
from motekar.rules.errors import (
    AlreadyResent,
    MotekarError,
    NothingToResend,
    PhoneDigitsWrong,
    TooManyAttempts,
)
from motekar.rules.lifecycle import State
from motekar.rules.steps import CentralRecord, Verify
from motekar.usecases import amending, message_lists, public_status, resending, tracking
from motekar.usecases.desk import Desk
from motekar.usecases.public_status import LOOKUPS_PER_WINDOW, PublicStatus
from motekar.usecases.viewing import RequestView
from tests.builders import (
    ALL_ROLES,
    MONDAY_0900,
    a_recorded,
    a_request,
    a_step,
    end_message,
    number_of,
)

NETWORK = "203.0.113.9"
MONDAY_1000 = MONDAY_0900 + timedelta(hours=1)


async def a_missed(desk: Desk, state: State = State.PRINTED, number: int = 1) -> RequestView:
    """A request whose latest message failed."""
    view = await a_request(desk, number, state=state)
    await end_message(desk, view, "failed", now=MONDAY_1000)
    return view


async def the_status(desk: Desk, view: RequestView) -> PublicStatus:
    opened = await tracking.look(desk, ALL_ROLES, number_of(view), now=MONDAY_1000)
    code = await code_of(desk, opened.view)
    return await public_status.by_claim_code(desk, code, network=NETWORK, now=MONDAY_1000)


async def code_of(desk: Desk, view: RequestView) -> ClaimCode:
    async with desk.store.transaction() as transaction:
        statement = text("SELECT claim_code_cipher FROM print_request WHERE id = :id")
        row = (await transaction.execute(statement, {"id": view.request.id})).one()
    place = f"print_request.claim_code_cipher:{view.request.id}"
    return ClaimCode.parse(desk.vault.open(row.claim_code_cipher, place=place))


async def resend(
    desk: Desk, view: RequestView, digits: str = "0001", *, now: datetime = MONDAY_1000
) -> None:
    found = await the_status(desk, view)
    await resending.resend(desk, found, digits, network=NETWORK, now=now)


async def sent_to(desk: Desk, view: RequestView) -> list[message_lists.Message]:
    listed = await message_lists.listed(
        desk, ALL_ROLES, offices=(), state=None, before=None, limit=50
    )
    return [each for each in listed if each.request_no == view.request.request_no]


async def test_the_news_of_the_present_state_is_queued_for_staff_to_see(desk: Desk) -> None:
    view = await a_missed(desk)

    await resend(desk, view)

    newest = (await sent_to(desk, view))[0]
    assert (newest.event, newest.state, newest.created_at) == ("ready", "queued", MONDAY_1000)
    assert view.request.request_no in newest.body


async def test_it_is_worded_anew_for_where_the_request_stands_now(desk: Desk) -> None:
    view = await a_missed(desk, State.SUBMITTED)
    view = await a_step(desk, view, Verify(CentralRecord.READY), now=MONDAY_1000)

    await resend(desk, view)

    newest = (await sent_to(desk, view))[0]
    assert newest.event == "received"
    assert "selesai Sen 23/11 pukul 16.00" in newest.body


async def test_a_second_one_waits_for_the_next_step(desk: Desk) -> None:
    view = await a_missed(desk, State.SUBMITTED)
    await resend(desk, view)
    await end_message(desk, view, "failed", now=MONDAY_1000)

    with pytest.raises(AlreadyResent):
        await resend(desk, view)

    view = await a_step(desk, view, Verify(CentralRecord.READY), now=MONDAY_1000)
    await resend(desk, view, now=MONDAY_1000 + timedelta(minutes=1))
    assert len(await sent_to(desk, view)) == 3


async def test_a_corrected_number_gets_its_own_re_send(desk: Desk) -> None:
    view = await a_missed(desk, State.SUBMITTED)
    await resend(desk, view)
    await end_message(desk, view, "failed", now=MONDAY_1000)
    amended = await amending.amend(
        desk,
        ALL_ROLES,
        number_of(view),
        amending.read_amendments({"phone": "081200004321"}),
        why="salah tulis",
        expected_version=view.request.version,
        now=MONDAY_1000,
    )
    assert isinstance(amended, RequestView)

    with pytest.raises(PhoneDigitsWrong):
        await resend(desk, view, "0001")
    await resend(desk, view, "4321", now=MONDAY_1000 + timedelta(minutes=1))

    assert (await sent_to(desk, view))[0].phone_masked.endswith("21")


@pytest.mark.parametrize("state", ["queued", "sent"])
async def test_what_is_on_its_way_is_not_sent_again(desk: Desk, state: str) -> None:
    view = await a_request(desk)
    await end_message(desk, view, state, now=MONDAY_1000)

    with pytest.raises(NothingToResend):
        await resend(desk, view)


async def test_after_collection_there_is_nothing_to_send(desk: Desk) -> None:
    view = await a_missed(desk, State.COLLECTED)

    with pytest.raises(NothingToResend):
        await resend(desk, view)


async def test_wrong_digits_queue_nothing_and_count_as_look_ups(desk: Desk) -> None:
    view = await a_missed(desk)

    for _ in range(LOOKUPS_PER_WINDOW):
        with pytest.raises(PhoneDigitsWrong):
            await resend(desk, view, "9999")
    with pytest.raises(TooManyAttempts):
        await resend(desk, view, "0001")

    assert [each.state for each in await sent_to(desk, view)] == ["failed", "queued"]
    with pytest.raises(TooManyAttempts):
        await public_status.by_request_no(
            desk, number_of(view), "0001", network="198.51.100.7", now=MONDAY_1000
        )


async def test_without_a_phone_no_digits_are_right(desk: Desk) -> None:
    view = (await a_recorded(desk, phone="")).view

    with pytest.raises(PhoneDigitsWrong):
        await resend(desk, view, "")


async def test_the_audit_tells_of_it_without_naming_anybody(desk: Desk) -> None:
    view = await a_missed(desk)

    await resend(desk, view)

    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT * FROM audit_entry WHERE action = 'message.resend'")
        )
        row = rows.one()
    assert (row.subject, row.office_code) == (
        f"request:{view.request.request_no}",
        view.request.office,
    )
    assert row.officer_id is None
    assert row.facts == {"version": view.request.version, "event": "ready"}


async def test_ten_clicks_at_once_queue_one(real_desk: Desk) -> None:
    view = await a_missed(real_desk)
    found = await the_status(real_desk, view)

    async def click(place: int) -> type[MotekarError] | None:
        try:
            await resending.resend(
                real_desk, found, "0001", network=f"203.0.113.{place}", now=MONDAY_1000
            )
        except MotekarError as refusal:
            return type(refusal)
        return None

    told = await asyncio.gather(*(click(place) for place in range(10)))

    assert told.count(None) == 1
    assert told.count(AlreadyResent) == 9
    assert [each.state for each in await sent_to(real_desk, view)] == [
        "queued",
        "failed",
        "queued",
    ]
