"""Two clocks and one outcome: what is not known, or late, never becomes good."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.business_time import Unknown, after_open, open_between
from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.holds import HoldCause, Waiting
from motekar.rules.sla import (
    History,
    Outcome,
    Stage,
    StageStanding,
    citizen_clock,
    held_by_cause,
    net_deadline,
    net_service_time,
    outcome,
    service_clock,
    stages,
)
from tests.builders_calendar import ONE_HOUR, calendars

WIB = ZoneInfo("Asia/Jakarta")
WEEK = tuple(OpeningSpan(day, time(8), time(16)) for day in range(5))
OFFICE = OfficeCalendar("a", "Asia/Jakarta", 1, WEEK, (), frozenset({2026}))
NOWHERE = replace(OFFICE, known_years=frozenset())
NINE = datetime(2026, 3, 5, 9, tzinfo=WIB)
FOUR = NINE.replace(hour=16)
FILE = History(received=NINE, complete=NINE, promised_first=FOUR)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def held_for(cause: HoldCause, since: datetime, until: datetime | None = None) -> Waiting:
    return Waiting(cause, since, placed_by="Petugas Contoh", until=until)


def stands(history: History, now: datetime, calendar: OfficeCalendar = OFFICE) -> Outcome:
    return outcome(history, calendar, risk_minutes=60, now=now)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (FOUR - HOUR - MINUTE, Outcome.ON_TRACK),
        (FOUR - HOUR, Outcome.AT_RISK),
        (FOUR, Outcome.AT_RISK),
        (FOUR + MINUTE, Outcome.OVERDUE),
    ],
)
def test_a_waiting_request_stands_by_the_time_left(now: datetime, expected: Outcome) -> None:
    assert stands(FILE, now) is expected


def test_printed_at_the_promised_moment_is_kept_and_later_is_late() -> None:
    assert stands(replace(FILE, printed=FOUR), FOUR) is Outcome.KEPT
    assert stands(replace(FILE, printed=FOUR + MINUTE), FOUR + HOUR) is Outcome.LATE


def test_a_request_ended_in_time_is_out_of_the_count_and_ended_later_is_late() -> None:
    assert stands(replace(FILE, ended=FOUR), FOUR) is Outcome.OUT_OF_THE_COUNT
    assert stands(replace(FILE, ended=FOUR + MINUTE), FOUR + HOUR) is Outcome.LATE


def test_both_clocks_over_two_days_with_a_hold() -> None:
    # Thursday 09.00-16.00 is 7 h, Friday 08.00-10.00 is 2 h: 9 h gross.
    # On hold Thursday 15.00 to Friday 08.30: 1 h + 30 min. Net 9 h - 1 h 30 min = 7 h 30 min.
    friday = NINE.replace(day=6)
    hold = held_for(HoldCause.BLANKS_OUT, NINE.replace(hour=15), friday.replace(hour=8, minute=30))
    history = replace(FILE, printed=friday.replace(hour=10), holds=(hold,))
    service = service_clock(history, OFFICE, friday.replace(hour=12))
    citizen = citizen_clock(history, OFFICE, friday.replace(hour=12))
    assert service is not None
    assert (service.open_time, service.days, service.running) == (9 * HOUR, 1, False)
    assert (citizen.open_time, citizen.days, citizen.running) == (11 * HOUR, 1, True)
    assert held_by_cause(history, OFFICE, friday) == {HoldCause.BLANKS_OUT: 90 * MINUTE}
    assert net_service_time(history, OFFICE, friday) == 7 * HOUR + 30 * MINUTE


def test_a_file_that_is_not_complete_has_no_service_clock() -> None:
    waiting = History(received=NINE, holds=(held_for(HoldCause.AWAITING_DOCUMENTS, NINE),))
    assert service_clock(waiting, OFFICE, FOUR) is None
    assert net_service_time(waiting, OFFICE, FOUR) is None
    assert held_by_cause(waiting, OFFICE, FOUR) == {}


def test_an_unknown_calendar_gives_no_number() -> None:
    held = replace(FILE, holds=(held_for(HoldCause.SYSTEM_DOWN, NINE),))
    assert held_by_cause(held, NOWHERE, FOUR) is Unknown.YEAR
    assert net_service_time(held, NOWHERE, FOUR) is Unknown.YEAR


@given(minutes=st.integers(0, 3000))
def test_an_open_hold_runs_until_now_and_stops_the_net_clock(minutes: int) -> None:
    start = NINE + HOUR
    now = after_open(OFFICE, start, minutes * MINUTE)
    assert isinstance(now, datetime)
    held = replace(FILE, holds=(held_for(HoldCause.DISPUTED, start),))
    assert held_by_cause(held, OFFICE, now) == {HoldCause.DISPUTED: minutes * MINUTE}
    assert net_service_time(held, OFFICE, now) == HOUR


@given(since=st.integers(0, 400), minutes=st.integers(0, 3000))
def test_a_hold_of_n_open_minutes_moves_the_net_deadline_by_n(since: int, minutes: int) -> None:
    begin = after_open(OFFICE, NINE, since * MINUTE)
    assert isinstance(begin, datetime)
    end = after_open(OFFICE, begin, minutes * MINUTE)
    assert isinstance(end, datetime)
    held = replace(FILE, holds=(held_for(HoldCause.SYSTEM_DOWN, begin, end),))
    moved = net_deadline(held, OFFICE, end + 9000 * MINUTE)
    assert isinstance(moved, datetime)
    assert open_between(OFFICE, FOUR, moved) == minutes * MINUTE
    assert minutes or moved == FOUR


@given(
    calendar=calendars,
    start=st.integers(0, 30_000),
    hold=st.tuples(st.integers(0, 3000), st.integers(0, 3000)),
)
def test_on_any_calendar_a_deadline_moves_by_the_open_time_on_hold(
    calendar: OfficeCalendar, start: int, hold: tuple[int, int]
) -> None:
    begin = datetime(2026, 2, 20, tzinfo=WIB) + start * MINUTE
    since = begin + hold[0] * MINUTE
    waiting = held_for(HoldCause.FORCE_MAJEURE, since, since + hold[1] * MINUTE)
    history = History(received=begin, complete=begin, promised_first=begin, holds=(waiting,))
    moved = net_deadline(history, calendar, begin + 9000 * MINUTE)
    if isinstance(moved, datetime):
        held = held_by_cause(history, calendar, begin + 9000 * MINUTE)
        assert not isinstance(held, Unknown)
        assert open_between(calendar, begin, moved) == held[HoldCause.FORCE_MAJEURE]


def test_a_stage_has_a_target_and_a_hold_moves_its_deadline() -> None:
    # Complete at 9.00, target 30 min: 9.30. On hold from 9.10 to 9.30, 20 min: 9.50.
    hold = held_for(HoldCause.SYSTEM_DOWN, NINE + 10 * MINUTE, NINE + 30 * MINUTE)
    checked, made = NINE + 50 * MINUTE, NINE + 81 * MINUTE
    history = replace(FILE, verified=checked, printed=made, holds=(hold,))
    assert stages(history, OFFICE, ONE_HOUR, FOUR) == (
        StageStanding(Stage.VERIFY, NINE, checked, checked, Outcome.KEPT),
        StageStanding(Stage.PRINT, checked, made, NINE + 80 * MINUTE, Outcome.LATE),
    )


def stage_now(history: History, now: datetime, calendar: OfficeCalendar = OFFICE) -> Outcome:
    return stages(history, calendar, ONE_HOUR, now)[-1].outcome


def test_a_stage_that_runs_is_on_track_until_its_deadline_and_then_overdue() -> None:
    target = NINE + 30 * MINUTE
    assert stage_now(FILE, target) is Outcome.ON_TRACK
    assert stage_now(FILE, target + MINUTE) is Outcome.OVERDUE
    held = replace(FILE, holds=(held_for(HoldCause.DISPUTED, NINE),))
    assert stage_now(held, target + HOUR) is Outcome.ON_TRACK
    assert stage_now(FILE, target, NOWHERE) is Outcome.UNKNOWN
    assert stages(History(received=NINE), OFFICE, ONE_HOUR, FOUR) == ()


def test_a_stage_cut_off_by_a_cancellation_is_out_of_the_count_unless_it_was_late() -> None:
    target = NINE + 30 * MINUTE
    assert stage_now(replace(FILE, ended=target), FOUR) is Outcome.OUT_OF_THE_COUNT
    assert stage_now(replace(FILE, ended=target + MINUTE), FOUR) is Outcome.LATE


def test_nothing_promised_or_known_has_no_net_deadline() -> None:
    assert net_deadline(replace(FILE, promised_first=None), OFFICE, FOUR) is None
    held = replace(FILE, holds=(held_for(HoldCause.SYSTEM_DOWN, NINE),))
    assert net_deadline(held, NOWHERE, FOUR) is Unknown.YEAR


@given(late=st.integers(1, 5000), since=st.integers(0, 5000), length=st.integers(0, 5000))
def test_a_hold_never_makes_a_late_request_kept(late: int, since: int, length: int) -> None:
    begin = NINE + since * MINUTE
    hold = held_for(HoldCause.FORCE_MAJEURE, begin, begin + length * MINUTE)
    history = replace(FILE, printed=FOUR + late * MINUTE, holds=(hold,))
    assert stands(history, FOUR + 9000 * MINUTE) is Outcome.LATE


@given(printed=st.none() | st.integers(0, 5000).map(lambda m: NINE + m * MINUTE))
def test_no_promise_or_no_calendar_is_unknown(printed: datetime | None) -> None:
    history = replace(FILE, printed=printed)
    assert stands(replace(history, promised_first=None), FOUR) is Outcome.UNKNOWN
    assert stands(history, FOUR, NOWHERE) is Outcome.UNKNOWN
