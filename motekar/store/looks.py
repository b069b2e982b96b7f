"""Who looks at which request now: a lease that others' next choice passes over and that lapses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.codes import RequestNo
from motekar.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody has a request open."""

    staff_id: UUID
    name: str
    since: datetime


# Two who ask at once lock different requests. Who locked one just after another's commit finds
# the lease in the conflict, takes nothing, and asks again.
_TAKE = """
WITH free AS (
  SELECT r.id FROM print_request r JOIN unnest($1::uuid[]) WITH ORDINALITY AS turn (id, place)
    ON turn.id = r.id
  WHERE NOT EXISTS (SELECT FROM request_look l
    WHERE l.request_id = r.id AND l.staff_id <> $2 AND l.until > $3)
  ORDER BY turn.place LIMIT 1 FOR UPDATE OF r SKIP LOCKED
), taken AS (
  INSERT INTO request_look AS l (request_id, staff_id, since, until)
  SELECT id, $2, $3, $4 FROM free
  ON CONFLICT (request_id) DO UPDATE SET staff_id = $2, since = $3, until = $4
  WHERE l.staff_id = $2 OR l.until <= $3
  RETURNING request_id
)
SELECT (SELECT id FROM free) AS free, (SELECT request_id FROM taken) AS taken
"""
_OPEN = """
INSERT INTO request_look AS l (request_id, staff_id, since, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (request_id) DO UPDATE SET
  staff_id = CASE WHEN l.until <= $3 THEN $2 ELSE l.staff_id END,
  since = CASE WHEN l.until <= $3 THEN $3 ELSE l.since END,
  until = CASE WHEN l.until <= $3 OR l.staff_id = $2 THEN $4 ELSE l.until END
RETURNING l.staff_id, l.since, (SELECT s.name FROM staff s WHERE s.id = l.staff_id) AS name
"""
_LEAVE = """
DELETE FROM request_look l USING print_request r
WHERE r.id = l.request_id AND r.request_no = $1 AND l.staff_id = $2
"""


async def take_first(
    transaction: Transaction,
    requests: Sequence[UUID],
    *,
    staff_id: UUID,
    now: datetime,
    until: datetime,
) -> UUID | None:
    """Leases the first of these that nobody else looks at; None when there is none."""
    while True:
        row = await transaction.row(_TAKE, list(requests), staff_id, now, until)
        assert row is not None  # noqa: S101 - the statement always returns its row
        if row["taken"] or not row["free"]:
            found: UUID | None = row["taken"]
            return found


async def open_one(
    transaction: Transaction, request_id: UUID, *, staff_id: UUID, now: datetime, until: datetime
) -> Look:
    """Leases this one unless somebody else has; says who looks at it."""
    row = await transaction.row(_OPEN, request_id, staff_id, now, until)
    assert row is not None  # noqa: S101 - the statement always returns its row
    return Look(row["staff_id"], row["name"], row["since"])


def leave(transaction: Transaction, request_no: RequestNo, *, staff_id: UUID) -> None:
    """Ends the person's look at that request."""
    transaction.write(_LEAVE, str(request_no), staff_id)


def forget_old(transaction: Transaction, *, now: datetime) -> None:
    """Clears away what has lapsed."""
    transaction.write("DELETE FROM request_look WHERE until <= $1", now)
