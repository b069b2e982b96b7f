"""What is in danger or late climbs by itself, once a step, and only the finished card ends it."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from motekar.rules.people import Role
from motekar.usecases import escalating
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0900, WIB, a_held, a_request

MONDAY_1459 = datetime(2026, 11, 23, 14, 59, tzinfo=WIB)
MONDAY_1500 = datetime(2026, 11, 23, 15, 0, tzinfo=WIB)
MONDAY_1601 = datetime(2026, 11, 23, 16, 1, tzinfo=WIB)
TUESDAY_0000 = datetime(2026, 11, 24, 0, 0, tzinfo=WIB)
TUESDAY_0730 = datetime(2026, 11, 24, 7, 30, tzinfo=WIB)
TUESDAY_0829 = datetime(2026, 11, 24, 8, 29, tzinfo=WIB)
TUESDAY_0830 = datetime(2026, 11, 24, 8, 30, tzinfo=WIB)


async def raised(desk: Desk) -> list[Any]:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text(
                "SELECT request_id, rank, trigger, audience, nobody, raised_at, due_at"
                " FROM escalation ORDER BY raised_at, rank, request_id"
            )
        )
        return list(rows)


async def test_a_promise_in_danger_climbs_with_the_open_hours(desk: Desk) -> None:
    await a_request(desk)
    told = []
    for now in (
        MONDAY_1459,
        MONDAY_1500,
        MONDAY_1601,
        TUESDAY_0000,
        TUESDAY_0730,
        TUESDAY_0829,
        TUESDAY_0830,
    ):
        told.append(await escalating.go_round(desk, now=now))
    assert told == [0, 1, 0, 0, 1, 0, 1]
    assert [
        (row.rank, row.trigger, row.audience, row.raised_at) for row in await raised(desk)
    ] == [
        (1, "at_risk", ["front_officer"], MONDAY_1500),
        (2, "overdue", ["office_manager"], TUESDAY_0730),
        (3, "overdue", ["head_of_office"], TUESDAY_0830),
    ]


async def test_two_workers_raise_each_step_once(real_desk: Desk) -> None:
    for number in range(1, 9):
        await a_request(real_desk, number)
    rounds = (escalating.go_round(real_desk, now=TUESDAY_0830) for _ in range(6))
    assert sum(await asyncio.gather(*rounds)) == 24
