"""Open time is counted exactly, across breaks, closed days, year ends and zones."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.business_time import Unknown, after_open, next_open, open_between
from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan

FRIDAY = (OpeningSpan(4, time(8), time(11, 30)), OpeningSpan(4, time(13), time(15)))
WEEK = tuple(OpeningSpan(day, time(8), time(16)) for day in range(4)) + FRIDAY
WIB = ZoneInfo("Asia/Jakarta")
OFFICE = OfficeCalendar("a", "Asia/Jakarta", 1, WEEK, (), frozenset({2026, 2027}))
moments = st.datetimes(datetime(2026, 11, 1), datetime(2027, 2, 1), timezones=st.just(WIB))  # noqa: DTZ001 - hypothesis wants naive bounds
zones = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


def test_the_friday_break_is_not_open_time() -> None:
    start, end = datetime(2026, 3, 6, 11, tzinfo=WIB), datetime(2026, 3, 6, 14, tzinfo=WIB)
    assert open_between(OFFICE, start, end) == timedelta(minutes=30 + 60)
    assert after_open(OFFICE, start, timedelta(minutes=30 + 60)) == end
    assert next_open(OFFICE, start.replace(hour=12)) == start.replace(hour=13)


def test_an_unknown_year_gives_no_number() -> None:
    start = datetime(2027, 12, 30, 8, tzinfo=WIB)
    assert open_between(OFFICE, start, start + timedelta(days=5)) is Unknown.YEAR
    assert after_open(OFFICE, start, timedelta(days=5)) is Unknown.YEAR


def test_an_office_that_never_opens_ends_in_a_named_unknown() -> None:
    never = replace(OFFICE, spans=())
    assert next_open(never, datetime(2026, 1, 1, tzinfo=WIB)) is Unknown.HORIZON


def test_open_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        after_open(OFFICE, datetime(2026, 3, 6, tzinfo=WIB), timedelta(minutes=-1))


@given(three=st.lists(moments, min_size=3, max_size=3).map(sorted), zone=zones)
def test_open_time_adds_up(three: list[datetime], zone: str) -> None:
    a, b, c = three
    office = replace(OFFICE, zone=zone)
    parts = [open_between(office, a, b), open_between(office, b, c)]
    assert sum((p for p in parts if isinstance(p, timedelta)), timedelta()) == open_between(
        office, a, c
    )


@given(start=moments, minutes=st.integers(1, 5000), ahead=st.integers(0, 20))
def test_a_deadline_is_open_and_a_closure_never_makes_it_earlier(
    start: datetime, minutes: int, ahead: int
) -> None:
    length = timedelta(minutes=minutes)
    end = after_open(OFFICE, start, length)
    assert isinstance(end, datetime)
    assert open_between(OFFICE, start, end) == length
    day: date = (start + timedelta(days=ahead)).date()
    closed = replace(OFFICE, closed_days=(ClosedDay(day, "x", ClosedKind.CLOSURE),))
    later = after_open(closed, start, length)
    assert isinstance(later, datetime)
    assert later >= end
