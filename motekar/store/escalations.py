"""The steps that requests have climbed: raised once each, listed while the card is not made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.escalation import Addressed, Due
from motekar.rules.ladder import Ladder, LadderStep, Trigger
from motekar.rules.people import Role
from motekar.store.engine import Transaction
from motekar.store.tables.cases import DUE, UNREADY

_STAFFED = """
SELECT DISTINCT p.role FROM staff_post p JOIN staff s ON s.id = p.staff_id
 WHERE p.office_code = $1 AND s.is_active
"""
# What has reached the last step has nowhere to climb. Requests that a step of the day holds are
# left for the next round: waiting for one while holding others could hold up both for good.
_CLIMBING = f"""
SELECT r.id, {DUE} AS due_at, r.first_promised_by IS NOT NULL AS is_promised
  FROM print_request r
 WHERE r.office_code = $1 AND r.{UNREADY} AND {DUE} <= $2
   AND ({DUE}, r.id) > ($3::timestamptz, $4::uuid)
   AND NOT EXISTS (
     SELECT FROM escalation e
      WHERE e.request_id = r.id AND e.ladder_version = $5 AND e.rank = $6 AND e.due_at = {DUE})
 ORDER BY {DUE}, r.id LIMIT $7 FOR KEY SHARE OF r SKIP LOCKED
"""  # noqa: S608 - our names
_RAISE = """
INSERT INTO escalation (id, request_id, due_at, trigger, ladder_version, rank, raised_at,
                        office_code, audience, nobody, sms)
SELECT *, $5::int, $6::int, $7::timestamptz, $8::text, $9::text[], $10::text[], $11::boolean
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[])
ON CONFLICT DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Climbing:
    """An unready request that may have reached a further step."""

    request: UUID
    due: Due


async def staffed(transaction: Transaction, office: str) -> frozenset[Role]:
    """Roles that somebody holds there."""
    return frozenset(Role(row["role"]) for row in await transaction.rows(_STAFFED, office))


async def climbing(
    transaction: Transaction,
    ladder: Ladder,
    *,
    office: str,
    until: datetime,
    after: tuple[datetime, UUID],
    limit: int,
) -> tuple[Climbing, ...]:
    """Some whose steps count from no later than ``until``, the longest due first; held on to."""
    values = (*after, ladder.version, ladder.steps[-1].rank, limit)
    rows = await transaction.rows(_CLIMBING, office, until, *values)
    return tuple(Climbing(row["id"], Due(row["due_at"], row["is_promised"])) for row in rows)


async def raise_step(
    transaction: Transaction,
    step: LadderStep,
    climbed: Sequence[tuple[UUID, Climbing, Trigger]],
    *,
    version: int,
    told: Addressed,
    office: str,
    now: datetime,
) -> int:
    """Writes that these requests have reached the step; gives how many had not before."""
    columns = [
        (row_id, one.request, one.due.at, trigger.value) for row_id, one, trigger in climbed
    ]
    rows = await transaction.rows(
        _RAISE,
        *map(list, zip(*columns, strict=True)),
        version,
        step.rank,
        now,
        office,
        sorted(told.roles),
        sorted(told.nobody),
        step.sms,
    )
    return len(rows)
