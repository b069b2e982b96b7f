from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan

WIB = ZoneInfo("Asia/Jakarta")
MONDAY, FRIDAY = 0, 4

monday = date(2026, 11, 23)
friday = date(2026, 11, 27)
sunday = date(2026, 11, 29)
joint_leave = ClosedDay(date(2026, 12, 24), "Cuti bersama Natal", ClosedKind.JOINT_LEAVE)

calendar = OfficeCalendar(
    office_code="32.75.03",
    zone="Asia/Jakarta",
    version=1,
    spans=(
        OpeningSpan(MONDAY, time(13), time(16)),
        OpeningSpan(MONDAY, time(7, 30), time(12)),
        OpeningSpan(FRIDAY, time(7, 30), time(16, 30)),
    ),
    closed_days=(joint_leave,),
    known_years=frozenset({2026}),
)


def test_a_day_with_a_break_has_two_spans_in_order() -> None:
    assert calendar.spans_on(monday) == (
        (datetime(2026, 11, 23, 7, 30, tzinfo=WIB), datetime(2026, 11, 23, 12, tzinfo=WIB)),
        (datetime(2026, 11, 23, 13, tzinfo=WIB), datetime(2026, 11, 23, 16, tzinfo=WIB)),
    )


def test_the_last_closing_of_the_day_counts() -> None:
    assert calendar.closes_at(monday) == datetime(2026, 11, 23, 16, tzinfo=WIB)
    assert calendar.closes_at(friday) == datetime(2026, 11, 27, 16, 30, tzinfo=WIB)


@pytest.mark.parametrize("day", [sunday, joint_leave.day], ids=["no hours", "joint leave"])
def test_a_closed_day_neither_opens_nor_closes(day: date) -> None:
    assert (calendar.spans_on(day), calendar.closes_at(day)) == ((), None)


def test_a_closed_day_says_why() -> None:
    assert calendar.closed_because(joint_leave.day) == joint_leave
    assert calendar.closed_because(sunday) is None
    assert calendar.closed_because(monday) is None


@pytest.mark.parametrize(
    ("zone", "local_day"),
    [
        ("Asia/Jakarta", date(2026, 11, 23)),
        ("Asia/Makassar", date(2026, 11, 24)),
        ("Asia/Jayapura", date(2026, 11, 24)),
    ],
    ids=["WIB", "WITA", "WIT"],
)
def test_midnight_is_the_offices_own(zone: str, local_day: date) -> None:
    elsewhere = OfficeCalendar("x", zone, 1, (), (), frozenset())
    assert elsewhere.local_day(datetime(2026, 11, 23, 16, 30, tzinfo=UTC)) == local_day


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar.local_day(datetime(2026, 11, 23, 9))  # noqa: DTZ001  the mistake itself


def test_only_entered_years_are_known() -> None:
    assert calendar.knows(date(2026, 12, 31))
    assert not calendar.knows(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [(7, time(8), time(9)), (-1, time(8), time(9)), (0, time(9), time(9)), (0, time(9), time(8))],
    ids=["eighth day", "day before Monday", "no length", "closes first"],
)
def test_a_span_that_is_none_is_refused(weekday: int, opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="span"):
        OpeningSpan(weekday, opens, closes)
