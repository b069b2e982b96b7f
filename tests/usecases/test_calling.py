"""Staff who entered a number are called once an hour at most, in open hours, and never by name."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from motekar.rules.messages import gsm7_parts
from motekar.rules.people import Officer, Role
from motekar.sms.gateway import PermanentFailure, TechnicalFailure, TemporaryFailure
from motekar.usecases import calling, escalating, own_phone
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, MONDAY_0800, WIB, a_request, an_officer
from tests.gateways import Recording, a_roster

TUESDAY_0830 = datetime(2026, 11, 24, 8, 30, tzinfo=WIB)
TUESDAY_0930 = datetime(2026, 11, 24, 9, 30, tzinfo=WIB)
TUESDAY_2000 = datetime(2026, 11, 24, 20, 0, tzinfo=WIB)
MINUTE = timedelta(minutes=1)
HEAD = an_officer(Role.HEAD_OF_OFFICE)
NUMBER = "+6281288776655"


async def rows(desk: Desk, statement: str) -> list[Any]:
    async with desk.store.transaction() as transaction:
        return list(await transaction.execute(text(statement)))


async def entered(desk: Desk, who: Officer = HEAD, number: str = "0812 8877 6655") -> None:
    await own_phone.enter(desk, who, {"phone": number}, now=MONDAY_0800)


async def an_hour_late(desk: Desk, *numbers: int, office: str = HEAD.offices()[0]) -> None:
    for number in numbers:
        await a_request(desk, number, office=office)
    await escalating.go_round(desk, now=TUESDAY_0830)


async def sent(desk: Desk, gateway: Recording, *, now: datetime = TUESDAY_0830) -> list[str]:
    await calling.send_due(desk, a_roster(gateway), clock=lambda: now)
    return [message.text for message in gateway.sent]


async def test_one_sms_tells_how_many_and_nothing_else(desk: Desk) -> None:
    await entered(desk)
    await an_hour_late(desk, 1, 2)
    gateway = Recording()
    assert await calling.call(desk, now=TUESDAY_0830) == 1
    assert await calling.call(desk, now=TUESDAY_0830) == 0
    [body] = await sent(desk, gateway)
    assert body == "Motekar: 2 permohonan perlu ditolong di 1 kantor. Buka halaman Perlu ditolong."
    assert gsm7_parts(body) == 1
    assert gateway.sent[0].to == NUMBER
    assert await sent(desk, gateway) == [body]


async def test_within_the_hour_nobody_is_called_again(desk: Desk) -> None:
    await entered(desk)
    await an_hour_late(desk, 1)
    assert await calling.call(desk, now=TUESDAY_0830) == 1
    await a_request(desk, 2, office=HEAD.offices()[0], now=TUESDAY_0830 - timedelta(days=4))
    await escalating.go_round(desk, now=TUESDAY_0830 + MINUTE)
    assert await calling.call(desk, now=TUESDAY_0830 + MINUTE) == 0
    assert await calling.call(desk, now=TUESDAY_0930) == 1
    assert await calling.call(desk, now=TUESDAY_0930 + timedelta(hours=1)) == 0
    bodies = await rows(desk, "SELECT body FROM staff_message ORDER BY created_at")
    assert "1 permohonan" in bodies[1].body


async def test_while_all_their_offices_are_closed_nobody_is_called(desk: Desk) -> None:
    await entered(desk)
    await an_hour_late(desk, 1)
    assert await calling.call(desk, now=TUESDAY_2000) == 0


async def test_who_has_no_number_or_no_part_in_it_is_not_called(desk: Desk) -> None:
    await entered(desk, an_officer(Role.OFFICE_MANAGER))
    await entered(desk, an_officer(Role.HEAD_OF_OFFICE, office=BEKASI_SELATAN))
    await entered(desk)
    await own_phone.enter(desk, HEAD, {"phone": ""}, now=MONDAY_0800)
    await an_hour_late(desk, 1)
    assert await calling.call(desk, now=TUESDAY_0830) == 0


async def test_an_sms_that_does_not_go_out_is_tried_for_an_hour(desk: Desk) -> None:
    await entered(desk)
    await an_hour_late(desk, 1)
    await calling.call(desk, now=TUESDAY_0830)
    failing = Recording(failures=[TemporaryFailure("queue-full"), TechnicalFailure("down")])
    assert await sent(desk, failing) == []
    assert await sent(desk, failing, now=TUESDAY_0830 + MINUTE) == []
    assert failing.tried == 1
    assert await sent(desk, failing, now=TUESDAY_0830 + 5 * MINUTE) == []
    assert len(await sent(desk, failing, now=TUESDAY_0830 + 10 * MINUTE)) == 1
    [row] = await rows(desk, "SELECT state, attempts, last_error FROM staff_message")
    assert row == ("sent", 3, None)


async def test_a_refused_number_and_a_late_sms_are_given_up(desk: Desk) -> None:
    await entered(desk)
    await entered(desk, an_officer(), "0812 0000 0009")
    await an_hour_late(desk, 1)
    assert await calling.call(desk, now=TUESDAY_0830) == 2
    refusing = Recording(failures=[PermanentFailure("number-refused"), TemporaryFailure("full")])
    assert await sent(desk, refusing) == []
    assert await sent(desk, refusing, now=TUESDAY_0930) == []
    found = await rows(desk, "SELECT state, last_error FROM staff_message ORDER BY last_error")
    assert found == [("failed", "permanent: number-refused"), ("failed", "temporary: full")]


async def test_a_resting_gateway_is_asked_for_nothing(desk: Desk) -> None:
    await entered(desk)
    await an_hour_late(desk, 1)
    await calling.call(desk, now=TUESDAY_0830)
    assert await sent(desk, Recording(is_down=True)) == []
    [row] = await rows(desk, "SELECT state, attempts FROM staff_message")
    assert row == ("queued", 0)


async def test_a_lease_that_lapsed_is_taken_over(desk: Desk) -> None:
    await entered(desk)
    await an_hour_late(desk, 1)
    await calling.call(desk, now=TUESDAY_0830)
    dead = "UPDATE staff_message SET state = 'sending', attempts = 1, lease_until = :until"
    async with desk.store.transaction() as transaction:
        until = TUESDAY_0830 + MINUTE
        await transaction.execute(text(dead), {"until": until})
    gateway = Recording()
    assert await sent(desk, gateway) == []
    assert len(await sent(desk, gateway, now=TUESDAY_0830 + MINUTE)) == 1


async def test_many_workers_call_and_send_once(real_desk: Desk) -> None:
    await entered(real_desk)
    await an_hour_late(real_desk, 1)
    calls = (calling.call(real_desk, now=TUESDAY_0830) for _ in range(6))
    assert sum(await asyncio.gather(*calls)) == 1
    gateway = Recording()
    await asyncio.gather(*(sent(real_desk, gateway) for _ in range(6)))
    assert len(gateway.sent) == 1


async def test_numbers_stand_nowhere_in_clear(desk: Desk) -> None:
    await entered(desk)
    assert await own_phone.look(desk, HEAD) == "+62812\u2022\u2022\u2022\u2022\u2022\u202255"
    await an_hour_late(desk, 1)
    await calling.call(desk, now=TUESDAY_0830)
    tables = ("staff", "staff_message", "audit_entry", "escalation")
    told = [str(await rows(desk, f"SELECT t::text FROM {table} t")) for table in tables]
    found = await rows(desk, "SELECT encode(phone_cipher, 'escape') FROM staff_message")
    assert NUMBER[3:] not in "".join([*told, str(found)])
