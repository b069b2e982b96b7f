"""How all offices stand just now, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from motekar.rules.capacity import Situation
from motekar.rules.rulebook import RuleBook
from motekar.store import situation
from motekar.store.engine import Transaction

_READ = """
SELECT o.code, (SELECT stamp FROM rulebook_stamp) AS stamp, s.*,
  greatest(
    (SELECT at FROM blank_entry WHERE office_code = o.code ORDER BY entry_no DESC LIMIT 1),
    (SELECT max(at) FROM request_event WHERE office_code = o.code),
    (SELECT max(made_at) FROM calendar_version)) AS changed_at
FROM office o, LATERAL office_situation(
  o.code, ($1::timestamptz AT TIME ZONE o.zone)::date - $2::int, false) s
ORDER BY o.code
"""


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office's row before its rulebook is known; ``stamp`` names the rules in force."""

    office: str
    stamp: UUID
    changed_at: datetime
    _row: asyncpg.Record

    def situation(self, book: RuleBook, *, now: datetime) -> Situation:
        """The same as a single office's, read with all."""
        return situation.of_row(self._row, book, now=now)


async def read(transaction: Transaction, *, now: datetime) -> tuple[OfficeRow, ...]:
    """All offices by code; locks nothing."""
    return tuple(
        OfficeRow(row["code"], row["stamp"], row["changed_at"] or now, row)
        for row in await transaction.rows(_READ, now, situation.LOOK_BACK.days)
    )
