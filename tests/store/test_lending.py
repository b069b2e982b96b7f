"""Connections that the server cut are replaced without anybody noticing."""

import asyncio

import pytest
from sqlalchemy import text

from motekar.store.engine import Store, open_engine
from tests.conftest import VAULT, CopiedDatabase

CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


async def busy(store: Store) -> None:
    """Leaves several idle connections behind."""

    async def one() -> None:
        async with store.transaction() as transaction:
            await transaction.execute(text("SELECT pg_sleep(0.02)"))

    await asyncio.gather(*(one() for _ in range(5)))


@pytest.mark.parametrize("pause", [0, 0.0005, 0.002, 0.02])
async def test_work_goes_on_right_after_all_connections_were_cut(
    copied_database: CopiedDatabase, pause: float
) -> None:
    store = Store(open_engine(copied_database.url), VAULT)
    for _ in range(5):
        await busy(store)
        async with store.transaction() as transaction:
            assert (await transaction.execute(text(CUT))).scalar_one() >= 4
        await asyncio.sleep(pause)
        await busy(store)
        assert await store.read_one("SELECT 1 AS one") is not None
    await store.close()


async def test_a_refused_statement_costs_no_connection(copied_database: CopiedDatabase) -> None:
    store = Store(open_engine(copied_database.url), VAULT)
    backend = "SELECT pg_backend_pid() AS pid"
    before = await store.read_one(backend)
    with pytest.raises(Exception, match="division by zero"):
        async with store.transaction() as transaction:
            await transaction.row("SELECT 1 / 0")
    assert await store.read_one(backend) == before
    await store.close()


async def test_who_is_cut_off_leaves_no_connection_behind(
    copied_database: CopiedDatabase,
) -> None:
    store = Store(open_engine(copied_database.url), VAULT)
    for _ in range(4):
        await busy(store)
        working = asyncio.create_task(busy(store))
        await asyncio.sleep(0.001)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    async with asyncio.timeout(2):
        while store.engine.pool.checkedout() != len(store.lending._idle):
            await asyncio.sleep(0.01)
    await store.close()
