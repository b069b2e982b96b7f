"""A year of a million requests: pages, command and evidence pack say the same, and soon.

The month's view is timed at ten thousand requests and at a million; no page of figures may read a
table of requests or events from end to end.
"""

import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text

from motekar.embedded import Cluster, hold
from motekar.rules.compliance import Figures
from motekar.rules.people import Officer, Role
from motekar.rules.period import Period
from motekar.store import migrating
from motekar.store.engine import Store, open_engine
from motekar.usecases import compliance, counting, figure_lists
from motekar.usecases.desk import Desk
from motekar.vault import Vault

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.year.generate import all_offices, generate

FEW, MANY = 10_000, 1_000_000
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
NOW = datetime(2026, 12, 31, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
MOST_MS, MOST_GROWTH = 100, 1.5
_AT_ONCE, _VIEWS = 5_000, 15
_MARK_ALL = (
    "INSERT INTO figure_delta (request_id) SELECT id FROM print_request",
    "INSERT INTO message_delta (office_code, created_at, state, n)"
    " SELECT office_code, created_at, state, 1 FROM message",
)
_SCANS = """
SELECT coalesce(sum(seq_scan), 0) FROM pg_stat_user_tables
 WHERE relname IN ('print_request', 'request_event', 'counted_request')
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a year of some size showed."""

    month_ms: float
    figures: Figures
    told: str


def run() -> str:
    """Ten thousand first, then a million."""
    few, many = trial(FEW), trial(MANY)
    growth = many.month_ms / few.month_ms
    assert many.month_ms <= MOST_MS, f"a month in {many.month_ms:.0f} ms"
    assert growth <= MOST_GROWTH, f"grew {growth:.2f} times"
    return f"{many.told}; at {FEW:,} requests {few.month_ms:.0f} ms, growth {growth:.2f}"


def trial(requests: int) -> Found:
    """One year of that size in a database of its own."""
    vault = Vault.from_master_key(secrets.token_bytes(32))
    with tempfile.TemporaryDirectory(prefix="motekar-drill-") as folder, hold(Path(folder)) as db:
        asyncio.run(
            migrating.migrate(db.url("owner"), application_url=db.url("app"))
        )
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
        return asyncio.run(_trial(db, vault, requests))


async def _trial(db: Cluster, vault: Vault, requests: int) -> Found:
    await _as_superuser(db, *_MARK_ALL, "ANALYZE")
    desk = Desk(Store(open_engine(db.url("app")), vault), secrets.token_bytes)
    try:
        began = time.monotonic()
        while await counting.sum_up(desk, most=_AT_ONCE):
            pass
        _say("summed", began)
        await _as_superuser(db, "VACUUM ANALYZE")
        month_ms, scans = await _viewed(db, desk)
        assert not scans, f"{scans} full scans of requests or events"
        began = time.monotonic()
        alone = await compliance.recomputed(desk, office=None, period=YEAR, now=NOW)
        _say("recomputed from the evidence", began)
    finally:
        await desk.store.close()
    return Found(month_ms, alone.figures, f"{requests:,} requests")


async def _as_superuser(db: Cluster, *statements: str) -> None:
    engine = open_engine(db.url("superuser"), pool_size=1)
    async with engine.connect() as connection:
        at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            await at_once.execute(text(statement))
    await engine.dispose()


def _say(what: str, began: float) -> None:
    print(f"  {what} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
