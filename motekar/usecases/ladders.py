"""The ladder of escalation: what holds, what comes, and a version written anew from a day on.

Whoever writes says which version was seen, so that nobody overwrites another's ladder unseen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motekar.rules.errors import LadderChanged
from motekar.rules.ladder import LadderHistory
from motekar.rules.ladder_form import NewLadder, read_ladder
from motekar.rules.people import Officer, Role
from motekar.rules.rulebook import RuleBook
from motekar.store import evidence, ladders, rulebook
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep

EDITORS = frozenset({Role.HEAD_OF_OFFICE})


@dataclass(frozen=True, slots=True)
class Ladders:
    """All versions, seen from an office on its day."""

    book: RuleBook
    today: date
    history: LadderHistory


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Who writes the ladder anew, having seen which version."""

    officer: Officer
    seen_version: int
    now: datetime
    once: Once[NewLadder] | None = None


async def look(desk: Desk, officer: Officer, *, now: datetime) -> Ladders:
    """The ladder with its history.

    Raises:
        RoleNotAllowed: no head of office.
    """
    officer.require(EDITORS)
    async with desk.store.transaction() as transaction:
        return await _read(transaction, officer, now=now)


async def write(
    desk: Desk, rebuild: Rebuild, rows: Sequence[Mapping[str, Any]], *, valid_from: str
) -> NewLadder | Replay:
    """Adds a version that counts for all offices from its day on.

    Raises:
        RoleNotAllowed: no head of office.
        LadderChanged: somebody wrote it anew since it was seen.
        ValidationFailed: with every fault of the rows and the day.
        IdempotencyKeyReused: the key came before with another body.
    """
    officer, now = rebuild.officer, rebuild.now
    officer.require(EDITORS)
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, rebuild.once, now=now):
            return replay
        await rulebook.lock(transaction)
        seen = await _read(transaction, officer, now=now)
        _refuse_unseen(rebuild, seen.history)
        new = read_ladder(rows, valid_from, seen.history, today=seen.today)
        version = seen.history.latest.ladder.version + 1
        ladders.add(transaction, new, version=version, by=officer.id, now=now)
        evidence.audit(
            transaction,
            at=now,
            action="ladder.write",
            officer=officer.id,
            subject="ladder",
            facts={"version": version, "valid_from": new.valid_from.isoformat()},
        )
        keep(transaction, desk, rebuild.once, new)
    return new


def _refuse_unseen(rebuild: Rebuild, history: LadderHistory) -> None:
    latest = history.latest
    if latest.ladder.version != rebuild.seen_version:
        by = latest.written_by or "Motekar"
        raise LadderChanged(rebuild.seen_version, latest.ladder.version, by)


async def _read(transaction: Transaction, officer: Officer, *, now: datetime) -> Ladders:
    office = officer.offices(EDITORS)[0]
    book = await rulebook.read(transaction, office=office, now=now)
    return Ladders(book, book.office.local_day(now), await ladders.history(transaction))
