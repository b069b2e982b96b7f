"""The citizen's look at a status: JSON against one raw indexed read, page against JSON."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from results import Result

from benchmarks._line import Line, Work, rounds
from benchmarks._office import BACKGROUND, Office, office, recorded

AT_ONCE, CALLS, ROUNDS = 4, 400, 7


def measure() -> Iterable[Result]:
    """Look-ups of one busy web process, and its memory afterwards."""
    with office() as place:
        yield from asyncio.run(_measure(place))
        yield Result(
            "memory of the web process", _megabytes(place.process_id), "MB", 150, at_least=False
        )


async def _measure(place: Office) -> list[Result]:
    desk = place.desk()
    request = (await recorded(desk, place.officer, range(20_000, 20_001)))[0]
    await desk.store.close()
    await place.settle()
    code, number = request.claim_code.digits, request.view.request.request_no
    ours = [await Line.open(place.port) for _ in range(AT_ONCE)]
    theirs = [await Line.open(place.reference_port) for _ in range(AT_ONCE)]

    times = await rounds(
        {
            "raw": _asking(theirs, f"/raw?number={number}", "application/json"),
            "json": _asking(ours, f"/api/v1/status/{code}", "application/json"),
            "page": _asking(ours, f"/status/{code}", "text/html"),
        },
        count=ROUNDS,
        calls=CALLS,
        at_once=AT_ONCE,
    )
    size = f"{BACKGROUND:,} requests"
    json, page = times["json"], times["page"]
    return [
        Result(
            *("status as JSON against a raw read", json.rate / times["raw"].rate, "x", 0.6, True),
            *(json.median_ms, json.p99_ms, size),
        ),
        Result(
            *("status page against JSON", page.rate / json.rate, "x", 0.5, True),
            *(page.median_ms, page.p99_ms, size),
        ),
    ]


def _asking(lines: list[Line], path: str, accept: str) -> Work:
    async def ask(lane: int) -> None:
        status, body = await lines[lane].ask("GET", path, headers=f"Accept: {accept}\r\n")
        assert status == 200, body

    return ask


def _megabytes(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
