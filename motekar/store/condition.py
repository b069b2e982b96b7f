"""Whether a database fits this program: its schema's number, and whether anything is in it yet."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from motekar.store.engine import Transaction

Connection = AsyncConnection | Transaction

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


class SchemaUnfit(Exception):
    """Schema and program differ; the sentence says what to do."""


def newest_version() -> str:
    """The number of the newest migration; read from the file names, because Alembic is slow."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py"))


async def version(transaction: Connection) -> str | None:
    """The number the database was migrated to; None before the first migration."""
    there = text("SELECT to_regclass('public.alembic_version') IS NOT NULL")
    if not (await transaction.execute(there)).scalar_one():
        return None
    number = text("SELECT max(version_num) FROM alembic_version")
    return (await transaction.execute(number)).scalar_one()  # type: ignore[no-any-return]


async def refuse_unfit(transaction: Connection) -> None:
    """Passes when the schema is the one this program was written for.

    Raises:
        SchemaUnfit: it is older or newer.
    """
    found, wanted = await version(transaction), newest_version()
    if found is None or found < wanted:
        raise SchemaUnfit(
            f"The database is at migration {found or 'none'} and this Motekar needs {wanted}:"
            ' run "motekar migrate" and start again.'
        )
    if found > wanted:
        raise SchemaUnfit(
            f"The database is at migration {found}, and this Motekar knows only {wanted}:"
            " install the newer Motekar that migrated it."
        )


async def holds_data(transaction: Connection) -> bool:
    """True when there is anybody on the staff or any request: something the key belongs to."""
    query = text(
        "SELECT EXISTS (SELECT FROM staff) OR EXISTS (SELECT FROM print_request)"
        " OR EXISTS (SELECT FROM web_session)"
    )
    return bool((await transaction.execute(query)).scalar_one())
