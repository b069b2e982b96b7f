"""When something is worth a question, and when nothing can be said."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.fairness import Deviation, Order, Step
from motekar.rules.print_attempts import Attempt, attempts, is_within_hours, version_then
from motekar.rules.questions import (
    Finding,
    Inquiry,
    Measure,
    Question,
    Trace,
    Traces,
    groups,
    one_person,
    outside_hours,
    spoiled_by_officer,
    spoiled_by_printer,
    stock_differences,
    unexplained,
)
from motekar.rules.request_log import LogEvent
from motekar.rules.sla import Stage
from tests.builders import WIB

VERA, CANDRA = "1", "2"
SMALL = Measure(floor=2, times=2, beside=4)
CALENDAR = OfficeCalendar(
    office_code="32.75.03",
    zone="Asia/Jakarta",
    version=1,
    spans=(OpeningSpan(0, time(8), time(12)), OpeningSpan(0, time(13), time(16))),
    closed_days=(),
    known_years=frozenset({2026}),
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=WIB)


def did(moment: datetime, action: str, officer: str, facts: dict[str, object]) -> LogEvent:
    return LogEvent(1, moment, action, officer, "32.75.03", facts)


def an_order(steps: dict[str, int], flagged: dict[str, int]) -> Order:
    """So many steps of each officer, and so many of them flagged."""
    done = [
        Step(f"{who}-{n}", at(9, int(who)), who)
        for who, many in steps.items()
        for n in range(many)
    ]
    jumps = [
        Deviation(
            stage=Stage.VERIFY,
            day=date(2026, 11, 23),
            request_no=f"{who}-{n}",
            place=at(8),
            at=at(9, int(who)),
            officer=who,
            turn=1,
            expected=4,
            over=("A", "B", "C"),
            reason=None,
            noted_at=None,
        )
        for who, many in flagged.items()
        for n in range(many)
    ]
    return Order(Stage.VERIFY, tuple(done), tuple(jumps), (), ())


def asked(found: Inquiry) -> list[object]:
    return [one.officer or one.about for one in found.findings]


def counted(found: Inquiry) -> tuple[int, int]:
    return len(found.judged), len(found.unknown)


def sizes(finding: Finding) -> dict[str, int]:
    return {name: len(traces) for name, traces in finding.lists.items()}


def numbers(traces: Traces) -> list[str | None]:
    return [one.request_no for one in traces]


def test_twice_as_often_as_colleagues_is_asked_about_with_every_step_as_evidence() -> None:
    found = unexplained([an_order({VERA: 10, CANDRA: 10}, {VERA: 4, CANDRA: 2})], measure=SMALL)

    assert asked(found) == [VERA]
    finding = found.findings[0]
    assert sizes(finding) == {"marked": 4, "done": 10, "all_marked": 6, "all_done": 20}
    assert numbers(finding.traces) == ["1-0", "1-1", "1-2", "1-3"]
    assert {one.officer for one in finding.lists["done"]} == {VERA}
    assert finding.traces[0].facts == {"stage": "verify", "passed": 3}
    assert finding.lists["done"][-1].facts == {"stage": "verify"}
    assert (finding.about, counted(found)) == ("verify", (20, 0))


@pytest.mark.parametrize(
    ("steps", "flagged"),
    [
        ({VERA: 10, CANDRA: 10}, {VERA: 3, CANDRA: 2}),
        ({VERA: 20, CANDRA: 10}, {VERA: 4, CANDRA: 2}),
        ({VERA: 10, CANDRA: 10}, {VERA: 1}),
    ],
    ids=["less than twice", "by their share of the work", "below the floor"],
)
def test_less_is_not_asked_about(steps: dict[str, int], flagged: dict[str, int]) -> None:
    assert asked(unexplained([an_order(steps, flagged)], measure=SMALL)) == []


def test_who_works_alone_can_be_compared_with_nobody() -> None:
    found = unexplained([an_order({VERA: 10, CANDRA: 3}, {VERA: 6})], measure=SMALL)

    assert asked(found) == []
    assert {one.officer for one in found.judged} == {CANDRA}
    assert counted(found) == (3, 10)


def test_findings_stand_in_the_order_of_time_not_of_size() -> None:
    third = "3"
    flagged = {CANDRA: 6, VERA: 3}
    found = unexplained([an_order({VERA: 10, CANDRA: 10, third: 90}, flagged)], measure=SMALL)

    assert asked(found) == [VERA, CANDRA]


def a_card(number: int = 1, **changes: object) -> Attempt:
    card = Attempt(
        request_no=f"BUT-261123-{number:04d}",
        started_at=at(9) + timedelta(minutes=number),
        started_by=CANDRA,
        printer="Printer 1",
        verified_by=VERA,
        calendar_version=1,
        ended_at=at(9, 5) + timedelta(minutes=number),
    )
    return replace(card, **changes)


def test_a_printer_that_spoils_more_is_asked_about() -> None:
    bad = [a_card(n, printer="Printer 2", is_spoiled=n < 2) for n in range(4)]
    good = [a_card(n) for n in range(8)]

    found = spoiled_by_printer([*bad, *good, a_card(20, printer=None)], measure=SMALL)

    assert asked(found) == ["Printer 2"]
    assert numbers(found.findings[0].traces) == ["BUT-261123-0000", "BUT-261123-0001"]
    assert sizes(found.findings[0]) == {"marked": 2, "done": 4, "all_marked": 2, "all_done": 12}
    assert counted(found) == (12, 1)
    assert numbers(found.unknown) == ["BUT-261123-0020"]


def test_an_officer_whose_cards_are_spoiled_more_often_is_asked_about() -> None:
    bad = [a_card(n, started_by=VERA, is_spoiled=n < 2) for n in range(4)]
    good = [a_card(n, printer=None) for n in range(8)]

    assert asked(spoiled_by_officer([*bad, *good], measure=SMALL)) == [VERA]


@pytest.mark.parametrize(
    ("begun", "is_open"),
    [
        (at(8), True),
        (at(11, 59), True),
        (at(12), False),
        (at(7, 59), False),
        (at(16), False),
        (at(9).replace(day=24), False),
        (at(9).replace(year=2027), None),
    ],
)
def test_hours_are_those_of_the_day(begun: datetime, is_open: bool | None) -> None:
    assert is_within_hours(a_card(started_at=begun), CALENDAR) is is_open


def test_without_a_calendar_nobody_knows_and_it_is_said() -> None:
    closed, opened = a_card(1, started_at=at(17)), a_card(2)

    found = outside_hours([(closed, CALENDAR), (opened, CALENDAR), (a_card(3), None)])

    assert numbers(found.findings[0].traces) == ["BUT-261123-0001"]
    assert sizes(found.findings[0]) == {"marked": 1, "done": 2}
    assert counted(found) == (2, 1)
    assert numbers(found.unknown) == ["BUT-261123-0003"]


def test_the_calendar_is_the_one_in_force_and_never_older_than_the_promises_own() -> None:
    made = [(at(7), 2), (at(9, 30), 4)]

    assert version_then(a_card(), made) == 2
    assert version_then(a_card(started_at=at(10)), made) == 4
    assert version_then(a_card(calendar_version=3), made) == 3
    assert version_then(a_card(calendar_version=None), []) is None


def test_a_card_by_one_person_alone_is_listed_and_its_share_told() -> None:
    cards = [
        a_card(1),
        a_card(2, started_by=VERA),
        a_card(3, started_by=VERA, is_spoiled=True),
        a_card(4, verified_by=None),
    ]

    found = one_person(cards)

    assert numbers(found.findings[0].traces) == ["BUT-261123-0002"]
    assert sizes(found.findings[0]) == {"marked": 1, "done": 2}
    assert numbers(found.judged) == ["BUT-261123-0001", "BUT-261123-0002"]
    assert numbers(found.unknown) == ["BUT-261123-0004"]


def test_where_nothing_was_found_there_is_no_finding() -> None:
    assert one_person([a_card()]).findings == ()


def test_differences_of_counts_are_listed_and_uncounted_days_unknown() -> None:
    counts = Trace(at(16), facts={"difference": 0}), Trace(at(17), facts={"difference": -2})
    uncounted = (Trace(at(16).replace(day=24), facts={"difference": None}),)

    found = stock_differences(counts, uncounted=uncounted)

    assert found.findings[0].traces == (counts[1],)
    assert (found.judged, found.unknown) == (counts, uncounted)
    assert stock_differences((), uncounted=None).is_blind


def test_groups_stand_in_the_order_of_time() -> None:
    late, early = (Trace(at(12), "B"),), (Trace(at(9), "A"), Trace(at(13), "C"))

    found = groups(Question.SHARED_PHONES, [late, early], judged=early + late, unknown=late)

    assert [one.lists for one in found.findings] == [{"marked": early}, {"marked": late}]
    assert (found.judged, found.unknown) == (early + late, late)


def test_every_card_of_a_request_is_told_with_who_checked_it() -> None:
    events = [
        did(at(8), "submit", VERA, {"calendar_version": 5}),
        did(at(8, 30), "verify", VERA, {}),
        did(at(9), "start-print", CANDRA, {"printer": "Printer 1"}),
        did(at(9, 4), "spoil-print", CANDRA, {"cause": "misprint"}),
        did(at(9, 8), "start-print", CANDRA, {"printer": None}),
        did(at(9, 12), "confirm-print", CANDRA, {}),
        did(at(9, 14), "confirm-print", CANDRA, {}),
        did(at(9, 20), "start-print", VERA, {"printer": None}),
    ]

    spoiled, good, running = attempts("BUT-261123-0001", events)

    assert (spoiled.is_spoiled, spoiled.printer, spoiled.ended_at) == (True, "Printer 1", at(9, 4))
    assert (good.is_spoiled, good.verified_by, good.calendar_version) == (False, VERA, 5)
    assert (running.started_by, running.ended_at) == (VERA, None)


def test_a_card_that_is_done_leaves_none_in_the_printer() -> None:
    done = [
        did(at(9), "start-print", CANDRA, {}),
        did(at(9, 4), "confirm-print", CANDRA, {}),
    ]

    (card,) = attempts("BUT-261123-0001", done)

    assert (card.ended_at, card.verified_by, card.printer) == (at(9, 4), None, None)
