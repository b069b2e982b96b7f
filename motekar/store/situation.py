"""How an office stands just now: blanks, promised places, measured pace; in one statement."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from motekar.rules.blanks import Balance
from motekar.rules.capacity import STATED_PACE, Pace, Situation
from motekar.rules.places import DayLoad, Place
from motekar.rules.rulebook import RuleBook
from motekar.store.engine import Transaction

FEWEST_SAMPLES = 20
# Cards promised longer ago than this and still not printed hold up nobody's queue any more.
LOOK_BACK = timedelta(days=30)
_READ = "SELECT * FROM office_situation($1, $2, $3)"


async def read(
    transaction: Transaction, book: RuleBook, *, now: datetime, waits: bool
) -> Situation:
    """The situation; with ``waits`` nobody else allots there until this transaction ends."""
    office = book.office
    row = await transaction.row(_READ, office.code, office.local_day(now) - LOOK_BACK, waits)
    assert row is not None  # noqa: S101 - the function always returns its row
    return of_row(row, book, now=now)


def of_row(row: Mapping[str, Any], book: RuleBook, *, now: datetime) -> Situation:
    """A row of ``office_situation`` as the rules see it."""
    balance = Balance(row["box"], row["reserved"], row["printing"], row["spoiled"])
    return Situation(
        at=now,
        pace=pace_of(json.loads(row["pace"] or "{}")),
        equipment=book.equipment,
        blanks=balance if row["entries"] else None,
        quotas=book.quotas,
        loads=tuple(_load(values) for values in json.loads(row["loads"] or "[]")),
    )


def _load(values: list[Any]) -> DayLoad:
    day, group, total, taken, begun, blanks = values
    return DayLoad(Place(date.fromisoformat(day), group), total, taken, begun, blanks)


def pace_of(measured: Mapping[str, Sequence[float]]) -> Pace:
    """Minutes and samples by step as a pace, the stated one where too few were measured."""
    known = {
        step: minutes for step, (minutes, samples) in measured.items() if samples >= FEWEST_SAMPLES
    }
    if "print" not in known:
        return STATED_PACE
    return Pace(
        verify_minutes=known.get("verify", STATED_PACE.verify_minutes),
        print_minutes=known["print"],
        samples=int(measured["print"][1]),
    )
