"""Incidents and the requests they hold; words are sealed to their row."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, text

from motekar.rules.incidents import Incident, IncidentKind
from motekar.rules.lifecycle import State
from motekar.rules.requests import PrintRequest
from motekar.store.engine import Transaction
from motekar.store.print_requests import found, selected
from motekar.store.sealing import Found
from motekar.store.tables import incident_request, print_request
from motekar.vault import Vault

_MOST_LISTED = 20
_R, _I = print_request.c, incident_request.c


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """A request an incident held; ``is_held`` while it is still held by it."""

    request_no: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with its people, its words and all requests it held."""

    incident: Incident
    office_name: str
    evidence: str
    opened_by: str
    approved_by: str
    closed_by: str | None
    closing_words: str | None
    requests: tuple[HeldRequest, ...]


def add(
    transaction: Transaction,
    vault: Vault,
    incident: Incident,
    *,
    approval: UUID,
    opened_by: UUID,
    evidence: str,
) -> None:
    """Stores an incident that begins."""
    values = {
        "id": incident.id,
        "approval_id": approval,
        "office_code": incident.office,
        "kind": incident.kind.value,
        "since": incident.since,
        "evidence_cipher": vault.seal(evidence, place=_place(incident.id, "evidence")),
        "opened_at": incident.opened_at,
        "opened_by": opened_by,
    }
    transaction.add("incident", values)


def add_request(transaction: Transaction, incident: Incident, request: PrintRequest) -> None:
    """Stores which request it held, as the hold left it."""
    values = {"incident_id": incident.id, "request_id": request.id, "version": request.version}
    transaction.add("incident_request", values)


def close(
    transaction: Transaction, vault: Vault, incident: Incident, *, closed_by: UUID, why: str
) -> None:
    """Stores the end of an incident that ``find`` has locked."""
    values = {
        "closed_at": incident.closed_at,
        "closed_by": closed_by,
        "closing_cipher": vault.seal(why, place=_place(incident.id, "closing")),
    }
    transaction.change("incident", incident.id, values)


async def find(transaction: Transaction, incident_id: UUID) -> Incident | None:
    """One incident, locked until commit."""
    query = """SELECT id, kind, office_code, since, opened_at, closed_at FROM incident
               WHERE id = $1 FOR UPDATE"""
    row = await transaction.row(query, incident_id)
    return _incident(row) if row else None


async def affected(
    transaction: Transaction, *, office: str, states: Iterable[State]
) -> tuple[Found, ...]:
    """Requests of the office in these states that nothing holds, locked in one order."""
    query = selected().where(
        _R.office_code == office,
        _R.state.in_([state.value for state in states]),
        _R.hold_cause.is_(None),
    )
    query = query.order_by(_R.id).with_for_update(of=print_request)
    rows = await transaction.execute(query)
    return tuple(found(dict(row)) for row in rows.mappings())


async def still_held(transaction: Transaction, incident_id: UUID) -> tuple[Found, ...]:
    """Requests this incident holds, locked; a held request makes no step, so its version tells."""
    holds = and_(_I.request_id == _R.id, _I.version == _R.version, _I.incident_id == incident_id)
    held = select(_I.request_id).where(holds).correlate(print_request).exists()
    query = selected().where(held, _R.hold_cause.is_not(None))
    query = query.order_by(_R.id).with_for_update(of=print_request)
    rows = await transaction.execute(query)
    return tuple(found(dict(row)) for row in rows.mappings())


async def count_affected(transaction: Transaction, *, office: str, states: Iterable[State]) -> int:
    """How many requests an incident would hold now."""
    query = """SELECT count(*) AS n FROM print_request
               WHERE office_code = $1 AND state = ANY($2) AND hold_cause IS NULL"""
    row = await transaction.row(query, office, [state.value for state in states])
    return int(row["n"]) if row else 0


_LISTED = text("""
SELECT i.id, i.kind, i.office_code, i.since, i.opened_at, i.closed_at, i.evidence_cipher,
  i.closing_cipher, o.name AS office_name, s.name AS opened_by, t.name AS approved_by,
  c.name AS closed_by,
  (SELECT jsonb_agg(jsonb_build_array(r.request_no,
            r.hold_cause IS NOT NULL AND r.version = h.version) ORDER BY r.request_no)
     FROM incident_request h JOIN print_request r ON r.id = h.request_id
    WHERE h.incident_id = i.id)::text AS requests
FROM incident i JOIN office o ON o.code = i.office_code JOIN staff s ON s.id = i.opened_by
  JOIN approval a ON a.id = i.approval_id JOIN staff t ON t.id = a.settled_by
  LEFT JOIN staff c ON c.id = i.closed_by
WHERE i.office_code = ANY(:offices)
ORDER BY i.closed_at DESC NULLS FIRST, i.opened_at DESC LIMIT :most
""")


async def listed(
    transaction: Transaction, vault: Vault, *, offices: Iterable[str]
) -> tuple[IncidentView, ...]:
    """Incidents of these offices: those that run first, then the latest."""
    rows = await transaction.execute(_LISTED, {"offices": list(offices), "most": _MOST_LISTED})
    return tuple(_view(vault, row) for row in rows.mappings())


def _view(vault: Vault, row: Any) -> IncidentView:  # noqa: ANN401 - a row of _LISTED
    evidence, closing = row["evidence_cipher"], row["closing_cipher"]
    in_the_end = _place(row["id"], "closing")
    return IncidentView(
        incident=_incident(row),
        office_name=row["office_name"],
        evidence=vault.open(evidence, place=_place(row["id"], "evidence")),
        opened_by=row["opened_by"],
        approved_by=row["approved_by"],
        closed_by=row["closed_by"],
        closing_words=vault.open(closing, place=in_the_end) if closing else None,
        requests=tuple(HeldRequest(*held) for held in json.loads(row["requests"] or "[]")),
    )


def _incident(row: Any) -> Incident:  # noqa: ANN401 - of SQLAlchemy or the driver
    return Incident(
        id=row["id"],
        kind=IncidentKind(row["kind"]),
        office=row["office_code"],
        since=row["since"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """What the shell tells everybody: answers that wait for this person, troubles that run."""

    waiting: int
    troubles: tuple[tuple[IncidentKind, str, datetime], ...]


_GLANCE = """
SELECT
  (SELECT count(*) FROM approval WHERE outcome = 'pending' AND expires_at > $1
     AND asked_by <> $2 AND office_code = ANY($3)) AS waiting,
  (SELECT jsonb_agg(jsonb_build_array(i.kind, o.name, i.since) ORDER BY i.since)
     FROM incident i JOIN office o ON o.code = i.office_code
    WHERE i.closed_at IS NULL AND i.office_code = ANY($4))::text AS troubles
"""


async def glance(
    transaction: Transaction,
    *,
    officer: UUID,
    approving_in: Iterable[str],
    working_in: Iterable[str],
    now: datetime,
) -> Glance:
    """Both in one statement, because every staff page asks."""
    row = await transaction.row(_GLANCE, now, officer, list(approving_in), list(working_in))
    assert row is not None  # noqa: S101 - the statement always returns its row
    troubles = json.loads(row["troubles"] or "[]")
    return Glance(
        waiting=row["waiting"],
        troubles=tuple(
            (IncidentKind(kind), office, datetime.fromisoformat(since))
            for kind, office, since in troubles
        ),
    )


def _place(incident_id: UUID, what: str) -> str:
    return f"incident.{what}_cipher:{incident_id}"
