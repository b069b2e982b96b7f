"""Open time of an office: how much lies between two moments, and when so much has passed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from motekar.rules.calendar import OfficeCalendar

_HORIZON_DAYS = 400


class Unknown(StrEnum):
    """Why there is no answer; never a number in disguise."""

    YEAR = "year-unknown"
    HORIZON = "beyond-horizon"


def open_between(calendar: OfficeCalendar, start: datetime, end: datetime) -> timedelta | Unknown:
    """Open time from start to end, none when the end comes first."""
    total = timedelta()
    for span in _spans(calendar, start, calendar.local_day(end)):
        if isinstance(span, Unknown):
            return span
        opens, closes = span
        total += max(min(closes, end) - max(opens, start), timedelta())
    return total


def after_open(calendar: OfficeCalendar, start: datetime, length: timedelta) -> datetime | Unknown:
    """The moment, in UTC, when the office has been open that long since the start."""
    if length < timedelta():
        message = "open time runs forward"
        raise ValueError(message)
    spans = _spans(calendar, start, date.max)
    while not isinstance(span := next(spans), Unknown):
        opens, closes = max(span[0], start.astimezone(UTC)), span[1]
        if opens < closes and length <= closes - opens:
            return opens + length
        length -= max(closes - opens, timedelta())
    return span


def next_open(calendar: OfficeCalendar, at: datetime) -> datetime | Unknown:
    """The moment itself while the office is open, or its next opening."""
    return after_open(calendar, at, timedelta())


def _spans(
    calendar: OfficeCalendar, start: datetime, last: date
) -> Iterator[tuple[datetime, datetime] | Unknown]:
    day, why = calendar.local_day(start), Unknown.HORIZON
    for _ in range(_HORIZON_DAYS):
        if day > last:
            return
        if not calendar.knows(day):
            why = Unknown.YEAR
            break
        for opens, closes in calendar.spans_on(day):
            yield opens.astimezone(UTC), closes.astimezone(UTC)
        day += timedelta(days=1)
    yield why
