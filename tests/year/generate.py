"""A whole year of an agency, written into a migrated database: the same year for the same seed.

Every row of a request is made by the rules and store functions that a real step goes through and
is stored by COPY, with triggers and foreign keys off, so a log-in of a superuser is needed. Not
written: the ledger of blanks, attempts and tasks of messages, sums of figures (nothing is queued
to be summed either).
"""

import asyncio
import gc
import heapq
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import asyncpg

from motekar.store.engine import Store, open_engine
from motekar.usecases import setup
from motekar.usecases.desk import Desk
from motekar.vault import Vault
from tests.year import agency
from tests.year.agency import Place
from tests.year.delivery import Delivery
from tests.year.life import Life
from tests.year.office import Office, Year
from tests.year.rows import Rows
from tests.year.stream import Stream
from tests.year.visits import Visit, visits

_HEAD_OFFICE = 2.0
_BULK = "SET session_replication_role = replica; SET synchronous_commit = off"


@dataclass(frozen=True, slots=True)
class _Work:
    """What one process has to do: these offices, so many requests each."""

    url: str
    vault: Vault
    year: Year
    shares: tuple[tuple[str, int], ...]
    left_out: frozenset[str]


def all_offices() -> tuple[str, ...]:
    return tuple(row["code"] for row in setup.default_rows("offices.csv"))


def generate(
    url: str,
    vault: Vault,
    *,
    requests: int,
    first_day: date,
    last_day: date,
    now: datetime,
    offices: Sequence[str] = (),
    seed: str = "tahun",
    processes: int = 2,
    audited: bool = True,
) -> None:
    """Adds the agency, its people and exactly so many requests; ``url`` signs in a superuser.

    Days of 2026 or later, for the shipped policy begins with 2026; nothing happens after ``now``.
    Without the audit trail, which no figure reads, the database is a fifth smaller.
    Not to be called where an event loop runs: hand it to a thread there, with one process.
    """
    codes = tuple(offices) or all_offices()
    year = Year(first_day, last_day, seed, now.astimezone(UTC))
    asyncio.run(_found(url, vault, codes, year))
    shares = _shares(codes, requests)
    left_out = frozenset() if audited else frozenset({"audit_entry"})
    works = [_Work(url, vault, year, part, left_out) for part in _parted(shares, processes)]
    if len(works) == 1:
        asyncio.run(_write(works[0]))
    else:
        _beside_one_another(works)
    asyncio.run(_analyze(url))


def _shares(codes: Sequence[str], requests: int) -> list[tuple[str, int]]:
    """The head office has twice the visits of the others."""
    weights = [_HEAD_OFFICE if "." in code and code.count(".") == 1 else 1.0 for code in codes]
    told = [int(requests * weight / sum(weights)) for weight in weights]
    told[0] += requests - sum(told)
    return list(zip(codes, told, strict=True))


def _parted(
    shares: Sequence[tuple[str, int]], processes: int
) -> list[tuple[tuple[str, int], ...]]:
    parts: list[list[tuple[str, int]]] = [[] for _ in range(min(processes, len(shares)))]
    for share in sorted(shares, key=lambda one: -one[1]):
        min(parts, key=lambda part: sum(many for _, many in part)).append(share)
    return [tuple(part) for part in parts]


def _beside_one_another(works: Sequence[_Work]) -> None:
    forking = multiprocessing.get_context("fork")  # a vault is handed to no other program
    running = [forking.Process(target=_child, args=(work,)) for work in works]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert all(process.exitcode == 0 for process in running), "a part of the year is missing"


def _child(work: _Work) -> None:
    gc.disable()  # rows by the hundred thousand, and none of them in a circle
    asyncio.run(_write(work))


def _desk(url: str, vault: Vault, seed: str) -> Desk:
    return Desk(Store(open_engine(url), vault), Stream(seed).draw)


async def _found(url: str, vault: Vault, codes: Sequence[str], year: Year) -> None:
    desk = _desk(url, vault, f"{year.seed}:agency")
    await agency.found(desk, codes, first=year.first, last=year.last, seed=year.seed, now=year.now)
    await desk.store.close()


async def _write(work: _Work) -> None:
    connection = await asyncpg.connect(work.url.replace("+asyncpg", ""))
    await connection.execute(_BULK)
    for code, requests in work.shares:
        desk = _desk(work.url, work.vault, f"{work.year.seed}:ids:{code}")
        [place] = await agency.read(desk, [code], now=work.year.now)
        await desk.store.close()
        rows = Rows(Delivery(f"{work.year.seed}:{code}", work.year.now).settle, work.left_out)
        await _live(place, desk, rows, connection, work.year, requests=requests)
    await connection.close()


async def _live(
    place: Place,
    desk: Desk,
    rows: Rows,
    connection: asyncpg.Connection,
    year: Year,
    *,
    requests: int,
) -> None:
    """All of one office's lives, each woken when its moment comes."""
    office = Office(place, desk, rows, year)
    coming = visits(office.population, requests=requests, first=year.first, until=year.until)
    for life in _woken(office, coming, until=year.now):
        life.save()
        if rows.is_batch:
            await rows.store(connection)
    rows.all_done()
    await rows.store(connection)


def _woken(office: Office, coming: Iterator[Visit], *, until: datetime) -> Iterator[Life]:
    """Wakes everybody in order of time; gives each life that has come to its end."""
    agenda: list[tuple[datetime, int, Iterator[datetime], Life]] = []
    for number, visit in enumerate(coming):
        yield from _up_to(agenda, visit.seen_at)
        life = Life(office, visit)
        heapq.heappush(agenda, (visit.seen_at, number, life.told(), life))
    yield from _up_to(agenda, until)
    yield from (life for *_, life in agenda)


def _up_to(
    agenda: list[tuple[datetime, int, Iterator[datetime], Life]], until: datetime
) -> Iterator[Life]:
    while agenda and agenda[0][0] <= until:
        at, number, story, life = agenda[0]
        moment = next(story, None)
        if moment is None:
            heapq.heappop(agenda)
            yield life
        else:
            heapq.heapreplace(agenda, (max(moment, at), number, story, life))


async def _analyze(url: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("ANALYZE")
    await connection.close()
