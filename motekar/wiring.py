"""Composition root: settings and keys become a desk, a desk becomes the application.

The only place that reads the clock and hands out secure random bytes. Everything that can be
wrong with an installation ends here in one sentence.
"""

import asyncio
import gc
import logging
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from motekar.embedded import EmbeddedDatabaseFailed, hold
from motekar.installation import Folder, FolderRefused, find_folder
from motekar.rules.failover import Limits
from motekar.settings import Settings, SettingWrong
from motekar.sms.gateway import GatewaySettingWrong
from motekar.sms.installed import GatewayUnknown, load
from motekar.store import condition
from motekar.store.engine import TROUBLE, OwnerRefused, Store, open_engine, refuse_owner
from motekar.store.past import PastStore
from motekar.usecases.desk import Desk
from motekar.usecases.roster import Roster
from motekar.vault import MasterKeyFailed, Vault, make_master_key, read_master_key

T = TypeVar("T")
Application = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]
"""What an ASGI server calls."""


class CannotStart(Exception):
    """This installation cannot run as it is; the sentence says what to do."""


REFUSALS = (
    CannotStart,
    EmbeddedDatabaseFailed,
    FolderRefused,
    GatewaySettingWrong,
    GatewayUnknown,
    MasterKeyFailed,
    OwnerRefused,
    SettingWrong,
    condition.SchemaUnfit,
)
"""Each of these says in one sentence what is wrong and what to do."""


newest_version = condition.newest_version


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def create_app() -> Application:
    """The application as the environment describes it, for any ASGI server.

    Ends the process with one sentence when the installation cannot run.
    """
    try:
        return _create_app(Settings.from_environment(os.environ))
    except REFUSALS as refusal:
        sys.exit(str(refusal))


def _create_app(settings: Settings) -> Application:
    from motekar.web.app import build  # noqa: PLC0415 - commands and the worker need no pages
    from motekar.web.doors import Doors  # noqa: PLC0415 - the same

    held = ExitStack()
    there = held.enter_context(place(settings))
    key = in_a_loop_of_its_own(checked_key(there.database_url, there.master_key))
    log_in_json()
    desk, carriers = open_desk(there.database_url, key), roster(settings)
    app = build(
        Doors(
            desk=desk,
            now=now,
            public_url=settings.public_url,
            trusted_proxies=settings.trusted_proxies,
            roster=carriers,
        )
    )

    async def leave() -> None:
        await desk.store.close()
        held.close()

    async def heed_the_end() -> None:
        end_streams_first(app.state.hub.end)

    app.on_startup += [settle_memory, heed_the_end]
    app.on_shutdown.append(leave)
    return app


def end_streams_first(end: Callable[[], None]) -> None:
    """Has a signal that stops the server end the open streams too.

    Granian waits for every open answer before the application is told of the end. Its own
    handler is woken by the loop, whatever else is called for the signal.
    """
    loop = asyncio.get_running_loop()
    for order in (signal.SIGINT, signal.SIGTERM):
        its_own = signal.getsignal(order)
        if callable(its_own) and its_own is not signal.default_int_handler:
            signal.signal(order, lambda *_: loop.call_soon_threadsafe(end))


def roster(settings: Settings) -> Roster:
    """The installed gateways that the settings name, in that order.

    Raises:
        GatewayUnknown, GatewaySettingWrong: one is not there, or cannot work as it is set.
    """
    limits = {
        name: Limits(settings.sms_rates.get(name), settings.sms_daily_parts.get(name))
        for name in settings.sms_gateways
    }
    base = settings.sms_receipts_url or settings.public_url
    return Roster(load(settings.sms_gateways, os.environ), limits, base)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation is: the application's address of its database, and its key."""

    database_url: str
    owner_url: str | None
    master_key: Path


@contextmanager
def place(settings: Settings, *, data_dir: Path | None = None) -> Iterator[Place]:
    """The installation the settings mean, its embedded database running while inside.

    Raises:
        FolderRefused, EmbeddedDatabaseFailed: there is none, or its database does not start.
    """
    url, key = settings.database_url, settings.master_key_file
    if url is not None and key is not None:
        yield Place(url, settings.migration_database_url, key)
        return
    given = data_dir or settings.data_dir
    if url is not None:
        folder = Folder(given) if given else find_folder(None)
        yield Place(url, settings.migration_database_url, folder.master_key)
        return
    folder = find_folder(given)
    with hold(folder.path) as cluster:
        yield Place(cluster.url("app"), cluster.url("owner"), key or folder.master_key)


