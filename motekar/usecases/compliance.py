"""The figures of a period as pages read them: from sums, and from what waits to be summed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from motekar.rules.compliance import (
    DayFigures,
    Figures,
    Group,
    day_figures,
    figures,
    groups,
    office_groups,
)
from motekar.rules.people import OVERSIGHT, Officer
from motekar.rules.period import Period, Piece
from motekar.rules.tallying import ALL, HOUR, Sums, Tally
from motekar.store import figure_sums
from motekar.store.engine import Transaction
from motekar.usecases.casebook import Marked, marked_now
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
        tally, earlier = Tally(period, watched, facet), Tally(period.before(), watched)
        await summed(transaction, tally, (ALL, facet), marked=marked, now=now)
        if facet != HOUR:
            await figure_sums.add_visits_by_hour(transaction, tally, pieces=_pieces(tally, now))
        await figure_sums.add_days(transaction, tally)
        await summed(transaction, earlier, (ALL,), marked=marked, now=now)
        for each in (tally, earlier):
            await add_messages(transaction, each, now=now)
    return viewed(tally, earlier, unsummed=marked.unsummed)


def viewed(tally: Tally, earlier: Tally, *, unsummed: int = 0) -> PeriodView:
    """What two tallies, of a period and of the one before it, say."""
    return PeriodView(
        period=tally.period,
        offices=tuple(sorted(tally.offices)),
        figures=figures(tally),
        before=figures(earlier),
        by_office=office_groups(tally),
        by_day=tuple(day_figures(day, sums) for day, sums in sorted(tally.by_day.items())),
        visits_by_hour=_visits_by_hour(tally.sums),
        by_facet=() if tally.facet == ALL else groups(tally),
        unsummed=unsummed,
    )


def watched_offices(officer: Officer, office: str | None) -> tuple[str, ...]:
    """The office, or all that the person watches.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(OVERSIGHT, office=office)
    return (office,) if office else officer.offices(OVERSIGHT)


async def summed(
    transaction: Transaction,
    tally: Tally,
    facets: Sequence[str],
    *,
    marked: Marked,
    now: datetime,
) -> None:
    """Adds the sums, with what waits to be summed, and how open requests stand now."""
    await figure_sums.add_sums(transaction, tally, pieces=_pieces(tally, now), facets=facets)
    for case in marked.before.values():
        tally.take_off(case)
    for case in marked.after.values():
        tally.add(case)
    still_open = await figure_sums.open_cases(transaction, tally)
    tally.add_open((still_open | marked.after).values(), now=now)


async def add_messages(transaction: Transaction, tally: Tally, *, now: datetime) -> None:
    """Adds what became of messages; no request's log tells that, nor of any past moment."""
    await figure_sums.add_messages(transaction, tally, pieces=_pieces(tally, now))


def _pieces(tally: Tally, now: datetime) -> tuple[Piece, ...]:
    return tally.period.pieces(today=(now.astimezone(UTC) + _EASTMOST).date())


def _visits_by_hour(sums: Sums) -> Mapping[int, int]:
    return {
        int(told.value): n
        for told, n in sorted(sums.items())
        if n and (told.facet, told.measure) == (HOUR, "visits")
    }
