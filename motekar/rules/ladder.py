"""The ladder of escalation as dated data: who is told when a promise is in danger or has passed.

A ladder counts from its day on, until a later one does; of two for the same day the one written
last. None is ever changed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motekar.rules.people import Role

AUDIENCES = (Role.FRONT_OFFICER, Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE)
"""Who can be told, from the counter up."""


class Trigger(StrEnum):
    """From when a step's minutes count: the last one where nothing was ever promised."""

    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    UNPROMISED = "unpromised"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rank: told after so many open minutes of the office since its trigger.

    A request without any promise reaches it after ``unpromised_minutes`` since the visit. With
    ``sms`` the phones of its audience are told too.
    """

    rank: int
    trigger: Trigger
    after_open_minutes: int
    unpromised_minutes: int
    audience: frozenset[Role]
    sms: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one version by rank; without any, nobody is told of anything."""

    version: int
    steps: tuple[LadderStep, ...]


NO_LADDER = Ladder(0, ())


@dataclass(frozen=True, slots=True)
class DatedLadder:
    """One version and its first day; what was shipped has no writer."""

    ladder: Ladder
    valid_from: date
    written_by: str | None = None
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LadderHistory:
    """All versions, oldest first; there is always one."""

    versions: tuple[DatedLadder, ...]

    @property
    def latest(self) -> DatedLadder:
        """The one written last, whenever it counts."""
        return self.versions[-1]

    def in_force(self, day: date) -> DatedLadder | None:
        """By which requests climb on that day."""
        begun = [one for one in self.versions if one.valid_from <= day]
        return max(begun, key=_rank, default=None)


def _rank(one: DatedLadder) -> tuple[date, int]:
    return one.valid_from, one.ladder.version
