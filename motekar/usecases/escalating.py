"""Raises what is in danger or late to whom the ladder names, step by step, while offices are open.

Each step of a request is raised once, whoever goes round; a further step is never kept back by
what was done to the request.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from motekar.rules.escalation import addressed, may_raise, reached, trigger_of
from motekar.rules.rulebook import RuleBook
from motekar.store import escalations, evidence, rulebook
from motekar.store.engine import Transaction
from motekar.store.escalations import Climbing
from motekar.usecases.desk import Desk

BATCH = 100
_Place = tuple[datetime, UUID]
_START: _Place = (datetime.min.replace(tzinfo=UTC), UUID(int=0))


async def go_round(desk: Desk, *, now: datetime) -> int:
    """Raises the steps that were reached, at all open offices; gives how many."""
    async with desk.store.transaction() as transaction:
        offices = await rulebook.offices(transaction)
    raised = 0
    for office in offices:
        after: _Place | None = _START
        while after:
            # A transaction each, so that two rounds write in one order and nobody waits long.
            async with desk.store.transaction() as transaction:
                book = await rulebook.read(transaction, office=office.code, now=now)
                batch = await _climbing(transaction, book, after=after, now=now)
                raised += await _raise(transaction, desk, book, batch, now=now)
            last = batch[-1] if len(batch) == BATCH else None
            after = (last.due.at, last.request) if last else None
    return raised


async def _climbing(
    transaction: Transaction, book: RuleBook, *, after: _Place, now: datetime
) -> Sequence[Climbing]:
    if not book.ladder.steps or not may_raise(book, now=now):
        return ()
    return await escalations.climbing(
        transaction,
        book.ladder,
        office=book.office.code,
        until=now + timedelta(minutes=book.policy.risk_minutes),
        after=after,
        limit=BATCH,
    )


async def _raise(
    transaction: Transaction,
    desk: Desk,
    book: RuleBook,
    batch: Sequence[Climbing],
    *,
    now: datetime,
) -> int:
    steps = {one: reached(one.due, book=book, now=now) for one in batch}
    if not any(steps.values()):
        return 0
    office, raised = book.office.code, 0
    staffed = await escalations.staffed(transaction, office)
    for step in book.ladder.steps:
        climbed = [
            (desk.new_id(now), one, trigger_of(step, one.due))
            for one, so_far in steps.items()
            if step in so_far
        ]
        if climbed:
            raised += await escalations.raise_step(
                transaction,
                step,
                climbed,
                version=book.ladder.version,
                told=addressed(step, book.ladder, staffed=staffed),
                office=office,
                now=now,
            )
    if raised:
        evidence.audit(
            transaction,
            at=now,
            action="escalations.raise",
            officer=None,
            office_code=office,
            subject=f"office:{office}",
            facts={"raised": raised, "ladder": book.ladder.version},
        )
    return raised
