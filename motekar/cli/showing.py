"""``motekar demo``: more made-up requests, in the demo only."""

import argparse
import asyncio

from motekar import wiring
from motekar.cli.answers import Answer, Refused
from motekar.cli.running import at
from motekar.demo import telling
from motekar.usecases import standing
from motekar.wiring import Place


def demo(given: argparse.Namespace) -> Answer:
    """Adds requests over the last open days; another set every time."""
    with at(given) as there:
        added = asyncio.run(_added(there, requests=given.requests, days=given.days))
    return Answer(f"{added} made-up requests were added.", {"added": added})


async def _added(there: Place, *, requests: int, days: int) -> int:
    key = await wiring.checked_key(there.database_url, there.master_key)
    desk = wiring.open_past_desk(there.database_url, key)
    try:
        agency = await standing.agency(desk)
        if agency is None or not agency.is_demo:
            raise Refused(
                "Made-up requests are added to the demo only, and this is not the demo: name its"
                " folder with --data-dir."
            )
        moment = wiring.now()
        return await telling.tell(
            desk, seed=moment.isoformat(), requests=requests, days=days, now=moment
        )
    finally:
        await desk.store.close()
