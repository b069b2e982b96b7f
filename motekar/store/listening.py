"""Hears what PostgreSQL announces, over a connection that says when it is lost."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from motekar.store.engine import TROUBLE

OUTBOX = "motekar_outbox"
FIGURES = "motekar_figures"
_CONNECT_SECONDS = 10


class ConnectionLost(OSError):
    """The listening connection ended: what was announced since is not known."""


@dataclass(slots=True)
class Ear:
    """A connection that listens to one channel."""

    _connection: "asyncpg.Connection[asyncpg.Record]"
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def heard(self, *, within: float) -> bool:
        """Waits for an announcement; False when the time is over without one.

        Raises:
            ConnectionLost: nothing can be heard any more.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), within)
        if self._connection.is_closed():
            raise ConnectionLost
        heard = self._woken.is_set()
        self._woken.clear()
        return heard

    async def beat(self) -> None:
        """Finds out about a connection that died without a word.

        Raises:
            ConnectionLost: it did.
        """
        try:
            await self._connection.execute("SELECT 1", timeout=_CONNECT_SECONDS)
        except (*TROUBLE, TimeoutError) as lost:
            raise ConnectionLost from lost

    def wake(self, *_: object) -> None:
        """Ends the waiting: something was announced, or the connection is gone."""
        self._woken.set()


@asynccontextmanager
async def listening(engine: AsyncEngine, channel: str) -> AsyncIterator[Ear]:
    """An ear on the channel, over a connection of its own at the engine's address."""
    _, options = engine.dialect.create_connect_args(engine.url)
    connection = await asyncpg.connect(**_plain(options), timeout=_CONNECT_SECONDS)
    ear = Ear(connection)
    try:
        connection.add_termination_listener(ear.wake)
        await connection.add_listener(channel, ear.wake)
        yield ear
    finally:
        connection.remove_termination_listener(ear.wake)
        with suppress(*TROUBLE, TimeoutError):
            await connection.close(timeout=1)


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Without what only SQLAlchemy's dialect understands."""
    return {name: value for name, value in options.items() if not name.startswith("prepared_")}
