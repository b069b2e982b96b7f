"""The report of an office through real steps: who was passed, why, and who may ask."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.errors import RoleNotAllowed, WrongOffice
from motekar.rules.fairness import Order
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.period import Period
from motekar.rules.questions import Inquiry, Question, Traces
from motekar.rules.sla import Stage
from motekar.rules.steps import (
    Amend,
    CentralRecord,
    Hold,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.rules.stocktaking import BoxCount
from motekar.rules.waiting_line import ListedReason
from motekar.store.engine import open_engine
from motekar.usecases import fairness, stock
from motekar.usecases.desk import Desk
from motekar.usecases.fairness import FairnessReport
from motekar.usecases.viewing import RequestView
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0800,
    MONDAY_0900,
    a_request,
    a_step,
    an_officer,
)
from tests.conftest import CopiedDatabase

INSPECTOR = an_officer(Role.INSPECTOR)
VERIFIER = an_officer(Role.VERIFIER)
MONDAY = MONDAY_0900.date()
MONDAY_1700 = MONDAY_0900.replace(hour=17)
VERIFIED = Verify(CentralRecord.READY)


def minutes(number: int) -> datetime:
    """So many minutes after eight."""
    return MONDAY_0800 + timedelta(minutes=number)


async def three_who_wait(desk: Desk, *, state: State = State.SUBMITTED) -> list[RequestView]:
    """Numbers 1 to 3, who came at eight and the minutes after."""
    return [
        await a_request(desk, number, now=minutes(number), state=state) for number in (1, 2, 3)
    ]


async def report(desk: Desk, *, first: date = MONDAY, last: date = MONDAY) -> FairnessReport:
    return await fairness.read(
        desk, INSPECTOR, BEKASI_UTARA, period=Period(first, last), now=MONDAY_1700
    )


async def ordered(desk: Desk, stage: Stage = Stage.VERIFY) -> Order:
    return next(each for each in (await report(desk)).orders if each.stage is stage)


async def inquired(desk: Desk, question: Question) -> Inquiry:
    found = await report(desk)
    return next(each for each in found.inquiries if each.question is question)


def told(traces: Traces) -> list[str | None]:
    return [one.request_no for one in traces]


def numbers(*last: int) -> tuple[str, ...]:
    return tuple(f"BUT-261123-{number:04d}" for number in last)


async def a_jump(desk: Desk, **changes: Any) -> RequestView:
    """Number 4 comes half an hour after three others and is verified before them."""
    await three_who_wait(desk)
    fourth = await a_request(desk, 4, now=minutes(40), **changes)
    return await a_step(desk, fourth, VERIFIED, now=minutes(50), officer=VERIFIER)


async def test_one_served_before_three_who_waited_is_flagged_with_their_numbers(
    desk: Desk,
) -> None:
    await a_jump(desk)

    (jump,) = (await ordered(desk)).flagged

    assert (jump.request_no, jump.over) == (*numbers(4), numbers(1, 2, 3))
    assert (jump.turn, jump.expected, jump.officer) == (1, 4, str(VERIFIER.id))
    assert (jump.place, jump.at) == (minutes(40), minutes(50))


async def test_a_ground_recorded_at_intake_lists_the_jump(desk: Desk) -> None:
    await a_jump(desk, priority="elderly")

    found = await ordered(desk)

    assert (found.listed, found.flagged) == ({ListedReason.ELDERLY: 1}, ())


async def test_a_ground_added_before_the_step_lists_it_and_one_added_after_does_not(
    desk: Desk,
) -> None:
    await three_who_wait(desk)
    ill = Amend("Sakit", ("priority",), priority="ill")
    for number, first, second in ((4, ill, VERIFIED), (5, VERIFIED, ill)):
        view = await a_request(desk, number, now=minutes(40 + number))
        view = await a_step(desk, view, first, now=minutes(50 + number))
        await a_step(desk, view, second, now=minutes(60 + number))

    found = await ordered(desk)

    assert [(one.request_no, one.reason) for one in found.deviations] == [
        (*numbers(5), None),
        (*numbers(4), ListedReason.ILL),
    ]


async def test_those_on_hold_are_stepped_over_for_a_listed_reason(desk: Desk) -> None:
    for view in await three_who_wait(desk):
        hold = Hold(HoldCause.DISPUTED, "KK dan KTP berbeda.")
        await a_step(desk, view, hold, now=minutes(30))
    fourth = await a_request(desk, 4, now=minutes(40))
    await a_step(desk, fourth, VERIFIED, now=minutes(50))

    assert (await ordered(desk)).listed == {ListedReason.AHEAD_ON_HOLD: 1}


async def test_the_print_line_goes_by_the_verification_and_a_spoiled_card_is_a_reason(
    desk: Desk,
) -> None:
    await three_who_wait(desk, state=State.VERIFIED)
    fourth = await a_request(desk, 4, now=minutes(40), state=State.VERIFIED)
    fourth = await a_step(desk, fourth, StartPrint("Printer 1"), now=minutes(50))
    fourth = await a_step(desk, fourth, SpoilPrint(SpoilCause.MISPRINT), now=minutes(55))
    await a_step(desk, fourth, StartPrint("Printer 1"), now=minutes(58))

    found = await ordered(desk, Stage.PRINT)

    assert [one.reason for one in found.deviations] == [None, ListedReason.SPOILED_CARD]
    assert found.deviations[0].place == minutes(45)


async def test_yesterdays_leftover_is_passed_today_and_each_day_stands_by_itself(
    desk: Desk,
) -> None:
    views = await three_who_wait(desk)
    tuesday = timedelta(days=1)
    fourth = await a_request(desk, 4, now=minutes(10) + tuesday)
    await a_step(desk, fourth, VERIFIED, now=minutes(20) + tuesday)
    for number, view in enumerate(views):
        await a_step(desk, view, VERIFIED, now=minutes(number) + 2 * tuesday)

    both = await report(desk, last=MONDAY + tuesday)
    alone = await report(desk, first=MONDAY + tuesday, last=MONDAY + tuesday)

    assert both.orders[0].flagged == alone.orders[0].flagged
    assert alone.orders[0].flagged[0].over == numbers(1, 2, 3)


async def test_another_offices_line_is_another_line(desk: Desk) -> None:
    await three_who_wait(desk)
    there = await a_request(desk, 4, now=minutes(40), office=BEKASI_SELATAN)
    await a_step(desk, there, VERIFIED, now=minutes(50))

    assert (await ordered(desk)).steps == ()


async def test_where_the_intakes_event_is_gone_the_step_is_unknown(
    real_desk: Desk, copied_database: CopiedDatabase
) -> None:
    await a_jump(real_desk)
    engine = open_engine(copied_database.owner_url, pool_size=1)
    async with engine.begin() as owner:
        gone = "DELETE FROM request_event USING print_request r WHERE r.id = request_id"
        only = "version = 1 AND request_no = 'BUT-261123-0004'"
        await owner.execute(text(f"{gone} AND request_event.{only}"))
    await engine.dispose()

    found = await ordered(real_desk)

    assert [step.request_no for step in found.unknown] == [*numbers(4)]
    assert (found.in_order, found.deviations) == ((), ())


async def test_cards_begun_when_the_office_is_closed_are_listed(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    await a_step(desk, view, StartPrint(), now=MONDAY_0900.replace(hour=21))

    found = await inquired(desk, Question.OUTSIDE_HOURS)

    assert told(found.findings[0].traces) == told(found.judged) == [*numbers(1)]
    assert found.unknown == ()


async def test_checked_and_printed_by_one_person_is_listed(desk: Desk) -> None:
    await a_request(desk, 1, state=State.PRINTED)

    found = await inquired(desk, Question.ONE_PERSON)

    assert told(found.findings[0].lists["done"]) == [*numbers(1)]


async def test_three_cards_of_one_person_within_the_year_stand_together(desk: Desk) -> None:
    for again in range(3):
        day = MONDAY_0900 - timedelta(days=14 * again)
        await a_request(desk, 1, now=day, state=State.COLLECTED)
    await a_request(desk, 2, state=State.PRINTED)

    found = await inquired(desk, Question.REPRINTS)

    (person,) = found.findings
    assert told(person.traces) == ["BUT-261026-0001", "BUT-261109-0001", "BUT-261123-0001"]
    assert told(found.judged) == [*numbers(1, 2)]


async def test_one_phone_of_five_persons_is_told_without_the_phone(desk: Desk) -> None:
    for number in range(1, 6):
        await a_request(desk, number, now=minutes(number), phone="081234567890")
    await a_request(desk, 6, phone=None)
    await a_request(desk, 7)

    found = await inquired(desk, Question.SHARED_PHONES)

    (shared,) = found.findings
    assert told(shared.traces) == [*numbers(1, 2, 3, 4, 5)]
    assert sorted(told(found.judged)) == [*numbers(1, 2, 3, 4, 5, 7)]
    assert told(found.unknown) == [*numbers(6)]
    assert "081234567890" not in repr(found)


async def test_one_person_who_comes_often_shares_no_phone(desk: Desk) -> None:
    for again in range(5):
        await a_request(desk, 1, now=minutes(60 * again), state=State.COLLECTED)

    assert (await inquired(desk, Question.SHARED_PHONES)).findings == ()


async def test_a_count_that_differs_is_listed_with_what_became_of_it(desk: Desk) -> None:
    manager = an_officer(Role.OFFICE_MANAGER)
    for day, counted in ((MONDAY_0900 - timedelta(days=3), 10), (MONDAY_0900, 8)):
        box = BoxCount(counted, "Dua kartu basah" if counted == 8 else None)
        await stock.count(desk, manager, BEKASI_UTARA, box, now=day)

    found = await inquired(desk, Question.STOCK_DIFFERENCES)

    (difference,) = found.findings[0].traces
    assert difference.facts["difference"] == -2
    assert difference.facts["outcome"] == "pending"
    assert (found.judged, found.unknown) == ((difference,), ())


async def test_open_days_without_a_count_and_an_office_without_a_ledger_are_unknown(
    desk: Desk,
) -> None:
    assert (await inquired(desk, Question.STOCK_DIFFERENCES)).is_blind

    friday = MONDAY_0900 - timedelta(days=3)
    manager = an_officer(Role.OFFICE_MANAGER)
    await stock.count(desk, manager, BEKASI_UTARA, BoxCount(10, None), now=friday)

    found = await report(desk, first=friday.date())
    stocks = next(one for one in found.inquiries if one.question is Question.STOCK_DIFFERENCES)
    assert [one.facts["difference"] for one in stocks.judged] == [0]
    assert [one.at for one in stocks.unknown] == [MONDAY_0900.replace(hour=16)]


async def test_every_look_is_recorded(desk: Desk) -> None:
    await report(desk)

    async with desk.store.transaction() as transaction:
        query = "SELECT officer_id, office_code, facts FROM audit_entry WHERE action = :action"
        rows = await transaction.execute(text(query), {"action": "fairness.read"})
        assert [tuple(row) for row in rows] == [
            (INSPECTOR.id, BEKASI_UTARA, {"from": "2026-11-23", "to": "2026-11-23"})
        ]


@pytest.mark.parametrize(
    ("role", "office", "refusal"),
    [
        (Role.OFFICE_MANAGER, BEKASI_UTARA, RoleNotAllowed),
        (Role.VERIFIER, BEKASI_UTARA, RoleNotAllowed),
        (Role.INSPECTOR, BEKASI_SELATAN, WrongOffice),
    ],
)
async def test_only_head_and_inspector_of_the_office_may_ask(
    desk: Desk, role: Role, office: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await fairness.read(
            desk, an_officer(role), office, period=Period(MONDAY, MONDAY), now=MONDAY_1700
        )
