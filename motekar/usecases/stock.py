"""The office's blanks: deliveries, transfers, losses and the day's count, each one entry for ever.

Whatever changes how many are free makes the office's promises anew in the same transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from motekar.rules.blanks import Balance, EntryKind, days_left
from motekar.rules.deliveries import FIRST_ROW, row_field
from motekar.rules.errors import (
    BoxAlreadyCounted,
    DeliveryNoteKnown,
    FieldError,
    StockTooSmall,
    TransferUnknown,
    ValidationFailed,
)
from motekar.rules.people import Officer
from motekar.rules.rulebook import RuleBook
from motekar.rules.stocktaking import KEEPERS, READERS, BoxCount, StockEntry
from motekar.store import blank_ledger, rulebook, situation
from motekar.store.blank_ledger import LedgerLine, OnTheWay
from motekar.store.engine import Transaction
from motekar.store.violations import ROW_REFUSED, violated
from motekar.usecases import bookkeeping
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.stock_differences import ask_to_adjust

__all__ = [
    "KEEPERS",
    "READERS",
    "LedgerLine",
    "OnTheWay",
    "Stock",
    "arrive",
    "bring_in",
    "count",
    "enter",
    "look",
]

_RECENT = timedelta(days=14)
_NEWEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Stock:
    """An office's blanks at one moment; ``balance`` None until its ledger has begun.

    ``days_left`` is reckoned from the last two weeks, None where nothing was used.
    """

    balance: Balance | None
    days_left: float | None
    is_low: bool
    is_counted: bool
    on_the_way: tuple[OnTheWay, ...]
    lines: tuple[LedgerLine, ...]


async def look(
    desk: Desk, officer: Officer, office: str, *, now: datetime, limit: int, before: int = _NEWEST
) -> Stock:
    """The stock and its newest entries.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
        OfficeUnknown: no office has that code.
    """
    officer.require(READERS, office=office)
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=office, now=now)
        stands = await situation.read(transaction, book, now=now, waits=False)
        zone = book.office.zone
        pace = await blank_ledger.used_per_day(
            transaction, office=office, zone=zone, since=now - _RECENT
        )
        balance = stands.blanks
        return Stock(
            balance=balance,
            days_left=days_left(balance.free, pace) if balance else None,
            is_low=balance is not None and balance.free <= book.equipment.low_blanks,
            is_counted=await blank_ledger.is_counted(
                transaction, office=office, zone=zone, day=book.office.local_day(now)
            ),
            on_the_way=await blank_ledger.on_the_way(transaction, office=office),
            lines=await blank_ledger.lines(
                transaction, desk.vault, office=office, before=before, limit=limit
            ),
        )


async def enter(
    desk: Desk,
    officer: Officer,
    office: str,
    entry: StockEntry,
    *,
    now: datetime,
    once: Once[None] | None = None,
) -> None:
    """Writes a delivery, a transfer to another office, a defect or a return.

    Raises:
        RoleNotAllowed, WrongOffice: not this person's box.
        StockTooSmall: fewer are free.
        DeliveryNoteKnown: the delivery was entered before.
        ValidationFailed: the office to send to is unknown, or this one.
    """
    officer.require(KEEPERS, office=office)
    try:
        async with desk.store.transaction() as transaction:
            if await earlier_answer(transaction, desk, once, now=now):
                return
            book = await rulebook.read(transaction, office=office, now=now)
            if entry.kind is EntryKind.SENT:
                await _refuse_addressee(transaction, entry.to, office)
                entry = replace(entry, reference=str(desk.new_id(now)))
            await _refuse_too_many(transaction, book, entry.kind, entry.quantity, now=now)
            bookkeeping.write(transaction, desk, officer, office=office, entry=entry)
            await bookkeeping.close(transaction, desk, officer, office, kind=entry.kind, now=now)
            keep(transaction, desk, once, None)
    except ROW_REFUSED as refused:
        if violated(refused) != blank_ledger.DELIVERY_NOTE_ONCE:
            raise
        raise DeliveryNoteKnown(delivery_note=entry.reference or "") from refused


async def _refuse_addressee(transaction: Transaction, to: str | None, office: str) -> None:
    known = {each.code for each in await rulebook.offices(transaction)} - {office}
    if to not in known:
        raise ValidationFailed(errors=(FieldError("to", "office-unknown"),))


async def _refuse_too_many(
    transaction: Transaction, book: RuleBook, kind: EntryKind, quantity: int, *, now: datetime
) -> None:
    stands = await situation.read(transaction, book, now=now, waits=True)
    balance = stands.blanks or Balance()
    if not balance.after(kind, quantity).is_possible:
        raise StockTooSmall(free=balance.free)


async def bring_in(
    desk: Desk, officer: Officer, office: str, deliveries: tuple[StockEntry, ...], *, now: datetime
) -> None:
    """Writes deliveries of a list: all of them, or none and why.

    Raises:
        RoleNotAllowed, WrongOffice: not this person's box.
        ValidationFailed: with the rows whose delivery note was entered before.
    """
    officer.require(KEEPERS, office=office)
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=office, now=now)
        await situation.read(transaction, book, now=now, waits=True)
        notes = [delivery.reference for delivery in deliveries]
        known = await blank_ledger.known_notes(transaction, office=office, notes=notes)
        faults = [
            FieldError(row_field(number, "delivery_note"), DeliveryNoteKnown.code)
            for number, note in enumerate(notes, start=FIRST_ROW)
            if note in known
        ]
        if faults:
            raise ValidationFailed(errors=tuple(faults))
        for delivery in deliveries:
            bookkeeping.write(transaction, desk, officer, office=office, entry=delivery)
            await transaction.flush()
        await bookkeeping.close(
            transaction, desk, officer, office, kind=EntryKind.RECEIVED, now=now
        )


async def arrive(
    desk: Desk,
    officer: Officer,
    office: str,
    transfer: str,
    *,
    now: datetime,
    once: Once[None] | None = None,
) -> None:
    """Takes in what another office has sent, as many as were sent, once.

    Raises:
        RoleNotAllowed, WrongOffice: not this person's box.
        TransferUnknown: nothing of it is on its way here.
    """
    officer.require(KEEPERS, office=office)
    try:
        async with desk.store.transaction() as transaction:
            if await earlier_answer(transaction, desk, once, now=now):
                return
            waiting = await blank_ledger.on_the_way(transaction, office=office)
            sent = next((one for one in waiting if one.transfer == transfer), None)
            if sent is None or sent.to_office != office:
                raise TransferUnknown
            blank_ledger.add(
                transaction,
                desk.vault,
                office=office,
                kind=EntryKind.ARRIVED,
                quantity=sent.quantity,
                officer=officer.id,
                at=now,
                reference=transfer,
                facts={"from": sent.from_office},
            )
            await bookkeeping.close(
                transaction, desk, officer, office, kind=EntryKind.ARRIVED, now=now
            )
            keep(transaction, desk, once, None)
    except ROW_REFUSED as refused:
        if violated(refused) != blank_ledger.ARRIVAL_ONCE:
            raise
        raise TransferUnknown from refused


async def count(
    desk: Desk,
    officer: Officer,
    office: str,
    counted: BoxCount,
    *,
    now: datetime,
    once: Once[int] | None = None,
) -> int:
    """Counts the box once a day; gives by how much it differs from the ledger (0 is right).

    The first count of an office opens its ledger. A difference needs an explanation, and a second
    person's yes before the ledger takes it over.

    Raises:
        ApprovalPending, NobodyToApprove: the difference cannot be asked about now.
        RoleNotAllowed, WrongOffice: not this person's box.
        BoxAlreadyCounted: it was counted today.
        ValidationFailed: it differs from the ledger, and nobody said why.
    """
    officer.require(KEEPERS, office=office)
    async with desk.store.transaction() as transaction:
        replay = await earlier_answer(transaction, desk, once, now=now)
        if isinstance(replay, Replay):
            return int(replay.text)
        book = await rulebook.read(transaction, office=office, now=now)
        stands = await situation.read(transaction, book, now=now, waits=True)
        await _refuse_second_count(transaction, book, now=now)
        if stands.blanks is None:
            await bookkeeping.open_ledger(
                transaction, desk, officer, office, box=counted.counted, now=now
            )
        expected = stands.blanks.box if stands.blanks else counted.counted
        difference = counted.counted - expected
        if difference:
            _refuse_unexplained(counted, expected=expected)
        blank_ledger.add(
            transaction,
            desk.vault,
            office=office,
            kind=EntryKind.COUNTED,
            quantity=counted.counted,
            officer=officer.id,
            at=now,
            reference=str(desk.new_id(now)),
            facts={"expected": expected, "difference": difference},
            words=counted.explanation,
        )
        await bookkeeping.close(
            transaction, desk, officer, office, kind=EntryKind.COUNTED, now=now
        )
        if difference:
            await ask_to_adjust(
                transaction,
                desk,
                officer,
                book=book,
                expected=expected,
                counted=counted.counted,
                explanation=counted.explanation or "",
                now=now,
            )
        keep(transaction, desk, once, difference)
    return difference


async def _refuse_second_count(transaction: Transaction, book: RuleBook, *, now: datetime) -> None:
    office = book.office
    day = office.local_day(now)
    if await blank_ledger.is_counted(transaction, office=office.code, zone=office.zone, day=day):
        raise BoxAlreadyCounted


def _refuse_unexplained(counted: BoxCount, *, expected: int) -> None:
    if counted.explanation is None:
        facts = (("expected", expected), ("difference", f"{counted.counted - expected:+d}"))
        raise ValidationFailed(errors=(FieldError("explanation", "count-differs", facts),))
