"""How messages fare: for those who answer for an office, and for monitoring."""

from datetime import datetime, timedelta

from motekar.rules.people import CASE_ROLES, Officer
from motekar.store import delivery_figures
from motekar.store.delivery_figures import DeliveryFigures, Gauges
from motekar.usecases.desk import Desk

__all__ = ["DAYS", "DeliveryFigures", "Gauges", "of_offices", "watched"]

DAYS = 7


async def of_offices(desk: Desk, officer: Officer, *, now: datetime) -> DeliveryFigures:
    """The last seven days of this person's offices, and the gateways, which all offices share."""
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        return await delivery_figures.read(
            transaction, offices=officer.offices(), since=now - timedelta(days=DAYS)
        )


async def watched(desk: Desk, *, now: datetime) -> Gauges:
    """Messages of the last day, or that still wait, for monitoring."""
    async with desk.store.transaction() as transaction:
        return await delivery_figures.gauges(transaction, since=now - timedelta(days=1))
