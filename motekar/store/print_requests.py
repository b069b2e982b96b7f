"""Print requests in and out of their table; seals personal data on the way in.

A save checks the version it started from, so two officers cannot both win.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from motekar.rules.applicant import Applicant
from motekar.rules.codes import ClaimCode
from motekar.rules.documents import Reason
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import State
from motekar.rules.nik import Nik
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
    request_counter,
    request_event,
    staff,
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
)


def selected() -> Select[Any]:
    """The one way a request is read: with its open attempt and the officer of its last step."""
    attempts = (
        select(func.count()).where(_A.request_id == _R.id).correlate(print_request)
    ).scalar_subquery()
    last_officer = (
        select(staff.c.name)
        .join(request_event, request_event.c.officer_id == staff.c.id)
        .where(request_event.c.request_id == _R.id, request_event.c.version == _R.version)
        .correlate(print_request)
    ).scalar_subquery()
    open_attempt = (_A.request_id == _R.id) & _A.ended_at.is_(None)
    return select(
        *_PLAIN,
        *(_R[name] for name in SEALED_COLUMNS),
        _A.attempt_no,
        _A.started_at,
        _A.started_by,
        attempts.label("attempts_made"),
        last_officer.label("last_officer"),
    ).select_from(print_request.outerjoin(print_attempt, open_attempt))


_SELECTED = selected()


def found(row: Row[Any]) -> Found:
    """A row of ``selected`` as the rules see it."""
    hold = HoldOn(HoldCause(row.hold_cause), row.hold_since) if row.hold_cause else None
    attempt = None
    if row.attempt_no is not None:
        attempt = PrintAttempt(row.attempt_no, row.started_at, row.started_by)
    request = PrintRequest(
        id=row.id,
        request_no=row.request_no,
        office=row.office_code,
        state=State(row.state),
        state_since=row.state_since,
        version=row.version,
        reason=Reason(row.reason),
        channel=row.channel,
        priority=row.priority,
        married=row.married,
        documents=tuple(row.documents),
        missing=tuple(row.missing_documents),
        warnings=tuple(row.warnings),
        hold=hold,
        received_at=row.received_at,
        submitted_at=row.submitted_at,
        paper_no=row.paper_no,
        service_clock_started_at=row.service_clock_started_at,
        promise=Promise.from_data(row.promise),
        promised_by=row.promised_by,
        first_promised_by=row.first_promised_by,
        policy_version=row.policy_version,
        calendar_version=row.calendar_version,
        attempt=attempt,
        attempts_made=row.attempts_made,
    )
    return Found(request, {name: getattr(row, name) for name in SEALED_COLUMNS}, row.last_officer)


async def find(
    transaction: Transaction, *where: ColumnElement[bool], lock: bool = False
) -> Found | None:
    """The one request that fits, locked against other steps if asked."""
    query = _SELECTED.where(*where)
    if lock:
        query = query.with_for_update(of=print_request)
    row = (await transaction.execute(query)).one_or_none()
    return found(row) if row else None


def by_request_no(request_no: str) -> ColumnElement[bool]:
    """Finds by the number on the tray."""
    return _R.request_no == request_no


def by_claim_code(vault: Vault, code: ClaimCode) -> ColumnElement[bool]:
    """Finds by the code on the slip."""
    return _R.claim_code_index == claim_code_index(vault, code)


async def next_number(transaction: Transaction, *, office: str, day: date) -> int:
    """The office's next running number of that local day; others of the office wait for commit."""
    values = {"office_code": office, "day": day, "last_no": 1}
    return int((await transaction.execute(_NEXT_NUMBER, values)).scalar_one())


_NEXT_NUMBER = (
    upsert(request_counter)
    .on_conflict_do_update(
        index_elements=["office_code", "day"],
        set_={"last_no": request_counter.c.last_no + 1},
    )
    .returning(request_counter.c.last_no)
)


async def open_for_nik(transaction: Transaction, vault: Vault, nik: Nik) -> Found | None:
    """The request this person has open anywhere in the agency."""
    open_states = [State.SUBMITTED.value, State.VERIFIED.value, State.PRINTED.value]
    return await find(
        transaction, _R.nik_index == vault.index(nik.digits, kind="nik"), _R.state.in_(open_states)
    )


# Statements that every step needs are built once: building them costs more than running them.
_ADD = insert(print_request)
_SAVE = update(print_request).where(
    _R.id == bindparam("_id", type_=_R.id.type), _R.version == bindparam("_version", type_=Integer)
)


async def add(
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
    await transaction.execute(_ADD, values)


async def save(
    transaction: Transaction,
    before: PrintRequest,
    after: PrintRequest,
    *,
    more: Mapping[str, bytes | None],
) -> bool:
    """Stores a step; False when somebody else changed the request since it was read."""
    values = {**_columns(after), **more, "_id": before.id, "_version": before.version}
    return (await transaction.execute(_SAVE, values)).rowcount == 1


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
    }
