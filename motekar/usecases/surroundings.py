"""What stands beside the figures of a period: what printers could make, and blanks that were left.

Reads only. The pace of printers is the one measured last: nobody keeps earlier ones.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.hourly import cards_by_hour
from motekar.rules.period import Period
from motekar.store import rulebook, surroundings
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk

_MOST_EVENINGS = 400


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
    """What stood beside the figures of these offices; blanks of a period too long are left out."""
    first, last = period.first, period.last
    async with desk.store.snapshot() as transaction:
        capacity = await _capacity(transaction, offices, period, now=now)
        blanks: Mapping[str, Mapping[date, int]] = {}
        if (last - first).days < _MOST_EVENINGS:
            blanks = await surroundings.blanks_left(
                transaction, offices=offices, first=first, last=last, now=now
            )
    return Surroundings(capacity, blanks)


async def _capacity(
    transaction: Transaction, offices: Sequence[str], period: Period, *, now: datetime
) -> Mapping[int, int] | None:
    together: Counter[int] = Counter()
    visited = await surroundings.visited_days(
        transaction, offices=offices, first=period.first, last=period.last
    )
    paces = await surroundings.paces(transaction, offices=offices)
    stamp = await rulebook.current_stamp(transaction)
    for office, days in visited.items():
        book = await rulebook.read(transaction, office=office, now=now, stamp=stamp)
        cards = cards_by_hour(book.calendar, days, equipment=book.equipment, pace=paces[office])
        if cards is None:
            return None
        together.update(cards)
    return together
