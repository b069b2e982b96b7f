"""Print requests in and out of their table; seals personal data on the way in.

A step locks its request first and raises its version by one, so two officers cannot both win.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Dialect, Select, func, select
from sqlalchemy.dialects.postgresql import asyncpg

from motekar.rules.applicant import Applicant
from motekar.rules.codes import ClaimCode
from motekar.rules.documents import Reason
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import State
from motekar.rules.nik import Nik
from motekar.rules.places import Place
from motekar.rules.promise import Promise
from motekar.rules.requests import PrintAttempt, PrintRequest
from motekar.store.engine import Transaction
from motekar.store.sealing import (
    SEALED_COLUMNS,
    Found,
    claim_code_index,
    places,
    sealed_applicant,
)
from motekar.store.tables import (
    print_attempt,
    print_request,
)
from motekar.vault import Vault

ONE_OPEN_PER_NIK = "uq_print_request_open_nik"

_R = print_request.c
_A = print_attempt.c


_PLAIN = (
    _R.id,
    _R.request_no,
    _R.office_code,
    _R.state,
    _R.state_since,
    _R.version,
    _R.reason,
    _R.channel,
    _R.priority,
    _R.married,
    _R.documents,
    _R.missing_documents,
    _R.warnings,
    _R.hold_cause,
    _R.hold_since,
    _R.received_at,
    _R.submitted_at,
    _R.paper_no,
    _R.service_clock_started_at,
    _R.promise,
    _R.promised_by,
    _R.first_promised_by,
    _R.policy_version,
    _R.calendar_version,
    _R.place_day,
    _R.place_group,
    _R.has_blank,
)


def selected() -> Select[Any]:
    """The one way a request is read: with its open attempt."""
    attempts = (
        select(func.count()).where(_A.request_id == _R.id).correlate(print_request)
    ).scalar_subquery()
    open_attempt = (_A.request_id == _R.id) & _A.ended_at.is_(None)
    return select(
        *_PLAIN,
        *(_R[name] for name in SEALED_COLUMNS),
        _A.attempt_no,
        _A.started_at,
        _A.started_by,
        _A.took_blank,
        attempts.label("attempts_made"),
    ).select_from(print_request.outerjoin(print_attempt, open_attempt))


_STEPS = """
  (SELECT array_agg((e.at, e.action, e.from_state, e.to_state, e.version, e.facts::text,
                     e.words_cipher, s.name, o.name) ORDER BY e.version)
     FROM request_event e JOIN staff s ON s.id = e.officer_id
     JOIN office o ON o.code = e.office_code WHERE e.request_id = print_request.id) AS steps,
  (SELECT stamp FROM rulebook_stamp) AS rulebook_stamp,
"""
_DIALECT: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]
_FIND = str(selected().compile(dialect=_DIALECT)).replace("SELECT", f"SELECT {_STEPS}", 1)


def found(row: Mapping[str, Any]) -> Found:
    """A row of ``selected`` as the rules see it."""
    hold = HoldOn(HoldCause(row["hold_cause"]), row["hold_since"]) if row["hold_cause"] else None
    attempt = None
    if row["attempt_no"] is not None:
        attempt = PrintAttempt(
            row["attempt_no"], row["started_at"], row["started_by"], row["took_blank"]
        )
    place = Place(row["place_day"], row["place_group"]) if row["place_day"] else None
    request = PrintRequest(
        id=row["id"],
        request_no=row["request_no"],
        office=row["office_code"],
        state=State(row["state"]),
        state_since=row["state_since"],
        version=row["version"],
        reason=Reason(row["reason"]),
        channel=row["channel"],
        priority=row["priority"],
        married=row["married"],
        documents=tuple(row["documents"]),
        missing=tuple(row["missing_documents"]),
        warnings=tuple(row["warnings"]),
        hold=hold,
        received_at=row["received_at"],
        submitted_at=row["submitted_at"],
        paper_no=row["paper_no"],
        service_clock_started_at=row["service_clock_started_at"],
        promise=Promise.from_data(_decoded(row["promise"])),
        promised_by=row["promised_by"],
        first_promised_by=row["first_promised_by"],
        policy_version=row["policy_version"],
        calendar_version=row["calendar_version"],
        attempt=attempt,
        attempts_made=row["attempts_made"],
        place=place,
        has_blank=row["has_blank"],
    )
    return Found(
        request,
        {name: row[name] for name in SEALED_COLUMNS},
        steps=tuple(row.get("steps") or ()),
        rulebook_stamp=row.get("rulebook_stamp"),
    )


def _decoded(json_value: Any) -> Any:  # noqa: ANN401 - SQLAlchemy has decoded it already
    return json.loads(json_value) if isinstance(json_value, str) else json_value


Where = tuple[str, object]
"""A condition with one mark, and the value for it."""


async def find(transaction: Transaction, where: Where, *, lock: bool = False) -> Found | None:
    """The one request that fits, with its steps; locked against other steps if asked."""
    condition, value = where
    locked = " FOR UPDATE OF print_request" if lock else ""
    row = await transaction.row(f"{_FIND} WHERE {condition}{locked}", value)
    return found(row) if row else None


def by_request_no(request_no: str) -> Where:
    """Finds by the number on the tray."""
    return "print_request.request_no = $1", request_no


def by_claim_code(vault: Vault, code: ClaimCode) -> Where:
    """Finds by the code on the slip."""
    return "print_request.claim_code_index = $1", claim_code_index(vault, code)


async def next_number(transaction: Transaction, *, office: str, day: date) -> int:
    """The office's next running number of that local day; others of the office wait for commit."""
    row = await transaction.row(_NEXT_NUMBER, office, day)
    assert row is not None  # noqa: S101 - the statement always returns its row
    return int(row["last_no"])


