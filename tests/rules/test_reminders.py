"""A card that lies ready is brought to mind on the third open day, while it can be fetched."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan
from motekar.rules.reminders import has_waited, may_remind, waits_since_before
from motekar.rules.rulebook import OfficeProfile, RuleBook
from tests.builders_calendar import ONE_HOUR

WIB = ZoneInfo("Asia/Jakarta")
CALENDAR = OfficeCalendar(
    office_code="32.75.03",
    zone="Asia/Jakarta",
    version=1,
    spans=tuple(OpeningSpan(day, time(8), time(22)) for day in range(5)),
    closed_days=(ClosedDay(date(2026, 12, 25), "Natal", ClosedKind.PUBLIC_HOLIDAY),),
    known_years=frozenset({2026}),
)
BOOK = RuleBook(
    office=OfficeProfile("32.75.03", "BUT", "Kecamatan Bekasi Utara", WIB),
    calendar=CALENDAR,
    policy=ONE_HOUR,
    document_rules=(),
    wordings=(),
)


def at(month: int, day: int, hour: int = 10, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=WIB)


@pytest.mark.parametrize(
    ("ready", "now", "waited"),
    [
        (at(11, 23, 9), at(11, 23, 21), False),
        (at(11, 23, 9), at(11, 25, 21), False),
        (at(11, 23, 21), at(11, 26, 8), True),
        (at(11, 26), at(11, 30), False),
        (at(11, 26), at(12, 1), True),
        (at(12, 23), at(12, 28), False),
        (at(12, 23), at(12, 29), True),
        (at(12, 29), at(1, 11, year=2027), False),
    ],
    ids=[
        "the same day",
        "two days on",
        "the third day from its morning",
        "a weekend between",
        "a day after that weekend",
        "weekend and holiday between",
        "a day after them",
        "days of a year nobody has entered do not count",
    ],
)
def test_only_open_days_after_the_day_of_the_print_count(
    ready: datetime, now: datetime, *, waited: bool
) -> None:
    assert has_waited(ready, book=BOOK, now=now) is waited
    if waited:
        assert ready <= waits_since_before(BOOK, now=now)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (at(11, 23, 8), True),
        (at(11, 23, 7), False),
        (at(11, 23, 19), True),
        (at(11, 23, 20), False),
        (at(11, 28, 10), False),
        (at(12, 25, 10), False),
        (at(1, 4, 10, year=2027), False),
    ],
    ids=[
        "at opening",
        "before opening",
        "in the evening",
        "open at night",
        "on Saturday",
        "on a holiday",
        "in a year nobody has entered",
    ],
)
def test_reminders_leave_in_open_hours_by_day(now: datetime, *, may: bool) -> None:
    assert may_remind(BOOK, now=now) is may


def test_the_policy_says_after_how_many_days() -> None:
    tomorrow = replace(BOOK, policy=replace(ONE_HOUR, remind_after_days=1))
    assert has_waited(at(11, 23, 21), book=tomorrow, now=at(11, 24, 8))
    assert at(11, 23, 21) <= waits_since_before(tomorrow, now=at(11, 24, 8))


def test_nobody_is_reminded_on_the_day_itself() -> None:
    with pytest.raises(ValueError, match="reminded"):
        replace(ONE_HOUR, remind_after_days=0)
