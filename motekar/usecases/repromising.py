"""Makes promises anew where the future changed, in the transaction of whatever changed it.

The citizen is told once a change, by SMS; the first promise stays the one that is measured. A
request somebody is working on at that moment is left for the worker's next round.
"""

from datetime import datetime

from motekar.rules.messages import MessageEvent
from motekar.rules.people import Officer
from motekar.rules.repromise import revised
from motekar.rules.requests import PrintRequest
from motekar.rules.rulebook import RuleBook
from motekar.store import (
    allotments,
    evidence,
    print_requests,
    promise_revisions,
    rulebook,
    sealing,
    situation,
)
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.telling import tell_of

ROUND = "round"


async def repromise(
    transaction: Transaction,
    desk: Desk,
    office: str,
    *,
    because: str,
    officer: Officer | None,
    now: datetime,
) -> int:
    """Revises the office's promises; gives how many dates moved."""
    book = await rulebook.read(transaction, office=office, now=now)
    stands = await situation.read(transaction, book, now=now, waits=True)
    found = {
        one.request.id: one for one in await print_requests.unprinted(transaction, office=office)
    }
    revisions = revised((one.request for one in found.values()), book=book, situation=stands)
    moved = [revision for revision in revisions if revision.is_moved]
    numbers = await promise_revisions.latest(transaction, [one.after.id for one in moved])
    for revision in revisions:
        _allot(
            transaction, revision.before, revision.given_back, officer=officer, book=book, now=now
        )
        await transaction.flush()
    for revision in revisions:
        _allot(
            transaction, revision.given_back, revision.after, officer=officer, book=book, now=now
        )
        print_requests.save(transaction, revision.before, revision.after, more={})
        if revision.is_moved:
            number = numbers.get(revision.after.id, 0) + 1
            promise_revisions.add(transaction, revision, number=number, because=because, now=now)
            applicant = sealing.opened_applicant(desk.vault, found[revision.after.id])
            tell_of(
                transaction,
                desk,
                MessageEvent.PROMISE_MOVED,
                revision.after,
                applicant=applicant,
                book=book,
                now=now,
                occasion=number,
            )
        # One row of places may change for several requests, and a statement changes it but once.
        await transaction.flush()
    if moved:
        evidence.audit(
            transaction,
            at=now,
            action="promises.revise",
            officer=officer.id if officer else None,
            office_code=office,
            subject=f"office:{office}",
            facts={"because": because, "moved": len(moved)},
        )
    return len(moved)


def _allot(
    transaction: Transaction,
    before: PrintRequest,
    after: PrintRequest,
    *,
    officer: Officer | None,
    book: RuleBook,
    now: datetime,
) -> None:
    allotments.write(
        transaction,
        before,
        after,
        action=None,
        officer=officer.id if officer else None,
        quotas=book.quotas,
        now=now,
    )


async def go_round(desk: Desk, *, now: datetime) -> int:
    """Looks for promises that passed unkept, wait for a date, or can get a blank; all offices."""
    async with desk.store.transaction() as transaction:
        offices = await promise_revisions.offices_waiting(transaction, now=now)
    moved = 0
    for office in offices:
        async with desk.store.transaction() as transaction:
            moved += await repromise(
                transaction, desk, office, because=ROUND, officer=None, now=now
            )
    return moved
