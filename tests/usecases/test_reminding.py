"""Who has not fetched a finished card is told once more; at night nobody is."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from motekar.rules.lifecycle import State
from motekar.rules.steps import Resume
from motekar.usecases import reminding
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0900, WIB, a_held, a_recorded, a_request, a_step

WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=WIB)
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=WIB)
THURSDAY_BEFORE_OPENING = datetime(2026, 11, 26, 7, 15, tzinfo=WIB)
MONDAY_2030 = datetime(2026, 11, 23, 20, 30, tzinfo=WIB)
TUESDAY_0700 = datetime(2026, 11, 24, 7, tzinfo=WIB)


async def told(desk: Desk, event: str = "reminder") -> list[Any]:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT not_before, body, request_id FROM message WHERE event = :event"),
            {"event": event},
        )
        return list(rows)


async def test_on_the_third_open_day_it_is_told_once(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)

    assert await reminding.go_round(desk, now=WEDNESDAY) == 0
    assert await reminding.go_round(desk, now=THURSDAY_BEFORE_OPENING) == 0
    assert await reminding.go_round(desk, now=THURSDAY) == 1
    assert await reminding.go_round(desk, now=THURSDAY + timedelta(days=7)) == 0

    [reminder] = await told(desk)
    assert reminder.not_before == THURSDAY
    number = view.request.request_no
    assert f"KTP-el {number} masih menunggu Anda di kantor ini, buka hari ini" in reminder.body


async def test_the_round_is_kept_in_the_audit(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    await reminding.go_round(desk, now=THURSDAY)
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT office_code, facts FROM audit_entry WHERE action = 'reminders.queue'")
        )
        assert list(rows) == [(view.request.office, {"told": 1})]


async def test_whoever_has_no_phone_or_no_card_yet_is_left_alone(desk: Desk) -> None:
    await a_request(desk, 1, state=State.PRINTED, phone="")
    await a_request(desk, 2, state=State.VERIFIED)
    await a_request(desk, 3, state=State.COLLECTED)
    assert await reminding.go_round(desk, now=THURSDAY) == 0


async def test_a_held_card_is_not_called_for(desk: Desk) -> None:
    ready = await a_request(desk, state=State.PRINTED)
    await a_held(desk, ready, now=MONDAY_0900 + timedelta(hours=1))
    assert await reminding.go_round(desk, now=THURSDAY) == 0


async def test_a_card_held_and_let_go_is_not_reminded_of_again(desk: Desk) -> None:
    ready = await a_request(desk, state=State.PRINTED)
    assert await reminding.go_round(desk, now=THURSDAY) == 1
    held = await a_held(desk, ready, now=THURSDAY)
    await a_step(desk, held, Resume("SIAK terbuka lagi"), now=THURSDAY)
    assert await reminding.go_round(desk, now=THURSDAY + timedelta(days=7)) == 0


async def test_two_workers_remind_each_owner_once(real_desk: Desk) -> None:
    for number in range(1, 9):
        await a_request(real_desk, number, state=State.PRINTED)
    rounds = (reminding.go_round(real_desk, now=THURSDAY) for _ in range(6))
    assert sum(await asyncio.gather(*rounds)) == 8
    owners = [reminder.request_id for reminder in await told(real_desk)]
    assert len(owners) == len(set(owners)) == 8


async def test_a_card_ready_at_night_is_told_in_the_morning_with_that_days_hours(
    desk: Desk,
) -> None:
    await a_request(desk, state=State.PRINTED, now=MONDAY_2030)
    [ready] = await told(desk, "ready")
    assert ready.not_before == TUESDAY_0700
    assert "buka hari ini 07.30-16.00" in ready.body


async def test_the_receipt_is_told_at_night_too(desk: Desk) -> None:
    await a_recorded(desk, now=MONDAY_2030)
    [received] = await told(desk, "received")
    assert received.not_before == MONDAY_2030
