"""Who was served before whom at an office, and what is worth asking; every look is recorded."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.fairness import Days, Order, order
from motekar.rules.people import Officer, Role
from motekar.rules.period import Period
from motekar.rules.print_attempts import Attempt, attempts, version_then
from motekar.rules.questions import (
    PERSONS_OF_ONE_PHONE,
    PRINTS_OF_ONE_PERSON,
    WITHIN_MONTHS,
    Inquiry,
    Question,
    Trace,
    Traces,
    groups,
    one_person,
    outside_hours,
    spoiled_by_officer,
    spoiled_by_printer,
    stock_differences,
    unexplained,
)
from motekar.rules.request_log import LogEvent
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.sla import Stage
from motekar.rules.waiting_line import waiter
from motekar.store import calendars, evidence, fairness, rulebook
from motekar.store.engine import Transaction
from motekar.store.fairness import Counting, Groups, Stretch
from motekar.usecases.desk import Desk

FAIRNESS_READERS = frozenset({Role.HEAD_OF_OFFICE, Role.INSPECTOR})
"""Who may ask: the head and the inspector, each for their own offices."""


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """What an office did in a period; ``names`` of officers by id."""

    office: OfficeProfile
    period: Period
    orders: tuple[Order, ...]
    inquiries: tuple[Inquiry, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """All that was read, before anything is reckoned from it."""

    days: Days
    log: Mapping[str, tuple[LogEvent, ...]]
    made: tuple[tuple[datetime, int], ...]
    calendars: Mapping[int, OfficeCalendar]
    reprints: Groups
    phones: Groups
    counting: Counting
    closings: Mapping[date, datetime]


async def read(
    desk: Desk, officer: Officer, office: str, *, period: Period, now: datetime
) -> FairnessReport:
    """The report of one office.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
        OfficeUnknown: no office has that code.
    """
    officer.require(FAIRNESS_READERS, office=office)
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=office, now=now)
        days = Days(period, book.office.zone)
        found = await _found(transaction, officer, office, days=days, now=now)
        names = await fairness.names(transaction)
        evidence.audit(
            transaction,
            at=now,
            action="fairness.read",
            officer=officer.id,
            office_code=office,
            subject=f"office:{office}",
            facts={"from": period.first.isoformat(), "to": period.last.isoformat()},
        )
    # Thousands of steps take a moment, in which others want to be served.
    orders, inquiries = await asyncio.to_thread(_reckoned, found)
    return FairnessReport(book.office, period, orders, inquiries, names)


async def _found(
    transaction: Transaction, officer: Officer, office: str, *, days: Days, now: datetime
) -> _Found:
    since = datetime.combine(days.period.first, time(), days.zone)
    until = datetime.combine(days.period.last + timedelta(days=1), time(), days.zone)
    stretch = Stretch(office, since, until)
    log = await fairness.log(transaction, stretch)
    made = await fairness.calendar_versions(transaction, stretch)
    newest = await calendars.newest(transaction)
    versions = {version_then(one, made) for one in _cards(log, days)} | {newest}
    known = {
        version: await calendars.as_it_was(transaction, office=office, version=version)
        for version in versions
        if version
    }
    return _Found(
        days=days,
        log=log,
        made=made,
        calendars=known,
        reprints=await fairness.reprints(
            transaction,
            stretch,
            offices=officer.offices(FAIRNESS_READERS),
            months=WITHIN_MONTHS,
            least=PRINTS_OF_ONE_PERSON,
        ),
        phones=await fairness.shared_phones(transaction, stretch, least=PERSONS_OF_ONE_PHONE),
        counting=await fairness.counting(transaction, stretch, zone=days.zone),
        closings=_closings(known.get(newest), days, now=now),
    )


def _cards(log: Mapping[str, Sequence[LogEvent]], days: Days) -> tuple[Attempt, ...]:
    """The cards begun on those days, in the order of time."""
    every = (card for number, events in log.items() for card in attempts(number, events))
    cards = [card for card in every if days.day_of(card.started_at)]
    return tuple(sorted(cards, key=lambda card: card.started_at))


def _closings(
    calendar: OfficeCalendar | None, days: Days, *, now: datetime
) -> Mapping[date, datetime]:
    """Of the open days, those that have passed."""
    if calendar is None:
        return {}
    first, last = days.period.first, days.period.last
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    closings = ((day, calendar.closes_at(day)) for day in every)
    return {day: closes for day, closes in closings if closes and closes <= now}


def _reckoned(found: _Found) -> tuple[tuple[Order, ...], tuple[Inquiry, ...]]:
    orders = tuple(
        order(
            stage,
            [waiter(stage, number, events) for number, events in found.log.items()],
            days=found.days,
        )
        for stage in Stage
    )
    cards = _cards(found.log, found.days)
    dated = [(card, found.calendars.get(version_then(card, found.made) or 0)) for card in cards]
    reprints, phones = found.reprints, found.phones
    return orders, (
        unexplained(orders),
        outside_hours(dated),
        one_person(cards),
        spoiled_by_printer(cards),
        spoiled_by_officer(cards),
        groups(Question.REPRINTS, reprints.traces, judged=reprints.judged),
        stock_differences(found.counting.counts, uncounted=_uncounted(found)),
        groups(
            Question.SHARED_PHONES, phones.traces, judged=phones.judged, unknown=phones.unknown
        ),
    )


def _uncounted(found: _Found) -> Traces | None:
    opened = found.counting.opened_on
    if opened is None:
        return None
    counted = {found.days.day_of(one.at) for one in found.counting.counts}
    return tuple(
        Trace(closes, facts={"difference": None})
        for day, closes in found.closings.items()
        if day >= opened and day not in counted
    )
