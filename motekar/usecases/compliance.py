"""The figures of a period: from the sums for a page, from the evidence alone for an inspector."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from motekar.rules.compliance import (
    DayFigures,
    Figures,
    Group,
    day_figures,
    figures,
    group,
    groups,
)
from motekar.rules.counting import Case, WhyUnknown
from motekar.rules.errors import OfficeUnknown
from motekar.rules.people import OVERSIGHT, Officer
from motekar.rules.period import Period, Piece
from motekar.rules.tallying import ALL, FACETS, HOUR, MESSAGES, Sum, Sums, Tally
from motekar.store import event_log, figure_sums, rulebook
from motekar.store.engine import Transaction
from motekar.store.event_log import Calendars
from motekar.usecases.casebook import Marked, marked_now, read
from motekar.usecases.desk import Desk

_AT_ONCE = 2000
_A_DAY = timedelta(days=1)
_EASTMOST = timedelta(hours=14)
"""Ahead of UTC: nowhere has a later day begun."""


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period beside the one before it; its files by office, day and facet, visits by the hour.

    ``unsummed`` steps are not in it where the worker lags too far behind; 0 else.
    """

    period: Period
    offices: tuple[str, ...]
    figures: Figures
    before: Figures
    by_office: tuple[Group, ...]
    by_day: tuple[DayFigures, ...]
    visits_by_hour: Mapping[int, int]
    by_facet: tuple[Group, ...]
    unsummed: int


async def of_period(
    desk: Desk,
    officer: Officer,
    *,
    office: str | None,
    period: Period,
    facet: str,
    now: datetime,
) -> PeriodView:
    """The figures of this office, or of all where the person watches.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    watched = watched_offices(officer, office)
    return await view(desk, watched, period=period, facet=facet, now=now)


async def view(
    desk: Desk, offices: tuple[str, ...], *, period: Period, facet: str = ALL, now: datetime
) -> PeriodView:
    """The figures of these offices, whoever asks."""
    async with desk.store.snapshot() as transaction:
        marked = await marked_now(transaction)
        watched = frozenset(offices)
        tally, earlier = Tally(period, watched), Tally(period.before(), watched)
        await _summed(transaction, tally, (ALL, facet), marked=marked, now=now)
        if facet != HOUR:
            await figure_sums.add_visits_by_hour(transaction, tally, pieces=_pieces(tally, now))
        await figure_sums.add_days(transaction, tally)
        await _summed(transaction, earlier, (ALL,), marked=marked, now=now)
    return PeriodView(
        period=period,
        offices=offices,
        figures=figures(tally),
        before=figures(earlier),
        by_office=_named(tally.by_office.items()),
        by_day=tuple(day_figures(day, sums) for day, sums in sorted(tally.by_day.items())),
        visits_by_hour=_visits_by_hour(tally.sums),
        by_facet=() if facet == ALL else groups(tally.sums, facet),
        unsummed=marked.unsummed,
    )


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Figures from evidence; ``unknown`` names each request that counts as unknown, and why.

    ``differing`` names each sum that pages read and that evidence does not bear out, with both
    numbers, evidence first. None where the worker lags too far behind for comparing. ``gone``
    are requests whose running number was given out on a day of the period, and which are nowhere.
    """

    figures: Figures
    unknown: tuple[tuple[str, WhyUnknown], ...]
    differing: tuple[tuple[Sum, int, int], ...] | None
    gone: tuple[str, ...]


async def recomputed(
    desk: Desk, *, office: str | None, period: Period, now: datetime
) -> Recomputed:
    """The same from the event log, policies and calendars alone; no sum is believed.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.snapshot() as transaction:
        known = [profile.code for profile in await rulebook.offices(transaction)]
        offices = known if office is None else [code for code in known if code == office]
        if not offices:
            raise OfficeUnknown
        tally = Tally(period, frozenset(offices))
        unknown: list[tuple[str, WhyUnknown]] = []
        async for cases in _touching(transaction, offices, period):
            for number, case in cases:
                tally.add(case)
                if case.why_unknown and case.day in period:
                    unknown.append((number, case.why_unknown))
            tally.add_open((case for _, case in cases), now=now)
        marked = await marked_now(transaction)
        kept = Tally(period, frozenset(offices))
        await _summed(transaction, kept, FACETS, marked=marked, now=now)
        gone = await event_log.gone(transaction, offices, first=period.first, last=period.last)
    differing = None if marked.unsummed else _differing(tally, kept)
    return Recomputed(figures(tally), tuple(sorted(unknown)), differing, gone)


def _differing(evidence: Tally, kept: Tally) -> tuple[tuple[Sum, int, int], ...]:
    """Messages are no part of a request's log and are left out."""
    told, read = _by_name(evidence), _by_name(kept)
    return tuple(
        (name, told[name], read[name])
        for name in sorted(told.keys() | read.keys())
        if name.facet != MESSAGES and told[name] != read[name]
    )


def _by_name(tally: Tally) -> Sums:
    lying = {Sum("minutes", stage, str(taken)): n for (stage, taken), n in tally.minutes.items()}
    return Sums({**tally.sums, **lying})


async def _touching(
    transaction: Transaction, offices: list[str], period: Period
) -> AsyncIterator[list[tuple[str, Case]]]:
    """All requests that may count in the period, some at a time."""
    seen: Calendars = {}
    found = await touching_ids(transaction, offices, period)
    for start in range(0, len(found), _AT_ONCE):
        some = await read(transaction, found[start : start + _AT_ONCE], seen=seen)
        yield [(log.request_no, case) for log, case in some]


async def touching_ids(transaction: Transaction, offices: list[str], period: Period) -> list[UUID]:
    """Ids of all requests that may count in the period, whatever the offices' zones."""
    since = datetime.combine(period.first - _A_DAY, time(), UTC)
    until = datetime.combine(period.last + 2 * _A_DAY, time(), UTC)
    return await event_log.touching(transaction, offices=offices, since=since, until=until)


def watched_offices(officer: Officer, office: str | None) -> tuple[str, ...]:
    """The office, or all that the person watches.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(OVERSIGHT, office=office)
    return (office,) if office else officer.offices(OVERSIGHT)


async def _summed(
    transaction: Transaction,
    tally: Tally,
    facets: Sequence[str],
    *,
    marked: Marked,
    now: datetime,
) -> None:
    """Adds the sums, with what waits to be summed, and how open requests stand now."""
    await figure_sums.add_sums(transaction, tally, pieces=_pieces(tally, now), facets=facets)
    await figure_sums.add_messages(transaction, tally)
    for case in marked.before.values():
        tally.take_off(case)
    for case in marked.after.values():
        tally.add(case)
    summed = await figure_sums.open_cases(transaction, tally)
    tally.add_open((summed | marked.after).values(), now=now)


def _pieces(tally: Tally, now: datetime) -> tuple[Piece, ...]:
    return tally.period.pieces(today=(now.astimezone(UTC) + _EASTMOST).date())


def _visits_by_hour(sums: Sums) -> Mapping[int, int]:
    return {
        int(told.value): n
        for told, n in sorted(sums.items())
        if n and (told.facet, told.measure) == (HOUR, "visits")
    }


def _named(sums: Iterable[tuple[str, Sums]]) -> tuple[Group, ...]:
    return tuple(replace(group(each, ALL, ""), value=name) for name, each in sorted(sums))
