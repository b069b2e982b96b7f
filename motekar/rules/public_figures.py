"""What everybody may read of how offices keep their promises, and what is withheld from it.

Nothing leaves but the fields of ``PublicFigure``. Small numbers are withheld, and so is whatever
would give them away: no withheld number can be reckoned from those that are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from motekar.rules.compliance import Group
from motekar.rules.period import Period, month_of
from motekar.rules.sla import Outcome

SMALLEST_SHOWN = 10
"""Of fewer, a neighbour who knows two or three of them could tell whose promise was broken.

Nobody at all (0) tells of nobody and is shown.
"""
MONTHS = 13
"""A year and the month to compare with."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Files of a month: against the first promise, and against the published standard.

    ``broken`` are late and overdue; ``behind`` the standard are all that are not ``in_time``,
    unknown files among them.
    """

    kept: int = 0
    broken: int = 0
    unknown: int = 0
    in_time: int = 0
    behind: int = 0

    @property
    def share(self) -> float | None:
        """In time by the published standard, holds not taken off; None before any was due."""
        due = self.in_time + self.behind
        return round(self.in_time / due, 4) if due else None


_COLUMNS = tuple(field.name for field in fields(Counted))
_BY_STANDARD = frozenset({"in_time", "behind"})


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """All that may leave of a month; ``office`` None is all offices together.

    ``is_suppressed`` when a number is None because it was withheld.
    """

    month: date
    office: str | None
    is_finished: bool
    kept: int | None
    broken: int | None
    unknown: int | None
    promised: int | None
    same_day_share: float | None
    is_suppressed: bool

    def to_data(self) -> dict[str, Any]:
        """As it is published: these fields and never another."""
        told = asdict(self)
        told["month"] = f"{self.month:%Y-%m}"
        told["finished"] = told.pop("is_finished")
        told["suppressed"] = told.pop("is_suppressed")
        return told


def counted(group: Group) -> Counted:
    """What a group of files came to."""
    outcomes, share = group.outcomes, group.same_day
    return Counted(
        kept=outcomes[Outcome.KEPT],
        broken=outcomes[Outcome.LATE] + outcomes[Outcome.OVERDUE],
        unknown=outcomes[Outcome.UNKNOWN],
        in_time=share.numerator,
        behind=share.denominator - share.numerator,
    )


def months_until(day: date) -> tuple[Period, ...]:
    """The month of this day, no further than the day, and those before it; oldest first."""
    month = month_of(day)
    periods = [Period(month.first, min(day, month.last))]
    while len(periods) < MONTHS:
        month = month.before()
        periods.insert(0, month)
    return tuple(periods)


def published(period: Period, offices: Mapping[str, Counted]) -> tuple[PublicFigure, ...]:
    """A month's figures, all offices together first; none of a month without any file.

    Of a month that is not over they are told together alone, and not where only one office has
    any: from one day to the next an office's numbers would differ by single files.
    """
    whole = _together(offices.values())
    busy = sum(one != Counted() for one in offices.values())
    if busy < (1 if period.is_whole_months else 2):
        return ()
    withheld = {column: _withheld(column, offices) for column in _COLUMNS}
    shown: dict[str | None, Counted] = {None: whole}
    if period.is_whole_months:
        shown |= dict(sorted(offices.items()))
    return tuple(
        _figure(period, office, one, {name for name in _COLUMNS if office in withheld[name]})
        for office, one in shown.items()
    )


def _together(offices: Iterable[Counted]) -> Counted:
    told = [asdict(one) for one in offices]
    return Counted(**{column: sum(one[column] for one in told) for column in _COLUMNS})


def _withheld(column: str, offices: Mapping[str, Counted]) -> frozenset[str | None]:
    """Offices whose number is withheld; None among them for that of all together.

    What is left when the shown ones are taken off the whole must be two offices' at least, and
    no small number itself: else the next smallest is withheld too, or the whole without one.
    """
    numbers = {office: getattr(one, column) for office, one in offices.items()}
    small = frozenset(office for office, n in numbers.items() if 0 < n < SMALLEST_SHOWN)
    left = sum(numbers[office] for office in small)
    if not small or (len(small) > 1 and left >= SMALLEST_SHOWN):
        return small
    larger = [(n, office) for office, n in numbers.items() if n >= SMALLEST_SHOWN]
    return small | {min(larger)[1] if larger else None}


def _figure(period: Period, office: str | None, one: Counted, withheld: set[str]) -> PublicFigure:
    """A row; its total and its share only where nothing of it is withheld."""

    def told(column: str) -> int | None:
        return None if column in withheld else getattr(one, column)

    is_whole = not withheld - _BY_STANDARD
    return PublicFigure(
        month=period.first,
        office=office,
        is_finished=period.is_whole_months,
        kept=told("kept"),
        broken=told("broken"),
        unknown=told("unknown"),
        promised=one.kept + one.broken + one.unknown if is_whole else None,
        same_day_share=None if withheld else one.share,
        is_suppressed=bool(withheld),
    )
