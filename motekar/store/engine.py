"""The connection to PostgreSQL: one engine, one kind of transaction, hot reads beside it.

Opens transactions and translates what the driver says; knows no table.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from motekar.store.transaction import (
    BROKEN,
    DRIVER_TROUBLE,
    DatabaseAway,
    Lending,
    Transaction,
    reached,
)
from motekar.vault import Vault

__all__ = [
    "TROUBLE",
    "DatabaseAway",
    "OwnerRefused",
    "Store",
    "Transaction",
    "open_engine",
    "refuse_owner",
]

TROUBLE = (DatabaseAway, *DRIVER_TROUBLE)
"""What a database that is gone, or not ready, makes itself known by."""

_CONNECTIONS = 10
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_CONNECTS_WITHIN_SECONDS = 15


class OwnerRefused(Exception):
    """The application must not run as the owner of the tables."""


@dataclass(frozen=True, slots=True)
class Store:
    """The engine and the vault that its sealed columns need."""

    engine: AsyncEngine
    vault: Vault
    lending: Lending = field(init=False)

    def __post_init__(self) -> None:
        """Sets the connections beside the engine."""
        object.__setattr__(self, "lending", Lending(self.engine, most=_CONNECTIONS))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One transaction: commits at the end, rolls back on any error.

        Raises:
            DatabaseAway: it broke off, or there was none to begin with.
        """
        async with self._begun("BEGIN") as transaction:
            yield transaction

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads, and sees one moment in all its statements.

        Raises:
            DatabaseAway: as in ``transaction``.
        """
        async with self._begun(_SNAPSHOT) as transaction:
            yield transaction

    @asynccontextmanager
    async def _begun(self, first: str) -> AsyncIterator[Transaction]:
        with reached():
            async with self.lending.lent(first=first) as lent:
                transaction = Transaction(lent.sql, lent.driver)
                try:
                    yield transaction
                    await transaction.flush()
                    await lent.driver.execute("COMMIT")
                except Exception:
                    with suppress(*BROKEN):
                        await lent.driver.execute("ROLLBACK")
                    raise

    async def read_one(self, sql: str, *args: object) -> asyncpg.Record | None:
        """One row by the driver itself, without a transaction: for the hot reads.

        Raises:
            DatabaseAway: it broke off, or there was none to begin with.
        """
        for _ in range(_CONNECTIONS):
            with suppress(*BROKEN):
                return await self._read(sql, *args)
        with reached():
            return await self._read(sql, *args)

    async def _read(self, sql: str, *args: object) -> asyncpg.Record | None:
        async with self.lending.lent() as lent:
            row: asyncpg.Record | None = await lent.driver.fetchrow(sql, *args)
            return row

    async def close(self) -> None:
        """Closes all connections."""
        await self.lending.close()
        await self.engine.dispose()


def open_engine(url: str, *, pool_size: int = _CONNECTIONS) -> AsyncEngine:
    """An engine for that address; connects when first asked to."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=5,
        connect_args={
            "timeout": _CONNECTS_WITHIN_SECONDS,
            "server_settings": {"timezone": "UTC", "application_name": "motekar"},
        },
    )


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
