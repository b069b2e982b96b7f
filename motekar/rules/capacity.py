"""What an office can do beside its hours: blanks, places, work ahead, printers and their pace.

Says what of it forbids a promise for a day. Where an office keeps no ledger or sets no quota,
that part binds nothing, and the reckoning says so.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from motekar.rules.blanks import Balance
from motekar.rules.documents import Reason
from motekar.rules.places import EVERYBODY, DayLoad, Place, Quota, places_left, quota_of


class BindingConstraint(StrEnum):
    """What keeps a promise from being today."""

    HOURS = "hours"
    PLACES = "places"
    BLANKS = "blanks"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Equipment:
    """What an office works with, as it was entered.

    ``daily_blanks`` are brought on every open day, None when nobody can say; at or under
    ``low_blanks`` free ones the office is warned.
    """

    printers: int = 1
    daily_blanks: int | None = None
    low_blanks: int = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes of work a step takes here; ``samples`` 0 where it is the stated default."""

    verify_minutes: float
    print_minutes: float
    samples: int = 0


STATED_PACE = Pace(verify_minutes=10, print_minutes=5)
"""Until an office has printed enough to be measured: Motekar's own assumption, above the minutes
that offices publish for these steps (domain facts: 4 for the check, 2 for card and chip)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """An office as it stood ``at`` an aware moment; ``blanks`` None where no ledger is kept."""

    at: datetime
    pace: Pace
    equipment: Equipment = Equipment()
    blanks: Balance | None = None
    quotas: tuple[Quota, ...] = ()
    loads: tuple[DayLoad, ...] = ()

    def work_ahead(self, day: date) -> int:
        """Cards promised for that day or earlier that are in no printer yet."""
        return sum(load.taken - load.begun for load in self.loads if load.place.day <= day)

    def cards_within(self, open_time: timedelta) -> int:
        """Cards the printers can make in so much open time, the new file's check included."""
        minutes = open_time.total_seconds() / 60 - self.pace.verify_minutes
        return max(int(minutes * self.equipment.printers / self.pace.print_minutes), 0)

    def blanks_for(self, day: date, *, open_days_ahead: int) -> int | None:
        """Blanks that a new promise for that day would find; None where no ledger is kept.

        Promises for the day or earlier that hold no blank yet come first. ``open_days_ahead``
        counts the deliveries until then, today's not among them.
        """
        if self.blanks is None:
            return None
        lacking = sum(
            load.taken - load.begun - load.blanks for load in self.loads if load.place.day <= day
        )
        coming = (self.equipment.daily_blanks or 0) * open_days_ahead
        return self.blanks.free + coming - lacking

    def places_for(self, reason: Reason | None, day: date, *, zone: ZoneInfo) -> int | None:
        """Places left for the reason; None where no quota binds it."""
        quota = quota_of(self.quotas, reason) if reason else None
        if quota is None:
            return None
        now = self.at.astimezone(zone)
        return places_left(quota, self.quotas, self.loads, day=day, now=now)

    def place_for(self, reason: Reason, day: date) -> Place:
        """Where a promise for that day is booked."""
        quota = quota_of(self.quotas, reason)
        return Place(day, quota.group if quota else EVERYBODY)

    @property
    def free(self) -> int:
        """Blanks in the box that were promised to nobody; 0 where no ledger is kept."""
        return self.blanks.free if self.blanks else 0
