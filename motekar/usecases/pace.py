"""Measures how long steps take at each office, so that promises rest on its own recent days."""

from datetime import datetime, timedelta

from motekar.store import pace
from motekar.usecases.desk import Desk

RECENT = timedelta(days=14)


async def measure(desk: Desk, *, now: datetime) -> None:
    """Renews the medians of the last two weeks."""
    async with desk.store.transaction() as transaction:
        await pace.measure(transaction, since=now - RECENT, now=now)
