"""Today at the offices that somebody watches, as it stands this moment; reads only."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from motekar.rules.blanks import Balance, days_left
from motekar.rules.forecast import Forecast, Rate, forecast, rate_of
from motekar.rules.people import OVERSIGHT, Officer
from motekar.rules.rulebook import OfficeProfile, RuleBook
from motekar.rules.today import Day, File, Listed, expected_by_now, lists_of
from motekar.store import availability, rulebook, today
from motekar.store.availability import OfficeRow
from motekar.store.engine import TROUBLE
from motekar.store.listening import FIGURES, Ear, listening
from motekar.store.today import BlankUse, OfficeDay
from motekar.usecases.desk import Desk

__all__ = ["HEARING_TROUBLE", "Ear", "OfficeToday", "hearing", "look"]

HEARING_TROUBLE = TROUBLE
_RECENT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OfficeToday:
    """One office's day; ``lists`` by the codes of ``rules.today``.

    ``expected`` None on a closed day, ``blanks`` where no ledger is kept, ``rate`` where no pace
    was measured.
    """

    office: OfficeProfile
    day: Day
    lists: Mapping[str, tuple[File, ...]]
    expected: float | None
    rate: Rate | None
    forecast: Forecast | None
    blanks: Balance | None
    days_left: float | None


async def look(
    desk: Desk, officer: Officer, *, office: str | None = None, now: datetime
) -> tuple[OfficeToday, ...]:
    """Today at this office, or at all where the person watches, by code.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(OVERSIGHT, office=office)
    watched = (office,) if office else officer.offices(OVERSIGHT)
    async with desk.store.snapshot() as transaction:
        rows = [
            row for row in await availability.read(transaction, now=now) if row.office in watched
        ]
        books = [
            await rulebook.read(transaction, office=row.office, now=now, stamp=row.stamp)
            for row in rows
        ]
        days = [_day(book.office, now=now) for book in books]
        found = await today.files(transaction, days, now=now)
        used = await today.blank_use(transaction, days, since=now - _RECENT)
    # A city's files take a moment, in which others want to be served.
    return tuple(
        [
            await asyncio.to_thread(
                _office_today, row, book, used[row.office], found[row.office], now=now
            )
            for row, book in zip(rows, books, strict=True)
        ]
    )


def _day(office: OfficeProfile, *, now: datetime) -> OfficeDay:
    today_there = office.local_day(now)
    begins, ends = (
        datetime.combine(day, time(), office.zone)
        for day in (today_there, today_there + timedelta(days=1))
    )
    return OfficeDay(office.code, begins, ends)


def _office_today(
    row: OfficeRow, book: RuleBook, used: BlankUse, files: Iterable[File], *, now: datetime
) -> OfficeToday:
    stands = row.situation(book, now=now)
    blanks = stands.blanks
    day = Day(book.calendar, now, has_blanks=blanks is None or blanks.free > 0)
    lists = lists_of(files, day)
    rate = rate_of(
        day,
        cards=len(lists[Listed.PRINTED]),
        blanks=used.today,
        measured=stands.pace,
        printers=stands.equipment.printers,
    )
    foreseen = None
    if rate:
        foreseen = forecast(
            lists[Listed.WORK],
            day,
            rate=rate,
            still_to_keep=lists[Listed.OPEN],
            box=blanks.box if blanks else None,
        )
    told: dict[str, tuple[File, ...]] = {
        Listed.WILL_MISS: foreseen.misses if foreseen else (),
        Listed.UNFORESEEN: () if foreseen else lists[Listed.OPEN],
    }
    return OfficeToday(
        office=book.office,
        day=day,
        lists={**lists, **told},
        expected=expected_by_now(len(lists[Listed.COUNTED]), day.open_share()),
        rate=rate,
        forecast=foreseen,
        blanks=blanks,
        days_left=days_left(blanks.free, used.per_day) if blanks else None,
    )


@asynccontextmanager
async def hearing(desk: Desk) -> AsyncIterator[Ear]:
    """Hears when steps were counted; raises ``ConnectionLost`` when it no longer can."""
    async with listening(desk.store.engine, FIGURES) as ear:
        yield ear
