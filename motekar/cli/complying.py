"""``motekar compliance``: the figures of a period from the event log alone.

Says too whether the sums that pages read agree with it, and which requests count as unknown.
"""

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from motekar import wiring
from motekar.cli.answers import Answer
from motekar.cli.period import past_moment, period_of
from motekar.cli.running import with_desk
from motekar.rules.compliance import Share
from motekar.usecases.desk import Desk
from motekar.usecases.recomputing import Recomputed, recomputed

_MOST_NAMED = 20


def compliance(given: argparse.Namespace) -> Answer:
    """Recomputes; 1 where pages say something else, or a request is gone."""
    period, at = period_of(given), past_moment(given)

    async def recompute(desk: Desk) -> Recomputed:
        return await recomputed(desk, office=given.office, period=period, now=wiring.now(), at=at)

    found = with_desk(given, recompute)
    is_amiss = bool(found.differing or found.gone)
    text = "\n".join((*_lines(found), *_named(found), *_compared(found, at)))
    return Answer(text, _data(found, office=given.office, at=at), int(is_amiss))


def _data(found: Recomputed, *, office: str | None, at: datetime | None) -> dict[str, Any]:
    differing = found.differing
    return {
        "at": at.isoformat() if at else None,
        **found.figures.to_data(office=office),
        "unknown_requests": [
            {"request_no": number, "why": why.value} for number, why in found.unknown
        ],
        "gone_requests": list(found.gone),
        "pages_agree": None if differing is None else not differing,
        "differing": [
            {"sum": list(told), "evidence": evidence, "pages": pages}
            for told, evidence, pages in differing or ()
        ],
    }


def _lines(found: Recomputed) -> Iterator[str]:
    told = found.figures
    yield f"{told.first} to {told.last}, from {told.events} events, {told.whole.files} files"
    yield f"By the published standard: {_share(told.whole.same_day)}"
    yield f"Net of holds: {_share(told.whole.net_of_holds)}"
    outcomes = ", ".join(f"{name} {number}" for name, number in told.whole.outcomes.items())
    yield f"Against the first promise: {outcomes}"
    for stage, spread in told.stages.items():
        if spread.count:
            yield (
                f"{stage}: half within {spread.median_minutes} open minutes,"
                f" nine of ten within {spread.p90_minutes}, of {spread.count}"
            )
    for hold in told.holds:
        yield f"on hold, {hold.cause}: {hold.count}, {hold.open_minutes} open minutes"


def _named(found: Recomputed) -> Iterator[str]:
    for number, why in found.unknown[:_MOST_NAMED]:
        yield f"unknown: {number} ({why})"
    for number in found.gone[:_MOST_NAMED]:
        yield f"GONE: {number}: its number was given out, and no such request is there"


def _compared(found: Recomputed, at: datetime | None) -> Iterator[str]:
    if at:
        yield f"All as it stood at {at.isoformat()}; of that moment pages tell nothing."
    elif found.differing is None:
        yield "The pages lag behind: is a worker running?"
    for sum_of, evidence, pages in (found.differing or ())[:_MOST_NAMED]:
        yield f"DIFFERS: {' '.join(sum_of)}: evidence {evidence}, pages {pages}"
    if found.differing == ():
        yield "The pages say the same."


def _share(share: Share) -> str:
    if share.value is None:
        return "nothing decided yet"
    of = f"{share.numerator} of {share.denominator}"
    return f"{of} ({share.value:.1%}), {share.unknown} of them unknown"
