"""What the health page asks of the database, in one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from motekar.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Pulse:
    """The schema's number, and since when the longest waiting message is due."""

    schema: str | None
    message_due_since: datetime | None


_READ = text("""
SELECT (SELECT max(version_num) FROM alembic_version) AS schema,
  (SELECT min(not_before) FROM message WHERE state IN ('queued', 'sending')) AS due
""")


async def read(transaction: Transaction) -> Pulse:
    """How the database is now."""
    row = (await transaction.execute(_READ)).one()
    return Pulse(row.schema, row.due)
