"""Where minutes of open time lie: how many at each minute, and what that says of them.

A row of numbers has a place for each minute up to eight hours and above them one for each full
hour, so that a sum of rows costs the same however many requests it tells of.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

LENGTHS = (15, 30, 60, 120, 240, 480)
"""Up to so many open minutes each; what took longer is told last."""
_EACH_MINUTE = 480
_HOURS = _EACH_MINUTE // 60

Places = list[int]


@dataclass(frozen=True, slots=True)
class Spread:
    """How long a stage took in whole minutes of open time, by nearest rank; None without any.

    ``by_length`` counts them by ``LENGTHS``, one number more than there are of those.
    """

    median_minutes: int | None
    p90_minutes: int | None
    count: int
    by_length: tuple[int, ...]


def place_of(minutes: int) -> int:
    """Where minutes stand; above eight hours with the full hour that follows."""
    return minutes if minutes <= _EACH_MINUTE else _EACH_MINUTE + -(-minutes // 60) - _HOURS


def minutes_at(place: int) -> int:
    """The minutes of a place."""
    return place if place <= _EACH_MINUTE else (place - _EACH_MINUTE + _HOURS) * 60


def put(row: Places, place: int, number: int) -> None:
    """Adds to one place."""
    row.extend([0] * (place + 1 - len(row)))
    row[place] += number


def together(one: Iterable[int], other: Iterable[int]) -> Places:
    """Both rows as one."""
    return [here + there for here, there in zip_longest(one, other, fillvalue=0)]


def spread_of(row: Sequence[int]) -> Spread:
    """What a row says."""
    so_far = list(accumulate(row))
    count = so_far[-1] if so_far else 0
    ends = [min(place_of(most) + 1, len(row)) for most in LENGTHS]
    until = [0, *(so_far[end - 1] if end else 0 for end in ends), count]
    return Spread(
        _ranked(so_far, count, 50),
        _ranked(so_far, count, 90),
        count,
        tuple(after - before for before, after in pairwise(until)),
    )


def _ranked(so_far: Sequence[int], count: int, percent: int) -> int | None:
    """The nearest rank: the smallest minutes that so many per cent of all did not exceed."""
    return minutes_at(bisect_left(so_far, -(-percent * count // 100))) if count else None
