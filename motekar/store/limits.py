"""Tries per window, and answers kept for repeated calls: both settled by one atomic statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, text

from motekar.store.engine import Transaction
from motekar.store.tables import idempotency_record, throttle
from motekar.vault import Vault

_COUNT = text("""
INSERT INTO throttle AS t (key, tries, window_ends_at) VALUES (:key, 1, :ends)
ON CONFLICT (key) DO UPDATE SET
  tries = CASE WHEN t.window_ends_at <= :now THEN 1 ELSE t.tries + 1 END,
  window_ends_at = CASE WHEN t.window_ends_at <= :now THEN :ends ELSE t.window_ends_at END
RETURNING tries, window_ends_at
""")


@dataclass(frozen=True, slots=True)
class Tries:
    """How often within the window that ends then, this try included."""

    count: int
    window_ends_at: datetime


async def count_try(
    transaction: Transaction, key: bytes, *, now: datetime, window: timedelta
) -> Tries:
    """Counts one more try; exact under any concurrency."""
    row = (await transaction.execute(_COUNT, {"key": key, "now": now, "ends": now + window})).one()
    return Tries(row.tries, row.window_ends_at)


def uncount_try(transaction: Transaction, key: bytes) -> None:
    """Takes a try back that turned out to be right."""
    transaction.write("UPDATE throttle SET tries = tries - 1 WHERE key = $1 AND tries > 0", key)


async def forget_tries(transaction: Transaction, *, now: datetime) -> None:
    """Clears away windows that are over."""
    await transaction.execute(delete(throttle).where(throttle.c.window_ends_at <= now))


@dataclass(frozen=True, slots=True)
class OnceKey:
    """One call as its caller named it: the same key again is the same call."""

    officer: UUID
    method: str
    path: str
    key: str
    body_hash: bytes

    @property
    def place(self) -> str:
        """Where its answer is sealed to."""
        return f"idempotency_record:{self.officer}:{self.method}:{self.path}:{self.key}"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What an earlier call with the same key was answered, or None when this is the first."""

    body_hash: bytes
    answer: str | None


# Writes either way: a twin waits here for the first one's commit, then reads its answer.
_CLAIM = """
INSERT INTO idempotency_record AS i (officer_id, method, path, key, body_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (officer_id, method, path, key) DO UPDATE SET
  body_hash = CASE WHEN i.created_at <= $7 THEN $5 ELSE i.body_hash END,
  answer_cipher = CASE WHEN i.created_at <= $7 THEN NULL ELSE i.answer_cipher END,
  created_at = CASE WHEN i.created_at <= $7 THEN $6 ELSE i.created_at END
RETURNING body_hash, answer_cipher
"""
_KEEP = """
UPDATE idempotency_record SET answer_cipher = $5
WHERE officer_id = $1 AND method = $2 AND path = $3 AND key = $4
"""


async def claim(
    transaction: Transaction, vault: Vault, once: OnceKey, *, now: datetime, kept_for: timedelta
) -> KeptAnswer:
    """Takes the key for this transaction, or waits for its twin and brings the twin's answer."""
    named = (once.officer, once.method, once.path, once.key)
    row = await transaction.row(_CLAIM, *named, once.body_hash, now, now - kept_for)
    assert row is not None  # noqa: S101 - the statement always returns its row
    sealed = row["answer_cipher"]
    answer = vault.open(sealed, place=once.place) if sealed else None
    return KeptAnswer(row["body_hash"], answer)


def keep_answer(transaction: Transaction, vault: Vault, once: OnceKey, answer: str) -> None:
    """Seals the answer beside the key, in the transaction that earned it."""
    named = (once.officer, once.method, once.path, once.key)
    transaction.write(_KEEP, *named, vault.seal(answer, place=once.place))


async def forget_answers(transaction: Transaction, *, before: datetime) -> None:
    """Clears away what is no longer replayed."""
    statement = delete(idempotency_record).where(idempotency_record.c.created_at <= before)
    await transaction.execute(statement)
