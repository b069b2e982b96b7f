"""The hours a slip prints are those of the day it promises, and what the coming week has else."""

from datetime import date, time

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OfficeCalendar,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.web.slip_words import hours_lines

WEEK = tuple(OpeningSpan(weekday, time(7, 30), time(16)) for weekday in range(5))
RAMADAN = HoursRange(
    "Ramadan",
    date(2026, 2, 18),
    date(2026, 3, 19),
    tuple(OpeningSpan(weekday, time(8), time(15)) for weekday in range(5)),
)
NYEPI = ClosedDay(date(2026, 3, 19), "Nyepi", ClosedKind.PUBLIC_HOLIDAY)
OFFICE = OfficeCalendar(
    "32.75.03", "Asia/Jakarta", 1, WEEK, (NYEPI,), frozenset({2026}), ranges=(RAMADAN,)
)


def test_a_slip_of_an_ordinary_week_prints_the_week() -> None:
    assert hours_lines(OFFICE, date(2026, 11, 23)) == ("Senin–Jumat 07.30–16.00",)


def test_a_slip_within_ramadan_prints_its_hours_and_the_holiday_ahead() -> None:
    assert hours_lines(OFFICE, date(2026, 3, 16)) == (
        "Senin–Jumat 08.00–15.00",
        "19 Mar 2026 tutup",
    )


def test_a_slip_tells_what_was_declared_for_the_week_ahead() -> None:
    saturday, monday = date(2026, 11, 28), date(2026, 11, 30)
    calendar = OFFICE.drafted(
        entries=[
            OneOff(OneOffKind.OPENING, saturday, "Layanan Sabtu", time(8), time(12)),
            OneOff(OneOffKind.CLOSURE, monday, "Rapat", opens=time(10), closes=time(13)),
        ]
    )
    assert hours_lines(calendar, date(2026, 11, 27)) == (
        "Senin–Jumat 07.30–16.00",
        "28 Nov 2026 08.00–12.00",
        "30 Nov 2026 07.30–10.00 dan 13.00–16.00",
    )
