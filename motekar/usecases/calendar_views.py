"""Shows a calendar to whoever runs it, and what would be promised on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.calendar_form import Entry
from motekar.rules.people import Officer, Role
from motekar.rules.promise import Promise, ServicePolicy, first_promise
from motekar.rules.rulebook import OfficeProfile
from motekar.store import calendars, rulebook
from motekar.store.calendars import UnplannedClosure, VersionMade, YearEntered
from motekar.usecases.desk import Desk

__all__ = ["CalendarView", "UnplannedClosure", "YearEntered", "unplanned_closures", "view"]

VIEWERS = (Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE)
_MOST_VERSIONS = 10


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The whole calendar in force and who changed it; ``version`` is what an edit has seen."""

    office: OfficeProfile
    calendar: OfficeCalendar
    policy: ServicePolicy
    years: tuple[YearEntered, ...]
    versions: tuple[VersionMade, ...]

    def promised(
        self,
        at: datetime,
        *,
        spans: tuple[OpeningSpan, ...] | None = None,
        entries: Sequence[Entry] = (),
    ) -> Promise:
        """What a complete file would be promised then, with a draft that is not saved yet."""
        drafted = self.calendar.drafted(spans=spans, entries=entries)
        return first_promise(drafted, self.policy, at=at)


async def view(desk: Desk, officer: Officer, office: str, *, now: datetime) -> CalendarView:
    """An office's calendar.

    Raises:
        RoleNotAllowed: neither manager nor head.
        WrongOffice: not for this office.
    """
    officer.require(VIEWERS, office=office)
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=office, now=now)
        newest = await calendars.newest(transaction)
        return CalendarView(
            office=book.office,
            calendar=await calendars.as_it_was(transaction, office=office, version=newest),
            policy=book.policy,
            years=await calendars.years(transaction),
            versions=await calendars.versions(transaction, office=office, most=_MOST_VERSIONS),
        )


async def unplanned_closures(
    desk: Desk, officer: Officer, office: str, *, first: date, last: date
) -> tuple[UnplannedClosure, ...]:
    """Closures of those days that nobody knew before, entries taken back too.

    Raises:
        RoleNotAllowed: neither manager nor head.
        WrongOffice: not for this office.
    """
    officer.require(VIEWERS, office=office)
    async with desk.store.transaction() as transaction:
        return await calendars.unplanned_closures(
            transaction, office=office, first=first, last=last
        )
