"""What everybody may read of the last months, from the sums that the head of office reads too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.compliance import group
from motekar.rules.period import Period
from motekar.rules.public_figures import PublicFigure, counted, months_until, published
from motekar.rules.tallying import ALL, Tally
from motekar.store import figure_sums, public_sums, rulebook
from motekar.store.engine import Transaction
from motekar.usecases.casebook import marked_now
from motekar.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Published:
    """Figures newest month first, all offices together before each; names of offices by code.

    ``until`` is the last day in them: the last that is over at every office.
    """

    offices: Mapping[str, str]
    until: date
    figures: tuple[PublicFigure, ...]
    computed_at: datetime


async def of_months(desk: Desk, *, now: datetime) -> Published:
    """The last months of all offices, for everybody."""
    async with desk.store.snapshot() as transaction:
        known = await rulebook.offices(transaction)
        today = min((profile.local_day(now) for profile in known), default=now.date())
        until = today - date.resolution
        offices = frozenset(profile.code for profile in known)
        tallies = [Tally(period, offices) for period in months_until(until)]
        await _fill(transaction, tallies, now=now)
    figures = [
        figure
        for tally in reversed(tallies)
        for figure in published(
            tally.period,
            {code: counted(group(tally.by_office[code], ALL, "")) for code in sorted(offices)},
        )
    ]
    names = {profile.code: profile.name for profile in known}
    return Published(names, until, tuple(figures), now)


async def _fill(transaction: Transaction, tallies: list[Tally], *, now: datetime) -> None:
    """The sums, with what waits to be summed, and how open requests stand now."""
    await public_sums.add_months(transaction, tallies)
    marked = await marked_now(transaction)
    all_days = Period(tallies[0].period.first, tallies[-1].period.last)
    still_open = await figure_sums.open_cases(transaction, Tally(all_days, tallies[0].offices))
    for tally in tallies:
        for case in marked.before.values():
            tally.take_off(case)
        for case in marked.after.values():
            tally.add(case)
        tally.add_open((still_open | marked.after).values(), now=now)
