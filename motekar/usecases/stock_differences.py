"""A count that differs from the ledger: explained by who counted, agreed to by somebody else.

Nothing changes before the yes. The ledger then takes the difference over; where fewer blanks are
left than are promised, those promised for latest wait for another one.
"""

from dataclasses import replace
from datetime import datetime

from motekar.rules.approvals import Approval, ApprovalKind, Granted, Outcome, granted
from motekar.rules.blanks import Balance, EntryKind
from motekar.rules.errors import StockMovedOn
from motekar.rules.people import Officer
from motekar.rules.rulebook import RuleBook
from motekar.store import allotments, blank_ledger, print_requests, rulebook, situation
from motekar.store.engine import Transaction
from motekar.usecases.asking import Question, ask
from motekar.usecases.desk import Desk
from motekar.usecases.repromising import repromise


async def ask_to_adjust(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    *,
    book: RuleBook,
    expected: int,
    counted: int,
    explanation: str,
    now: datetime,
) -> Approval:
    """Asks for the difference to be taken over; done at once where the office allows it alone.

    Raises:
        ApprovalPending: an earlier difference of this office still waits.
        NobodyToApprove: nobody else is there, and the office allows no exception.
    """
    office = book.office.code
    approval = await ask(
        transaction,
        desk,
        officer,
        kind=ApprovalKind.STOCK_DIFFERENCE,
        office=office,
        subject=f"stock:{office}",
        facts={"expected": expected, "counted": counted, "difference": counted - expected},
        words=explanation,
        now=now,
    )
    if approval.outcome is Outcome.APPROVED:
        agreed = granted(approval, officer)
        await _adjust(transaction, desk, approval, granted=agreed, officer=officer, now=now)
    return approval


async def adjust(
    transaction: Transaction, desk: Desk, question: Question, granted: Granted, *, now: datetime
) -> None:
    """Takes an approved difference over.

    Raises:
        StockMovedOn: fewer blanks are left than were found missing.
    """
    await _adjust(
        transaction, desk, question.approval, granted=granted, officer=question.asker, now=now
    )


async def _adjust(
    transaction: Transaction,
    desk: Desk,
    approval: Approval,
    *,
    granted: Granted,
    officer: Officer,
    now: datetime,
) -> None:
    office, difference = approval.office, int(approval.facts["difference"])
    book = await rulebook.read(transaction, office=office, now=now)
    stands = await situation.read(transaction, book, now=now, waits=True)
    balance = stands.blanks or Balance()
    if balance.box + difference < 0:
        raise StockMovedOn(box=balance.box)
    too_many = balance.reserved - (balance.box + difference)
    if too_many > 0:
        await _take_back(transaction, book, too_many, officer=officer, now=now)
    blank_ledger.add(
        transaction,
        desk.vault,
        office=office,
        kind=EntryKind.ADJUSTED,
        quantity=difference,
        officer=officer.id,
        at=now,
        facts=granted.facts,
    )
    await repromise(
        transaction, desk, office, because="stock-difference", officer=officer, now=now
    )


async def _take_back(
    transaction: Transaction, book: RuleBook, number: int, *, officer: Officer, now: datetime
) -> None:
    found = await print_requests.unprinted(transaction, office=book.office.code)
    holding = [one.request for one in found if one.request.has_blank]
    latest = sorted(
        holding, key=lambda one: (one.promised_by or now, one.submitted_at), reverse=True
    )
    for request in latest[:number]:
        without = replace(request, has_blank=False)
        print_requests.save(transaction, request, without, more={})
        allotments.write(
            transaction,
            request,
            without,
            action=None,
            officer=officer.id,
            quotas=book.quotas,
            now=now,
        )
        # A statement changes the same row of places but once.
        await transaction.flush()
