"""A gateway's service for tests: a real HTTP server on this machine that also misbehaves."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote_plus


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def __contains__(self, words: str) -> bool:
        """Whether the words are somewhere in it, in the address or the body."""
        body = self.body.decode(errors="replace")
        return words in unquote_plus(self.target) or words in unquote_plus(body)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in order."""

    status: int
    body: str
    kind: str = "application/json"

    def head(self, length: int) -> bytes:
        """Its status line and headers, for a body said to be so long."""
        return (
            f"HTTP/1.1 {self.status} Said\r\ncontent-type: {self.kind}\r\n"
            f"content-length: {length}\r\n\r\n"
        ).encode()


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer at all."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The connection ends instead of an answer, or in the middle of one."""

    after: Answer | None = None


@dataclass(frozen=True, slots=True)
class Endless:
    """An answer whose body goes on with blanks for ever, so many at a time."""

    answer: Answer
    blanks: int
    pause_seconds: float = 0


Act = Answer | Silence | HangUp | Endless
Script = Act | Callable[[Request], Act]


@dataclass(slots=True)
class Peer:
    """The service: it does to each request what its script says, and remembers it."""

    script: Script
    address: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    open_connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        self.connections += 1
        self.open_connections += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._answer_next(reader, writer):
                    pass
        finally:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self.open_connections -= 1

    async def _answer_next(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        request = await _read(reader)
        self.requests.append(request)
        act = self.script(request) if callable(self.script) else self.script
        return await _perform(act, writer)


@asynccontextmanager
async def serving(script: Script) -> AsyncIterator[Peer]:
    """The service on a free port; its connections end with it."""
    peer = Peer(script)
    talks: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks[writer] = asyncio.create_task(peer.serve(reader, writer))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    peer.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield peer
    finally:
        server.close()
        await _end(talks)
        await server.wait_closed()


async def _end(talks: Mapping[asyncio.StreamWriter, asyncio.Task[None]]) -> None:
    for talk in talks.values():
        talk.cancel()
    endings = await asyncio.gather(*talks.values(), return_exceptions=True)
    for writer in talks:
        writer.transport.abort()  # a talk that never began has closed nothing
    await asyncio.sleep(0)
    for ending in endings:
        if isinstance(ending, Exception):
            raise ending


@contextmanager
def refusing() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@contextmanager
def deaf() -> Iterator[str]:
    """An address whose machine never answers: its queue of new connections is full."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.settimeout(0)
            one.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        for one in waiting:
            one.close()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.split(": ", 1) for line in lines if line)
    headers = {name.lower(): value for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


async def _perform(act: Act, writer: asyncio.StreamWriter) -> bool:
    """Whether the connection goes on."""
    if isinstance(act, Answer):
        body = act.body.encode()
        writer.write(act.head(len(body)) + body)
        await writer.drain()
        return True
    if isinstance(act, Silence):
        await asyncio.Event().wait()
    if isinstance(act, HangUp) and act.after is not None:
        writer.write(act.after.head(1_000) + act.after.body.encode())
        await writer.drain()
    if isinstance(act, Endless):
        writer.write(act.answer.head(10**12) + act.answer.body.encode())
        while True:
            writer.write(b" " * act.blanks)
            await writer.drain()
            await asyncio.sleep(act.pause_seconds)
    return False
