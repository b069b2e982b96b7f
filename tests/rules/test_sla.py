"""Two clocks and one outcome: what is not known, or late, never becomes good."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.business_time import Unknown, after_open
from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.holds import HoldCause, Waiting
from motekar.rules.sla import (
    History,
    Outcome,
    citizen_clock,
    held_by_cause,
    net_service_time,
    outcome,
    service_clock,
)

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
