"""What everybody reads of a month that is over is what the head of office reads."""

from datetime import date, timedelta

import pytest

from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.period import month_of
from motekar.rules.public_figures import PublicFigure, counted
from motekar.usecases import compliance, counting, public_figures
from motekar.usecases.desk import Desk
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_request,
    add_counted,
    an_officer,
)

MONDAY = MONDAY_0900.date()
NOVEMBER = month_of(MONDAY)
IN_DECEMBER = MONDAY_0900 + timedelta(days=15)
HEADS = [
    an_officer(Role.HEAD_OF_OFFICE, office=office) for office in (BEKASI_UTARA, BEKASI_SELATAN)
]
HEAD_OF_BOTH = Officer(
    HEADS[0].id, HEADS[0].username, HEADS[0].name, HEADS[0].posts | HEADS[1].posts
)


async def rows(desk: Desk, month: date = NOVEMBER.first) -> dict[str | None, PublicFigure]:
    found = await public_figures.of_months(desk, now=IN_DECEMBER)
    return {row.office: row for row in found.figures if row.month == month}


async def a_november(desk: Desk) -> None:
    """Eight late and four overdue at one office; at the other eleven kept, one of them printed."""
    await add_counted(desk, day=MONDAY, kept=40, late=8, unknown=10)
    for number in range(1, 5):
        await a_request(desk, number)
    await add_counted(desk, day=MONDAY, office=BEKASI_SELATAN, kept=10, late=20)
    await a_request(desk, 5, office=BEKASI_SELATAN, state=State.PRINTED)


@pytest.mark.parametrize("is_summed", [False, True], ids=["not summed yet", "summed"])
async def test_a_month_that_is_over_equals_the_page_of_its_head(
    desk: Desk, is_summed: bool
) -> None:
    await a_november(desk)
    while is_summed and await counting.sum_up(desk):
        pass

    told = await rows(desk)

    assert (told[BEKASI_UTARA].kept, told[BEKASI_UTARA].broken) == (40, 12)
    for office in (BEKASI_UTARA, BEKASI_SELATAN, None):
        page = await compliance.of_period(
            desk, HEAD_OF_BOTH, office=office, period=NOVEMBER, facet="all", now=IN_DECEMBER
        )
        heads = counted(page.figures.whole)
        row = told[office]
        assert (row.kept, row.broken, row.unknown) == (heads.kept, heads.broken, heads.unknown)
        assert row.promised == heads.kept + heads.broken + heads.unknown
        share = page.figures.whole.same_day.to_data()["value"]
        assert row.same_day_share == share == heads.share


async def test_every_office_of_the_agency_is_published(desk: Desk) -> None:
    await a_november(desk)

    found = await public_figures.of_months(desk, now=IN_DECEMBER)

    offices = [row.office for row in found.figures]
    assert offices == [None, *sorted(found.offices)]
    assert len(found.offices) == 14


async def test_the_month_that_runs_is_told_up_to_yesterday_and_of_all_together(desk: Desk) -> None:
    yesterday = IN_DECEMBER.date() - timedelta(days=1)
    await add_counted(desk, day=yesterday, kept=18, late=10)
    await add_counted(desk, day=yesterday, office=BEKASI_SELATAN, kept=12)
    await add_counted(desk, day=IN_DECEMBER.date(), kept=500)

    told = await rows(desk, IN_DECEMBER.date().replace(day=1))

    assert list(told) == [None]
    assert (told[None].kept, told[None].broken, told[None].is_finished) == (30, 10, False)


async def test_on_the_first_of_a_month_the_one_before_is_over(desk: Desk) -> None:
    await add_counted(desk, day=NOVEMBER.last, kept=30)

    found = await public_figures.of_months(desk, now=MONDAY_0900 + timedelta(days=8))

    assert found.until == NOVEMBER.last
    assert {row.is_finished for row in found.figures} == {True}


async def test_months_come_newest_first_and_end_after_thirteen(desk: Desk) -> None:
    for day in (date(2025, 11, 30), date(2025, 12, 1), date(2026, 10, 31)):
        await add_counted(desk, day=day, kept=30)

    found = await public_figures.of_months(desk, now=IN_DECEMBER)

    months = [row.month for row in found.figures if row.office is None]
    assert months == [date(2026, 10, 1), date(2025, 12, 1)]


async def test_where_nothing_was_promised_nothing_is_published(desk: Desk) -> None:
    assert (await public_figures.of_months(desk, now=IN_DECEMBER)).figures == ()
