"""When an office is open, in its own zone, by one order of precedence.

What the office declared for the day, then its range, then the agency's range, then the weekly
hours; a national closed day closes all of them but a one-off opening and a range that says so.
Closures take their time away from whatever is left. Only answers what was entered; a year nobody
entered is unknown, not open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from motekar.rules.hours import (
    ClosedDay,
    ClosedKind,
    Hours,
    HoursRange,
    OneOff,
    OneOffKind,
    OpeningSpan,
    without,
)

__all__ = [
    "ClosedDay",
    "ClosedKind",
    "DayHours",
    "HoursRange",
    "OfficeCalendar",
    "OneOff",
    "OneOffKind",
    "OpeningSpan",
]


_MOST_RECKONED = 800
"""Days that a calendar keeps in mind: two years."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """One local day: opening and closing times, earliest first; no spans when closed.

    ``is_cut_short`` when it is open, but a closure takes the end of the hours meant for it;
    ``in_utc`` are the same spans, ``length`` is how long they are together.
    """

    spans: tuple[tuple[datetime, datetime], ...]
    is_cut_short: bool
    in_utc: tuple[tuple[datetime, datetime], ...]
    length: timedelta

    @property
    def closes(self) -> datetime | None:
        """Last closing time, after any break; None when closed."""
        return self.spans[-1][1] if self.spans else None


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """One version of an office's hours and closed days; ``zone`` is an IANA name."""

    office_code: str
    zone: str
    version: int
    spans: tuple[OpeningSpan, ...]
    closed_days: tuple[ClosedDay, ...]
    known_years: frozenset[int]
    ranges: tuple[HoursRange, ...] = ()
    one_offs: tuple[OneOff, ...] = ()
    _reckoned: dict[date, DayHours] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def hours_on(self, day: date) -> DayHours:
        """All that a promise asks about that local day; reckoned once, a version never changes."""
        found = self._reckoned.get(day)
        if found is None:
            if len(self._reckoned) >= _MOST_RECKONED:
                self._reckoned.clear()
            found = self._reckoned[day] = self._hours_on(day)
        return found

    def _hours_on(self, day: date) -> DayHours:
        zone = ZoneInfo(self.zone)
        meant = tuple(sorted(self._meant(day)))
        left = reduce(without, self.closures_on(day), meant)
        spans = tuple(
            (datetime.combine(day, opens, zone), datetime.combine(day, closes, zone))
            for opens, closes in left
        )
        in_utc = tuple((opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in spans)
        return DayHours(
            spans=spans,
            in_utc=in_utc,
            length=sum((closes - opens for opens, closes in in_utc), timedelta()),
            is_cut_short=bool(left) and left[-1][1] < max(closes for _, closes in meant),
        )

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Opening and closing times of that local day, earliest first; empty when closed."""
        return self.hours_on(day).spans

    def closes_at(self, day: date) -> datetime | None:
        """Last closing time of that local day, after any break; None when closed."""
        return self.hours_on(day).closes

    def closed_because(self, day: date) -> ClosedDay | None:
        """The entry that closes the day; None on open days and on weekdays without hours."""
        if self.spans_on(day):
            return None
        if any(self._meant(day)):
            return ClosedDay(day, self.closures_on(day)[0].reason, ClosedKind.CLOSURE)
        found = self.range_on(day)
        if found and not found.spans and not self._holiday(day):
            return ClosedDay(day, found.name, ClosedKind.CLOSURE)
        return self._holiday(day)

    def closures_on(self, day: date) -> tuple[OneOff, ...]:
        """What the office declared closed on that day, in whole or in part."""
        return self._declared(day, OneOffKind.CLOSURE)

    def range_on(self, day: date) -> HoursRange | None:
        """The range that stands in for the weekly hours: the office's before the agency's."""
        found = [each for each in self.ranges if each.covers(day)]
        return min(found, key=lambda each: each.office is None, default=None)

    def local_day(self, moment: datetime) -> date:
        """Date on the office's wall at an aware moment."""
        if moment.tzinfo is None:
            message = "a moment needs its zone"
            raise ValueError(message)
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def local_time(self, moment: datetime) -> time:
        """Hour and minute on the office's wall at an aware moment."""
        return moment.astimezone(ZoneInfo(self.zone)).time().replace(second=0, microsecond=0)

    def knows(self, day: date) -> bool:
        """Whether holidays of that year have been entered."""
        return day.year in self.known_years

    def drafted(
        self,
        *,
        spans: tuple[OpeningSpan, ...] | None = None,
        entries: Iterable[HoursRange | OneOff] = (),
    ) -> "OfficeCalendar":
        """The calendar as it would be with other weekly hours, or with more entries."""
        fresh = tuple(entries)
        return replace(
            self,
            spans=self.spans if spans is None else spans,
            ranges=(*self.ranges, *(each for each in fresh if isinstance(each, HoursRange))),
            one_offs=(*self.one_offs, *(each for each in fresh if isinstance(each, OneOff))),
        )

    def _meant(self, day: date) -> Iterator[Hours]:
        openings = self._declared(day, OneOffKind.OPENING)
        if openings:
            yield from ((one.opens, one.closes) for one in openings if one.opens and one.closes)
        elif not self._holiday(day):
            spans = found.spans if (found := self.range_on(day)) else self.spans
            yield from (
                (span.opens, span.closes) for span in spans if span.weekday == day.weekday()
            )

    def _holiday(self, day: date) -> ClosedDay | None:
        found = self.range_on(day)
        if found and found.on_holidays:
            return None
        return next((closed for closed in self.closed_days if closed.day == day), None)

    def _declared(self, day: date, kind: OneOffKind) -> tuple[OneOff, ...]:
        return tuple(one for one in self.one_offs if (one.day, one.kind) == (day, kind))
