"""A keep-alive HTTP line that costs the client almost nothing, and rounds that take turns."""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """One connection to a server on this machine."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> "Line":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(
        self, method: str, path: str, *, body: object = None, headers: str = ""
    ) -> tuple[int, bytes]:
        """Status and body; ``headers`` are whole lines."""
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self.writer.write(head.encode() + content)
        raw = await self.reader.readuntil(b"\r\n\r\n")
        lines = raw.decode("latin-1").lower().split("\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith("content-length:"))
        return int(lines[0].split()[1]), await self.reader.readexactly(length)


@dataclass(slots=True)
class Times:
    """Seconds of single calls, and calls a second of each round."""

    seconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p99_ms(self) -> float:
        return statistics.quantiles(self.seconds, n=100)[98] * 1000

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


Work = Callable[[int], Awaitable[None]]
"""One call; gets the number of the lane it runs in."""


async def rounds(
    works: dict[str, Work],
    *,
    count: int,
    calls: int,
    at_once: int = 1,
) -> dict[str, Times]:
    """Runs the works by turns, ``calls`` each a round; the first round only warms up."""
    found = {name: Times() for name in works}
    for number in range(count + 1):
        for name, work in works.items():
            began = time.perf_counter()
            queue = iter(range(calls))
            lanes = (_drain(work, lane, queue) for lane in range(at_once))
            seconds = await asyncio.gather(*lanes)
            if number:
                found[name].seconds += [one for lane in seconds for one in lane]
                found[name].rates.append(calls / (time.perf_counter() - began))
    return found


async def _drain(work: Work, lane: int, queue: Iterator[int]) -> list[float]:
    seconds = []
    for _ in queue:
        began = time.perf_counter()
        await work(lane)
        seconds.append(time.perf_counter() - began)
    return seconds
