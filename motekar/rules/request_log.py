"""The evidence of one request, as figures read it, and what it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.lifecycle import Action
from motekar.rules.promise import ServicePolicy


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A row of the event log without words; ``officer`` is whoever the log names."""

    version: int
    at: datetime
    action: str
    officer: str
    office: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Revised:
    """A promise made anew; without a date where nobody could name one."""

    revision: int
    at: datetime
    promised_by: datetime | None


@dataclass(frozen=True, slots=True)
class RequestLog:
    """All evidence of one request.

    What the request's own row says is believed only where its log is broken. ``revised`` are the
    promises made later, oldest first; ``earlier_prints`` those of the same person's other cards.
    """

    request_id: UUID
    request_no: str
    office: str
    version: int
    received_at: datetime
    complete_at: datetime | None
    events: tuple[LogEvent, ...]
    revised: tuple[Revised, ...] = ()
    earlier_prints: tuple[datetime, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True when the intake and every step since are there."""
        steps = [(event.version, event.action == Action.SUBMIT) for event in self.events]
        return steps == [(number, number == 1) for number in range(1, self.version + 1)]

    def as_of(self, at: datetime) -> "RequestLog | None":
        """As it stood at a moment; None where it was recorded later.

        What follows a later step is later too, whatever a clock said. A log that is broken now
        was broken then: what is missing may have come before.
        """
        begun = self.events[0].at if self.events else self.received_at
        if begun > at:
            return None
        events = tuple(takewhile(lambda event: event.at <= at, self.events))
        return replace(
            self,
            version=len(events) if self.is_whole else self.version,
            complete_at=self.complete_at if self.complete_at and self.complete_at <= at else None,
            events=events,
            revised=tuple(one for one in self.revised if one.at <= at),
            earlier_prints=tuple(printed for printed in self.earlier_prints if printed <= at),
        )


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What requests are held against: calendars by office and version, policies by version.

    ``zones`` are the offices' own.
    """

    zones: Mapping[str, ZoneInfo]
    calendars: Mapping[tuple[str, int], OfficeCalendar]
    policies: Mapping[int, ServicePolicy]
