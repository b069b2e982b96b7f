"""A period of local days, and of which whole months and single days it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motekar.rules.errors import FieldError, ValidationFailed

_EARLIEST, _LATEST = 2000, 2199
_ONE_DAY = timedelta(days=1)


class Grain(StrEnum):
    """What sums are kept by."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Piece:
    """Days that belong together; ``first`` and ``last`` are included."""

    grain: Grain
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from the first to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            message = "a period ends on its first day or later"
            raise ValueError(message)

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def is_whole_months(self) -> bool:
        """True when it begins with a month and ends with one."""
        return self.first.day == 1 and (self.last + _ONE_DAY).day == 1

    def before(self) -> "Period":
        """The period to compare with: as many months, or days, right before it."""
        last = self.first - _ONE_DAY
        if not self.is_whole_months:
            return Period(last - (self.last - self.first), last)
        months = sum(1 for _ in self.months())
        first = last.replace(day=1)
        for _ in range(months - 1):
            first = (first - _ONE_DAY).replace(day=1)
        return Period(first, last)

    def within(self, other: "Period") -> "Period":
        """The days of both.

        Raises:
            ValueError: there are none.
        """
        return Period(max(self.first, other.first), min(self.last, other.last))

    def months(self) -> Iterator[date]:
        """The first day of each month that it touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = next_month(month)

    def pieces(self, *, today: date) -> tuple[Piece, ...]:
        """Whole months and the days around them; nothing is counted after ``today``."""
        last = next_month(self.last) - _ONE_DAY if self.last >= today else self.last
        whole = [
            month
            for month in Period(self.first, last).months()
            if month >= self.first and next_month(month) - _ONE_DAY <= last
        ]
        if not whole:
            return (Piece(Grain.DAY, self.first, last),)
        after = next_month(whole[-1])
        pieces = (
            Piece(Grain.DAY, self.first, whole[0] - _ONE_DAY),
            Piece(Grain.MONTH, whole[0], whole[-1]),
            Piece(Grain.DAY, after, last),
        )
        return tuple(piece for piece in pieces if piece.first <= piece.last)


def month_of(day: date) -> Period:
    """The month that a day belongs to."""
    return Period(day.replace(day=1), next_month(day) - _ONE_DAY)


def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def read_period(first: date, last: date) -> Period:
    """A period as somebody asked for it.

    Raises:
        ValidationFailed: it ends before it begins, or nobody can have been counted then.
    """
    errors = [
        FieldError(name, "year-out-of-reach")
        for name, day in (("from", first), ("to", last))
        if not _EARLIEST <= day.year <= _LATEST
    ]
    if last < first:
        errors.append(FieldError("to", "ends-before-it-begins"))
    if errors:
        raise ValidationFailed(errors=tuple(errors))
    return Period(first, last)
