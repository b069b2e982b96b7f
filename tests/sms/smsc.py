"""An operator's message centre: a small SMPP 3.4 server, in a thread of its own.

Takes what Kannel hands over, reports on it as it is told to, and can go away and come back on the
same port.
"""

import asyncio
import itertools
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x04, 0x05, 0x06, 0x15
BINDS = {0x01, 0x02, 0x09}
ANSWER = 0x80000000
INVALID_DESTINATION, THROTTLED = 0x0B, 0x58
# Where GSM's default alphabet differs from ASCII, as far as texts of an office go.
_GSM = {0x00: "@", 0x02: "$", 0x11: "_"}


@dataclass(frozen=True, slots=True)
class Received:
    """A message that was handed over."""

    id: str
    to: str
    sender: str
    text: str


@dataclass(slots=True)
class Smsc:
    """The centre; set its attributes at any time to change what it does next."""

    received: list[Received] = field(default_factory=list)
    state: str = "DELIVRD"
    """What it reports of each message; empty for nothing."""
    refusal: int = 0
    """The SMPP status it answers with, instead of taking a message over."""
    is_holding: bool = False
    """Whether reports wait for ``release``."""
    port: int = 0
    held: list[Received] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(1001))
    _links: set[asyncio.StreamWriter] = field(default_factory=set)
    _server: asyncio.Server | None = None
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Listens, on the port it had before if it had one."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
            self._thread.start()
        self._run(self._listen())

    def stop(self) -> None:
        """Hangs up and listens no more."""
        self._run(self._hang_up())

    def close(self) -> None:
        """Ends for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def release(self) -> None:
        """Reports on all that waited, the newest first, and holds no more."""
        self.is_holding = False
        waiting, self.held = self.held[::-1], []
        self._run(self._report(*waiting))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, reuse_address=True
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        self._server.close()
        for link in set(self._links):
            link.transport.abort()
        while self._links:
            await asyncio.sleep(0.001)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._links.add(writer)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while await self._answer_next(reader, writer):
                    pass
        finally:
            self._links.discard(writer)
            writer.close()

    async def _answer_next(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        length, command, _, number = struct.unpack(">4I", await reader.readexactly(16))
        body = await reader.readexactly(length - 16)
        if command in BINDS:
            _write(writer, command | ANSWER, number, b"operator\0")
        elif command in {ENQUIRE_LINK, UNBIND}:
            _write(writer, command | ANSWER, number)
        elif command == SUBMIT_SM and self.refusal:
            _write(writer, command | ANSWER, number, b"\0", status=self.refusal)
        elif command == SUBMIT_SM:
            message = _message(body, str(next(self._ids)))
            self.received.append(message)
            _write(writer, command | ANSWER, number, message.id.encode() + b"\0")
            if self.is_holding:
                self.held.append(message)
            else:
                await self._report(message)
        await writer.drain()
        return command != UNBIND

    async def _report(self, *messages: Received) -> None:
        """By whichever link there is."""
        for message in messages:
            for link in self._links:
                if self.state:
                    _write(link, DELIVER_SM, int(message.id), _receipt(message, self.state))


def _write(
    writer: asyncio.StreamWriter, command: int, number: int, body: bytes = b"", *, status: int = 0
) -> None:
    writer.write(struct.pack(">4I", 16 + len(body), command, status, number) + body)


def _message(body: bytes, number: str) -> Received:
    _service, rest = body.split(b"\0", 1)
    sender, rest = rest[2:].split(b"\0", 1)
    to, rest = rest[2:].split(b"\0", 1)
    _scheduled, rest = rest[3:].split(b"\0", 1)
    _valid, rest = rest.split(b"\0", 1)
    text = rest[5 : 5 + rest[4]]
    return Received(
        id=number,
        to=to.decode(),
        sender=sender.decode(),
        text="".join(_GSM.get(byte, chr(byte)) for byte in text),
    )


def _receipt(message: Received, state: str) -> bytes:
    told = (
        f"id:{message.id} sub:001 dlvrd:001 submit date:2611230800 done date:2611230801"
        f" stat:{state} err:000 text:{message.text[:20]}"
    ).encode("ascii", "replace")
    addresses = f"\1\1{message.to}\0\1\1{message.sender}\0".encode()
    # esm_class 4: a receipt; then protocol, priority, two times, and four settings of no weight.
    return b"\0" + addresses + b"\4\0\0\0\0\0\0\0\0" + bytes([len(told)]) + told
