"""How messages went: attempts settled, receipts taken in, silence given up; each change once.

Whoever finds that a message has moved on meanwhile changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.delivery import Failure, MessageState
from motekar.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """What one gateway said to one attempt."""

    gateway: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """How an attempt left its message; ``answers`` in the order of the gateways asked."""

    message: UUID
    attempts: int
    state: MessageState
    answers: tuple[Answer, ...] = ()
    not_before: datetime | None = None
    gateway: str | None = None
    gateway_reference: str | None = None
    last_error: str | None = None
    sent_at: datetime | None = None
    ask_at: datetime | None = None
    settled_at: datetime | None = None
    failure: Failure | None = None


_SETTLE = """
UPDATE message m SET lease_until = NULL, state = s.state,
  not_before = coalesce(s.not_before, m.not_before), gateway = coalesce(s.gateway, m.gateway),
  gateway_reference = s.gateway_reference, last_error = s.last_error, sent_at = s.sent_at,
  ask_at = s.ask_at, settled_at = s.settled_at, failure = s.failure
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[],
            $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[])
  AS s (id, attempts, state, not_before, gateway, gateway_reference, last_error, sent_at, ask_at,
        settled_at, failure)
WHERE m.id = s.id AND m.state = 'sending' AND m.attempts = s.attempts
RETURNING m.id
"""
_ANSWERS = """
INSERT INTO message_attempt (message_id, attempt, turn, gateway, at, outcome)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::timestamptz[], $6::text[])
ON CONFLICT DO NOTHING
"""


async def settle(transaction: Transaction, group: Sequence[Settled]) -> frozenset[UUID]:
    """Writes how attempts went; gives those that nobody else had settled or taken over."""
    columns = zip(
        *(
            (
                one.message,
                one.attempts,
                one.state.value,
                one.not_before,
                one.gateway,
                one.gateway_reference,
                one.last_error,
                one.sent_at,
                one.ask_at,
                one.settled_at,
                one.failure and one.failure.value,
            )
            for one in group
        ),
        strict=True,
    )
    rows = await transaction.rows(_SETTLE, *map(list, columns))
    answers = [
        (one.message, one.attempts, turn, answer.gateway, answer.at, answer.outcome)
        for one in group
        for turn, answer in enumerate(one.answers)
    ]
    if answers:
        await transaction.rows(_ANSWERS, *map(list, zip(*answers, strict=True)))
    return frozenset(row["id"] for row in rows)


@dataclass(frozen=True, slots=True)
class Chased:
    """A message as a receipt finds it."""

    id: UUID
    request_id: UUID
    state: MessageState
    attempts: int
    earlier_attempts: int
    gateway: str | None
    gateway_reference: str | None
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime


_CHASED = (
    "id, request_id, state, attempts, earlier_attempts, gateway, gateway_reference, created_at,"
    " sent_at, expires_at"
)
_LOCKED = f"SELECT {_CHASED} FROM message WHERE id = $1 FOR UPDATE"  # noqa: S608 - our names


async def locked(transaction: Transaction, message: UUID) -> Chased | None:
    """The message, locked until the transaction ends; None when there is none."""
    row = await transaction.row(_LOCKED, message)
    return _chased(row) if row else None


def _chased(row: object) -> Chased:
    values = dict(row)  # type: ignore[call-overload]
    return Chased(**{**values, "state": MessageState(values["state"])})


def move(transaction: Transaction, settled: Settled) -> None:
    """Writes what a receipt, or the lack of one, makes of a locked message."""
    transaction.change(
        "message",
        settled.message,
        {
            "state": settled.state.value,
            "lease_until": None,
            "not_before": settled.not_before,
            "gateway": settled.gateway,
            "gateway_reference": settled.gateway_reference,
            "last_error": settled.last_error,
            "sent_at": settled.sent_at,
            "ask_at": settled.ask_at,
            "settled_at": settled.settled_at,
            "failure": settled.failure and settled.failure.value,
        },
    )


_QUIET = f"""
WITH quiet AS MATERIALIZED (
  SELECT id FROM message WHERE state = 'sent' AND ask_at <= $1
   ORDER BY ask_at LIMIT $3 FOR UPDATE SKIP LOCKED)
UPDATE message SET ask_at = $2 WHERE id IN (SELECT id FROM quiet) RETURNING {_CHASED}
"""  # noqa: S608 - our names


async def quiet(
    transaction: Transaction, *, now: datetime, until: datetime, most: int
) -> tuple[Chased, ...]:
    """Messages out whose receipt is due, leased so that one worker looks after each."""
    return tuple(_chased(row) for row in await transaction.rows(_QUIET, now, until, most))


_EXPIRE = """
WITH stale AS MATERIALIZED (
  SELECT id FROM message WHERE state = 'queued' AND expires_at <= $1
   ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
UPDATE message SET state = 'failed', failure = 'expired', settled_at = $1
 WHERE id IN (SELECT id FROM stale) RETURNING id
"""


async def expire(transaction: Transaction, *, now: datetime, most: int) -> tuple[UUID, ...]:
    """Gives up what nobody took over in time."""
    return tuple(row["id"] for row in await transaction.rows(_EXPIRE, now, most))


_AGAIN = """
UPDATE message SET state = 'queued', not_before = $1::timestamptz, failure = NULL,
  settled_at = NULL, earlier_attempts = attempts,
  expires_at = $1::timestamptz + (expires_at - created_at)
 WHERE state IN ('failed', 'unknown') AND id = ANY($2::uuid[]) RETURNING id
"""
_GIVEN_UP = """
SELECT id FROM message WHERE state IN ('failed', 'unknown') AND created_at >= $1
 ORDER BY created_at, id LIMIT $2
"""


async def again(
    transaction: Transaction, messages: Sequence[UUID], *, now: datetime
) -> frozenset[UUID]:
    """Queues messages that were given up once more, with all their tries and time."""
    rows = await transaction.rows(_AGAIN, now, list(messages))
    return frozenset(row["id"] for row in rows)


async def given_up(transaction: Transaction, *, since: datetime, most: int) -> tuple[UUID, ...]:
    """Messages that failed or that nobody knows of, the oldest first."""
    rows = await transaction.rows(_GIVEN_UP, since, most)
    return tuple(row["id"] for row in rows)


_OPEN_TASKS = """
INSERT INTO message_task (id, request_id, message_id, office_code, opened_at)
SELECT t.id, m.request_id, m.id, m.office_code, $3
  FROM unnest($1::uuid[], $2::uuid[]) AS t (id, message_id) JOIN message m ON m.id = t.message_id
ON CONFLICT (request_id) WHERE closed_at IS NULL DO NOTHING
"""


async def open_tasks(
    transaction: Transaction, tasks: Iterable[tuple[UUID, UUID]], *, now: datetime
) -> None:
    """Makes these messages, each with the task's new id before it, somebody's work.

    A request has one open task, however many of its messages failed.
    """
    pairs = list(tasks)
    if pairs:
        await transaction.rows(_OPEN_TASKS, *map(list, zip(*pairs, strict=True)), now)


_ARRIVED = """
UPDATE message_task SET closed_at = $2, outcome = 'arrived'
WHERE request_id = $1 AND closed_at IS NULL
"""


def reached(transaction: Transaction, request_id: UUID, *, now: datetime) -> None:
    """Closes the open task of a request whose citizen got a message after all."""
    transaction.write(_ARRIVED, request_id, now)
