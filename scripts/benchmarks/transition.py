"""Submission, verification and hand-over against the same rows written by plain asyncpg."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
from results import Result

from benchmarks import _plain
from benchmarks._line import Line, Work, rounds
from benchmarks._office import BACKGROUND, Office, fields, office, recorded
from motekar.rules.codes import RequestNo
from motekar.rules.requests import PrintRequest
from motekar.rules.steps import CentralRecord, ConfirmPrint, StartPrint, Verify
from motekar.usecases.transition import take_step

COUNTERS, CALLS, ROUNDS = (4, 32), 64, 5
EACH = CALLS * (ROUNDS + 1) * len(COUNTERS)
COLLECT = {"expected_version": 4, "collector": {"kind": "applicant"}}
VERIFY = {"expected_version": 1, "central_record": "ready"}


def measure() -> Iterable[Result]:
    """Counters at one web process, as many connections of plain asyncpg; all is on disk.

    All counters are one office's: what its steps wait for each other is part of the measure.
    """
    with office() as place:
        yield from asyncio.run(_measure(place))


async def _measure(place: Office) -> list[Result]:
    submitted, printed = await _prepare(place)
    lines = [await Line.open(place.port) for _ in range(max(COUNTERS))]
    plain = [await _plain.connect(place) for _ in range(max(COUNTERS))]
    template = await plain[0].fetchrow(
        "SELECT * FROM print_request WHERE id = $1", next(submitted).id
    )
    works = {
        "submission": (_submit(lines, place), _submit_plain(plain, template, place)),
        "verification": (
            _post(lines, place, submitted, "verify", body=VERIFY),
            _step_plain(plain, place, submitted, "verified", tells=False),
        ),
        "hand-over": (
            _post(lines, place, printed, "collect", body=COLLECT),
            _step_plain(plain, place, printed, "collected", tells=True),
        ),
    }
    results = [
        await _compare(name, ours, bare, at_once=at_once)
        for at_once in COUNTERS
        for name, (ours, bare) in works.items()
    ]
    for connection in plain:
        await connection.close()
    return results


async def _compare(name: str, ours: Work, bare: Work, *, at_once: int) -> Result:
    times = await rounds({"ours": ours, "plain": bare}, count=ROUNDS, calls=CALLS, at_once=at_once)
    ratio = times["ours"].rate / times["plain"].rate
    return Result(
        name=f"{name} at {at_once} counters against its rows by plain asyncpg",
        value=ratio,
        unit="x",
        limit=0.3,
        at_least=True,
        median_ms=times["ours"].median_ms,
        p99_ms=times["ours"].p99_ms,
        data_size=f"{BACKGROUND:,} requests",
    )


async def _prepare(place: Office) -> tuple[Iterator[PrintRequest], Iterator[PrintRequest]]:
    desk = place.desk()
    fresh = await recorded(desk, place.officer, range(20_000, 20_000 + 4 * EACH + 1))
    requests = [one.view.request for one in fresh]
    for request in requests[2 * EACH + 1 :]:
        number = RequestNo.parse(request.request_no)
        steps = (Verify(CentralRecord.READY), StartPrint(), ConfirmPrint())
        for version, command in enumerate(steps, start=1):
            now = datetime.now(UTC)
            await take_step(
                desk, place.officer, number, command, expected_version=version, now=now
            )
    await desk.store.close()
    await place.settle()
    return iter(requests[: 2 * EACH + 1]), iter(requests[2 * EACH + 1 :])


def _submit(lines: list[Line], place: Office) -> Work:
    numbers = iter(range(30_000, 60_000))

    async def call(lane: int) -> None:
        await _ask(lines[lane], place, "/print-requests", body=fields(next(numbers)), expected=201)

    return call


def _submit_plain(
    plain: list[asyncpg.Connection], template: asyncpg.Record, place: Office
) -> Work:
    numbers = iter(range(60_000, 90_000))

    async def call(lane: int) -> None:
        await _plain.add(plain[lane], template, place.officer, number=next(numbers))

    return call


def _post(
    lines: list[Line],
    place: Office,
    requests: Iterator[PrintRequest],
    action: str,
    *,
    body: object,
) -> Work:
    async def call(lane: int) -> None:
        path = f"/print-requests/{next(requests).request_no}/{action}"
        await _ask(lines[lane], place, path, body=body, expected=200)

    return call


def _step_plain(
    plain: list[asyncpg.Connection],
    place: Office,
    requests: Iterator[PrintRequest],
    state: str,
    *,
    tells: bool,
) -> Work:
    async def call(lane: int) -> None:
        await _plain.step(plain[lane], place.officer, next(requests).id, state, tells=tells)

    return call


async def _ask(line: Line, place: Office, path: str, *, body: object, expected: int) -> None:
    headers = f"Authorization: Bearer {place.token}\r\nIdempotency-Key: {uuid4()}\r\n"
    status, answer = await line.ask("POST", f"/api/v1{path}", body=body, headers=headers)
    assert status == expected, answer
