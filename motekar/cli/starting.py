"""``motekar up``: database, demo, pages and messages in one go, on one data folder.

The parent starts the database, brings it up to date and then only watches: the pages and the
message worker are its children, and a sweeper stops the database should the parent be killed.
"""

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from motekar import wiring
from motekar.cli.addresses import free_port, is_loopback, refuse_taken
from motekar.cli.answers import Answer, Refused
from motekar.cli.serving import describe, send_messages, serve_pages
from motekar.cli.supervising import Child, supervise
from motekar.demo import telling
from motekar.demo.people import PASSWORD, STAFF, Clerk
from motekar.embedded import Cluster, EmbeddedDatabaseFailed, ensure_running, hold, locks
from motekar.installation import HOME, Folder, Kind
from motekar.settings import Settings
from motekar.usecases import standing
from motekar.usecases.desk import Desk
from motekar.wiring import Place

_MOST_WORKERS = 2
_SWEEPS = 20


@dataclass(frozen=True, slots=True)
class Start:
    """What was asked for."""

    kind: Kind
    folder: Folder
    host: str
    port: int
    workers: int
    settings: Settings
    as_json: bool

    @property
    def address(self) -> str:
        """Where a browser finds the pages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def up(given: argparse.Namespace) -> None:
    """Runs until SIGINT or SIGTERM; then everything has stopped."""
    start = _start(given)
    start.folder.claim(start.kind)
    with start.folder.occupied(start.address) as lock:
        refuse_taken(start.host, start.port)
        sweeper = _Sweeper(start.folder.path)
        sweeper.begin(lock)
        with _database(start) as (there, cluster):
            _prepare(start, there)
            _announce(start)
            supervise(_children(start, there, sweeper), each_second=partial(_heal, cluster))
        sweeper.dismiss()
    print("Motekar has stopped.", flush=True)


def _start(given: argparse.Namespace) -> Start:
    settings = Settings.from_environment(os.environ)
    kind = Kind.OFFICE if given.no_demo else Kind.DEMO
    if kind is Kind.DEMO and not is_loopback(given.host):
        raise Refused(
            f"The demo has well-known passwords and is never shown on {given.host}: leave --host"
            " out, or start an office with --no-demo."
        )
    return Start(
        kind=kind,
        folder=Folder(given.data_dir or settings.data_dir or HOME / kind.value),
        host=given.host,
        port=given.port or free_port(given.host),
        workers=given.workers or min(_MOST_WORKERS, os.cpu_count() or 1),
        settings=settings,
        as_json=given.json,
    )


@contextmanager
def _database(start: Start) -> Iterator[tuple[Place, Cluster | None]]:
    settings = start.settings
    key = settings.master_key_file or start.folder.master_key
    if settings.database_url is not None:
        yield Place(settings.database_url, settings.migration_database_url, key), None
        return
    with hold(start.folder.path) as cluster:
        yield Place(cluster.url("app"), cluster.url("owner"), key), cluster


def _prepare(start: Start, there: Place) -> None:
    asyncio.run(_prepared(start, there))
    describe(there)
    if start.kind is Kind.DEMO:
        os.environ.setdefault("MOTEKAR_PUBLIC_URL", start.address)
        os.environ["MOTEKAR_SMS_GATEWAYS"] = "console"  # never to a real number


async def _prepared(start: Start, there: Place) -> None:
    is_current = await wiring.is_migrated(there.database_url)
    if not is_current and there.owner_url is not None:
        await wiring.migrate(there.owner_url, application_url=there.database_url)
    key = await wiring.checked_key(there.database_url, there.master_key)
    desk = wiring.open_past_desk(there.database_url, key)
    try:
        await _fill(start, desk)
    finally:
        await desk.store.close()


async def _fill(start: Start, desk: Desk) -> None:
    """Sees that database and start are of one kind; tells a new demo its past.

    Raises:
        Refused: the database is of the other kind.
    """
    agency = await standing.agency(desk)
    is_demo = start.kind is Kind.DEMO
    if agency is None and is_demo:
        print("Making up the demo's last days (once, some seconds) ...", file=sys.stderr)
        await telling.make(desk, now=wiring.now())
    elif agency is not None and agency.is_demo != is_demo:
        held, way_out = ("the demo", "without") if agency.is_demo else ("an office", "with")
        raise Refused(f"The database holds the data of {held}: start {way_out} --no-demo.")


def _announce(start: Start) -> None:
    facts: dict[str, object] = {
        "address": start.address,
        "data_dir": str(start.folder.path),
        "kind": start.kind.value,
    }
    lines = [f"\nMotekar answers at {start.address}"]
    if start.kind is Kind.DEMO:
        names = ", ".join(f"{clerk.username} ({_roles(clerk)})" for clerk in STAFF)
        lines += [
            f"Demo (CONTOH): sign in at {start.address}/staff as {names};",
            f"all with the password {PASSWORD}",
        ]
        facts |= {"usernames": [clerk.username for clerk in STAFF], "password": PASSWORD}
    elif start.settings.public_url is None:
        lines.append("Without MOTEKAR_PUBLIC_URL the slips carry no QR code.")
    lines.append("Ctrl-C stops it.\n")
    print(Answer("\n".join(lines), facts).printed(as_json=start.as_json), flush=True)


def _roles(clerk: Clerk) -> str:
    return ", ".join(role.value.replace("_", " ") for role in clerk.roles)


def _children(start: Start, there: Place, sweeper: "_Sweeper") -> list[Child]:
    def pages() -> None:
        sweeper.forget()
        serve_pages(start.host, start.port, workers=start.workers)

    def messages() -> None:
        sweeper.forget()
        send_messages(there)

    return [Child("web", pages), Child("message", messages)]


def _heal(cluster: Cluster | None) -> None:
    """A database that cannot be started now is tried again a second later."""
    if cluster is not None:
        with suppress(EmbeddedDatabaseFailed):
            ensure_running(cluster)


class _Sweeper:
    """A process that outlives a killed parent just long enough to stop its database."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._hears, self._alive = os.pipe()

    def begin(self, lock: int) -> None:
        """Forks it, before this process holds the database: it must not hold it too."""
        if os.fork():
            os.close(self._hears)
            return
        try:
            for order in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(order, signal.SIG_IGN)
            os.setsid()
            os.close(self._alive)
            os.close(lock)
            if not os.read(self._hears, 1):  # nothing to read: the parent was killed
                self._sweep()
        finally:
            os._exit(0)

    def _sweep(self) -> None:
        """Whoever leaves last stops the database; the children of the dead may take a moment."""
        for _ in range(_SWEEPS):
            time.sleep(0.25)
            if not locks.is_held(self._data_dir / "postgres.running"):
                return
            with hold(self._data_dir):
                pass

    def dismiss(self) -> None:
        """Ends it: the parent has left in order."""
        os.write(self._alive, b"!")

    def forget(self) -> None:
        """Lets go of the pipe in a child, whose life says nothing about the parent's."""
        os.close(self._alive)
