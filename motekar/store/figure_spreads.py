"""Where the minutes of stages lie, by office and month: a row of numbers each, a place a minute.

Kept apart from other sums, because a page reads hundreds of them at once; ``rules.spreads`` says
which place is which minute.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date

from motekar.rules.spreads import Places, put
from motekar.rules.tallying import Lying
from motekar.store.engine import Transaction

MonthLying = tuple[str, date, Lying]
"""Office, first day of the month, and where minutes lie."""

_ADD = """
INSERT INTO figure_spread AS s (office_code, starts, stage, numbers)
SELECT office_code, starts, stage, numbers FROM jsonb_to_recordset($1)
    AS told (office_code text, starts date, stage text, numbers int[])
ON CONFLICT (office_code, starts, stage) DO UPDATE SET numbers = ARRAY(
  SELECT coalesce(kept, 0) + coalesce(more, 0)
    FROM unnest(s.numbers, excluded.numbers) WITH ORDINALITY AS places (kept, more, place)
   ORDER BY place)
"""
_READ = """
SELECT office_code, stage, numbers FROM figure_spread
 WHERE office_code = ANY($1::text[]) AND starts BETWEEN $2 AND $3
"""


async def add(transaction: Transaction, changes: Counter[MonthLying]) -> None:
    """Adds to the numbers."""
    rows: dict[tuple[str, date, str], Places] = {}
    for (office, starts, (stage, place)), n in changes.items():
        put(rows.setdefault((office, starts, stage), []), place, n)
    told = [
        {"office_code": office, "starts": starts, "stage": stage, "numbers": numbers}
        for (office, starts, stage), numbers in rows.items()
    ]
    await transaction.rows(_ADD, json.dumps(told, default=str))


async def read(
    transaction: Transaction, *, offices: Sequence[str], first: date, last: date
) -> list[tuple[str, str, Places]]:
    """Office, stage and a row of places each, of whole months."""
    rows = await transaction.rows(_READ, offices, first, last)
    return [(row["office_code"], row["stage"], row["numbers"]) for row in rows]
