"""Where the minutes of stages lie, by office and month: a row of numbers each, a place a minute.

Kept apart from other sums, because a page reads hundreds of them at once. Above eight hours of
open time a place is a full hour, as ``rules.tallying.rounded`` has it.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from motekar.rules.tallying import WHOLE_MINUTES, Lying
from motekar.store.engine import Transaction

MonthLying = tuple[str, date, Lying]
"""Office, first day of the month, and where minutes lie."""

_WHOLE_HOURS = WHOLE_MINUTES // 60
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
SELECT stage, numbers FROM figure_spread
 WHERE office_code = ANY($1::text[]) AND starts BETWEEN $2 AND $3
"""


async def add(transaction: Transaction, changes: Counter[MonthLying]) -> None:
    """Adds to the numbers."""
    rows: dict[tuple[str, date, str], list[int]] = {}
    for (office, starts, (stage, minutes)), n in changes.items():
        numbers, place = rows.setdefault((office, starts, stage), []), _place_of(minutes)
        numbers.extend([0] * (place + 1 - len(numbers)))
        numbers[place] += n
    told = [
        {"office_code": office, "starts": starts, "stage": stage, "numbers": numbers}
        for (office, starts, stage), numbers in rows.items()
    ]
    await transaction.rows(_ADD, json.dumps(told, default=str))


async def read(
    transaction: Transaction, *, offices: Sequence[str], first: date, last: date
) -> Counter[Lying]:
    """How many requests took how many minutes in each stage, in whole months."""
    numbers: dict[str, list[int]] = {}
    for row in await transaction.rows(_READ, offices, first, last):
        both = zip_longest(numbers.get(row["stage"], ()), row["numbers"], fillvalue=0)
        numbers[row["stage"]] = [so_far + more for so_far, more in both]
    return Counter(
        {
            (stage, _minutes_at(place)): n
            for stage, row in numbers.items()
            for place, n in enumerate(row)
            if n
        }
    )


def _place_of(minutes: int) -> int:
    return minutes if minutes <= WHOLE_MINUTES else WHOLE_MINUTES + minutes // 60 - _WHOLE_HOURS


def _minutes_at(place: int) -> int:
    return place if place <= WHOLE_MINUTES else (place - WHOLE_MINUTES + _WHOLE_HOURS) * 60
