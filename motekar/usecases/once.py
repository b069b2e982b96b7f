"""A call repeated with the same key is the same call: it changes nothing and gets the same answer.

The key is claimed in the transaction of the step, so a twin in flight waits for the commit; only
successes are kept, because a refusal rolls the claim back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from motekar.rules.errors import IdempotencyKeyReused
from motekar.store import limits
from motekar.store.engine import Transaction
from motekar.store.limits import OnceKey
from motekar.usecases.desk import Desk

__all__ = ["KEPT_FOR", "Once", "OnceKey", "Replay", "earlier_answer", "keep"]

KEPT_FOR = timedelta(hours=24)

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Once(Generic[T_contra]):
    """The key of a call, and how its answer is written down for a repetition."""

    key: OnceKey
    render: Callable[[T_contra], str]


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer of the earlier call, as it was rendered then."""

    text: str


async def earlier_answer(
    transaction: Transaction, desk: Desk, once: Once[T] | None, *, now: datetime
) -> Replay | None:
    """Claims the key; an earlier call with the same body is answered again.

    Raises:
        IdempotencyKeyReused: the key came before with another body.
    """
    if once is None:
        return None
    kept = await limits.claim(transaction, desk.vault, once.key, now=now, kept_for=KEPT_FOR)
    if kept.body_hash != once.key.body_hash:
        raise IdempotencyKeyReused
    return Replay(kept.answer) if kept.answer is not None else None


def keep(transaction: Transaction, desk: Desk, once: Once[T] | None, answer: T) -> None:
    """Keeps the answer for a day, sealed."""
    if once is not None:
        limits.keep_answer(transaction, desk.vault, once.key, once.render(answer))
