"""What an office's printers can make hour by hour."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.capacity import Equipment, Pace
from motekar.rules.hourly import cards_by_hour
from tests.builders_calendar import FIRST, calendars

monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
FIVE_MINUTES = Pace(verify_minutes=10, print_minutes=5)
BREAK = (OpeningSpan(0, time(7, 30), time(12)), OpeningSpan(0, time(13), time(15, 20)))


def a_calendar(*years: int) -> OfficeCalendar:
    return OfficeCalendar("32.75.03", "Asia/Jakarta", 1, BREAK, (), frozenset(years))


def test_each_hour_has_the_cards_of_its_open_minutes_and_the_break_has_none() -> None:
    made = cards_by_hour(
        a_calendar(2026), [monday, tuesday], equipment=Equipment(printers=2), pace=FIVE_MINUTES
    )

    assert made == {7: 12, 8: 24, 9: 24, 10: 24, 11: 24, 13: 24, 14: 24, 15: 8}


def test_a_year_nobody_entered_has_no_answer() -> None:
    made = cards_by_hour(a_calendar(), [monday], equipment=Equipment(), pace=FIVE_MINUTES)

    assert made is None


@given(calendars, st.integers(1, 30))
def test_a_card_a_minute_makes_as_many_cards_as_there_are_open_minutes(
    calendar: OfficeCalendar, number: int
) -> None:
    days = [FIRST + timedelta(days=ahead) for ahead in range(number)]
    a_card_a_minute = Pace(verify_minutes=1, print_minutes=1)

    made = cards_by_hour(calendar, days, equipment=Equipment(), pace=a_card_a_minute)

    spans = [span for day in days for span in calendar.spans_on(day)]
    minutes = sum((closes - opens for opens, closes in spans), timedelta()).total_seconds() / 60
    assert made is not None
    assert sum(made.values()) == minutes
