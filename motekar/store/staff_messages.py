"""SMS to members of staff: who is to be called, and each message leased and settled like others.

An attempt counts when it is leased; whoever dies while sending leaves a lease that lapses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.store.engine import Transaction
from motekar.store.tables.cases import UNREADY
from motekar.vault import Vault

_ALONE = "SELECT pg_try_advisory_xact_lock(7324560) AS got"
_REACHABLE = """
SELECT s.id, s.username,
       (SELECT max(m.created_at) FROM staff_message m WHERE m.staff_id = s.id) AS last
  FROM staff s
 WHERE s.is_active AND s.phone_cipher IS NOT NULL AND EXISTS (
   SELECT FROM staff_post p WHERE p.staff_id = s.id AND p.office_code = ANY($1::text[]))
 ORDER BY s.id
"""
_CLIMBED = f"""
SELECT count(DISTINCT r.id) AS requests, count(DISTINCT r.office_code) AS offices
  FROM escalation e
  JOIN print_request r ON r.id = e.request_id AND r.{UNREADY}
  JOIN staff_post p ON p.office_code = r.office_code AND p.role = ANY (e.audience)
 WHERE e.sms AND e.raised_at > $2 AND p.staff_id = $1
"""  # noqa: S608 - our names
_LEASE = """
WITH due AS MATERIALIZED (
  SELECT id FROM staff_message
   WHERE (state = 'queued' AND not_before <= $1 AND expires_at > $1)
      OR (state = 'sending' AND lease_until <= $1 AND expires_at > $1)
   ORDER BY not_before, id LIMIT $3 FOR UPDATE SKIP LOCKED)
UPDATE staff_message m SET state = 'sending', attempts = m.attempts + 1, lease_until = $2
  FROM due WHERE m.id = due.id RETURNING m.id, m.phone_cipher, m.body, m.attempts, m.expires_at
"""
_EXPIRE = """
UPDATE staff_message SET state = 'failed', lease_until = NULL, settled_at = $1,
  last_error = coalesce(last_error, 'expired')
 WHERE state IN ('queued', 'sending') AND expires_at <= $1 AND coalesce(lease_until, $1) <= $1
"""
_ANY_DUE = """
SELECT EXISTS (SELECT FROM staff_message WHERE state IN ('queued', 'sending')
                  AND coalesce(lease_until, not_before) <= $1) AS due
"""
_SETTLE = """
UPDATE staff_message SET state = $3, lease_until = NULL, gateway = coalesce($4, gateway),
  last_error = $5, not_before = coalesce($6, not_before), settled_at = $7
 WHERE id = $1 AND state = 'sending' AND attempts = $2
"""


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody at an open office who has entered a number, and when they were called last."""

    staff: UUID
    username: str
    last_called_at: datetime | None


@dataclass(frozen=True, slots=True)
class News:
    """So many requests at so many offices."""

    requests: int
    offices: int


@dataclass(frozen=True, slots=True, repr=False)
class LeasedCall:
    """An SMS this worker may send until its lease ends; the number is in clear only here."""

    id: UUID
    to: str
    body: str
    attempts: int
    expires_at: datetime


async def alone(transaction: Transaction) -> bool:
    """True for the one worker that may call people until this transaction ends."""
    row = await transaction.row(_ALONE)
    return bool(row and row["got"])


async def reachable(transaction: Transaction, *, open_offices: Sequence[str]) -> list[Reachable]:
    """Whom an SMS can reach now."""
    rows = await transaction.rows(_REACHABLE, list(open_offices))
    return [Reachable(row["id"], row["username"], row["last"]) for row in rows]


async def climbed(transaction: Transaction, staff: UUID, *, since: datetime) -> News:
    """What has climbed to this person since, on steps that call by SMS, and is not ready yet."""
    row = await transaction.row(_CLIMBED, staff, since)
    assert row is not None  # noqa: S101 - an aggregate always returns its row
    return News(row["requests"], row["offices"])


def enqueue(
    transaction: Transaction,
    vault: Vault,
    message: UUID,
    *,
    staff: UUID,
    to: str,
    body: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Writes the message with its number sealed anew."""
    values = {
        "id": message,
        "staff_id": staff,
        "phone_cipher": vault.seal(to, place=_place(message)),
        "body": body,
        "state": "queued",
        "created_at": now,
        "not_before": now,
        "expires_at": expires_at,
        "attempts": 0,
    }
    transaction.add("staff_message", values)


async def any_due(transaction: Transaction, *, now: datetime) -> bool:
    """Whether a worker has to look."""
    row = await transaction.row(_ANY_DUE, now)
    return bool(row and row["due"])


async def lease(
    transaction: Transaction, vault: Vault, *, now: datetime, until: datetime, most: int
) -> tuple[LeasedCall, ...]:
    """Takes due messages, and those whose worker let its lease run out; gives up the late ones."""
    await transaction.rows(_EXPIRE, now)
    return tuple(
        LeasedCall(
            id=row["id"],
            to=vault.open(row["phone_cipher"], place=_place(row["id"])),
            body=row["body"],
            attempts=row["attempts"],
            expires_at=row["expires_at"],
        )
        for row in await transaction.rows(_LEASE, now, until, most)
    )


def settle(
    transaction: Transaction,
    call: LeasedCall,
    *,
    state: str,
    gateway: str,
    error: str | None,
    again_at: datetime | None,
    now: datetime,
) -> None:
    """Writes how the attempt went, unless somebody else has taken it over."""
    settled_at = None if again_at else now
    values = (state, gateway, error, again_at, settled_at)
    transaction.write(_SETTLE, call.id, call.attempts, *values)


def _place(message: UUID) -> str:
    return f"staff_message.phone_cipher:{message}"
