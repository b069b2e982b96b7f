"""The message worker with real commits, LISTEN and lost connections."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from structlog.testing import capture_logs

from motekar import worker
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.sms.gateway import Outgoing, Sent
from motekar.store.limits import OnceKey, claim
from motekar.usecases import drafts, looking, own_phone
from motekar.usecases.desk import Desk
from motekar.usecases.reporting import MonthFacts, Papers, Press
from tests.builders import MONDAY_0900, a_recorded, a_request, an_asked_hold, an_officer
from tests.gateways import Recording, a_roster
from tests.reports.figures import press

QUICKLY = 2.0
NAME, NIK, NUMBER = "Sinta Uji Contoh", "3275034505900001", "+6281200000001"


class Collecting(Recording):
    """A gateway that takes its time."""

    def __init__(self, *, seconds: float = 0) -> None:
        super().__init__("collecting")
        self._seconds = seconds

    async def send(self, message: Outgoing) -> Sent:
        await asyncio.sleep(self._seconds)
        return await super().send(message)


BEGAN = datetime.now(UTC)


def now() -> datetime:
    """The hour after every step of the tests, going on as a clock does."""
    return MONDAY_0900 + timedelta(hours=1) + (datetime.now(UTC) - BEGAN)


@asynccontextmanager
async def working(
    desk: Desk, gateway: Collecting, *, press: Press = press
) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(
        worker.run(desk, a_roster(gateway), clock=now, press=press, stop=stop)
    )
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def soon(fact: Callable[[], bool], *, seconds: float = QUICKLY) -> bool:
    async with asyncio.timeout(seconds):
        while not fact():
            await asyncio.sleep(0.005)
    return True


async def scalar(desk: Desk, query: str) -> object:
    async with desk.store.transaction() as transaction:
        return (await transaction.execute(text(query))).scalar_one()


async def listening(desk: Desk) -> None:
    """Returns once the worker hears."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND query LIKE 'LISTEN%'"
    )
    async with asyncio.timeout(5):
        while not await scalar(desk, query):
            await asyncio.sleep(0.01)


async def test_a_committed_step_wakes_it_at_once(real_desk: Desk) -> None:
    gateway = Collecting()
    async with working(real_desk, gateway):
        await listening(real_desk)
        await a_recorded(real_desk)
        assert await soon(lambda: len(gateway.sent) == 1, seconds=1)


async def test_it_sends_what_was_queued_before_it_started(real_desk: Desk) -> None:
    await a_recorded(real_desk)
    gateway = Collecting()
    async with working(real_desk, gateway):
        assert await soon(lambda: len(gateway.sent) == 1)


async def test_it_finds_back_after_its_connections_were_cut(real_desk: Desk) -> None:
    gateway = Collecting()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    async with working(real_desk, gateway):
        await listening(real_desk)
        await scalar(
            real_desk, f"SELECT count(*) FROM ({cut} AND datname = current_database()) cut"
        )
        await a_recorded(real_desk)
        assert await soon(lambda: len(gateway.sent) == 1, seconds=5)
        await a_recorded(real_desk, 2)
        assert await soon(lambda: len(gateway.sent) == 2, seconds=1)


async def test_it_finishes_its_batch_before_it_stops(real_desk: Desk) -> None:
    await a_recorded(real_desk)
    gateway = Collecting(seconds=0.2)
    sending = "SELECT count(*) FROM message WHERE state = 'sending'"
    async with working(real_desk, gateway) as stop:
        await until(lambda: scalar(real_desk, sending), 1)
        stop.set()
    assert len(gateway.sent) == 1
    assert await scalar(real_desk, "SELECT state FROM message") == "sent"


async def until(ask: Callable[[], Awaitable[object]], answer: object) -> None:
    async with asyncio.timeout(5):
        while await ask() != answer:
            await asyncio.sleep(0.01)


