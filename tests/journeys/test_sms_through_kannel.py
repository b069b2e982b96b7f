"""A citizen's SMS through a real Kannel and back: delivered, gone around, made somebody's work."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from motekar.rules.people import Role
from motekar.usecases import reaching
from motekar.usecases.desk import Desk
from tests.builders import a_recorded, an_officer
from tests.conftest import CopiedDatabase
from tests.journeys.installation import Installation, an_installation
from tests.running import eventually_so
from tests.sms.kannel_peer import Kannel, running_kannel

CHECKED_FOR = 3.1  # seconds for which a check is believed


async def one(desk: Desk, query: str, **values: object) -> Any:
    async with desk.store.transaction() as transaction:
        return (await transaction.execute(text(query), values)).scalar_one_or_none()


def is_(desk: Desk, number: str, state: str) -> Callable[[], Awaitable[bool]]:
    """Whether the newest message of a request stands so."""
    query = (
        "SELECT m.state FROM message m JOIN print_request r ON r.id = m.request_id"
        " WHERE r.request_no = :number ORDER BY m.created_at DESC LIMIT 1"
    )

    async def found() -> bool:
        return await one(desk, query, number=number) == state

    return found


async def test_sent_delivered_gone_around_back_and_undelivered(
    real_desk: Desk, copied_database: CopiedDatabase, tmp_path: Path, needs_kannel: str
) -> None:
    with running_kannel() as kannel:
        office = an_installation(
            tmp_path,
            database_url=copied_database.url,
            MOTEKAR_SMS_GATEWAYS="kannel, console",
            **kannel.environ,
        )
        with office.serving(), office.working():
            await delivered(real_desk, kannel, office)
            await gone_around(real_desk, kannel)
            await back(real_desk, kannel)
            await undelivered(real_desk, kannel)
            kannel.smsc.received.clear()
    log = (tmp_path / "worker.log").read_text()
    assert "628120000" not in log
    assert "kata-sandi" not in log


async def delivered(desk: Desk, kannel: Kannel, office: Installation) -> None:
    recorded = await a_recorded(desk, 1, now=datetime.now(UTC))
    number = recorded.view.request.request_no
    assert await eventually_so(is_(desk, number, "delivered"))
    (arrived,) = kannel.smsc.received
    assert arrived.to.removeprefix("+") == "6281200000001"
    assert number in arrived.text
    page = httpx.get(f"{office.address}/status/{recorded.claim_code.digits}")
    assert "Berkas diterima" in page.text
    assert "sampai di HP Anda" in page.text


async def gone_around(desk: Desk, kannel: Kannel) -> None:
    """The operator's link is down: the next gateway carries, and the switch says why."""
    kannel.stop_smsc()
    await asyncio.sleep(CHECKED_FOR)
    recorded = await a_recorded(desk, 2, now=datetime.now(UTC))
    number = recorded.view.request.request_no
    assert await eventually_so(is_(desk, number, "sent"))
    gateway = await one(desk, "SELECT gateway FROM message ORDER BY created_at DESC LIMIT 1")
    assert gateway == "console"
    reason = await one(desk, "SELECT reason FROM sms_gateway_event WHERE kind = 'resting'")
    assert reason == "technical: smsc-offline"


async def rested_before(desk: Desk, ago: timedelta) -> None:
    """Ends every rest now instead of in half a minute."""
    async with desk.store.transaction() as transaction:
        await transaction.execute(
            text("UPDATE sms_gateway SET until = :now WHERE until IS NOT NULL"),
            {"now": datetime.now(UTC) - ago},
        )


async def back(desk: Desk, kannel: Kannel) -> None:
    """The link is up again: one message tries it, and it carries."""
    kannel.start_smsc()
    await rested_before(desk, timedelta(seconds=1))
    recorded = await a_recorded(desk, 3, now=datetime.now(UTC))
    number = recorded.view.request.request_no
    assert await eventually_so(is_(desk, number, "delivered"))
    kinds = await one(desk, "SELECT string_agg(kind, ' ' ORDER BY id) FROM sms_gateway_event")
    assert kinds == "resting working"
    assert await reaching.to_tell(desk, an_officer(Role.FRONT_OFFICER), limit=9) == ()


async def undelivered(desk: Desk, kannel: Kannel) -> None:
    """What the operator gives up no other gateway can bring: a person has to tell it."""
    kannel.smsc.state = "UNDELIV"
    recorded = await a_recorded(desk, 4, now=datetime.now(UTC))
    number = recorded.view.request.request_no
    assert await eventually_so(is_(desk, number, "failed"))
    (task,) = await reaching.to_tell(desk, an_officer(Role.FRONT_OFFICER), limit=9)
    assert (task.request_no, task.failure) == (number, "permanent")
