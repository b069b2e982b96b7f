"""What an office has decided and any door may show: its rulebook in force."""

from datetime import datetime

from motekar.rules.rulebook import RuleBook
from motekar.store import rulebook
from motekar.usecases.desk import Desk


async def book(desk: Desk, office: str, *, now: datetime) -> RuleBook:
    """The rulebook of an office.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        return await rulebook.read(transaction, office=office, now=now)
