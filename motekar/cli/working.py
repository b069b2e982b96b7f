"""``motekar worker``: the message worker as a process of its own."""

import argparse
import asyncio
import os
import signal

from motekar import wiring, worker
from motekar.cli.running import at
from motekar.settings import Settings
from motekar.usecases.reporting import MonthFacts, Papers
from motekar.usecases.roster import Roster
from motekar.wiring import Place


def work(given: argparse.Namespace) -> None:
    """Sends messages until SIGINT or SIGTERM."""
    with at(given) as there:
        send_messages(there)


def send_messages(there: Place) -> None:
    """Runs the worker with the gateways of the settings."""
    settings = Settings.from_environment(os.environ)
    roster = wiring.roster(settings)
    wiring.log_in_json()
    asyncio.run(_send(there, roster))


async def _send(there: Place, roster: Roster) -> None:
    stop = asyncio.Event()
    for order in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(order, stop.set)
    key = await wiring.checked_key(there.database_url, there.master_key)
    desk = wiring.open_desk(there.database_url, key)
    await wiring.settle_memory()
    try:
        await worker.run(desk, roster, clock=wiring.now, press=_press, stop=stop)
    finally:
        await roster.close()
        await desk.store.close()


async def _press(facts: MonthFacts) -> Papers:
    from motekar.web.monthly_press import press  # noqa: PLC0415 - needed once a month

    return await press(facts)
