"""Monthly reports: made once on the first open morning, and fetched as often as needed.

A report is made of the log alone, as it stood shortly before, and only while the sums that pages
read agree with it. Drawing is the door's: it hands in how.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from motekar.rules.errors import ReportUnknown
from motekar.rules.monthly import month_due
from motekar.rules.people import OVERSIGHT, Officer
from motekar.rules.period import month_of, next_month
from motekar.rules.rulebook import OfficeProfile
from motekar.store import evidence, monthly_reports, rulebook
from motekar.store import surroundings as stored
from motekar.store.monthly_reports import ReportLine
from motekar.usecases import recomputing, standing, surroundings
from motekar.usecases.compliance import PeriodView
from motekar.usecases.desk import Desk
from motekar.usecases.standing import Agency
from motekar.usecases.surroundings import Surroundings

__all__ = ["ReportLine"]

_MOST = 200
_SETTLED = timedelta(minutes=1)
"""A step that old is written by now, or never will be."""


class File(StrEnum):
    """What a report consists of."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """All that a report says; ``office`` None is the whole agency, ``offices`` are all it has.

    ``as_of`` is the moment up to which steps were read: read so again they say the same.
    """

    agency: Agency
    office: OfficeProfile | None
    offices: tuple[OfficeProfile, ...]
    view: PeriodView
    around: Surroundings
    calendar_versions: tuple[int, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """The report as PDF, as workbook, and its tables as CSV files in one archive."""

    pdf: bytes
    xlsx: bytes
    csv: bytes


Press = Callable[[MonthFacts], Awaitable[Papers]]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a report that was due."""

    office: str | None
    month: date
    outcome: str


async def make_due(desk: Desk, press: Press, *, now: datetime) -> tuple[Made, ...]:
    """Makes what is due and not made yet: each office's, and the agency's with the first of them.

    Catches up with a year at most, newest first: a month is not lost because a worker rested. A
    month without any visit has no report. Two workers at once make one.
    """
    agency = await standing.agency(desk)
    offices = await standing.offices(desk)
    if agency is None:
        return ()
    named: dict[str | None, OfficeProfile] = {one.code: one for one in offices}
    made = [
        await _make(desk, press, agency, named.get(code), offices=offices, month=month, now=now)
        for code, month in await _missing(desk, offices, now=now)
    ]
    return tuple(each for each in made if each)


async def _missing(
    desk: Desk, offices: tuple[OfficeProfile, ...], *, now: datetime
) -> list[tuple[str | None, date]]:
    """Offices, or None for the agency, and months whose report is due and not there."""
    due = [(one.code, await _month_due(desk, one, now=now)) for one in offices]
    newest = {code: month for code, month in due if month}
    if not newest:
        return []
    last = max(newest.values())
    first = next_month(last.replace(year=last.year - 1))
    async with desk.store.transaction() as transaction:
        found = await monthly_reports.missing(transaction, first=first, last=last)
    return [
        (code, month)
        for code, month in found
        if code is None or (code in newest and month <= newest[code])
    ]


async def _month_due(desk: Desk, office: OfficeProfile, *, now: datetime) -> date | None:
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=office.code, now=now)
        return month_due(book.calendar, now=now)


async def _make(
    desk: Desk,
    press: Press,
    agency: Agency,
    office: OfficeProfile | None,
    *,
    offices: tuple[OfficeProfile, ...],
    month: date,
    now: datetime,
) -> Made | None:
    code, period = office.code if office else None, month_of(month)
    codes = tuple(_codes(office, offices))
    told = await recomputing.recomputed(desk, office=code, period=period, now=now)
    if told.differing != ():
        return Made(code, month, "differs")
    as_of = (now - _SETTLED).replace(microsecond=0)
    view = await recomputing.as_it_stood(desk, codes, period=period, at=as_of)
    facts = await _facts(desk, agency, office, offices=offices, view=view, as_of=as_of)
    papers = await press(facts)
    kept = await _keep(desk, facts, papers, now=now)
    return Made(code, month, "made") if kept else None


