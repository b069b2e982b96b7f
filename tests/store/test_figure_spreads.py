"""Where minutes lie comes out as it went in, and what is taken off again is gone."""

from collections import Counter
from datetime import date

from motekar.rules.tallying import rounded
from motekar.store import figure_spreads
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA

OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))
BOTH = (BEKASI_SELATAN, BEKASI_UTARA)


async def test_minutes_of_offices_and_months_add_up_at_every_length(desk: Desk) -> None:
    taken = [0, 1, 59, 480, rounded(481), rounded(541), rounded(3000)]
    lying = Counter(
        {
            (office, starts, ("print", minutes)): number
            for office in BOTH
            for starts in (OCTOBER, NOVEMBER)
            for number, minutes in enumerate(taken, start=1)
        }
    )
    async with desk.store.transaction() as transaction:
        await figure_spreads.add(transaction, lying)
        await figure_spreads.add(transaction, Counter({(BOTH[0], DECEMBER, ("print", 7)): 9}))
        found = await figure_spreads.read(
            transaction, offices=BOTH, first=OCTOBER, last=date(2026, 11, 30)
        )
    assert found == {
        ("print", minutes): 4 * number for number, minutes in enumerate(taken, start=1)
    }


async def test_a_request_that_was_counted_otherwise_moves(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        for minutes, number in ((30, 2), (30, -1), (540, 1)):
            change = Counter({(BEKASI_UTARA, NOVEMBER, ("verify", minutes)): number})
            await figure_spreads.add(transaction, change)
        found = await figure_spreads.read(
            transaction, offices=[BEKASI_UTARA], first=NOVEMBER, last=NOVEMBER
        )
    assert found == {("verify", 30): 1, ("verify", 540): 1}
