"""Migrations and table classes say the same; a migration never hangs behind a lock."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from motekar.store import migrating
from motekar.store.engine import open_engine
from tests.conftest import CopiedDatabase


async def test_the_table_classes_are_what_the_migrations_made(
    copied_database: CopiedDatabase,
) -> None:
    engine = open_engine(copied_database.owner_url, pool_size=1)
    async with engine.connect() as connection:
        assert await connection.run_sync(migrating.drift) == []
    await engine.dispose()


async def test_migrating_again_and_twice_at_once_changes_nothing(
    copied_database: CopiedDatabase,
) -> None:
    runs = (
        migrating.migrate(copied_database.owner_url, application_url=copied_database.url)
        for _ in range(2)
    )
    await asyncio.gather(*runs)
    engine = open_engine(copied_database.url, pool_size=1)
    async with engine.connect() as connection:
        version = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert version.scalar_one() == migrating.head()
    await engine.dispose()


async def test_a_migration_gives_up_when_a_table_stays_locked(
    copied_database: CopiedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT_SECONDS", 1)
    engine = open_engine(copied_database.owner_url, pool_size=1)
    async with engine.connect() as connection:
        await connection.execute(text("LOCK TABLE print_request IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await migrating.migrate(copied_database.owner_url, application_url=copied_database.url)
    await engine.dispose()
