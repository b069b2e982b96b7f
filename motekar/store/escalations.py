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


@dataclass(frozen=True, slots=True)
class Post:
    """Roles of a person at one office that the ladder can name."""

    role: Role
    office: str


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody has seen an alert."""

    escalation: UUID
    officer: UUID
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """The highest step an unready request has climbed, and who has seen any of its steps."""

    id: UUID
    request: UUID
    office: str
    rank: int
    trigger: Trigger
    raised_at: datetime
    told: Addressed
    seen: tuple[Sight, ...] = ()


_HIGHEST = f"""
  FROM print_request r
  JOIN LATERAL (
    SELECT * FROM escalation e WHERE e.request_id = r.id
     ORDER BY e.ladder_version DESC, e.rank DESC, e.due_at DESC LIMIT 1) top ON true
 WHERE r.office_code = ANY($2::text[]) AND r.{UNREADY} AND EXISTS (
   SELECT FROM escalation e
     JOIN unnest($1::text[], $2::text[]) AS post (role, office)
       ON post.office = r.office_code AND post.role = ANY (e.audience)
    WHERE e.request_id = r.id)
"""  # noqa: S608 - our names
_COUNTED = f"SELECT r.office_code, top.rank, count(*) {_HIGHEST} GROUP BY 1, 2"
_LISTED = f"""
SELECT top.id, r.id AS request, r.office_code AS office, top.rank, top.trigger, top.raised_at,
       top.audience, top.nobody {_HIGHEST}
   AND ($3::text IS NULL OR r.office_code = $3) AND ($4::int IS NULL OR top.rank = $4)
 ORDER BY top.rank DESC, {DUE}, r.id LIMIT $5 OFFSET $6
"""
_SEEN = """
SELECT e.request_id, v.escalation_id AS escalation, v.officer_id AS officer, s.name, v.at
  FROM escalation e JOIN escalation_seen v ON v.escalation_id = e.id
  JOIN staff s ON s.id = v.officer_id
 WHERE e.request_id = ANY($1::uuid[]) ORDER BY v.at, s.name
"""
_OF = """
SELECT r.office_code AS office, r.request_no FROM escalation e
  JOIN print_request r ON r.id = e.request_id WHERE e.id = $1
"""
_SEE = """
INSERT INTO escalation_seen (escalation_id, officer_id, at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING at
"""


def _posts(posts: Sequence[Post]) -> tuple[list[str], list[str]]:
    return [post.role.value for post in posts], [post.office for post in posts]


async def counted(
    transaction: Transaction, posts: Sequence[Post]
) -> Mapping[tuple[str, int], int]:
    """How many unready requests these posts are told of, by office and highest rank."""
    rows = await transaction.rows(_COUNTED, *_posts(posts))
    return {(row["office_code"], row["rank"]): row["count"] for row in rows}


async def listed(
    transaction: Transaction,
    posts: Sequence[Post],
    *,
    office: str | None,
    rank: int | None,
    limit: int,
    skip: int,
) -> tuple[Alert, ...]:
    """Some of them: the highest rank first, then the longest due."""
    rows = await transaction.rows(_LISTED, *_posts(posts), office, rank, limit, skip)
    seen: dict[UUID, list[Sight]] = {row["request"]: [] for row in rows}
    for row in await transaction.rows(_SEEN, list(seen)):
        sight = Sight(row["escalation"], row["officer"], row["name"], row["at"])
        seen[row["request_id"]].append(sight)
    return tuple(
        Alert(
            id=row["id"],
            request=row["request"],
            office=row["office"],
            rank=row["rank"],
            trigger=Trigger(row["trigger"]),
            raised_at=row["raised_at"],
            told=Addressed(
                frozenset(map(Role, row["audience"])), frozenset(map(Role, row["nobody"]))
            ),
            seen=tuple(seen[row["request"]]),
        )
        for row in rows
    )


async def whose(transaction: Transaction, escalation: UUID) -> tuple[str, str] | None:
    """Office and number of the request it is about; None when there is no such step."""
    row = await transaction.row(_OF, escalation)
    return (row["office"], row["request_no"]) if row else None


async def see(transaction: Transaction, escalation: UUID, *, officer: UUID, now: datetime) -> bool:
    """Keeps that somebody has seen it; False when that was known."""
    return await transaction.row(_SEE, escalation, officer, now) is not None
