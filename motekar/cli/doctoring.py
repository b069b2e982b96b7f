"""``motekar doctor``: what is wrong with this installation, and what to do."""

import argparse
import os

from motekar import wiring
from motekar.cli.answers import Answer, table
from motekar.cli.running import with_desk
from motekar.settings import Settings
from motekar.usecases import diagnosis
from motekar.usecases.desk import Desk
from motekar.usecases.diagnosis import Finding


def examined(given: argparse.Namespace) -> Answer:
    """Status 0 when nothing is to be done, 1 otherwise."""
    settings = Settings.from_environment(os.environ)
    roster = wiring.roster(settings)

    async def look(desk: Desk) -> tuple[Finding, ...]:
        try:
            return await diagnosis.diagnosed(
                desk, roster, public_url=settings.public_url, now=wiring.now()
            )
        finally:
            await roster.close()

    found = with_desk(given, look)
    rows = ((one.about, one.found, one.advice or "-") for one in found)
    data = [{"about": one.about, "found": one.found, "advice": one.advice} for one in found]
    return Answer(
        table(rows, "what", "found", "what to do"),
        data,
        status=1 if any(one.advice for one in found) else 0,
    )
