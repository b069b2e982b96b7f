"""One trouble of a whole office: which requests it holds, and for which listed cause.

An incident is one record; each request it holds keeps its own event, version and message.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from motekar.rules.errors import FieldError, IncidentClosed, ValidationFailed
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import OPEN_STATES, State
from motekar.rules.people import Role

INCIDENT_ROLES = frozenset({Role.OFFICE_MANAGER})
"""Who reports an incident and who says that it is over."""
OLDEST = timedelta(days=1)


class IncidentKind(StrEnum):
    """Listed troubles."""

    NETWORK_DOWN = "network_down"
    PRINTER_BROKEN = "printer_broken"
    POWER_CUT = "power_cut"


CAUSES: dict[IncidentKind, HoldCause] = {
    IncidentKind.NETWORK_DOWN: HoldCause.SYSTEM_DOWN,
    IncidentKind.PRINTER_BROKEN: HoldCause.SYSTEM_DOWN,
    IncidentKind.POWER_CUT: HoldCause.FORCE_MAJEURE,
}
"""The cause under which the time is shown."""
_UNPRINTED = frozenset({State.SUBMITTED, State.VERIFIED})
AFFECTS: dict[IncidentKind, frozenset[State]] = {
    IncidentKind.NETWORK_DOWN: _UNPRINTED,
    IncidentKind.PRINTER_BROKEN: _UNPRINTED,
    IncidentKind.POWER_CUT: OPEN_STATES,
}
"""A card that is ready can be handed over as long as there is light."""


@dataclass(frozen=True, slots=True)
class Incident:
    """``since`` is when the trouble began; the holds begin when it was approved."""

    id: UUID
    kind: IncidentKind
    office: str
    since: datetime
    opened_at: datetime
    closed_at: datetime | None = None


def read_since(since: datetime, *, now: datetime) -> datetime:
    """When the trouble began.

    Raises:
        ValidationFailed: it lies ahead, or more than a day back.
    """
    if since > now:
        raise ValidationFailed(errors=(FieldError("since", "in-future"),))
    if since < now - OLDEST:
        raise ValidationFailed(errors=(FieldError("since", "too-old"),))
    return since


def require_open(incident: Incident) -> None:
    """Lets an incident that runs pass.

    Raises:
        IncidentClosed: it ended before.
    """
    if incident.closed_at is not None:
        raise IncidentClosed(at=incident.closed_at)
