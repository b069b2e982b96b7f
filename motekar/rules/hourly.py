"""How many cards an office's printers can make in each hour of its open days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.capacity import Equipment, Pace


def cards_by_hour(
    calendar: OfficeCalendar, days: Iterable[date], *, equipment: Equipment, pace: Pace
) -> Mapping[int, int] | None:
    """Whole cards by hour on the office's wall, over all these days together.

    An hour that is never open is left out. None when a day lies in a year nobody entered.
    """
    minutes: Counter[int] = Counter()
    for day in days:
        if not calendar.knows(day):
            return None
        for opens, closes in calendar.spans_on(day):
            minutes.update(_by_hour(opens, closes))
    return {
        hour: int(open_minutes * equipment.printers / pace.print_minutes)
        for hour, open_minutes in sorted(minutes.items())
    }


def _by_hour(opens: datetime, closes: datetime) -> dict[int, int]:
    begins, ends = _minute(opens), _minute(closes)
    hours = range(opens.hour, -(-ends // 60))
    return {hour: min(ends, hour * 60 + 60) - max(begins, hour * 60) for hour in hours}


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
