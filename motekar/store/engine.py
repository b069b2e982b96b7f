"""The connection to PostgreSQL: one engine, one kind of transaction, hot reads beside it.

Opens transactions and translates what the driver says; knows no table.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from motekar.vault import Vault

Transaction = AsyncConnection
"""An open transaction; store functions take it first, use cases pass it on."""

TROUBLE = (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""What a database that is gone, or not ready, makes itself known by."""

_READ_ONLY = "25006"
_HOT_CONNECTIONS = 4
_BROKEN = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)


class OwnerRefused(Exception):
    """The application must not run as the owner of the tables."""


class HotReads:
    """A few driver connections that the engine has lent for good, for reads of one statement.

    Spares such a read the check-out, the ping and the roll-back, which cost more than the read.
    When one broke, all are given back and the read is made once more on a fresh one.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Lends nothing before the first read."""
        self._engine = engine
        self._idle: list[tuple[AsyncConnection, asyncpg.Connection]] = []
        self._places = asyncio.Semaphore(_HOT_CONNECTIONS)

    async def one(self, sql: str, *args: object) -> asyncpg.Record | None:
        """One row."""
        async with self._places:
            try:
                return await self._read(sql, *args)
            except _BROKEN:
                await self.close()
                return await self._read(sql, *args)

    async def _read(self, sql: str, *args: object) -> asyncpg.Record | None:
        lent, driver = self._idle.pop() if self._idle else await self._lend()
        try:
            row = await driver.fetchrow(sql, *args)
        except BaseException:
            await lent.invalidate()
            await lent.close()
            raise
        self._idle.append((lent, driver))
        return row

    async def _lend(self) -> tuple[AsyncConnection, asyncpg.Connection]:
        lent = await self._engine.connect().start()
        return lent, (await lent.get_raw_connection()).driver_connection

    async def close(self) -> None:
        """Gives all idle connections back."""
        while self._idle:
            lent, _ = self._idle.pop()
            await lent.close()


@dataclass(frozen=True, slots=True)
class Store:
    """The engine and the vault that its sealed columns need."""

    engine: AsyncEngine
    vault: Vault
    hot: HotReads = field(init=False)

    def __post_init__(self) -> None:
        """Sets the hot reads beside the engine."""
        object.__setattr__(self, "hot", HotReads(self.engine))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One transaction: commits at the end, rolls back on any error."""
        async with self.engine.begin() as transaction:
            yield transaction

    async def read_one(self, sql: str, *args: object) -> asyncpg.Record | None:
        """One row by the driver itself, without a transaction: for the hot public reads."""
        return await self.hot.one(sql, *args)

    async def close(self) -> None:
        """Closes all connections."""
        await self.hot.close()
        await self.engine.dispose()


def open_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine that checks connections before use and drops those of a demoted server."""
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=5,
        pool_pre_ping=True,
        connect_args={"server_settings": {"timezone": "UTC", "application_name": "motekar"}},
    )
    event.listen(engine.sync_engine, "handle_error", _drop_read_only)
    return engine


def _drop_read_only(context: ExceptionContext) -> None:
    if getattr(context.original_exception, "sqlstate", None) == _READ_ONLY:
        context.is_disconnect = True


async def refuse_owner(store: Store) -> None:
    """Stops a start with the wrong role.

    Raises:
        OwnerRefused: the role owns tables or is a superuser.
    """
    query = text(
        "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
        " OR EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user"
        " AND schemaname = 'public')"
    )
    async with store.transaction() as transaction:
        role, owns = (await transaction.execute(query)).one()
    if owns:
        raise OwnerRefused(
            f"MOTEKAR_DATABASE_URL signs in as {role}, who owns the tables: use the application's"
            " role there and keep the owner for MOTEKAR_MIGRATION_DATABASE_URL."
        )
