"""A year of a million requests: pages, command and evidence pack say the same, and soon.

The month's view is timed at ten thousand requests and at a million by turns; no page of figures
may read a table of requests or events from end to end.
"""

import asyncio
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from sqlalchemy import text

from motekar.embedded import Cluster, hold
from motekar.reports.pack.program import FIGURES
from motekar.rules.people import Officer, Role
from motekar.rules.period import Period
from motekar.store import migrating
from motekar.store.engine import Store, open_engine
from motekar.usecases import (
    compliance,
    counting,
    escalating,
    evidence_pack,
    fairness,
    figure_lists,
    helping,
    public_figures,
    recomputing,
    staff,
    standing,
    today,
)
from motekar.usecases.desk import Desk
from motekar.vault import Vault

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.year.generate import generate

FEW, MANY = 10_000, 1_000_000
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
NOW = datetime(2026, 12, 31, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
MOST_MS, MOST_GROWTH = 100, 1.5
_AT_ONCE, _VIEWS = 5_000, 25
_STATISTICS_SECONDS = 2
_MARK_REQUESTS = "INSERT INTO figure_delta (request_id) SELECT id FROM print_request"
_MARK_MESSAGES = (
    "INSERT INTO message_delta (office_code, created_at, state, n)"
    " SELECT office_code, created_at, state, 1 FROM message"
)
_SCANS = """
SELECT coalesce(sum(seq_scan), 0) FROM pg_stat_user_tables
 WHERE relname IN ('print_request', 'request_event', 'counted_request')
"""


@dataclass(frozen=True, slots=True)
class Year:
    """A database that holds a year of so many requests."""

    cluster: Cluster
    vault: Vault
    requests: int


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody who watches all offices of such a year, and what they sit at."""

    cluster: Cluster
    desk: Desk
    head: Officer


def run() -> str:
    """Ten thousand and a million side by side, each in a database of its own."""
    with _a_year(FEW) as few, _a_year(MANY) as many:
        return asyncio.run(_tried(few, many))


@contextmanager
def _a_year(requests: int) -> Iterator[Year]:
    vault = Vault.from_master_key(secrets.token_bytes(32))
    with tempfile.TemporaryDirectory(prefix="motekar-drill-") as folder, hold(Path(folder)) as db:
        asyncio.run(migrating.migrate(db.url("owner"), application_url=db.url("app")))
        began = time.monotonic()
        generate(
            db.url("superuser"),
            vault,
            requests=requests,
            first_day=YEAR.first,
            last_day=YEAR.last,
            now=NOW,
        )
        _say(f"{requests:,} requests written", began)
        yield Year(db, vault, requests)


async def _tried(few: Year, many: Year) -> str:
    async with _opened(few) as small, _opened(many) as large:
        before = await _full_scans(large.cluster)
        few_ms, many_ms = await _months(small, large)
        await _other_pages(large)
        scans = await _full_scans(large.cluster) - before
        growth = many_ms / few_ms
        told = f"a month in {many_ms:.0f} ms, at {FEW:,} in {few_ms:.0f} ms, growth {growth:.2f}"
        print(f"  {told}; {scans} full scans", file=sys.stderr, flush=True)
        assert many_ms <= MOST_MS, told
        assert growth <= MOST_GROWTH, told
        assert not scans, "a page read a table from end to end"
        await _same_everywhere(large)
    return f"{MANY:,} requests, {told}; page, command and pack the same"


@asynccontextmanager
async def _opened(year: Year) -> AsyncIterator[Office]:
    """Sums all up first."""
    await _as_superuser(year.cluster, _MARK_REQUESTS, _MARK_MESSAGES, "ANALYZE")
    desk = Desk(Store(open_engine(year.cluster.url("app")), year.vault), secrets.token_bytes)
    try:
        began = time.monotonic()
        while await counting.sum_up(desk, most=_AT_ONCE):
            pass
        _say(f"{year.requests:,} requests summed", began)
        await _as_superuser(year.cluster, "VACUUM ANALYZE")
        yield Office(year.cluster, desk, await _a_head(desk))
    finally:
        await desk.store.close()


async def _months(*offices: Office) -> Iterator[float]:
    """Milliseconds of a month's view in each, by median; looked at by turns."""
    times: list[list[float]] = [[] for _ in offices]
    for _ in range(_VIEWS):
        for office, taken in zip(offices, times, strict=True):
            began = time.perf_counter()
            await _page(office, OCTOBER)
            taken.append(time.perf_counter() - began)
    return (statistics.median(taken) * 1000 for taken in times)


async def _a_head(desk: Desk) -> Officer:
    """Somebody who watches all offices."""
    codes = [office.code for office in await standing.offices(desk)]
    posts = frozenset((Role.HEAD_OF_OFFICE, code) for code in codes)
    added = await staff.add(desk, username="tamu", name="Tamu", posts=posts, by=None, now=NOW)
    return added.officer


async def _other_pages(office: Office) -> None:
    """Lists behind numbers, today, the order of service, what needs help, the public's page."""
    desk, head = office.desk, office.head
    began = time.monotonic()
    for what in ("files", "standard_missed", "visits", "spoiled"):
        await figure_lists.behind(
            desk,
            head,
            office=None,
            period=OCTOBER,
            what=what,
            facet=("all", ""),
            page=1,
            now=NOW,
        )
    _say("four lists", began)
    began = time.monotonic()
    await today.look(desk, head, now=NOW)
    _say("today at all offices", began)
    await escalating.go_round(desk, now=NOW)
    await helping.look(desk, head, helping.Narrowing(), now=NOW)
    await public_figures.of_months(desk, now=NOW)
    began = time.monotonic()
    await fairness.read(desk, head, min(head.offices()), period=OCTOBER, now=NOW)
    _say("the order of service of an office's month", began)


async def _same_everywhere(office: Office) -> None:
    """Page, command and pack of the year, the pack reckoned again by a bare Python.

    Raises:
        AssertionError: one of them says something else.
    """
    desk, began = office.desk, time.monotonic()
    alone = await recomputing.recomputed(desk, office=None, period=YEAR, now=NOW)
    _say("the year recomputed from the evidence", began)
    page = await _page(office, YEAR)
    assert alone.differing == (), f"pages differ: {alone.differing[:5]}"
    assert alone.gone == (), f"gone: {alone.gone[:5]}"
    assert replace(page.figures, messages={}) == alone.figures
    began = time.monotonic()
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        bound = await evidence_pack.make_pack(
            desk, None, office=None, period=YEAR, file=file.file, now=NOW
        )
        file.flush()
        _say(f"a pack of {bound.requests:,} requests, {bound.bytes / 1e6:.0f} MB", began)
        packed = json.loads(ZipFile(file.name).read(FIGURES))
        assert packed == page.figures.to_data(office=None), "the pack says something else"
        await asyncio.to_thread(_reckoned_alone, file.name)


def _reckoned_alone(pack: str) -> None:
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-I", "-S", pack], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    _say("reckoned from the pack alone, the same", began)


async def _page(office: Office, period: Period) -> compliance.PeriodView:
    return await compliance.of_period(
        office.desk, office.head, office=None, period=period, facet="all", now=NOW
    )


async def _full_scans(db: Cluster) -> int:
    """Of requests, of events and of how requests count, by all connections so far."""
    await asyncio.sleep(_STATISTICS_SECONDS)
    engine = open_engine(db.url("superuser"), pool_size=1)
    async with engine.connect() as connection:
        scans = int((await connection.execute(text(_SCANS))).scalar_one())
    await engine.dispose()
    return scans


async def _as_superuser(db: Cluster, *statements: str) -> None:
    engine = open_engine(db.url("superuser"), pool_size=1)
    async with engine.connect() as connection:
        at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            await at_once.execute(text(statement))
    await engine.dispose()


def _say(what: str, began: float) -> None:
    print(f"  {what} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