async def test_it_clears_away_what_is_over(real_desk: Desk) -> None:
    key = OnceKey(an_officer().id, "POST", "/", "once", b"hash")
    long_ago = MONDAY_0900 - timedelta(days=2)
    await drafts.keep(real_desk, an_officer(), {"nik": NIK}, now=long_ago)
    request = (await a_recorded(real_desk)).view.request
    await looking.open_one(real_desk, an_officer(), request.id, now=long_ago)
    async with real_desk.store.transaction() as transaction:
        a_day = timedelta(hours=24)
        await claim(transaction, real_desk.vault, key, now=MONDAY_0900 - a_day, kept_for=a_day)
        await transaction.execute(
            text("INSERT INTO throttle VALUES ('\\x00', 1, '2026-11-23'::timestamptz)")
        )
        await transaction.execute(
            text("INSERT INTO web_session VALUES ('\\x00', '\\x00', '2026-11-23'::timestamptz)")
        )
    rows = (
        "SELECT (SELECT count(*) FROM throttle) + (SELECT count(*) FROM web_session)"
        " + (SELECT count(*) FROM idempotency_record)"
        " + (SELECT count(*) FROM intake_draft) + (SELECT count(*) FROM request_look)"
    )
    async with working(real_desk, Collecting()):
        await until(lambda: scalar(real_desk, rows), 0)


async def test_it_ends_questions_that_nobody_answered(real_desk: Desk) -> None:
    early = MONDAY_0900 - timedelta(hours=3)
    await an_asked_hold(real_desk, await a_request(real_desk, now=early), now=early)
    async with working(real_desk, Collecting()):
        await until(lambda: scalar(real_desk, "SELECT outcome FROM approval"), "expired")


async def test_its_round_reminds_of_a_card_that_lies(real_desk: Desk) -> None:
    a_week_ago = MONDAY_0900 - timedelta(days=7)
    await a_request(real_desk, state=State.PRINTED, now=a_week_ago)
    reminders = "SELECT count(*) FROM message WHERE event = 'reminder'"
    async with working(real_desk, Collecting()):
        await until(lambda: scalar(real_desk, reminders), 1)


async def test_its_minute_raises_what_is_late_and_calls_the_head(real_desk: Desk) -> None:
    head = an_officer(Role.HEAD_OF_OFFICE)
    await own_phone.enter(real_desk, head, {"phone": NUMBER}, now=MONDAY_0900)
    a_week_ago = MONDAY_0900 - timedelta(days=7)
    await a_request(real_desk, state=State.VERIFIED, now=a_week_ago, phone="")
    gateway = Collecting()
    async with working(real_desk, gateway):
        await until(lambda: scalar(real_desk, "SELECT count(*) FROM escalation"), 3)
        assert await soon(lambda: len(gateway.sent) == 1)
    assert gateway.sent[0].text.startswith("Motekar: 1 permohonan perlu ditolong di 1 kantor.")


async def test_its_log_names_nobody(real_desk: Desk) -> None:
    gateway = Collecting()
    with capture_logs() as log:
        async with working(real_desk, gateway):
            await a_recorded(real_desk)
            await soon(lambda: len(gateway.sent) == 1)
    told = json.dumps(log)
    assert "message-sent" in told
    for secret in (NAME, NIK, NUMBER, NUMBER[3:]):
        assert secret not in told


async def broken(facts: MonthFacts) -> Papers:
    raise ValueError(facts.view.period.first)


async def an_october(desk: Desk) -> None:
    await a_recorded(desk, now=MONDAY_0900 - timedelta(days=24))


async def test_last_months_report_is_made_by_the_worker(real_desk: Desk) -> None:
    await an_october(real_desk)
    with capture_logs() as logs:
        async with working(real_desk, Collecting()):
            assert await soon(lambda: told(logs, "report-made") == 2, seconds=5)


async def test_a_report_that_cannot_be_drawn_keeps_no_message_back(real_desk: Desk) -> None:
    gateway = Collecting()
    await an_october(real_desk)
    with capture_logs() as logs:
        async with working(real_desk, gateway, press=broken):
            assert await soon(lambda: told(logs, "report-failed") == 1, seconds=5)
            sent = len(gateway.sent)
            await a_recorded(real_desk, 2)
            assert await soon(lambda: len(gateway.sent) > sent, seconds=5)


def told(logs: Sequence[Mapping[str, object]], event: str) -> int:
    return [entry["event"] for entry in logs].count(event)
