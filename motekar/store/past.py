"""A store for writing a made-up past: what the demo tells happened long before it is stored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text

from motekar.store.engine import Store, Transaction

# What the step of this transaction has queued; no worker ever sees it waiting.
_SENT_THEN = text("""
UPDATE message SET state = 'sent', attempts = 1, gateway = 'console',
  settled_at = created_at + interval '4 seconds'
WHERE state = 'queued' AND xmin::text::bigint = txid_current() % (2::bigint ^ 32)::bigint
""")
# Nobody was answered yet, so a power cut may take the last moments of it.
_HASTE = text("SET LOCAL synchronous_commit = off")


@dataclass(frozen=True, slots=True)
class PastStore(Store):
    """Messages of the past count as sent seconds after they were queued, and are never sent."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One transaction, its messages settled."""
        async with Store.transaction(self) as transaction:
            await transaction.execute(_HASTE)
            yield transaction
            await transaction.execute(_SENT_THEN)
