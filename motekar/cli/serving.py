"""The parts of an installation as commands: pages and API, message worker, migration.

Settings reach the server's processes through their environment, as under any other server.
"""

import argparse
import asyncio
import multiprocessing
import os
import signal
import sys
from functools import cache

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar

from motekar import wiring, worker
from motekar.cli.answers import Answer, Refused
from motekar.cli.lifeline import die_with_parent
from motekar.cli.running import at
from motekar.settings import Settings
from motekar.usecases import standing
from motekar.usecases.roster import Roster
from motekar.web.monthly_press import press
from motekar.wiring import Place

_GRACE_SECONDS = 3


def serve(given: argparse.Namespace) -> None:
    """Serves at an address that was found free."""
    with at(given) as there:
        word = asyncio.run(_set_up_word(there))
        describe(there)
        address = f"http://{given.host}:{given.port}"
        lines = set_up_lines(address, word) if word else []
        print("\n".join([f"Motekar answers at {address}", *lines]), flush=True)
        serve_pages(given.host, given.port, workers=given.workers)


async def _set_up_word(there: Place) -> str | None:
    key = await wiring.checked_key(there.database_url, there.master_key)
    desk = wiring.open_desk(there.database_url, key)
    try:
        return await standing.word_to_show(desk)
    finally:
        await desk.store.close()


def set_up_lines(address: str, word: str) -> list[str]:
    """What an installation without anybody on the staff says at its start."""
    return [
        f"Nobody is on the staff yet: open {address}/staff to set Motekar up.",
        f"From another machine that page asks for this word: {word}",
    ]


def describe(there: Place) -> None:
    """Writes into the environment where the processes to come find the installation."""
    os.environ["MOTEKAR_DATABASE_URL"] = there.database_url
    os.environ["MOTEKAR_MASTER_KEY_FILE"] = str(there.master_key)


def serve_pages(host: str, port: int, *, workers: int) -> None:
    """Runs the web server with its processes until a signal ends it."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        _application()  # once for all processes, which then share its memory
    Server(
        "motekar.wiring:create_app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE_SECONDS,
    ).serve(target_loader=_app, wrap_loader=False)


def _app() -> Litestar:
    die_with_parent(os.getppid())
    return _application()


@cache
def _application() -> Litestar:
    return wiring.create_app()


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
        await worker.run(desk, roster, clock=wiring.now, press=press, stop=stop)
    finally:
        await roster.close()
        await desk.store.close()


def migrate(given: argparse.Namespace) -> Answer:
    """Migrates as the owner: the server's by MOTEKAR_MIGRATION_DATABASE_URL, or the embedded."""
    settings = Settings.from_environment(os.environ)
    owner_url = settings.migration_database_url
    if owner_url is not None:
        application_url = settings.database_url or "postgresql+asyncpg://motekar_app@/motekar"
        asyncio.run(wiring.migrate(owner_url, application_url=application_url))
    elif settings.database_url is not None:
        raise Refused(
            "Migrating needs the owner of the tables: set MOTEKAR_MIGRATION_DATABASE_URL to the"
            " same database with the owner's user name and password."
        )
    else:
        with at(given) as there:
            assert there.owner_url is not None  # noqa: S101 - an embedded database has one
            asyncio.run(wiring.migrate(there.owner_url, application_url=there.database_url))
    number = wiring.newest_version()
    return Answer(f"The database is at migration {number}.", {"migration": number})
