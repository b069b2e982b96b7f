"""The figures of a period from the evidence alone: for an inspector, a report, any past moment."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from motekar.rules.compliance import Figures, figures
from motekar.rules.counting import Case, WhyUnknown
from motekar.rules.errors import OfficeUnknown
from motekar.rules.period import Period
from motekar.rules.spreads import minutes_at
from motekar.rules.tallying import FACETS, Sum, Sums, Tally
from motekar.store import event_log, rulebook
from motekar.store.engine import Transaction
from motekar.store.event_log import Calendars
from motekar.usecases.casebook import marked_now, read
from motekar.usecases.compliance import PeriodView, add_messages, summed, viewed
from motekar.usecases.desk import Desk

_AT_ONCE = 2000
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Figures from evidence; ``unknown`` names each request that counts as unknown, and why.

    ``differing`` names each sum that pages read and that evidence does not bear out, with both
    numbers, evidence first. None where the worker lags too far behind for comparing, and of a
    moment of the past, which pages do not tell. ``gone`` are requests whose running number was
    given out on a day of the period, and which are nowhere.
    """

    figures: Figures
    unknown: tuple[tuple[str, WhyUnknown], ...]
    differing: tuple[tuple[Sum, int, int], ...] | None
    gone: tuple[str, ...]


async def recomputed(
    desk: Desk, *, office: str | None, period: Period, now: datetime, at: datetime | None = None
) -> Recomputed:
    """Figures from the event log, policies and calendars alone; no sum is believed.

    With ``at``, all as it stood at that moment: what came later is left out.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.snapshot() as transaction:
        known = [profile.code for profile in await rulebook.offices(transaction)]
        offices = known if office is None else [code for code in known if code == office]
        if not offices:
            raise OfficeUnknown
        tally, unknown = await _tallied(transaction, offices, period, now=now, at=at)
        marked = await marked_now(transaction)
        kept = Tally(period, frozenset(offices))
        await summed(transaction, kept, FACETS, marked=marked, now=now)
        gone = await event_log.gone(transaction, offices, first=period.first, last=period.last)
    differing = None if at or marked.unsummed else _differing(tally, kept)
    return Recomputed(figures(tally), tuple(sorted(unknown)), differing, gone)


async def as_it_stood(
    desk: Desk, offices: Sequence[str], *, period: Period, at: datetime
) -> PeriodView:
    """The period beside the one before it as they stood at that moment, but messages as now."""
    codes = list(offices)
    async with desk.store.snapshot() as transaction:
        tally, _ = await _tallied(transaction, codes, period, now=at, at=at)
        earlier, _ = await _tallied(transaction, codes, period.before(), now=at, at=at)
        for each in (tally, earlier):
            await add_messages(transaction, each, now=at)
    return viewed(tally, earlier)


async def _tallied(
    transaction: Transaction,
    offices: list[str],
    period: Period,
    *,
    now: datetime,
    at: datetime | None,
) -> tuple[Tally, list[tuple[str, WhyUnknown]]]:
    """All requests of the period, and those that count as unknown."""
    tally = Tally(period, frozenset(offices))
    unknown: list[tuple[str, WhyUnknown]] = []
    async for cases in _touching(transaction, offices, period, at=at):
        for number, case in cases:
            tally.add(case)
            if case.why_unknown and case.day in period:
                unknown.append((number, case.why_unknown))
        tally.add_open((case for _, case in cases), now=at or now)
    return tally, unknown


def _differing(evidence: Tally, kept: Tally) -> tuple[tuple[Sum, int, int], ...]:
    told, read = _by_name(evidence), _by_name(kept)
    return tuple(
        (name, told[name], read[name])
        for name in sorted(told.keys() | read.keys())
        if told[name] != read[name]
    )


def _by_name(tally: Tally) -> Sums:
    lying = {
        Sum("minutes", stage, str(minutes_at(place))): n
        for stage, row in tally.minutes.items()
        for place, n in enumerate(row)
        if n
    }
    return Sums({**tally.sums, **lying})


async def _touching(
    transaction: Transaction, offices: list[str], period: Period, *, at: datetime | None = None
) -> AsyncIterator[list[tuple[str, Case]]]:
    """All requests that may count in the period, some at a time."""
    seen: Calendars = {}
    found = await touching_ids(transaction, offices, period)
    for start in range(0, len(found), _AT_ONCE):
        some = await read(transaction, found[start : start + _AT_ONCE], seen=seen, at=at)
        yield [(log.request_no, case) for log, case in some]


async def touching_ids(transaction: Transaction, offices: list[str], period: Period) -> list[UUID]:
    """Ids of all requests that may count in the period, whatever the offices' zones."""
    since = datetime.combine(period.first - _A_DAY, time(), UTC)
    until = datetime.combine(period.last + 2 * _A_DAY, time(), UTC)
    return await event_log.touching(transaction, offices=offices, since=since, until=until)
