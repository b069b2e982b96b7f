"""Places per day: how many cards of a group of reasons an office promises for one day.

A group keeps its places to itself until its release hour; what is unused then is for everybody.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from motekar.rules.documents import Reason

EVERYBODY = ""
"""The group of all reasons at an office that divides its places into no groups."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Places of one group on each weekday (Monday first); ``rank`` 1 is promised first.

    ``release_at`` is the office's local hour from which its unused places of the day are open to
    every reason; None keeps them.
    """

    group: str
    rank: int
    reasons: frozenset[Reason]
    places: tuple[int, int, int, int, int, int, int]
    release_at: time | None = None

    def on(self, day: date) -> int:
        """Places that day."""
        return self.places[day.weekday()]


@dataclass(frozen=True, slots=True)
class Place:
    """One promise's place: the day it is promised for, and the group that gave it."""

    day: date
    group: str = EVERYBODY


@dataclass(frozen=True, slots=True)
class DayLoad:
    """Promises of one day and group.

    ``begun`` of the ``taken`` places have a card in the printer or printed, ``blanks`` hold a
    blank in the box; ``total`` None where no quota binds.
    """

    place: Place
    total: int | None
    taken: int
    begun: int = 0
    blanks: int = 0


def quota_of(quotas: tuple[Quota, ...], reason: Reason) -> Quota | None:
    """The group a reason belongs to; None where no quota names it."""
    return next((quota for quota in quotas if reason in quota.reasons), None)


def rank_of(quotas: tuple[Quota, ...], reason: Reason) -> int:
    """The order in which reasons are served when not all can be; those without a group last."""
    quota = quota_of(quotas, reason)
    return quota.rank if quota else len(quotas) + 1


def places_left(
    quota: Quota,
    quotas: tuple[Quota, ...],
    loads: tuple[DayLoad, ...],
    *,
    day: date,
    now: datetime,
) -> int:
    """Places a reason of this group finds on that day; ``now`` is local to the office."""
    own = _left(quota, loads, day)
    if own > 0 or day != now.date():
        return max(own, 0)
    # Whoever came by a released place is booked in a group that is over its number by then.
    pooled = sum(
        _left(each, loads, day)
        for each in quotas
        if each is quota or _is_released(each, now) or _left(each, loads, day) < 0
    )
    return max(pooled, 0)


def _left(quota: Quota, loads: tuple[DayLoad, ...], day: date) -> int:
    place = Place(day, quota.group)
    load = next((load for load in loads if load.place == place), None)
    if load is None or load.total is None:
        return quota.on(day) - (load.taken if load else 0)
    return load.total - load.taken


def _is_released(quota: Quota, now: datetime) -> bool:
    return quota.release_at is not None and quota.release_at <= now.time()
