"""What a citizen may read of their own messages: event, words, how it went; never the number."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.resending import Told
from motekar.store.engine import Store, Transaction

_TOLD = """
SELECT event, state, request_version, occasion FROM message
WHERE request_id = $1 ORDER BY created_at, request_version, occasion
"""
_WORDED = """
SELECT array_agg(ARRAY[event, state, coalesce(settled_at, created_at)::text, body]
                 ORDER BY created_at, request_version, occasion) AS messages
FROM message WHERE request_id = $1
"""


@dataclass(frozen=True, slots=True)
class WordedMessage:
    """A message in its own words, which name no person."""

    event: str
    state: str
    at: datetime
    body: str


async def told(transaction: Transaction, request_id: UUID) -> tuple[Told, ...]:
    """The messages of a request that the caller has locked, oldest first."""
    rows = await transaction.rows(_TOLD, request_id)
    return tuple(Told(*row) for row in rows)


async def worded(store: Store, request_id: UUID) -> tuple[WordedMessage, ...]:
    """The same with their words, for whoever proved to hold the slip."""
    row = await store.read_one(_WORDED, request_id)
    messages = row["messages"] if row else None
    return tuple(
        WordedMessage(event, state, datetime.fromisoformat(at), body)
        for event, state, at, body in messages or ()
    )
