"""When an office is open: weekly spans minus closed days, in the office's own zone.

Only answers what was entered; a year nobody entered is unknown, not open.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class ClosedKind(StrEnum):
    """Why a whole day is closed."""

    PUBLIC_HOLIDAY = "public_holiday"
    JOINT_LEAVE = "joint_leave"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True, order=True)
class OpeningSpan:
    """Local opening hours on one weekday (Monday is 0); a day with a break has two spans."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7) or self.opens >= self.closes:
            message = "a span lies within one day of the week and opens before it closes"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day without opening hours; ``estimated`` until somebody confirmed the date."""

    day: date
    name: str
    kind: ClosedKind
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """One version of an office's hours and closed days; ``zone`` is an IANA name."""

    office_code: str
    zone: str
    version: int
    spans: tuple[OpeningSpan, ...]
    closed_days: tuple[ClosedDay, ...]
    known_years: frozenset[int]

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Opening and closing times of that local day, earliest first; empty when closed."""
        if self.closed_because(day):
            return ()
        zone = ZoneInfo(self.zone)
        return tuple(
            (datetime.combine(day, span.opens, zone), datetime.combine(day, span.closes, zone))
            for span in sorted(self.spans)
            if span.weekday == day.weekday()
        )

    def closes_at(self, day: date) -> datetime | None:
        """Last closing time of that local day, after any break; None when closed."""
        return max((closes for _, closes in self.spans_on(day)), default=None)

    def closed_because(self, day: date) -> ClosedDay | None:
        """The entry that closes the day; None on open days and on weekdays without hours."""
        return next((closed for closed in self.closed_days if closed.day == day), None)

    def local_day(self, moment: datetime) -> date:
        """Date on the office's wall at an aware moment."""
        if moment.tzinfo is None:
            message = "a moment needs its zone"
            raise ValueError(message)
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def knows(self, day: date) -> bool:
        """Whether holidays of that year have been entered."""
        return day.year in self.known_years