def _codes(office: OfficeProfile | None, offices: tuple[OfficeProfile, ...]) -> Iterator[str]:
    yield from (one.code for one in ([office] if office else offices))


async def _facts(
    desk: Desk,
    agency: Agency,
    office: OfficeProfile | None,
    *,
    offices: tuple[OfficeProfile, ...],
    view: PeriodView,
    as_of: datetime,
) -> MonthFacts:
    period = view.period
    async with desk.store.transaction() as transaction:
        calendars = await stored.calendar_versions(
            transaction, offices=view.offices, first=period.first, last=period.last
        )
    return MonthFacts(
        agency=agency,
        office=office,
        offices=offices,
        view=view,
        around=await surroundings.around(desk, view.offices, period=period, now=as_of),
        calendar_versions=calendars,
        as_of=as_of,
    )


async def _keep(desk: Desk, facts: MonthFacts, papers: Papers, *, now: datetime) -> bool:
    office = facts.office.code if facts.office else None
    figures, month = facts.view.figures, facts.view.period.first
    report = desk.new_id(now)
    told = figures.to_data(office=office)
    async with desk.store.transaction() as transaction:
        kept = await monthly_reports.add(
            transaction,
            report,
            office=office,
            month=month,
            now=now,
            events=figures.events,
            figures={
                **told,
                "calendar_versions": list(facts.calendar_versions),
                "as_of": facts.as_of.isoformat(),
            },
            files=(papers.pdf, papers.xlsx, papers.csv),
        )
        if kept:
            evidence.audit(
                transaction,
                at=now,
                action="report.make",
                officer=None,
                office_code=office,
                subject=f"report:{report}",
                facts={"month": month.isoformat()},
            )
    return kept


async def ready(desk: Desk, officer: Officer) -> tuple[ReportLine, ...]:
    """Reports that this person may fetch, newest first.

    Raises:
        RoleNotAllowed: not for this person.
    """
    officer.require(OVERSIGHT)
    with_agency = await _watches_all(desk, officer)
    async with desk.store.transaction() as transaction:
        return await monthly_reports.lines(
            transaction,
            offices=officer.offices(OVERSIGHT),
            with_agency=with_agency,
            most=_MOST,
        )


async def awaited(desk: Desk, officer: Officer, *, now: datetime) -> list[tuple[str | None, date]]:
    """Whose reports of which months are due and not made, as far as this person may fetch them.

    None is the agency. They are in the making, or pages and evidence do not say the same.

    Raises:
        RoleNotAllowed: not for this person.
    """
    officer.require(OVERSIGHT)
    mine: set[str | None] = set(officer.offices(OVERSIGHT))
    if await _watches_all(desk, officer):
        mine.add(None)
    offices = await standing.offices(desk)
    return [one for one in await _missing(desk, offices, now=now) if one[0] in mine]


async def _watches_all(desk: Desk, officer: Officer) -> bool:
    """The whole agency's figures are for who watches each of its offices."""
    every = {office.code for office in await standing.offices(desk)}
    return every <= set(officer.offices(OVERSIGHT))


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file of a report, byte for byte as it was made."""

    line: ReportLine
    content: bytes
    checksum: str


async def fetch(
    desk: Desk, officer: Officer, report: UUID, file: File, *, now: datetime
) -> Fetched:
    """One file; that it was fetched is written down.

    Raises:
        ReportUnknown: there is none for this person to know of.
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(OVERSIGHT)
    watches_all = await _watches_all(desk, officer)
    async with desk.store.transaction() as transaction:
        found = await monthly_reports.find(transaction, report, file=file.value)
        if found is None:
            raise ReportUnknown
        line, content, checksum = found
        if line.office is not None:
            officer.require(OVERSIGHT, office=line.office)
        elif not watches_all:
            raise ReportUnknown
        evidence.audit(
            transaction,
            at=now,
            action="report.fetch",
            officer=officer.id,
            office_code=line.office,
            subject=f"report:{report}",
            facts={"file": file.value, "month": line.month.isoformat()},
        )
    return Fetched(line, content, checksum)
