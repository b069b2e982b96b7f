"""``motekar up``: database, demo, pages and messages in one go, on one data folder.

The parent starts the database, brings it up to date and then only watches: the pages and the
message worker are its children, and a sweeper stops the database should the parent be killed.
Most of the program is loaded while the database starts.
"""

import argparse
import gc
import importlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from motekar.cli.addresses import free_port, is_loopback, refuse_taken
from motekar.cli.answers import Refused
from motekar.cli.figures import shared_figures
from motekar.cli.supervising import supervise
from motekar.embedded import Cluster, EmbeddedDatabaseFailed, ensure_running, hold, locks
from motekar.installation import HOME, Folder, Kind
from motekar.settings import Settings

_MOST_WORKERS = 2
_SWEEPS = 20
_REST = "motekar.cli.opening"
_PAGES = "motekar.web.app"


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
    figures = shared_figures(start.workers, folder=start.folder.path / "figures")
    with start.folder.occupied(start.address) as lock, figures:
        refuse_taken(start.host, start.port)
        sweeper = _Sweeper(start.folder.path)
        sweeper.begin(lock)
        gc.disable()  # what is loaded stays: looking through it again and again only takes time
        loading = threading.Thread(target=_load)
        loading.start()
        try:
            with _database(start) as cluster:
                loading.join()
                gc.freeze()
                gc.enable()
                children = importlib.import_module(_REST).prepared(start, cluster, sweeper.forget)
                supervise(children, each_second=partial(_heal, cluster))
        finally:
            sweeper.dismiss()
    print("Motekar has stopped.", flush=True)


def _load() -> None:
    with suppress(Exception):  # what is wrong shows when the main thread asks for it
        importlib.import_module(_REST)
        importlib.import_module(_PAGES)  # once for all children


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
def _database(start: Start) -> Iterator[Cluster | None]:
    if start.settings.database_url is not None:
        yield None
        return
    with hold(start.folder.path) as cluster:
        yield cluster


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
