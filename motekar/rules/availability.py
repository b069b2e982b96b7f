"""What an office can still do on a day: hours, places, blanks, and the one reason when nothing.

Today is answered by the promise itself; a later day by the outlook that promises are made from.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.capacity import BindingConstraint, Situation
from motekar.rules.documents import Reason
from motekar.rules.outlook import Outlook, Verdict
from motekar.rules.places import Quota, places_left, quota_of
from motekar.rules.promise import Promise, PromiseKind, first_promise
from motekar.rules.rulebook import RuleBook

FURTHEST = timedelta(days=60)


class BlanksState(StrEnum):
    """How many blanks nobody was promised; unknown where no ledger is kept."""

    ENOUGH = "enough"
    LOW = "low"
    NONE = "none"
    UNKNOWN = "unknown"


class Obstacle(StrEnum):
    """Why a file brought on a day is not done that day."""

    DAY_PASSED = "day_passed"
    YEAR_UNKNOWN = "year_unknown"
    PUBLIC_HOLIDAY = "public_holiday"
    JOINT_LEAVE = "joint_leave"
    CLOSURE = "closure"
    NO_HOURS = "no_hours"
    CUT_SHORT = "cut_short"
    PAST_CUT_OFF = "past_cut_off"
    QUEUE_FULL = "queue_full"
    PLACES_GONE = "places_gone"
    BLANKS_GONE = "blanks_gone"


_OBSTACLES = {
    BindingConstraint.QUEUE: Obstacle.QUEUE_FULL,
    BindingConstraint.PLACES: Obstacle.PLACES_GONE,
    BindingConstraint.BLANKS: Obstacle.BLANKS_GONE,
}


@dataclass(frozen=True, slots=True)
class GroupPlaces:
    """Places of one group of reasons on the day; ``left`` counts released ones of others."""

    group: str
    total: int
    left: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """One office and day; ``reason`` None when a complete file is still done that day."""

    office: str
    day: date
    spans: tuple[tuple[datetime, datetime], ...]
    places: tuple[GroupPlaces, ...]
    blanks: BlanksState
    reason: Obstacle | None

    @property
    def places_left(self) -> int | None:
        """Places of all groups together, each counted once; None where no quota is set."""
        if not self.places:
            return None
        return max(sum(each.total - each.taken for each in self.places), 0)


def availability(book: RuleBook, situation: Situation, day: date) -> Availability:
    """How the office stands for that day at the situation's moment."""
    return Availability(
        office=book.office.code,
        day=day,
        spans=book.calendar.spans_on(day),
        places=tuple(_places(quota, book, situation, day) for quota in book.quotas),
        blanks=_blanks(situation),
        reason=_obstacle(book, situation, day),
    )


def promise_now(book: RuleBook, situation: Situation) -> Promise:
    """The earliest promise that a complete file of any reason is given now."""
    made = [
        first_promise(
            book.calendar, book.policy, at=situation.at, situation=situation, reason=reason
        )
        for reason in _askers(book.quotas)
    ]
    known = [promise for promise in made if promise.promised_by]
    return min(known, key=lambda promise: str(promise.promised_by), default=made[0])


def _places(quota: Quota, book: RuleBook, situation: Situation, day: date) -> GroupPlaces:
    load = next(
        (
            load
            for load in situation.loads
            if (load.place.day, load.place.group) == (day, quota.group)
        ),
        None,
    )
    total = quota.on(day) if load is None or load.total is None else load.total
    now = situation.at.astimezone(book.office.zone)
    left = places_left(quota, book.quotas, situation.loads, day=day, now=now)
    return GroupPlaces(quota.group, total, left, load.taken if load else 0)


def _blanks(situation: Situation) -> BlanksState:
    if situation.blanks is None:
        return BlanksState.UNKNOWN
    if situation.free <= 0:
        return BlanksState.NONE
    low = situation.free <= situation.equipment.low_blanks
    return BlanksState.LOW if low else BlanksState.ENOUGH


def _obstacle(book: RuleBook, situation: Situation, day: date) -> Obstacle | None:
    calendar, today = book.calendar, book.calendar.local_day(situation.at)
    if day < today:
        return Obstacle.DAY_PASSED
    if by_hours := _hours_obstacle(calendar, day):
        return by_hours
    if day == today and promise_now(book, situation).kind is PromiseKind.TODAY:
        return None
    verdicts = [_verdict(book, situation, reason, day) for reason in _askers(book.quotas)]
    forbidden_by = [verdict.forbidden_by for verdict in verdicts]
    if None in forbidden_by:
        return Obstacle.PAST_CUT_OFF if day == today else None
    return next(_OBSTACLES[each] for each in forbidden_by if each)


def _hours_obstacle(calendar: OfficeCalendar, day: date) -> Obstacle | None:
    if not calendar.knows(day):
        return Obstacle.YEAR_UNKNOWN
    hours = calendar.hours_on(day)
    if not hours.spans:
        closed = calendar.closed_because(day)
        return Obstacle(closed.kind.value) if closed else Obstacle.NO_HOURS
    return Obstacle.CUT_SHORT if hours.is_cut_short else None


def _verdict(book: RuleBook, situation: Situation, reason: Reason | None, day: date) -> Verdict:
    """The outlook on the day, walked from now: open hours and deliveries until then count."""
    calendar, today = book.calendar, book.calendar.local_day(situation.at)
    outlook = Outlook(calendar, situation, reason, situation.at)
    verdict = Verdict()
    for ahead in range((day - today).days + 1):
        each = today + timedelta(days=ahead)
        hours = calendar.hours_on(each)
        verdict = outlook.judge(each, hours, is_asked=bool(hours.spans))
    return verdict


def _askers(quotas: tuple[Quota, ...]) -> tuple[Reason | None, ...]:
    """One reason of each group in their rank, and None when some reason belongs to no group."""
    grouped = tuple(min(quota.reasons) for quota in sorted(quotas, key=lambda each: each.rank))
    if all(quota_of(quotas, reason) for reason in Reason):
        return grouped
    return (*grouped, None)
