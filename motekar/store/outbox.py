"""The messages to citizens: queued with the step, leased by a worker, settled after sending.

An attempt counts when it is leased, so that a worker that dies while sending never tries for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, or_, select

from motekar.rules.delivery import sense_ends_at
from motekar.rules.messages import MessageEvent, gsm7_parts
from motekar.rules.privacy import mask_phone
from motekar.rules.requests import PrintRequest
from motekar.store.engine import Transaction
from motekar.store.tables import message, office, print_request
from motekar.vault import Vault

_M = message.c


@dataclass(frozen=True, slots=True, repr=False)
class NewMessage:
    """A message as a step queues it; ``request`` is the request after the step.

    Nothing is sent before ``not_before``.
    ``occasion`` tells apart messages of one kind between two steps; steps leave it at 0.
    """

    id: UUID
    request: PrintRequest
    event: str
    to: str
    body: str
    at: datetime
    not_before: datetime
    occasion: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class LeasedMessage:
    """A message this worker may send until its lease ends; the number is in clear only here.

    ``tries`` are its attempts since it was queued last.
    """

    id: UUID
    to: str
    body: str
    attempts: int
    tries: int
    event: str
    office: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as staff see it."""

    id: UUID
    request_no: str
    office: str
    event: str
    state: str
    phone_masked: str
    body: str
    parts: int
    attempts: int
    gateway: str | None
    last_error: str | None
    created_at: datetime
    not_before: datetime
    settled_at: datetime | None
    sent_at: datetime | None
    failure: str | None


def enqueue(transaction: Transaction, vault: Vault, new: NewMessage) -> None:
    """Writes the message in the transaction of the step it tells of."""
    values = {
        "id": new.id,
        "request_id": new.request.id,
        "request_version": new.request.version,
        "office_code": new.request.office,
        "event": new.event,
        "occasion": new.occasion,
        "phone_cipher": vault.seal(new.to, place=phone_place(new.id)),
        "body": new.body,
        "parts": gsm7_parts(new.body),
        "state": "queued",
        "created_at": new.at,
        "not_before": new.not_before,
        "attempts": 0,
        "expires_at": sense_ends_at(MessageEvent(new.event), new.not_before),
    }
    transaction.add("message", values)


# A CTE is run once. As a sub-select the planner may run it anew for every row it joins, and each
# run locks a further batch.
_LEASE = """
WITH due AS MATERIALIZED (
  SELECT id FROM message
   WHERE (state = 'queued' AND not_before <= $1 AND expires_at > $1)
      OR (state = 'sending' AND lease_until <= $1)
   ORDER BY not_before, id LIMIT $3 FOR UPDATE SKIP LOCKED)
UPDATE message m SET state = 'sending', attempts = m.attempts + 1, lease_until = $2
  FROM due WHERE m.id = due.id
RETURNING m.id, m.phone_cipher, m.body, m.attempts, m.earlier_attempts, m.event, m.office_code,
  m.expires_at
"""


async def lease(
    transaction: Transaction, vault: Vault, *, now: datetime, until: datetime, most: int
) -> tuple[LeasedMessage, ...]:
    """Takes due messages, and those whose worker let its lease run out."""
    return tuple(
        LeasedMessage(
            id=row["id"],
            to=vault.open(row["phone_cipher"], place=phone_place(row["id"])),
            body=row["body"],
            attempts=row["attempts"],
            tries=row["attempts"] - row["earlier_attempts"],
            event=row["event"],
            office=row["office_code"],
            expires_at=row["expires_at"],
        )
        for row in await transaction.rows(_LEASE, now, until, most)
    )


_PUT_OFF = """
UPDATE message m SET state = 'queued', lease_until = NULL, attempts = m.attempts - 1,
  not_before = p.until
FROM unnest($1::uuid[], $2::timestamptz[]) AS p (id, until) WHERE m.id = p.id
"""


async def put_off(transaction: Transaction, until: Mapping[UUID, datetime]) -> None:
    """Gives leased messages back until then, as if nobody had leased them."""
    if until:
        await transaction.rows(_PUT_OFF, list(until), list(until.values()))


_NEXT = """
SELECT least(
  (SELECT min(CASE state WHEN 'queued' THEN least(not_before, expires_at) ELSE lease_until END)
     FROM message WHERE state IN ('queued', 'sending')),
  (SELECT min(ask_at) FROM message WHERE state = 'sent' AND ask_at IS NOT NULL)) AS due
"""


async def next_due(transaction: Transaction) -> datetime | None:
    """When the next message, lapsed lease or missing receipt wants a worker."""
    row = await transaction.row(_NEXT)
    assert row is not None  # noqa: S101 - the statement always returns its row
    due: datetime | None = row["due"]
    return due


async def listed(
    transaction: Transaction,
    vault: Vault,
    *,
    offices: tuple[str, ...],
    state: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> tuple[MessageView, ...]:
    """Newest first, of these offices only; numbers masked."""
    query = _viewed().where(_M.office_code.in_(bindparam("offices", expanding=True)))
    if state:
        query = query.where(_M.state == state)
    if before:
        at, row_id = before
        query = query.where(or_(_M.created_at < at, and_(_M.created_at == at, _M.id < row_id)))
    query = query.order_by(_M.created_at.desc(), _M.id.desc()).limit(limit)
    rows = await transaction.execute(query, {"offices": list(offices)})
    return tuple(_view(vault, row) for row in rows)


async def of_request(
    transaction: Transaction, vault: Vault, request_id: UUID
) -> tuple[MessageView, ...]:
    """All messages of one request, oldest first."""
    query = _viewed().where(_M.request_id == request_id).order_by(_M.created_at, _M.id)
    return tuple(_view(vault, row) for row in await transaction.execute(query))


def _viewed() -> Select[Any]:
    return (
        select(*message.c, print_request.c.request_no, office.c.name.label("office"))
        .join(print_request, print_request.c.id == _M.request_id)
        .join(office, office.c.code == _M.office_code)
    )


def _view(vault: Vault, row: Row[Any]) -> MessageView:
    return MessageView(
        id=row.id,
        request_no=row.request_no,
        office=row.office,
        event=row.event,
        state=row.state,
        phone_masked=mask_phone(vault.open(row.phone_cipher, place=phone_place(row.id))),
        body=row.body,
        parts=row.parts,
        attempts=row.attempts,
        gateway=row.gateway,
        last_error=row.last_error,
        created_at=row.created_at,
        not_before=row.not_before,
        settled_at=row.settled_at,
        sent_at=row.sent_at,
        failure=row.failure,
    )


def phone_place(message_id: UUID) -> str:
    """Where the number of a message is sealed."""
    return f"message.phone_cipher:{message_id}"
