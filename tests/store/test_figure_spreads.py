"""Where minutes lie comes out as it went in, and what is taken off again is gone."""

from collections import Counter
from datetime import date

from motekar.rules.spreads import place_of, together
from motekar.store import figure_spreads
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA

OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))
BOTH = (BEKASI_SELATAN, BEKASI_UTARA)


async def test_minutes_of_offices_and_months_add_up_at_every_length(desk: Desk) -> None:
    places = [place_of(minutes) for minutes in (0, 1, 59, 480, 481, 541, 3000)]
    lying = Counter(
        {
            (office, starts, ("print", place)): number
            for office in BOTH
            for starts in (OCTOBER, NOVEMBER)
            for number, place in enumerate(places, start=1)
        }
    )
    async with desk.store.transaction() as transaction:
        await figure_spreads.add(transaction, lying)
        await figure_spreads.add(transaction, Counter({(BOTH[0], DECEMBER, ("print", 7)): 9}))
        found = await figure_spreads.read(
            transaction, offices=BOTH, first=OCTOBER, last=date(2026, 11, 30)
        )
    assert len(found) == 4
    for office in BOTH:
        row: list[int] = []
        for whose, stage, told in found:
            if (whose, stage) == (office, "print"):
                row = together(row, told)
        assert {place: n for place, n in enumerate(row) if n} == {
            place: 2 * number for number, place in enumerate(places, start=1)
        }


async def test_a_request_that_was_counted_otherwise_moves(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        for place, number in ((30, 2), (30, -1), (481, 1)):
            change = Counter({(BEKASI_UTARA, NOVEMBER, ("verify", place)): number})
            await figure_spreads.add(transaction, change)
        found = await figure_spreads.read(
            transaction, offices=[BEKASI_UTARA], first=NOVEMBER, last=NOVEMBER
        )
    ((office, stage, row),) = found
    assert (office, stage) == (BEKASI_UTARA, "verify")
    assert {place: n for place, n in enumerate(row) if n} == {30: 1, 481: 1}
