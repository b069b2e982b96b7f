"""The real parts every test stands on: one embedded PostgreSQL, migrated once, filled once."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import text

from motekar import embedded
from motekar.store import migrating
from motekar.store.engine import Store, open_engine
from motekar.store.transaction import Lending, Lent, Transaction
from motekar.usecases.desk import Desk
from motekar.vault import Vault
from tests.builders import MONDAY_0800, fill_office

pytest_plugins = ["tests.optional_programs"]

# A busy machine is no reason for a fact to be untrue.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_LONGEST = (
    "journeys/",
    "house/test_up.py",
    "house/test_cli.py",
    "store/test_embedded.py",
    "demo/",
    "sms/test_real_kannel.py",
    "web/api/test_random_calls.py",
    "web/test_public_pages.py",
    "web/test_scan_box.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that in the end no worker waits for the other."""
    items.sort(key=lambda item: not any(part in item.path.as_posix() for part in _LONGEST))


MASTER_KEY = b"only-for-tests-only-for-tests-00"
VAULT = Vault.from_master_key(MASTER_KEY)


@dataclass(frozen=True, slots=True)
class RolledBackStore(Store):
    """A store on one connection whose outer transaction is never committed."""

    lent: Lent

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        driver = self.lent.driver
        await driver.execute("SAVEPOINT of_the_test")
        try:
            transaction = Transaction(self.lent.sql, driver)
            yield transaction
            await transaction.flush()
        except BaseException:
            await driver.execute("ROLLBACK TO SAVEPOINT of_the_test")
            raise
        # What PostgreSQL checks at commit has to be checked here, or a test would never see it.
        await driver.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    def snapshot(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def read_one(self, sql: str, *args: object) -> Any:
        return await self.lent.driver.fetchrow(sql, *args)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Cluster]:
    """PostgreSQL with the whole schema, the default rulebook, the offices and a staff."""
    folder: Path = tmp_path_factory.mktemp("cluster")
    with embedded.hold(folder, durable=False) as running:
        asyncio.run(_fill(running))
        yield running


async def _fill(running: embedded.Cluster) -> None:
    await migrating.migrate(running.url("owner"), application_url=running.url("app"))
    store = Store(open_engine(running.url("app")), VAULT)
    await fill_office(Desk(store, secrets.token_bytes), now=MONDAY_0800)
    await store.close()


@pytest.fixture
async def desk(cluster: embedded.Cluster) -> AsyncIterator[Desk]:
    """A desk whose work is rolled back after the test; one connection, one test at a time."""
    engine = open_engine(cluster.url("app"), pool_size=1)
    lending = Lending(engine, most=1)
    async with lending.lent(first="BEGIN") as lent:
        yield Desk(RolledBackStore(engine, VAULT, lent), secrets.token_bytes)
        await lent.driver.execute("ROLLBACK")
    await lending.close()
    await engine.dispose()


@dataclass(frozen=True, slots=True)
class CopiedDatabase:
    """A database of its own for tests of real commits, several connections, LISTEN, processes."""

    url: str
    owner_url: str


@asynccontextmanager
async def a_copy(cluster: embedded.Cluster) -> AsyncIterator[CopiedDatabase]:
    """A copy of the filled database, gone afterwards."""
    name = f"copy_{uuid4().hex}"
    admin_url = cluster.url("owner").replace("motekar_owner@", "postgres@")
    admin = open_engine(admin_url.replace("/motekar?", "/postgres?"), pool_size=1)
    async with admin.connect() as connection:
        at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await at_once.execute(text(f"CREATE DATABASE {name} TEMPLATE motekar"))
        yield CopiedDatabase(
            cluster.url("app").replace("/motekar?", f"/{name}?"),
            cluster.url("owner").replace("/motekar?", f"/{name}?"),
        )
        await at_once.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


@pytest.fixture
async def copied_database(cluster: embedded.Cluster) -> AsyncIterator[CopiedDatabase]:
    """A copy for one test."""
    async with a_copy(cluster) as copied:
        yield copied


@pytest.fixture
async def real_desk(copied_database: CopiedDatabase) -> AsyncIterator[Desk]:
    """A desk that really commits, with several connections."""
    store = Store(open_engine(copied_database.url), VAULT)
    yield Desk(store, secrets.token_bytes)
    await store.close()
