"""Which gateway carries messages now: a circuit breaker for each, and rest that grows.

Three technical failures in a row, or one failed check, rest a gateway for 30 seconds; each rest
that ends in another failure is twice as long, up to ten minutes. After a rest it has to pass a
check and then one message.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

_TOO_MANY = 3
_FIRST_REST, _LONGEST_REST = timedelta(seconds=30), timedelta(minutes=10)
NEAR_CEILING = 0.8
"""Share of a day's parts from which the office is warned."""


class Breaker(StrEnum):
    """``trying`` has passed its check after a rest and is given one message."""

    WORKING = "working"
    RESTING = "resting"
    TRYING = "trying"


@dataclass(frozen=True, slots=True)
class GatewayStanding:
    """How a gateway stands; ``until`` is the end of its rest, ``reason`` why it rested last."""

    name: str
    breaker: Breaker = Breaker.WORKING
    failures: int = 0
    rests: int = 0
    since: datetime | None = None
    until: datetime | None = None
    reason: str | None = None

    def may_be_tried(self, now: datetime) -> bool:
        """Not resting, or its rest is over."""
        return self.until is None or self.until <= now

    def failed(self, reason: str, now: datetime, *, at_once: bool = False) -> "GatewayStanding":
        """After a technical failure; ``at_once`` when a check failed."""
        failures = self.failures + 1
        if not at_once and self.breaker is Breaker.WORKING and failures < _TOO_MANY:
            return replace(self, failures=failures, reason=reason)
        rest = min(_FIRST_REST * 2**self.rests, _LONGEST_REST)
        return replace(
            self,
            breaker=Breaker.RESTING,
            failures=failures,
            rests=min(self.rests + 1, 10),
            since=self.since if self.breaker is not Breaker.WORKING else now,
            until=now + rest,
            reason=reason,
        )

    def checked(self) -> "GatewayStanding":
        """After a check that it passed."""
        if self.breaker is not Breaker.RESTING:
            return self
        return replace(self, breaker=Breaker.TRYING, until=None)

    def worked(self, now: datetime) -> "GatewayStanding":
        """After a message it took over."""
        if self.breaker is Breaker.WORKING:
            return replace(self, failures=0, reason=None) if self.failures else self
        return GatewayStanding(self.name, since=now)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a gateway may carry: messages a minute and parts a day; None where nothing binds."""

    a_minute: int | None = None
    parts_a_day: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """What a gateway may carry at once: a bucket that holds ten seconds' worth, one at least."""

    tokens: float
    filled_at: datetime | None

    def filled(self, a_minute: int | None, now: datetime) -> "Pace":
        """The bucket at a later moment."""
        if a_minute is None:
            return Pace(0, now)
        since = (now - self.filled_at) if self.filled_at else timedelta(minutes=1)
        more = max(since / timedelta(minutes=1), 0) * a_minute
        return Pace(min(self.tokens + more, max(a_minute / 6, 1.0)), now)

    def ready(self, a_minute: int | None) -> float:
        """How many messages may go at once."""
        return math.inf if a_minute is None else math.floor(self.tokens)

    def drawn(self, messages: int) -> "Pace":
        """The bucket after so many have gone."""
        return Pace(max(self.tokens - messages, 0), self.filled_at)

    def next_at(self, a_minute: int) -> datetime | None:
        """When the next one may go."""
        lacking = max(1 - self.tokens, 0)
        return self.filled_at and self.filled_at + timedelta(minutes=lacking / a_minute)


def ceilings_passed(before: int, after: int, limits: Limits) -> tuple[str, ...]:
    """What has to be told when a day's parts grow: ``ceiling-near``, ``ceiling-reached``."""
    if limits.parts_a_day is None:
        return ()
    marks = (
        ("ceiling-near", limits.parts_a_day * NEAR_CEILING),
        ("ceiling-reached", limits.parts_a_day),
    )
    return tuple(kind for kind, mark in marks if before < mark <= after)
