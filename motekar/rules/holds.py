"""Why a request may wait: the listed causes, who answers for each, and the ledger of waiting.

The clock is not stopped here: gross figures ignore holds, and ``sla`` shows them by cause.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class HoldCause(StrEnum):
    """Listed causes; a cause that is not listed cannot be recorded."""

    AWAITING_DOCUMENTS = "awaiting_documents"
    AWAITING_CENTRAL_RECORD = "awaiting_central_record"
    BLANKS_OUT = "blanks_out"
    SYSTEM_DOWN = "system_down"
    DISPUTED = "disputed"
    FORCE_MAJEURE = "force_majeure"


PLACED_BY_HAND = frozenset(HoldCause) - {HoldCause.AWAITING_DOCUMENTS}
"""Causes a person can choose; the hold for documents comes from the document list alone."""

ON_THE_OFFICES_SIDE = frozenset(
    {HoldCause.BLANKS_OUT, HoldCause.SYSTEM_DOWN, HoldCause.FORCE_MAJEURE}
)
"""Causes that excuse the office itself: a second person has to agree."""


@dataclass(frozen=True, slots=True)
class HoldOn:
    """A hold in force; the evidence text behind it stays with its event."""

    cause: HoldCause
    since: datetime


class Told(Protocol):
    """What the ledger needs of an event."""

    @property
    def at(self) -> datetime: ...
    @property
    def action(self) -> str: ...
    @property
    def officer(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """One stretch of waiting; ``until`` and ``lifted_by`` are None while it lasts."""

    cause: HoldCause
    since: datetime
    placed_by: str
    approved_by: str | None = None
    incident: str | None = None
    until: datetime | None = None
    lifted_by: str | None = None


_LIFTING = frozenset({"resume", "complete-documents"})


def ledger(events: Iterable[Told]) -> tuple[Waiting, ...]:
    """Every stretch of waiting, oldest first, from the events of one request alone."""
    stretches: list[Waiting] = []
    for event in events:
        running = bool(stretches) and stretches[-1].until is None
        if event.action in _LIFTING and running:
            stretches[-1] = replace(stretches[-1], until=event.at, lifted_by=event.officer)
        elif cause := _placed(event):
            stretches.append(
                Waiting(
                    cause=cause,
                    since=event.at,
                    placed_by=event.officer,
                    approved_by=(event.facts.get("approved_by") or {}).get("name"),
                    incident=event.facts.get("incident"),
                )
            )
    return tuple(stretches)


def _placed(event: Told) -> HoldCause | None:
    if event.action == "hold":
        return HoldCause(event.facts["cause"])
    # Intake and amendments hold a file by naming what is missing.
    return HoldCause.AWAITING_DOCUMENTS if event.facts.get("missing_documents") else None
