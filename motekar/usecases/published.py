"""What an office has decided and any door may show: its rulebook in force."""

from datetime import datetime

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.rulebook import RuleBook
from motekar.store import calendars, rulebook
from motekar.usecases.desk import Desk


async def book(desk: Desk, office: str, *, now: datetime) -> RuleBook:
    """The rulebook of an office.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        return await rulebook.read(transaction, office=office, now=now)


async def calendar(desk: Desk, office: str, *, version: int | None = None) -> OfficeCalendar:
    """The whole calendar of an office, however far ahead or back; without a version the newest.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        if version is None:
            version = await calendars.newest(transaction)
        return await rulebook.calendar(transaction, office=office, version=version)
