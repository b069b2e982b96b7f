"""Ten thousand queued messages go out through a real Kannel, as fast as Kannel takes them.

The pace is put beside that of the bare adapter before the same Kannel, and the worker's processor
time while it has nothing to do is told.
"""

import asyncio
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from motekar import wiring
from motekar.embedded import hold
from motekar.sms.gateway import Outgoing, SmsGateway
from motekar.sms.installed import load
from motekar.store import outbox, print_requests
from motekar.usecases.messaging import BATCH
from motekar.vault import read_master_key

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drills.kill_in_mid_intake import Office, _free_port
from tests.running import _role, children_of
from tests.sms.kannel_peer import Kannel, running_kannel

MESSAGES, BARE, IDLE_SECONDS = 10_000, 2_000, 20
PATIENCE_SECONDS = 600
LEAST_SHARE = 0.7
"""Of the bare adapter's pace; less would mean that we are what limits it."""


def run() -> str:
    """Bare first, then through the worker."""
    with tempfile.TemporaryDirectory(prefix="motekar-drill-") as folder:
        Path(folder).chmod(0o755)
        with running_kannel() as kannel:
            kannel.smsc.state = ""  # receipts are another drill's
            bare = asyncio.run(_bare(load(("kannel",), kannel.environ)[0]))
            return trial(Path(folder) / "office", kannel, bare=bare)


async def _bare(gateway: SmsGateway) -> float:
    """Messages a second with as many at once as a batch has."""
    places = asyncio.Semaphore(BATCH)
    until = datetime.now(UTC) + timedelta(hours=1)

    async def one(number: int) -> None:
        async with places:
            text = f"Kecamatan Contoh: KTP-el BUT-261123-{number:04d} diterima. GRATIS."
            await gateway.send(Outgoing("+6281200000001", text, str(number), None, until))

    began = time.monotonic()
    await asyncio.gather(*map(one, range(BARE)))
    await gateway.close()
    return BARE / (time.monotonic() - began)


def trial(data: Path, kannel: Kannel, *, bare: float) -> str:
    """Queues them all at once beside a running office, and waits until none is left."""
    settings = {"MOTEKAR_SMS_GATEWAYS": "kannel", **kannel.environ}
    office = Office(data, _free_port(), settings=settings)
    with office.running(), hold(data) as cluster:
        office.set_up()
        number = office.submit(1)
        began = asyncio.run(_queued(cluster.url("app"), data, number))
        pace = MESSAGES / (asyncio.run(_drained(cluster.url("app"))) - began)
        idle = _idle(office)
    assert pace >= LEAST_SHARE * bare, f"{pace:.0f} a second, the bare adapter {bare:.0f}"
    return (
        f"{MESSAGES} messages at {pace:.0f} a second, the bare adapter {bare:.0f};"
        f" an idle worker used {idle:.0f} ms of processor time in {IDLE_SECONDS} s"
    )


async def _queued(url: str, data: Path, number: str) -> float:
    """All in one transaction; gives the moment in which the worker may see them."""
    desk = wiring.open_desk(url, read_master_key(data / "master.key"))
    now = datetime.now(UTC)
    try:
        async with desk.store.transaction() as transaction:
            found = await print_requests.find(transaction, print_requests.by_request_no(number))
            assert found is not None
            for occasion in range(1, MESSAGES + 1):
                message = outbox.NewMessage(
                    id=desk.new_id(now),
                    request=found.request,
                    event="received",
                    to="+6281200000001",
                    body=f"Kecamatan Contoh: KTP-el {number} diterima ({occasion}). GRATIS.",
                    at=now,
                    not_before=now,
                    occasion=occasion,
                )
                outbox.enqueue(transaction, desk.vault, message)
                if occasion % 100 == 0:
                    await transaction.flush()
        return time.monotonic()
    finally:
        await desk.store.close()


async def _drained(url: str) -> float:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        while await connection.fetchval(
            "SELECT count(*) FROM message WHERE state IN ('queued', 'sending')"
        ):
            assert time.monotonic() < deadline, "still queued after ten minutes"
            await asyncio.sleep(0.2)
        return time.monotonic()
    finally:
        await connection.close()


def _idle(office: Office) -> float:
    """Milliseconds of processor time the worker used while nothing was due."""
    (worker,) = [pid for pid in children_of(office.pid) if _role(pid) == "message"]
    before = _used(worker)
    time.sleep(IDLE_SECONDS)
    return (_used(worker) - before) * 1000


def _used(pid: int) -> float:
    fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
