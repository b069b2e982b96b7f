"""Sums up what steps have left: each request whose log has grown is counted anew.

Steps only leave a mark and never wait for each other's sums; one worker sums at a time.
"""

from collections import Counter
from collections.abc import Iterator

from motekar.rules.counting import Case
from motekar.rules.tallying import cells_of, minutes_of
from motekar.store import figure_spreads, figures
from motekar.store.figure_spreads import MonthLying
from motekar.store.figures import Cell
from motekar.usecases.casebook import reckoned
from motekar.usecases.desk import Desk

_AT_ONCE = 500


async def sum_up(desk: Desk, *, most: int = _AT_ONCE) -> int:
    """Sums one batch and announces the offices; gives how many marks that were, 0 when none.

    Nothing is lost: marks, counted requests and sums change in one transaction.
    """
    async with desk.store.transaction() as transaction:
        if not await figures.lock(transaction):
            return 0
        messages = await figures.add_messages(transaction, most=most)
        requests = await figures.take(transaction, most=most)
        if not requests:
            return messages
        after = await reckoned(transaction, requests)
        before = await figures.counted(transaction, requests)
        changes: Counter[Cell] = Counter()
        lying: Counter[MonthLying] = Counter()
        for case in after.values():
            changes.update(cells_of(case))
            lying.update(_by_month(case))
        for case in before.values():
            changes.subtract(cells_of(case))
            lying.subtract(_by_month(case))
        await figures.add(transaction, changes)
        await figure_spreads.add(transaction, lying)
        await figures.save(transaction, after)
        await figures.announce(transaction, sorted({case.office for case in after.values()}))
        return messages + len(requests)


def _by_month(case: Case) -> Iterator[MonthLying]:
    if case.day is not None:
        for lying in minutes_of(case):
            yield case.office, case.day.replace(day=1), lying
