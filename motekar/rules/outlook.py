"""Whether one day can keep one more promise beside its hours, walked day by day from a moment."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.calendar import DayHours, OfficeCalendar
from motekar.rules.capacity import BindingConstraint, Situation
from motekar.rules.documents import Reason

Told = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What forbids the day: places, blanks or queue; ``is_final`` when no later day helps."""

    told: tuple[Told, ...] = ()
    forbidden_by: BindingConstraint | None = None
    is_final: bool = False


@dataclass(slots=True)
class Outlook:
    """Asked about each day in turn; a day before the situation's own binds by hours alone."""

    calendar: OfficeCalendar
    situation: Situation
    reason: Reason | None
    start: datetime
    _open_time: timedelta = field(default=timedelta())
    _open_days_ahead: int = 0

    def judge(self, day: date, hours: DayHours, *, is_asked: bool) -> Verdict:
        """The verdict on a day; not asked where its hours forbid it already."""
        today = self.calendar.local_day(self.situation.at)
        if day < today:
            return Verdict()
        now = max(self.start, self.situation.at)
        self._open_time += sum(
            (closing - max(opening, now) for opening, closing in hours.spans if closing > now),
            timedelta(),
        )
        self._open_days_ahead += bool(hours.spans) and day > today
        if not is_asked:
            return Verdict()
        return self._verdict(day)

    def _verdict(self, day: date) -> Verdict:
        told: list[Told] = []
        for part in (self._queue, self._places, self._blanks):
            verdict = part(day)
            told += verdict.told
            if verdict.forbidden_by:
                return Verdict(tuple(told), verdict.forbidden_by, verdict.is_final)
        return Verdict(tuple(told))

    def _queue(self, day: date) -> Verdict:
        ahead = self.situation.work_ahead(day)
        room = self.situation.cards_within(self._open_time)
        facts = {
            "day": day,
            "cards": ahead,
            "room": room,
            "printers": self.situation.equipment.printers,
            "minutes": f"{self.situation.pace.print_minutes:.0f}",
        }
        if ahead < room:
            return Verdict((("work-ahead", facts),))
        return Verdict((("queue-full", facts),), BindingConstraint.QUEUE)

    def _places(self, day: date) -> Verdict:
        zone = ZoneInfo(self.calendar.zone)
        left = self.situation.places_for(self.reason, day, zone=zone)
        if left is None:
            return Verdict()
        if left > 0:
            return Verdict((("places-left", {"day": day, "left": left}),))
        return Verdict((("places-gone", {"day": day}),), BindingConstraint.PLACES)

    def _blanks(self, day: date) -> Verdict:
        found = self.situation.blanks_for(day, open_days_ahead=self._open_days_ahead)
        if found is None:
            return Verdict((("blanks-not-kept", {}),))
        if found > 0:
            if self.situation.free > 0:
                return Verdict((("blank-reserved", {"free": self.situation.free}),))
            daily = self.situation.equipment.daily_blanks
            return Verdict((("blanks-expected", {"day": day, "daily": daily}),))
        is_final = not self.situation.equipment.daily_blanks
        return Verdict(
            (("blanks-gone", {"day": day}),), BindingConstraint.BLANKS, is_final=is_final
        )
