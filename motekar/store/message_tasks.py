"""The citizens whom no message reached, as tasks for the front office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.privacy import mask_phone
from motekar.store.engine import Transaction
from motekar.store.outbox import phone_place
from motekar.vault import Vault


@dataclass(frozen=True, slots=True)
class Task:
    """An open task with the newest message that did not arrive; its words may be read out."""

    id: UUID
    request_no: str
    state: str
    office: str
    office_name: str
    opened_at: datetime
    event: str
    failure: str
    body: str
    phone_masked: str
    gateway: str | None
    failed: int


_OPEN = """
SELECT t.id, r.request_no, r.state, t.office_code AS office, o.name AS office_name, t.opened_at,
       m.id AS message_id, m.event, m.failure, m.body, m.phone_cipher, m.gateway, m.failed
  FROM message_task t
  JOIN print_request r ON r.id = t.request_id
  JOIN office o ON o.code = t.office_code
  JOIN LATERAL (
    SELECT id, event, failure, body, phone_cipher, gateway, count(*) OVER () AS failed
      FROM message WHERE request_id = t.request_id AND state IN ('failed', 'unknown')
     ORDER BY created_at DESC LIMIT 1) m ON true
 WHERE t.closed_at IS NULL AND t.office_code = ANY($1::text[])
 ORDER BY t.opened_at, t.id LIMIT $2
"""


async def open_ones(
    transaction: Transaction, vault: Vault, *, offices: tuple[str, ...], limit: int
) -> tuple[Task, ...]:
    """Of these offices, the one that waits longest first."""
    rows = await transaction.rows(_OPEN, list(offices), limit)
    return tuple(
        Task(
            **{name: row[name] for name in Task.__slots__ if name != "phone_masked"},
            phone_masked=mask_phone(
                vault.open(row["phone_cipher"], place=phone_place(row["message_id"]))
            ),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """A task that was just closed."""

    office: str
    request_no: str


_OF = "SELECT office_code FROM message_task WHERE id = $1"
_CLOSE = """
UPDATE message_task t SET closed_at = $2, outcome = $3, officer_id = $4, note_cipher = $5
  FROM print_request r WHERE t.id = $1 AND t.closed_at IS NULL AND r.id = t.request_id
RETURNING t.office_code, r.request_no
"""


async def office_of(transaction: Transaction, task: UUID) -> str | None:
    """Whose task it is; None when there is none."""
    row = await transaction.row(_OF, task)
    return row["office_code"] if row else None


async def close(
    transaction: Transaction,
    vault: Vault,
    task: UUID,
    *,
    outcome: str,
    officer: UUID,
    note: str | None,
    now: datetime,
) -> Closed | None:
    """Ends an open task; None when somebody else, or a late receipt, ended it before."""
    sealed = vault.seal(note, place=f"message_task.note_cipher:{task}") if note else None
    row = await transaction.row(_CLOSE, task, now, outcome, officer, sealed)
    return Closed(*row.values()) if row else None


_OVERTAKEN = """
WITH moot AS MATERIALIZED (
  SELECT t.id FROM message_task t JOIN print_request r ON r.id = t.request_id
   WHERE t.closed_at IS NULL AND r.state IN ('collected', 'closed') FOR UPDATE OF t SKIP LOCKED)
UPDATE message_task SET closed_at = $1, outcome = 'overtaken' WHERE id IN (SELECT id FROM moot)
"""


async def close_overtaken(transaction: Transaction, *, now: datetime) -> None:
    """Ends tasks of citizens who have their card: there is nothing to tell them any more."""
    await transaction.rows(_OVERTAKEN, now)
