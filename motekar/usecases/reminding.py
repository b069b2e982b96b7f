"""Reminds whoever has not fetched a finished card: once a request, while the office is open."""

from datetime import datetime

from motekar.rules.messages import MessageEvent
from motekar.rules.reminders import has_waited, may_remind, waits_since_before
from motekar.store import evidence, reminders, rulebook, sealing
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.telling import tell_of


async def go_round(desk: Desk, *, now: datetime) -> int:
    """Queues the reminders that are due, at all offices; gives how many."""
    async with desk.store.transaction() as transaction:
        offices = await reminders.offices(transaction)
    queued = 0
    for office in offices:
        async with desk.store.transaction() as transaction:
            queued += await _remind(transaction, desk, office, now=now)
    return queued


async def _remind(transaction: Transaction, desk: Desk, office: str, *, now: datetime) -> int:
    book = await rulebook.read(transaction, office=office, now=now)
    if not may_remind(book, now=now):
        return 0
    lying = await reminders.locked(
        transaction, office=office, ready_before=waits_since_before(book, now=now)
    )
    due = [one for one in lying if has_waited(one.request.state_since, book=book, now=now)]
    for one in due:
        tell_of(
            transaction,
            desk,
            MessageEvent.REMINDER,
            one.request,
            applicant=sealing.opened_applicant(desk.vault, one),
            book=book,
            now=now,
        )
    if due:
        evidence.audit(
            transaction,
            at=now,
            action="reminders.queue",
            officer=None,
            office_code=office,
            subject=f"office:{office}",
            facts={"told": len(due)},
        )
    return len(due)
