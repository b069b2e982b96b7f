"""Open time of an office: how much lies between two moments, and when so much has passed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from motekar.rules.calendar import DayHours, OfficeCalendar

_HORIZON_DAYS = 400
_A_DAY = timedelta(days=1)


class Unknown(StrEnum):
    """Why there is no answer; never a number in disguise."""

    YEAR = "year-unknown"
    HORIZON = "beyond-horizon"


def open_between(calendar: OfficeCalendar, start: datetime, end: datetime) -> timedelta | Unknown:
    """Open time from start to end, none when the end comes first."""
    first, last = calendar.local_day(start), calendar.local_day(end)
    begins, ends = start.astimezone(UTC), end.astimezone(UTC)
    total = timedelta()
    for found in _days(calendar, first, last):
        if isinstance(found, Unknown):
            return found
        day, hours = found
        if first < day < last:
            total += hours.length
            continue
        for opens, closes in hours.in_utc:
            total += max(min(closes, ends) - max(opens, begins), timedelta())
    return total


def after_open(calendar: OfficeCalendar, start: datetime, length: timedelta) -> datetime | Unknown:
    """The moment, in UTC, when the office has been open that long since the start."""
    if length < timedelta():
        message = "open time runs forward"
        raise ValueError(message)
    begins = start.astimezone(UTC)
    days = _days(calendar, calendar.local_day(start), date.max)
    while not isinstance(found := next(days), Unknown):
        for opening, closes in found[1].in_utc:
            opens = max(opening, begins)
            if opens < closes and length <= closes - opens:
                return opens + length
            length -= max(closes - opens, timedelta())
    return found


def next_open(calendar: OfficeCalendar, at: datetime) -> datetime | Unknown:
    """The moment itself while the office is open, or its next opening."""
    return after_open(calendar, at, timedelta())


def _days(
    calendar: OfficeCalendar, day: date, last: date
) -> Iterator[tuple[date, DayHours] | Unknown]:
    why = Unknown.HORIZON
    for _ in range(_HORIZON_DAYS):
        if day > last:
            return
        if not calendar.knows(day):
            why = Unknown.YEAR
            break
        yield day, calendar.hours_on(day)
        day += _A_DAY
    yield why
