"""When last month's report is due."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan
from motekar.rules.monthly import first_opening, month_due
from tests.builders_calendar import calendars

WIB = ZoneInfo("Asia/Jakarta")
WEEK = tuple(OpeningSpan(day, time(8), time(16)) for day in range(5))
new_year = ClosedDay(date(2026, 1, 1), "Tahun Baru", ClosedKind.PUBLIC_HOLIDAY)
A_MINUTE = timedelta(minutes=1)


def a_calendar(
    *closed: ClosedDay, spans: tuple[OpeningSpan, ...] = WEEK, years: tuple[int, ...] = (2026,)
) -> OfficeCalendar:
    return OfficeCalendar("32.75.03", "Asia/Jakarta", 1, spans, closed, frozenset(years))


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


def test_it_is_due_at_the_opening_of_the_first_and_not_before() -> None:
    tuesday_the_first = at(12, 1, 8)

    assert month_due(a_calendar(), now=tuesday_the_first - A_MINUTE) is None
    assert month_due(a_calendar(), now=tuesday_the_first) == date(2026, 11, 1)


def test_a_holiday_on_the_first_leaves_it_to_the_next_open_day() -> None:
    friday_the_second = at(1, 2, 8)

    assert first_opening(a_calendar(new_year), date(2026, 1, 1)) == friday_the_second
    assert month_due(a_calendar(new_year), now=friday_the_second - A_MINUTE) is None
    assert month_due(a_calendar(new_year), now=friday_the_second) == date(2025, 12, 1)


def test_a_weekend_on_the_first_leaves_it_to_monday() -> None:
    assert first_opening(a_calendar(), date(2026, 11, 1)) == at(11, 2, 8)


def test_a_worker_that_rested_still_makes_it_until_the_month_ends() -> None:
    assert month_due(a_calendar(), now=at(11, 30, 23, 59)) == date(2026, 10, 1)


@pytest.mark.parametrize(
    "calendar", [a_calendar(spans=()), a_calendar(years=())], ids=["never-open", "year-unknown"]
)
def test_an_office_that_never_opens_has_no_first_morning(calendar: OfficeCalendar) -> None:
    assert month_due(calendar, now=at(11, 30, 12)) is None


minutes_on = st.integers(0, 60 * 24 * 88)
moments = minutes_on.map(lambda minutes: at(2, 1, 0) + minutes * A_MINUTE)


@given(calendars, moments)
def test_a_due_report_is_last_months_and_the_office_has_opened_since(
    calendar: OfficeCalendar, now: datetime
) -> None:
    month = month_due(calendar, now=now)

    opened = [
        opens
        for day in range(1, now.day + 1)
        for opens, _ in calendar.spans_on(now.date().replace(day=day))
        if opens <= now
    ]
    if opened:
        assert month is not None
        assert (now.date().replace(day=1) - timedelta(days=1)).replace(day=1) == month
    else:
        assert month is None


@given(calendars, moments, st.integers(0, 60 * 24 * 20))
def test_once_due_it_stays_due_for_the_rest_of_the_month(
    calendar: OfficeCalendar, now: datetime, minutes: int
) -> None:
    later = now + minutes * A_MINUTE

    if later.month == now.month and month_due(calendar, now=now):
        assert month_due(calendar, now=later) == month_due(calendar, now=now)
