"""What stands beside the figures of a period: what printers could make, and blanks that were left.

Reads only. The pace of printers is the one measured last: nobody keeps earlier ones.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.hourly import cards_by_hour
from motekar.rules.period import Period
from motekar.store import rulebook, situation, surroundings
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Cards that the printers could make by hour of the day, and blanks by office and day.

    Days on which nobody came do not count for ``capacity``, None where a calendar is unknown.
    """

    capacity: Mapping[int, int] | None
    blanks: Mapping[str, Mapping[date, int]]


async def around(
    desk: Desk, offices: Sequence[str], *, period: Period, now: datetime
) -> Surroundings:
    """What stood beside the figures of these offices, up to now."""
    async with desk.store.snapshot() as transaction:
        return Surroundings(
            capacity=await _capacity(transaction, offices, period, now=now),
            blanks=await surroundings.blanks_left(
                transaction, offices=offices, first=period.first, last=period.last, now=now
            ),
        )


async def _capacity(
    transaction: Transaction, offices: Sequence[str], period: Period, *, now: datetime
) -> Mapping[int, int] | None:
    together: Counter[int] = Counter()
    visited = await surroundings.visited_days(
        transaction, offices=offices, first=period.first, last=period.last
    )
    for office, days in visited.items():
        book = await rulebook.read(transaction, office=office, now=now)
        standing = await situation.read(transaction, book, now=now, waits=False)
        cards = cards_by_hour(
            book.calendar, days, equipment=standing.equipment, pace=standing.pace
        )
        if cards is None:
            return None
        together.update(cards)
    return together
