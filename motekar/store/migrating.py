"""Brings the schema up to date as its owner, in one transaction; the application gets its rights.

Waits at most a few seconds for a lock, so that a busy office is never stopped by a migration that
hangs behind a long query: it fails with a sentence and can be run again.
"""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from motekar.store.engine import open_engine
from motekar.store.privileges import grant
from motekar.store.tables import METADATA

LOCK_TIMEOUT_SECONDS = 5
_ONE_AT_A_TIME = 7_324_551


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest migration this program knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None  # noqa: S101 - a program without migrations was not installed
    return newest


async def migrate(owner_url: str, *, application_url: str) -> None:
    """Runs all pending migrations as the owner; safe to run from several places at once."""
    role = make_url(application_url).username or "motekar_app"
    engine = open_engine(owner_url, pool_size=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'"))
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            await connection.run_sync(_upgrade, role)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, role: str) -> None:
    command.upgrade(_config(connection), "head")
    grant(connection, role=role)


def drift(connection: Connection) -> list[object]:
    """What the table classes say and the migrated schema does not, or the other way round."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))
