"""One ear for all who watch: hears that figures changed and tells every open stream.

Says only that something changed, never what. Listens while anybody watches; after a line that
broke everybody is told to look anew, since nobody knows what was announced meanwhile.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from motekar.usecases import today
from motekar.usecases.desk import Desk
from motekar.usecases.today import HEARING_TROUBLE, Ear
from motekar.web.doors import Connection

_BEAT_SECONDS = 20
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class FiguresHub:
    """What one process has heard; ``turn`` names it and differs from process to process."""

    def __init__(self) -> None:
        """Hears nothing before somebody watches."""
        self._process, self._count = "", 0
        self._news = asyncio.Event()
        self._watchers = 0
        self._listening: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @property
    def has_ended(self) -> bool:
        """True once the server stops."""
        return self._over.is_set()

    @property
    def turn(self) -> str:
        """Another one after every piece of news."""
        return f"{self._process}-{self._count}"

    @contextmanager
    def watched(self, desk: Desk) -> Iterator[None]:
        """Listens while inside; the first who watches begins it, the last ends it."""
        self._watchers += 1
        if self._listening is None:
            self._process = self._process or desk.draw(4).hex()
            self._listening = asyncio.create_task(self._listen(desk))
        try:
            yield
        finally:
            self._watchers -= 1
            if not self._watchers:
                self._rest()

    async def news(self, *, since: str, within: float) -> bool:
        """Waits until the turn is another one; False when the time is over or all has ended."""
        if self.turn == since and not self.has_ended:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), within)
        return self.turn != since and not self.has_ended

    async def pause(self, seconds: float) -> None:
        """Waits so long, or until all ends."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def end(self) -> None:
        """Ends every stream at once; the server stops."""
        self._over.set()
        self._news.set()
        self._rest()

    def _rest(self) -> None:
        if self._listening:
            self._listening.cancel()
            self._listening = None

    def _tell(self) -> None:
        self._count += 1
        self._news.set()
        self._news = asyncio.Event()

    async def _listen(self, desk: Desk) -> None:
        pause = _FIRST_PAUSE
        while True:
            with suppress(*HEARING_TROUBLE):
                async with today.hearing(desk) as ear:
                    pause = _FIRST_PAUSE
                    await self._hear(ear)
            self._tell()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _hear(self, ear: Ear) -> None:
        self._tell()
        while True:
            if await ear.heard(within=_BEAT_SECONDS):
                self._tell()
            else:
                await ear.beat()


def hub_of(connection: Connection) -> FiguresHub:
    """The hub of the application that serves this connection."""
    hub: FiguresHub = connection.app.state.hub
    return hub
