"""When the report on a month is due: on the first open morning of the month after it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from motekar.rules.calendar import OfficeCalendar

_A_DAY = timedelta(days=1)


def month_due(calendar: OfficeCalendar, *, now: datetime) -> date | None:
    """The first day of last month, once its report is due; None before the first opening.

    Due from that opening on, as are the months before it. None as well while nobody has entered
    the holidays that decide which day is open.
    """
    this_month = calendar.local_day(now).replace(day=1)
    opening = first_opening(calendar, this_month)
    if opening is None or now < opening:
        return None
    return (this_month - _A_DAY).replace(day=1)


def first_opening(calendar: OfficeCalendar, month: date) -> datetime | None:
    """When an office opens for the first time in the month that begins on this day."""
    for day in _days(month):
        if not calendar.knows(day):
            return None
        for opens, _ in calendar.spans_on(day):
            return opens
    return None


def _days(month: date) -> Iterator[date]:
    day = month
    while day.month == month.month:
        yield day
        day += _A_DAY
