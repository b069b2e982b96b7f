"""Appends events and audit rows, and reads a timeline back; nothing here changes a row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motekar.rules.requests import StepTaken
from motekar.store.engine import Transaction
from motekar.vault import Vault


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


def record(
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
    transaction.add("request_event", event)
    audit(
        transaction,
        at=step.at,
        action=f"request.{step.action.value}",
        officer=officer,
        office_code=office_code,
        subject=f"request:{request.request_no}",
        facts={"version": request.version, **audit_facts},
    )


def audit(
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
    transaction.add("audit_entry", values)


def timeline(vault: Vault, request_id: UUID, steps: tuple[Any, ...]) -> tuple[TimelineEntry, ...]:
    """The steps of a found request, oldest first."""
    entries = []
    for at, action, from_state, to_state, version, facts, words, officer, office in steps:
        entries.append(
            TimelineEntry(
                at=at,
                action=action,
                from_state=from_state,
                to_state=to_state,
                officer=officer,
                office=office,
                version=version,
                facts=json.loads(facts),
                words=_opened(vault, words, _place(request_id, version)),
            )
        )
    return tuple(entries)


def entry(step: StepTaken, *, officer: str, office: str) -> TimelineEntry:
    """A step just taken, as the timeline will tell it."""
    return TimelineEntry(
        at=step.at,
        action=step.action.value,
        from_state=step.from_state.value if step.from_state else None,
        to_state=step.after.state.value,
        officer=officer,
        office=office,
        version=step.after.version,
        facts=step.facts,
        words=step.words,
    )


def _place(request_id: UUID, version: int) -> str:
    return f"request_event.words_cipher:{request_id}:{version}"


def _opened(vault: Vault, sealed: bytes | None, place: str) -> Mapping[str, str]:
    return json.loads(vault.open(sealed, place=place)) if sealed else {}
