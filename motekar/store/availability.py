"""How all offices stand just now, in one statement."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from motekar.rules.blanks import Balance
from motekar.rules.capacity import Situation
from motekar.rules.rulebook import RuleBook
from motekar.store.engine import Transaction
from motekar.store.situation import _load, _pace

# Looks back as far as a single office's situation does.
_READ = """
SELECT o.code, (SELECT stamp FROM rulebook_stamp) AS stamp, s.*,
  greatest(
    (SELECT at FROM blank_entry WHERE office_code = o.code ORDER BY entry_no DESC LIMIT 1),
    (SELECT max(state_since) FROM print_request
      WHERE office_code = o.code AND state IN ('submitted', 'verified')),
    (SELECT max(made_at) FROM calendar_version)) AS changed_at
FROM office o, LATERAL office_situation(
  o.code, ($1::timestamptz AT TIME ZONE o.zone)::date - 30, false) s
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
        row = self._row
        balance = Balance(row["box"], row["reserved"], row["printing"], row["spoiled"])
        return Situation(
            at=now,
            pace=_pace(json.loads(row["pace"] or "{}")),
            equipment=book.equipment,
            blanks=balance if row["entries"] else None,
            quotas=book.quotas,
            loads=tuple(_load(values) for values in json.loads(row["loads"] or "[]")),
        )


async def read(transaction: Transaction, *, now: datetime) -> tuple[OfficeRow, ...]:
    """All offices by code; locks nothing."""
    return tuple(
        OfficeRow(row["code"], row["stamp"], row["changed_at"] or now, row)
        for row in await transaction.rows(_READ, now)
    )
