"""Workers killed at any moment, again and again: no message is lost, and few go out twice."""

import random
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from motekar.sms.gateway import Call, Outgoing, Reports, Sent
from motekar.usecases import messaging, receipts
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0900, a_recorded
from tests.gateways import Recording, a_roster

MESSAGES, KILLS = 30, 3


class Killed(BaseException):
    """The process is gone: nothing after it is done."""


class Deadly(Recording):
    """Dies with its worker before or after the message it was told to die at."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__("deadly", reports=Reports.CALLS)
        self.chance = chance
        self.dies_at: int | None = None

    async def send(self, message: Outgoing) -> Sent:
        dies = self.tried == self.dies_at
        if dies and self.chance.random() < 0.5:
            raise Killed
        sent = await super().send(message)
        if dies:
            raise Killed
        return sent


@pytest.mark.parametrize("seed", range(3))
async def test_each_is_delivered_and_a_kill_repeats_no_more_than_one_batch(
    real_desk: Desk, seed: int
) -> None:
    chance = random.Random(seed)
    gateway = Deadly(chance)
    for number in range(1, MESSAGES + 1):
        await a_recorded(real_desk, number)
    now, kills, reported = MONDAY_0900, 0, 0
    while await messaging.next_due(real_desk) and now < MONDAY_0900 + timedelta(hours=20):
        now += timedelta(minutes=2)
        gateway.dies_at = gateway.tried + chance.randrange(3) if kills < KILLS else None
        try:
            await messaging.send_due(real_desk, a_roster(gateway), clock=partial(_same, now))
        except Killed:
            kills += 1
        # Some receipts are there before the lease of the dead lapses, some are not.
        for message in gateway.sent[reported:]:
            if chance.random() < 0.3:
                await report(real_desk, gateway, message, now=now)
        reported = len(gateway.sent)
        if await delivered(real_desk) == MESSAGES:
            break
    assert kills >= 2
    for message in gateway.sent:
        await report(real_desk, gateway, message, now=now)
    assert await delivered(real_desk) == MESSAGES
    twice = Counter(message.reference for message in gateway.sent)
    assert len(twice) == MESSAGES
    assert sum(twice.values()) - MESSAGES <= KILLS * messaging.BATCH


def _same(moment: datetime) -> datetime:
    return moment


async def report(desk: Desk, gateway: Recording, message: Outgoing, *, now: datetime) -> None:
    assert message.receipts_at is not None
    ours = dict(parse_qsl(urlsplit(message.receipts_at).query))
    call = Call("GET", message.receipts_at, {}, (("status", "delivered"),), (), b"")
    await receipts.take(desk, gateway, call, **ours, now=now)  # type: ignore[arg-type]


async def delivered(desk: Desk) -> int:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT count(*) FROM message WHERE state = 'delivered'")
        )
        return int(rows.scalar_one())