def open_desk(url: str, key: bytes) -> Desk:
    """A desk over the database at this address; connects with its first transaction."""
    store = Store(open_engine(url), Vault.from_master_key(key))
    return Desk(store, secrets.token_bytes)


def open_past_desk(url: str, key: bytes) -> Desk:
    """A desk for telling the demo's past; see ``store.past``."""
    store = PastStore(open_engine(url), Vault.from_master_key(key))
    return Desk(store, secrets.token_bytes)


async def checked_key(url: str, key_file: Path) -> bytes:
    """The master key, once database and key have been found fit; makes it for an empty database.

    Raises:
        SchemaUnfit, OwnerRefused, MasterKeyFailed: what is unfit.
        CannotStart: the database does not answer, or the key cannot be written.
    """
    async with _unsealed(url) as store:
        async with store.transaction() as transaction:
            await condition.refuse_unfit(transaction)
            is_new = not await condition.holds_data(transaction)
        await refuse_owner(store)
    return _master_key(key_file, may_make=is_new)


async def migrate(owner_url: str, *, application_url: str) -> None:
    """Brings the schema up to date and installs the defaults that are not there yet.

    Raises:
        CannotStart: the database does not answer, or somebody keeps a table locked.
    """
    from motekar.store import migrating  # noqa: PLC0415 - Alembic is slow and rarely needed
    from motekar.usecases import setup  # noqa: PLC0415 - the same holds for its calendars

    try:
        await migrating.migrate(owner_url, application_url=application_url)
    except TROUBLE as trouble:
        raise _no_answer(trouble) from trouble
    async with _unsealed(owner_url) as store:
        await setup.install_defaults(Desk(store, secrets.token_bytes), now=now())


async def is_migrated(url: str) -> bool:
    """Whether the schema is the one this program was written for, as any log-in may ask.

    Raises:
        SchemaUnfit: it is newer than this program.
        CannotStart: the database does not answer.
    """
    async with _unsealed(url) as store, store.transaction() as transaction:
        found = await condition.version(transaction)
        if found is None or found < condition.newest_version():
            return False
        await condition.refuse_unfit(transaction)
        return True


@asynccontextmanager
async def _unsealed(url: str) -> AsyncIterator[Store]:
    """A store for what is not sealed, so that it needs no master key."""
    store = Store(open_engine(url), Vault.from_master_key(secrets.token_bytes(32)))
    try:
        yield store
    except TROUBLE as trouble:
        raise _no_answer(trouble) from trouble
    finally:
        await store.close()


def _no_answer(trouble: Exception) -> CannotStart:
    """Says what the driver said; the driver never says the password."""
    cause = str(getattr(trouble, "orig", None) or trouble).strip().splitlines()
    return CannotStart(
        f"The database cannot be used ({cause[0] if cause else type(trouble).__name__}):"
        " see that it runs and that MOTEKAR_DATABASE_URL names it rightly."
    )


def _master_key(path: Path, *, may_make: bool) -> bytes:
    if may_make and not path.exists():
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            make_master_key(path)
        except FileExistsError:
            return read_master_key(path)  # another process was quicker
        except OSError as refused:
            raise CannotStart(
                f"The master key cannot be written to {path} ({refused.strerror}):"
                " give MOTEKAR_MASTER_KEY_FILE a place this user may write to."
            ) from refused
        sys.stderr.write(
            f"\n  A new master key was made: {path}\n"
            "  KEEP A COPY OF IT SOMEWHERE ELSE, apart from the database and its backups:\n"
            "  without it nobody can ever read the data again.\n\n"
        )
    return read_master_key(path)


def log_in_json() -> None:
    """One JSON object a line on stderr; what may be said in it, each place decides itself."""
    import structlog  # noqa: PLC0415 - slow, and a command keeps no log

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )


async def settle_memory() -> None:
    """Takes what the start has made out of the collector's way, which else stalls requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def in_a_loop_of_its_own(work: Coroutine[Any, Any, T]) -> T:
    """Runs the work to its end, also where an ASGI server's loop runs already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
