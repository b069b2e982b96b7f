"""What an office enters about its hours: weekly spans, ranges, one-offs, closed days.

Each says what one row may look like; which of them decides a day stands in ``calendar``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

Hours = tuple[time, time]
"""Local opening and closing on one day; the closing itself is no longer open."""


class ClosedKind(StrEnum):
    """Why a whole day is closed."""

    PUBLIC_HOLIDAY = "public_holiday"
    JOINT_LEAVE = "joint_leave"
    CLOSURE = "closure"


class OneOffKind(StrEnum):
    """What an office decides for a single day."""

    OPENING = "opening"
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
class HoursRange:
    """Other weekly hours from ``starts`` to ``ends``, both included, such as Ramadan.

    Without any span the office is closed all along. National closed days within it stay closed
    unless it says ``on_holidays``. ``office`` is None when it holds for the whole agency.
    """

    name: str
    starts: date
    ends: date
    spans: tuple[OpeningSpan, ...]
    office: str | None = None
    on_holidays: bool = False
    id: UUID | None = None

    def __post_init__(self) -> None:
        if self.starts > self.ends:
            message = "a range begins before it ends"
            raise ValueError(message)

    def covers(self, day: date) -> bool:
        """Whether the day lies within it."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class OneOff:
    """One day of one office: open at these hours, or closed between them.

    A closure without ``opens`` begins with the day, without ``closes`` it lasts to its end.
    ``planned`` is False for what nobody knew before it happened.
    """

    kind: OneOffKind
    day: date
    reason: str
    opens: time | None = None
    closes: time | None = None
    planned: bool = True
    declared_at: datetime | None = None
    declared_by: str | None = None
    id: UUID | None = None

    def __post_init__(self) -> None:
        if self.kind is OneOffKind.OPENING and not (self.opens and self.closes):
            message = "an opening needs its hours"
            raise ValueError(message)
        if self.closes is not None and (self.opens or time.min) >= self.closes:
            message = "a one-off begins before it ends"
            raise ValueError(message)

    @property
    def is_whole_day(self) -> bool:
        """A closure from the first minute to the last."""
        return self.opens is None and self.closes is None

    def ended(self, at: time) -> "OneOff | None":
        """The closure that is over at a time of its day; None when it had not begun by then."""
        if (self.opens or time.min) >= at:
            return None
        return replace(self, closes=min(at, self.closes or at))

    def meets(self, other: "OneOff") -> bool:
        """Whether both cannot be declared for one office: same day, same kind, shared time."""
        if (self.day, self.kind) != (other.day, other.kind):
            return False
        if self.kind is OneOffKind.OPENING:
            return True
        return _starts_before_end(self, other) and _starts_before_end(other, self)


def _starts_before_end(one: OneOff, other: OneOff) -> bool:
    return other.closes is None or (one.opens or time.min) < other.closes


def without(hours: Iterable[Hours], closure: OneOff) -> tuple[Hours, ...]:
    """The open time that a closure leaves."""
    left: list[Hours] = []
    begins = closure.opens or time.min
    for opens, closes in hours:
        if opens < begins:
            left.append((opens, min(closes, begins)))
        if closure.closes is not None and closes > closure.closes:
            left.append((max(opens, closure.closes), closes))
    return tuple(left)


def first_overlap(hours: Iterable[Hours]) -> tuple[Hours, Hours] | None:
    """The first two spans that share time; spans that only touch do not."""
    ordered = sorted(hours)
    return next(((one, other) for one, other in pairwise(ordered) if other[0] < one[1]), None)
