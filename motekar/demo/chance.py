"""Chances that fall alike from the same seed, on every machine and python."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
_SCALE = 2**64


class Chance:
    """A stream of chances; for made-up data only, never for secrets."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        self._drawn += 1
        bits = sha256(f"{self._seed}:{self._drawn}".encode()).digest()[:8]
        return int.from_bytes(bits, "big") / _SCALE

    def happens(self, percent: float) -> bool:
        """True in so many of a hundred cases."""
        return self.share() * 100 < percent

    def below(self, end: int) -> int:
        """A whole number from 0 to ``end`` - 1."""
        return int(self.share() * end)

    def pick(self, among: Sequence[T]) -> T:
        """One of them, all alike."""
        return among[self.below(len(among))]

    def weighted(self, among: Mapping[T, float]) -> T:
        """One of them, by weight."""
        left = self.share() * sum(among.values())
        *rest, last = among
        for choice in rest:
            left -= among[choice]
            if left < 0:
                return choice
        return last

    def minutes(self, least: float, most: float) -> timedelta:
        """A duration, short ones more often than long ones."""
        return timedelta(minutes=least + (most - least) * self.share() ** 2)
