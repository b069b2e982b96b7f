"""What any door may show of an office: its rulebook in force, and how it stands."""

from datetime import datetime

from motekar.rules.capacity import Situation
from motekar.rules.rulebook import RuleBook
from motekar.store import rulebook, situation
from motekar.usecases.desk import Desk


async def book(desk: Desk, office: str, *, now: datetime) -> RuleBook:
    """The rulebook of an office.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        return await rulebook.read(transaction, office=office, now=now)


async def outlook(desk: Desk, office: str, *, now: datetime) -> tuple[RuleBook, Situation]:
    """The rulebook, and how the office stands now; nothing is reserved by looking.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        found = await rulebook.read(transaction, office=office, now=now)
        return found, await situation.read(transaction, found, now=now, waits=False)
