"""Which gateway carries a message: in order, at its pace, under its ceiling; switches recorded."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import text

from motekar.rules.failover import Limits
from motekar.sms.gateway import TechnicalFailure
from motekar.usecases.desk import Desk
from motekar.usecases.messaging import Round, send_due
from motekar.usecases.roster import Roster
from tests.builders import MONDAY_0900, a_recorded
from tests.gateways import Recording, a_roster

LATER = MONDAY_0900 + timedelta(minutes=1)
SECOND = timedelta(seconds=1)


async def turn(desk: Desk, roster: Roster, now: datetime) -> Round:
    return await send_due(desk, roster, clock=lambda: now)


async def recorded(desk: Desk, number: int) -> None:
    for each in range(1, number + 1):
        await a_recorded(desk, each)


async def history(desk: Desk) -> Sequence[tuple[str, str, str | None]]:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT gateway, kind, reason FROM sms_gateway_event ORDER BY id")
        )
        return [tuple(row) for row in rows]


async def test_a_gateway_that_is_down_rests_and_the_next_one_carries(desk: Desk) -> None:
    await recorded(desk, 2)
    first, second = Recording("first", is_down=True), Recording("second")
    roster = a_roster(first, second)
    sent = await turn(desk, roster, LATER)
    assert {outcome.gateway for outcome in sent.outcomes} == {"second"}
    assert (first.tried, len(second.sent)) == (0, 2)
    assert await history(desk) == [("first", "resting", "technical: down")]

    await a_recorded(desk, 3)
    await turn(desk, roster, LATER + 29 * SECOND)
    assert (first.checked, len(second.sent)) == (1, 3)

    first.is_down = False
    await recorded_again(desk, 4, 6)
    await turn(desk, roster, LATER + 31 * SECOND)
    assert len(first.sent) == 1, "one message to try it"
    await turn(desk, roster, LATER + 32 * SECOND)
    assert len(first.sent) == 3
    assert (await history(desk))[-1][:2] == ("first", "working")


async def recorded_again(desk: Desk, first: int, last: int) -> None:
    for each in range(first, last + 1):
        await a_recorded(desk, each)


async def test_three_failures_in_a_row_rest_a_gateway(desk: Desk) -> None:
    await recorded(desk, 4)
    first = Recording("first", [TechnicalFailure("no-credit")] * 4)
    second = Recording("second")
    await turn(desk, a_roster(first, second), LATER)
    assert len(second.sent) == 4
    assert await history(desk) == [("first", "resting", "technical: no-credit")]


async def test_with_all_of_them_down_nothing_is_tried_until_one_may_work(desk: Desk) -> None:
    await recorded(desk, 1)
    roster = a_roster(Recording("first", is_down=True), Recording("second", is_down=True))
    found = await turn(desk, roster, LATER)
    assert found.outcomes == ()
    assert (await turn(desk, roster, LATER + SECOND)).again_at == LATER + 30 * SECOND
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(text("SELECT state, attempts FROM message"))
        assert [tuple(row) for row in rows] == [("queued", 0)]


async def test_a_gateway_carries_at_its_pace_and_then_waits(desk: Desk) -> None:
    await recorded(desk, 5)
    roster = a_roster(Recording("slow"), Recording("spare"), limits=Limits(a_minute=12))
    found = await turn(desk, roster, LATER)
    assert [outcome.gateway for outcome in found.outcomes] == ["slow", "slow"]
    waiting = await turn(desk, roster, LATER + SECOND)
    assert (waiting.outcomes, waiting.again_at) == ((), LATER + 5 * SECOND)
    assert len((await turn(desk, roster, LATER + 5 * SECOND)).outcomes) == 1


async def test_at_its_ceiling_the_next_one_carries_and_it_is_told(desk: Desk) -> None:
    await recorded(desk, 8)
    cheap, spare = Recording("cheap"), Recording("spare")
    limits = {"cheap": Limits(parts_a_day=5)}
    roster = Roster((cheap, spare), limits, None)
    for number in range(4):
        await turn(desk, roster, LATER + number * SECOND)
    assert (len(cheap.sent), len(spare.sent)) == (5, 3)
    assert [kind for _, kind, _ in await history(desk)] == ["ceiling-near", "ceiling-reached"]

    await a_recorded(desk, 9)
    tomorrow = LATER + timedelta(days=1)
    async with desk.store.transaction() as transaction:
        await transaction.execute(
            text("UPDATE message SET expires_at = :end"), {"end": tomorrow + timedelta(days=1)}
        )
    await turn(desk, roster, tomorrow)
    assert len(cheap.sent) == 6


async def test_what_was_not_taken_over_is_not_counted(desk: Desk) -> None:
    await recorded(desk, 3)
    failing = Recording("failing", [TechnicalFailure("x")])
    await turn(desk, a_roster(failing), LATER)
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(text("SELECT parts FROM sms_gateway"))
        assert rows.scalar_one() == 2


async def test_every_answer_of_a_gateway_is_kept(desk: Desk) -> None:
    await recorded(desk, 1)
    first = Recording("first", [TechnicalFailure("no-credit")])
    await turn(desk, a_roster(first, Recording("second")), LATER)
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT attempt, turn, gateway, outcome FROM message_attempt ORDER BY turn")
        )
        assert [tuple(row) for row in rows] == [
            (1, 0, "first", "technical: no-credit"),
            (1, 1, "second", "taken"),
        ]


async def test_workers_that_find_the_same_trouble_at_once_make_it_one_rest(
    real_desk: Desk,
) -> None:
    await recorded(real_desk, 1)
    rosters = [a_roster(Recording("down", is_down=True)) for _ in range(4)]
    await asyncio.gather(*(turn(real_desk, roster, LATER) for roster in rosters))
    assert await history(real_desk) == [("down", "resting", "technical: down")]
    async with real_desk.store.transaction() as transaction:
        rows = await transaction.execute(text("SELECT rests, until FROM sms_gateway"))
        assert [tuple(row) for row in rows] == [(1, LATER + 30 * SECOND)]
