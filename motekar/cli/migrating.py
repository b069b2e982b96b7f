"""``motekar migrate``: brings the database up to date."""

import argparse
import asyncio
import os

from motekar import wiring
from motekar.cli.answers import Answer, Refused
from motekar.cli.running import at
from motekar.settings import Settings


def migrate(given: argparse.Namespace) -> Answer:
    """Migrates as the owner: the server's by MOTEKAR_MIGRATION_DATABASE_URL, or the embedded."""
    settings = Settings.from_environment(os.environ)
    owner_url = settings.migration_database_url
    if owner_url is not None:
        application_url = settings.database_url or "postgresql+asyncpg://motekar_app@/motekar"
        asyncio.run(wiring.migrate(owner_url, application_url=application_url))
    elif settings.database_url is not None:
        raise Refused(
            "Migrating needs the owner of the tables: set MOTEKAR_MIGRATION_DATABASE_URL to the"
            " same database with the owner's user name and password."
        )
    else:
        with at(given) as there:
            assert there.owner_url is not None  # noqa: S101 - an embedded database has one
            asyncio.run(wiring.migrate(there.owner_url, application_url=there.database_url))
    number = wiring.newest_version()
    return Answer(f"The database is at migration {number}.", {"migration": number})
