"""What any door may show of an office: its rulebook in force, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.capacity import Situation
from motekar.rules.promise import ServicePolicy
from motekar.rules.rulebook import RuleBook
from motekar.store import availability, calendars, rulebook, situation
from motekar.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class PublishedOffice:
    """An office's rules and how it stands; ``changed_at`` is the last change of either."""

    book: RuleBook
    situation: Situation
    changed_at: datetime


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


async def calendar(desk: Desk, office: str, *, version: int | None = None) -> OfficeCalendar:
    """The whole calendar of an office, however far ahead or back; without a version the newest.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        if version is None:
            version = await calendars.newest(transaction)
        return await rulebook.calendar(transaction, office=office, version=version)


async def policy(desk: Desk, *, version: int) -> ServicePolicy:
    """The agency's rule as a request's promise was made by it."""
    async with desk.store.transaction() as transaction:
        return await rulebook.policy(transaction, version=version)


async def every_outlook(desk: Desk, *, now: datetime) -> Mapping[str, PublishedOffice]:
    """All offices by code, in one statement once their rulebooks have been read."""
    async with desk.store.transaction() as transaction:
        found = {}
        for row in await availability.read(transaction, now=now):
            book = await rulebook.read(transaction, office=row.office, now=now, stamp=row.stamp)
            found[row.office] = PublishedOffice(book, row.situation(book, now=now), row.changed_at)
        return found