_NEXT_NUMBER = """
INSERT INTO request_counter AS c (office_code, day, last_no) VALUES ($1, $2, 1)
ON CONFLICT (office_code, day) DO UPDATE SET last_no = c.last_no + 1 RETURNING last_no
"""


async def open_for_nik(transaction: Transaction, vault: Vault, nik: Nik) -> Found | None:
    """The request this person has open anywhere in the agency."""
    condition = "print_request.state IN ('submitted', 'verified', 'printed')"
    index = vault.index(nik.digits, kind="nik")
    return await find(transaction, (f"print_request.nik_index = $1 AND {condition}", index))


_UNPRINTED = f"""{_FIND} WHERE print_request.office_code = $1
   AND print_request.state IN ('submitted', 'verified')
   AND print_request.service_clock_started_at IS NOT NULL AND print_attempt.started_at IS NULL
 FOR UPDATE OF print_request SKIP LOCKED"""


async def unprinted(transaction: Transaction, *, office: str) -> tuple[Found, ...]:
    """Complete requests that wait for their card, locked; not those in somebody's hands now."""
    return tuple(found(row) for row in await transaction.rows(_UNPRINTED, office))


def add(
    transaction: Transaction,
    vault: Vault,
    request: PrintRequest,
    *,
    applicant: Applicant,
    claim_code: ClaimCode,
    note: str | None,
) -> None:
    """Stores a new request with its personal data sealed to this row."""
    place = places(request.id)
    values = {
        **_columns(request),
        **sealed_applicant(vault, request.id, applicant),
        "id": request.id,
        "request_no": request.request_no,
        "received_at": request.received_at,
        "submitted_at": request.submitted_at,
        "paper_no": request.paper_no,
        "note_cipher": vault.seal(note, place=place["note_cipher"]) if note else None,
        "claim_code_cipher": vault.seal(claim_code.digits, place=place["claim_code_cipher"]),
        "claim_code_index": claim_code_index(vault, claim_code),
    }
    transaction.add("print_request", values)


def save(
    transaction: Transaction,
    before: PrintRequest,
    after: PrintRequest,
    *,
    more: Mapping[str, object],
) -> None:
    """Stores what a step changed of a request that ``find`` has locked."""
    was = _columns(before)
    changed = {name: value for name, value in _columns(after).items() if value != was[name]}
    transaction.change("print_request", after.id, {**changed, **more})


def _columns(request: PrintRequest) -> dict[str, Any]:
    return {
        "office_code": request.office,
        "state": request.state.value,
        "state_since": request.state_since,
        "version": request.version,
        "reason": request.reason.value,
        "channel": request.channel,
        "priority": request.priority,
        "married": request.married,
        "documents": list(request.documents),
        "missing_documents": list(request.missing),
        "warnings": list(request.warnings),
        "hold_cause": request.hold.cause.value if request.hold else None,
        "hold_since": request.hold.since if request.hold else None,
        "service_clock_started_at": request.service_clock_started_at,
        "promise": request.promise.to_data(),
        "promised_by": request.promised_by,
        "first_promised_by": request.first_promised_by,
        "policy_version": request.policy_version,
        "calendar_version": request.calendar_version,
        "place_day": request.place.day if request.place else None,
        "place_group": request.place.group if request.place else None,
        "has_blank": request.has_blank,
    }
