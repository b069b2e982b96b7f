"""Pages and API as a web server with its processes.

Settings reach the server's processes through their environment, as under any other server.
"""

import argparse
import asyncio
import multiprocessing
import os
import sys
from functools import cache

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from motekar import wiring
from motekar.cli.lifeline import die_with_parent
from motekar.cli.running import at
from motekar.usecases import standing
from motekar.wiring import Application, Place

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


def _app() -> Application:
    die_with_parent(os.getppid())
    return _application()


@cache
def _application() -> Application:
    return wiring.create_app()
