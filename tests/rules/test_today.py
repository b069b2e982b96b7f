"""Today's lists: every file in one class, one station and one cause, whatever befalls it."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.business_time import Unknown
from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import State
from motekar.rules.sla import History, Outcome
from motekar.rules.today import (
    BAR,
    CAUSES,
    Day,
    File,
    Listed,
    Snag,
    Station,
    at_code,
    bar_class,
    biggest,
    cause,
    expected_by_now,
    for_code,
    lists_of,
    longest_wait,
    station,
)
from tests.builders_calendar import ONE_HOUR

WIB = ZoneInfo("Asia/Jakarta")
WEEK = tuple(
    OpeningSpan(day, opens, closes)
    for day in range(5)
    for opens, closes in ((time(8), time(12)), (time(13), time(16)))
)
OFFICE = OfficeCalendar("a", "Asia/Jakarta", 1, WEEK, (), frozenset({2026}))
NOWHERE = replace(OFFICE, known_years=frozenset())
MONDAY_0900 = datetime(2026, 3, 2, 9, tzinfo=WIB)
MONDAY_1600 = MONDAY_0900.replace(hour=16)
TUESDAY_1600 = MONDAY_1600 + timedelta(days=1)
MINUTE, HOUR, ONE_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DAY = Day(OFFICE, MONDAY_0900 + HOUR)
WHOLE = History(received=MONDAY_0900, complete=MONDAY_0900, promised_first=MONDAY_1600)


def a_file(
    number: int = 1, *, state: State = State.SUBMITTED, history: History = WHOLE, **facts: object
) -> File:
    """A complete file of Monday at nine, promised for four."""
    return replace(File(f"A-{number:04d}", "a", state, MONDAY_0900, history, ONE_HOUR), **facts)


def printed(at: datetime, promised: datetime = MONDAY_1600) -> File:
    history = replace(WHOLE, printed=at, promised_first=promised)
    return a_file(state=State.PRINTED, history=history, printed_last=at)


def at(hour: int, minute: int = 0) -> Day:
    return Day(OFFICE, MONDAY_0900.replace(hour=hour, minute=minute))


@pytest.mark.parametrize(
    ("file", "day", "expected"),
    [
        (a_file(), at(10), Outcome.ON_TRACK),
        (a_file(), at(15, 30), Outcome.AT_RISK),
        (a_file(), at(16, 1), Outcome.OVERDUE),
        (printed(MONDAY_1600), at(17), Outcome.KEPT),
        (printed(MONDAY_1600 + MINUTE), at(17), Outcome.LATE),
        (a_file(history=replace(WHOLE, promised_first=None)), at(10), Outcome.UNKNOWN),
        (a_file(history=replace(WHOLE, complete=None, promised_first=None)), at(10), None),
        (a_file(history=replace(WHOLE, promised_first=TUESDAY_1600)), at(10), None),
        (a_file(history=replace(WHOLE, promised_first=MONDAY_1600 - ONE_DAY)), at(10), None),
        (
            a_file(state=State.REJECTED, history=replace(WHOLE, ended=MONDAY_0900 + MINUTE)),
            at(10),
            None,
        ),
        (
            a_file(
                state=State.COLLECTED,
                history=replace(WHOLE, promised_first=None, printed=MONDAY_0900),
            ),
            at(10),
            None,
        ),
    ],
    ids=[
        "waits",
        "is near",
        "has passed",
        "was made in time",
        "was made too late",
        "nobody can say what was promised",
        "is not complete",
        "is tomorrow's",
        "was yesterday's",
        "was rejected in time",
        "was made without a promise",
    ],
)
def test_a_file_stands_in_todays_bar_by_its_first_promise(
    file: File, day: Day, expected: Outcome | None
) -> None:
    assert bar_class(file, day) is expected


def test_a_gap_in_the_log_makes_a_kept_promise_unknown_and_never_takes_it_out() -> None:
    kept = printed(MONDAY_0900 + HOUR)

    assert bar_class(kept, DAY) is Outcome.KEPT
    assert bar_class(replace(kept, is_proved=False), DAY) is Outcome.UNKNOWN


def test_without_a_calendar_a_promise_of_today_is_unknown() -> None:
    assert bar_class(printed(MONDAY_0900 + HOUR), Day(NOWHERE, DAY.now)) is Outcome.UNKNOWN


def test_a_card_that_is_made_again_keeps_what_its_first_print_kept() -> None:
    again = replace(printed(MONDAY_0900 + HOUR), state=State.VERIFIED)

    lists = lists_of([again], at(17))

    assert lists[Outcome.KEPT] == lists[Listed.WORK] == (again,)


def test_a_promise_of_another_day_that_is_still_open_stands_apart() -> None:
    old = a_file(history=replace(WHOLE, promised_first=MONDAY_1600 - 3 * ONE_DAY))

    lists = lists_of([old], DAY)

    assert lists[Listed.EARLIER] == (old,)
    assert lists[Listed.COUNTED] == ()


HELD = HoldOn(HoldCause.SYSTEM_DOWN, MONDAY_0900)
MISSING = HoldOn(HoldCause.AWAITING_DOCUMENTS, MONDAY_0900)
INCOMPLETE = replace(WHOLE, complete=None, promised_first=None)
CHECKED = replace(WHOLE, verified=MONDAY_0900)


@pytest.mark.parametrize(
    ("file", "day", "where", "why"),
    [
        (a_file(), at(9, 1), Station.CHECK, None),
        (a_file(), DAY, Station.CHECK, Snag.LEFT_LYING),
        (a_file(is_in_hand=True), DAY, Station.CHECK, None),
        (a_file(hold=HELD), DAY, Station.CHECK, HoldCause.SYSTEM_DOWN),
        (a_file(hold=MISSING), DAY, Station.DOCUMENTS, HoldCause.AWAITING_DOCUMENTS),
        (a_file(history=INCOMPLETE), DAY, Station.DOCUMENTS, HoldCause.AWAITING_DOCUMENTS),
        (
            a_file(history=replace(WHOLE, promised_first=None)),
            DAY,
            Station.CHECK,
            Snag.NO_PROMISE,
        ),
        (
            a_file(state=State.VERIFIED, history=CHECKED),
            replace(DAY, has_blanks=False),
            Station.PRINT,
            Snag.NO_BLANK,
        ),
        (
            a_file(state=State.VERIFIED, history=CHECKED, has_blank=True, is_in_hand=True),
            replace(DAY, has_blanks=False),
            Station.PRINT,
            None,
        ),
        (
            a_file(state=State.VERIFIED, history=CHECKED, begun_at=MONDAY_0900),
            DAY,
            Station.PRINTER,
            None,
        ),
    ],
    ids=[
        "waits its turn",
        "lies longer than its stage may take",
        "lies long in somebody's hand",
        "is on hold",
        "is held for documents",
        "is not complete",
        "has no promise",
        "finds no blank",
        "has its own blank",
        "is in the printer",
    ],
)
def test_open_work_lies_somewhere_for_one_reason(
    file: File, day: Day, where: Station, why: HoldCause | Snag | None
) -> None:
    assert (station(file), cause(file, day)) == (where, why)


def test_a_file_waits_since_it_came_to_lie_there() -> None:
    later, latest = MONDAY_0900 + HOUR, MONDAY_0900 + 2 * HOUR
    checked = a_file(state=State.VERIFIED, history=CHECKED, state_since=later)

    assert a_file().waits_since == MONDAY_0900
    assert a_file(history=INCOMPLETE).waits_since == MONDAY_0900
    assert checked.waits_since == later
    assert replace(checked, begun_at=latest).waits_since == latest
    assert replace(checked, hold=HoldOn(HoldCause.DISPUTED, latest)).waits_since == latest


def test_the_longest_wait_counts_open_time_alone() -> None:
    friday = a_file(history=replace(WHOLE, complete=MONDAY_1600 - 3 * ONE_DAY - HOUR))

    assert longest_wait([a_file(2), friday], DAY) == 3 * HOUR
    assert longest_wait([], DAY) is None
    assert longest_wait([friday], replace(DAY, calendar=NOWHERE)) is Unknown.YEAR


def test_the_two_biggest_causes_are_those_the_office_can_do_something_about() -> None:
    counts = {
        HoldCause.AWAITING_DOCUMENTS: 9,
        HoldCause.SYSTEM_DOWN: 3,
        Snag.LEFT_LYING: 4,
        Snag.NO_BLANK: 1,
    }

    assert biggest(counts) == (Snag.LEFT_LYING, HoldCause.SYSTEM_DOWN)
    assert biggest({HoldCause.AWAITING_DOCUMENTS: 9}) == ()


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (at(7), 0.0),
        (at(8), 0.0),
        (at(10), 2 / 7),
        (at(12, 30), 4 / 7),
        (at(16), 1.0),
        (at(20), 1.0),
        (Day(OFFICE, MONDAY_0900 - ONE_DAY), None),
        (Day(NOWHERE, MONDAY_0900), None),
    ],
    ids=["early", "opening", "ten", "lunch", "closing", "evening", "Sunday", "no calendar"],
)
def test_the_share_of_the_day_that_is_over_leaves_out_the_break(
    day: Day, share: float | None
) -> None:
    assert day.open_share() == share


def test_so_much_of_the_day_should_be_done_by_now() -> None:
    assert expected_by_now(49, at(12, 30).open_share()) == 28
    assert expected_by_now(52, None) is None


def test_open_time_so_far_is_nothing_on_a_day_nobody_entered() -> None:
    assert at(12, 30).open_so_far() == 4 * HOUR
    assert Day(OFFICE, MONDAY_0900 - ONE_DAY).open_so_far() == timedelta()
    assert Day(NOWHERE, MONDAY_0900).open_so_far() == timedelta()


def test_a_closed_day_has_no_open_share() -> None:
    closed = ClosedDay(MONDAY_0900.date(), "Libur", ClosedKind.PUBLIC_HOLIDAY)

    assert Day(replace(OFFICE, closed_days=(closed,)), MONDAY_0900).open_share() is None


moments = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda n: MONDAY_0900 + n * MINUTE)
maybe = st.one_of(st.none(), moments)
histories = st.builds(
    History,
    received=moments,
    complete=maybe,
    promised_first=maybe,
    verified=maybe,
    printed=maybe,
    ended=maybe,
)
files = st.builds(
    a_file,
    state=st.sampled_from(State),
    history=histories,
    hold=st.one_of(st.none(), st.builds(HoldOn, st.sampled_from(HoldCause), moments)),
    begun_at=maybe,
    is_in_hand=st.booleans(),
    has_blank=st.booleans(),
    is_proved=st.booleans(),
    printed_last=maybe,
)
days = st.builds(Day, st.sampled_from([OFFICE, NOWHERE]), moments, st.booleans())


@given(st.lists(files, max_size=8), days)
def test_every_file_stands_once_in_each_division(found: list[File], day: Day) -> None:
    numbered = [replace(file, request_no=f"A-{n:04d}") for n, file in enumerate(found)]

    lists = lists_of(numbered, day)

    def numbers(*codes: str) -> list[str]:
        return sorted(file.request_no for code in codes for file in lists[code])

    work = numbers(Listed.WORK)
    assert numbers(*BAR) == numbers(Listed.COUNTED)
    assert numbers(*(at_code(each) for each in Station)) == work
    assert numbers(Listed.MOVING, *(for_code(each) for each in CAUSES)) == work
    assert numbers(Listed.DONE) == numbers(Outcome.KEPT, Outcome.LATE)
    assert numbers(Listed.OPEN) == numbers(Outcome.ON_TRACK, Outcome.AT_RISK)


@given(files, days)
def test_evidence_that_is_lost_never_takes_a_file_out_of_the_bar(file: File, day: Day) -> None:
    if bar_class(replace(file, is_proved=True), day) is not None:
        assert bar_class(replace(file, is_proved=False), day) is Outcome.UNKNOWN
