"""Appends events and audit rows, and reads a timeline back; nothing here changes a row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from motekar.rules.requests import StepTaken
from motekar.store.engine import Transaction
from motekar.store.tables import audit_entry, office, request_event, staff
from motekar.vault import Vault

_ADD_EVENT = insert(request_event)
_ADD_AUDIT = insert(audit_entry)
_E = request_event.c
_TIMELINE = (
    select(
        _E.at,
        _E.action,
        _E.from_state,
        _E.to_state,
        _E.version,
        _E.facts,
        _E.words_cipher,
        staff.c.name.label("officer"),
        office.c.name.label("office"),
    )
    .join(staff, staff.c.id == _E.officer_id)
    .join(office, office.c.code == _E.office_code)
    .where(_E.request_id == bindparam("request_id", type_=_E.request_id.type))
    .order_by(_E.version)
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step as staff read it; ``words`` is the free text that was sealed with it."""

    at: datetime
    action: str
    from_state: str | None
    to_state: str
    officer: str
    office: str
    version: int
    facts: Mapping[str, Any]
    words: Mapping[str, str]


async def record(
    transaction: Transaction,
    vault: Vault,
    step: StepTaken,
    *,
    officer: UUID,
    office_code: str,
    audit_facts: Mapping[str, Any],
) -> None:
    """Writes the event and the audit row of one step."""
    request = step.after
    words = None
    if step.words:
        place = _place(request.id, request.version)
        words = vault.seal(json.dumps(dict(step.words)), place=place)
    event = {
        "request_id": request.id,
        "version": request.version,
        "at": step.at,
        "action": step.action.value,
        "from_state": step.from_state.value if step.from_state else None,
        "to_state": request.state.value,
        "officer_id": officer,
        "office_code": office_code,
        "facts": dict(step.facts),
        "words_cipher": words,
    }
    await transaction.execute(_ADD_EVENT, event)
    await audit(
        transaction,
        at=step.at,
        action=f"request.{step.action.value}",
        officer=officer,
        office_code=office_code,
        subject=f"request:{request.request_no}",
        facts={"version": request.version, **audit_facts},
    )


async def audit(
    transaction: Transaction,
    *,
    at: datetime,
    action: str,
    officer: UUID | None,
    subject: str,
    office_code: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Writes who did what; never personal data of a citizen."""
    values = {
        "at": at,
        "action": action,
        "officer_id": officer,
        "office_code": office_code,
        "subject": subject,
        "facts": dict(facts or {}),
    }
    await transaction.execute(_ADD_AUDIT, values)


async def timeline(
    transaction: Transaction, vault: Vault, request_id: UUID
) -> tuple[TimelineEntry, ...]:
    """All steps of a request, oldest first."""
    rows = await transaction.execute(_TIMELINE, {"request_id": request_id})
    return tuple(
        TimelineEntry(
            at=row.at,
            action=row.action,
            from_state=row.from_state,
            to_state=row.to_state,
            officer=row.officer,
            office=row.office,
            version=row.version,
            facts=row.facts,
            words=_opened(vault, row.words_cipher, _place(request_id, row.version)),
        )
        for row in rows
    )


def _place(request_id: UUID, version: int) -> str:
    return f"request_event.words_cipher:{request_id}:{version}"


def _opened(vault: Vault, sealed: bytes | None, place: str) -> Mapping[str, str]:
    return json.loads(vault.open(sealed, place=place)) if sealed else {}
