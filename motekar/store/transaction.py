"""A transaction and the connections it runs on, lent by the engine for good.

Reference data and lists speak SQLAlchemy (``execute``); the few statements of every step speak to
the driver itself, and what a step only writes is sent in one statement at the end.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import asyncpg
from sqlalchemy import CursorResult, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

BROKEN = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server's farewell is read, its hanging up not yet
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""After one of these a connection is not used again; the last: its server was demoted."""

DRIVER_TROUBLE = (
    DBAPIError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""All that the driver may say, by itself or through SQLAlchemy."""

_MARK = re.compile(r"\$(\d+)")


class DatabaseAway(Exception):
    """The database cannot be reached or broke off; what was committed before is safe there."""


@contextmanager
def reached() -> Iterator[None]:
    """Tells a database that is away from one that refuses a statement.

    Raises:
        DatabaseAway: a connection broke off under whatever was done.
    """
    try:
        yield
    except DRIVER_TROUBLE as trouble:
        if not _broke_off(trouble):
            raise
        raise _away(trouble) from trouble


def _broke_off(trouble: Exception) -> bool:
    if isinstance(trouble, DBAPIError):
        return trouble.connection_invalidated or isinstance(_said(trouble).__cause__, BROKEN)
    return isinstance(trouble, BROKEN)


def _away(trouble: Exception) -> DatabaseAway:
    return DatabaseAway(str(_said(trouble)))


def _said(trouble: Exception) -> BaseException:
    return getattr(trouble, "orig", None) or trouble


@dataclass(frozen=True, slots=True)
class Lent:
    """One connection, as SQLAlchemy and as the driver see it."""

    sql: AsyncConnection
    driver: asyncpg.Connection

    async def begun(self, first: str | None) -> "Lent":
        """The same, after its first statement."""
        if first:
            await self.driver.execute(first)
        return self

    async def throw_away(self) -> None:
        """Cuts it; the engine opens another when it is asked to."""
        await self.sql.invalidate()
        await self.sql.close()


class Lending:
    """At most so many connections; SQLAlchemy opens them and never begins or ends anything."""

    def __init__(self, engine: AsyncEngine, *, most: int) -> None:
        """Lends nothing before the first use."""
        self._engine = engine
        self._idle: list[Lent] = []
        self._places = asyncio.Semaphore(most)

    @asynccontextmanager
    async def lent(self, *, first: str | None = None) -> AsyncIterator[Lent]:
        """A connection for one use; one that broke, or whose user was cut off, is thrown away.

        ``first`` is a statement to begin with: it finds out whether an idle one still lives.
        """
        async with self._places:
            lent = await self._living(first)
            try:
                yield lent
            except BROKEN:
                await lent.throw_away()
                raise
            except Exception:
                self._idle.append(lent)
                raise
            except BaseException:
                await lent.throw_away()
                raise
            self._idle.append(lent)

    async def _living(self, first: str | None) -> Lent:
        while self._idle:
            lent = self._idle.pop()
            try:
                return await lent.begun(first)
            except BROKEN:
                await lent.throw_away()
        lent = await self._open()
        try:
            return await lent.begun(first)
        except BROKEN:
            await lent.throw_away()
            raise

    async def _open(self) -> Lent:
        try:
            sql = await self._engine.connect().start()
            await sql.execution_options(isolation_level="AUTOCOMMIT")
            return Lent(sql, (await sql.get_raw_connection()).driver_connection)
        except DRIVER_TROUBLE as trouble:
            raise _away(trouble) from trouble

    async def close(self) -> None:
        """Gives all idle connections back."""
        while self._idle:
            await self._idle.pop().sql.close()


@dataclass(slots=True)
class Transaction:
    """What store functions take first and use cases pass on."""

    sql: AsyncConnection
    driver: asyncpg.Connection
    _writes: list[tuple[str, Sequence[object]]] = field(default_factory=list)

    async def execute(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
    ) -> CursorResult[*tuple[Any, ...]]:
        """Runs a statement of SQLAlchemy."""
        await self.flush()
        return await self.sql.execute(statement, values or None)

    async def row(self, sql: str, *values: object) -> asyncpg.Record | None:
        """One row of the driver's, or None."""
        await self.flush()
        return await self.driver.fetchrow(sql, *values)

    def add(self, table: str, values: Mapping[str, object]) -> None:
        """Adds a row with the next flush."""
        self.write(_insertion(table, tuple(values)), *values.values())

    def change(self, table: str, key: object, values: Mapping[str, object]) -> None:
        """Changes the row with this id with the next flush."""
        self.write(_change(table, tuple(values)), key, *values.values())

    def write(self, sql: str, *values: object) -> None:
        """Runs a statement that answers nothing with the next flush."""
        self._writes.append((sql, [_plain(value) for value in values]))

    async def flush(self) -> None:
        """Sends all that is to be written, as one statement."""
        if not self._writes:
            return
        writes, self._writes = self._writes, []
        statement = _together(tuple(sql for sql, _ in writes))
        await self.driver.fetch(statement, *(value for _, values in writes for value in values))


def _plain(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict) else value


@cache
def _insertion(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our names


@cache
def _change(table: str, names: tuple[str, ...]) -> str:
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, start=2))
    return f"UPDATE {table} SET {sets} WHERE id = $1"  # noqa: S608 - our names


def _shifted(mark: re.Match[str], *, by: int) -> str:
    return f"${int(mark[1]) + by}"


@cache
def _together(statements: tuple[str, ...]) -> str:
    """Data-modifying WITH: PostgreSQL runs each part once, and checks keys after the last."""
    if len(statements) == 1:
        return statements[0]
    taken, parts = 0, []
    for number, statement in enumerate(statements):
        marks = [int(mark) for mark in _MARK.findall(statement)]
        shifted = _MARK.sub(partial(_shifted, by=taken), statement)
        parts.append(f"w{number} AS ({shifted})")
        taken += max(marks, default=0)
    return f"WITH {', '.join(parts)} SELECT"
