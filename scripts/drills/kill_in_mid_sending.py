"""Kills the message worker at random moments while messages go out through a real Kannel.

In the end each message is delivered, or is somebody's work; none is missing. What the operator got
twice is counted, and is at most one message for each kill and each slot of the worker's batch.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import asyncpg

from motekar.embedded import hold
from motekar.usecases.messaging import BATCH

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drills.kill_in_mid_intake import Office, _free_port
from tests.running import _role, children_of
from tests.sms.kannel_peer import Kannel, running_kannel

PATIENCE_SECONDS = 600
KILLS = 12


def run() -> str:
    """Two thousand messages, twelve kills."""
    with (
        tempfile.TemporaryDirectory(prefix="motekar-drill-") as folder,
        running_kannel() as kannel,
    ):
        Path(folder).chmod(0o755)
        return trial(Path(folder) / "office", kannel, messages=2000)


def trial(data: Path, kannel: Kannel, *, messages: int) -> str:
    """Submits, kills meanwhile, waits until all is settled, and counts."""
    port = _free_port()
    settings = {
        "MOTEKAR_SMS_GATEWAYS": "kannel",
        "MOTEKAR_SMS_RECEIPTS_URL": f"http://127.0.0.1:{port}",
        **kannel.environ,
    }
    office = Office(data, port, settings=settings)
    with office.running():
        office.set_up()
        kills = ThreadPoolExecutor(1).submit(_kill_now_and_then, office)
        began = time.monotonic()
        with ThreadPoolExecutor(8) as counter:
            list(counter.map(office.submit, range(1, messages + 1)))
        submitted = time.monotonic() - began
        assert kills.result(PATIENCE_SECONDS) == KILLS
        states = _settled(office, messages)
        took = time.monotonic() - began
    return _judged(kannel, states, messages, submitted=submitted, took=took)


def _kill_now_and_then(office: Office) -> int:
    """At moments nobody chose; the parent starts another worker each time."""
    chance = random.Random(4)
    killed = 0
    while killed < KILLS:
        time.sleep(chance.uniform(1, 4))
        workers = [pid for pid in children_of(office.pid) if _role(pid) == "message"]
        for worker in workers[:1]:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                killed += 1
    return killed


def _settled(office: Office, messages: int) -> Counter[str]:
    """How the messages ended, once none is on its way."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with hold(office.data) as cluster:
        url = cluster.url("app").replace("+asyncpg", "")
        while True:
            states = asyncio.run(_states(url))
            under_way = sum(states[state] for state in ("queued", "sending", "sent"))
            if not under_way and states.total() == messages:
                return states
            assert time.monotonic() < deadline, f"still under way: {dict(states)}"
            time.sleep(1)


async def _states(url: str) -> Counter[str]:
    """By state; failed and unknown ones count as such only with an open task."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT CASE WHEN state IN ('failed', 'unknown') AND NOT EXISTS (SELECT FROM"
            " message_task t WHERE t.request_id = m.request_id) THEN 'forgotten' ELSE state END"
            " AS state, count(*) AS count FROM message m GROUP BY 1"
        )
    finally:
        await connection.close()
    return Counter({row["state"]: row["count"] for row in rows})


def _judged(
    kannel: Kannel, states: Counter[str], messages: int, *, submitted: float, took: float
) -> str:
    times = Counter(received.text for received in kannel.smsc.received)
    twice = sum(count - 1 for count in times.values())
    assert not states["forgotten"], f"nobody's work: {dict(states)}"
    assert len(times) >= states["delivered"], "called delivered and never handed over"
    assert len(times) + states["failed"] + states["unknown"] >= messages, "messages are missing"
    assert twice <= KILLS * BATCH, f"{twice} too many"
    return (
        f"{messages} messages over {KILLS} kills in {took:.0f} s, {submitted:.0f} s of them"
        f" submitting: {dict(states)}; the operator got {twice} twice"
    )
