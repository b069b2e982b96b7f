"""Cards that wait for the fire, and the record of those that were burned before witnesses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.blanks import EntryKind
from motekar.rules.destruction import (
    MOST_CARDS,
    CardKind,
    Destruction,
    DestructionForm,
    WaitingCard,
    cards_of,
    out_of_ledger,
    tally,
)
from motekar.rules.errors import DestructionNumberTaken, DestructionUnknown
from motekar.rules.people import Officer
from motekar.rules.stocktaking import KEEPERS, READERS
from motekar.store import blank_ledger, destructions, evidence, rulebook, situation
from motekar.store.destructions import Batch
from motekar.store.engine import Transaction
from motekar.store.violations import ROW_REFUSED, violated
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep

__all__ = ["Batch", "Glance", "destroy", "glance", "queue", "show"]


@dataclass(frozen=True, slots=True)
class Glance:
    """How many cards wait in an office, by the kinds that do, and its newest records."""

    tally: Mapping[CardKind, int]
    batches: tuple[Batch, ...]

    @property
    def cards(self) -> int:
        """All that wait."""
        return sum(self.tally.values())


async def glance(desk: Desk, officer: Officer, office: str, *, batches: int) -> Glance:
    """What waits, and so many earlier records.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(READERS, office=office)
    async with desk.store.transaction() as transaction:
        return Glance(
            tally=await destructions.tally(transaction, office=office),
            batches=await destructions.batches(transaction, office=office, most=batches),
        )


async def queue(desk: Desk, officer: Officer, office: str) -> tuple[WaitingCard, ...]:
    """What waits, oldest first: at most what one record can list.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(READERS, office=office)
    async with desk.store.transaction() as transaction:
        return await destructions.waiting(transaction, office=office, most=MOST_CARDS)


async def destroy(
    desk: Desk,
    officer: Officer,
    office: str,
    form: DestructionForm,
    *,
    now: datetime,
    once: Once[UUID] | None = None,
) -> UUID:
    """Records that the ticked cards were burned; gives the record's id.

    Those the ledger counts as spoiled leave it in one entry. An old card handed in meanwhile is
    not listed and waits for the next record.

    Raises:
        RoleNotAllowed, WrongOffice: not this person's cards.
        CardsNotWaiting: some are listed under another record already.
        DestructionNumberTaken: the office has a record of that number.
        ValidationFailed: another number was counted, or the day does not fit the cards.
    """
    officer.require(KEEPERS, office=office)
    try:
        async with desk.store.transaction() as transaction:
            replay = await earlier_answer(transaction, desk, once, now=now)
            if isinstance(replay, Replay):
                return UUID(replay.text)
            book = await rulebook.read(transaction, office=office, now=now)
            # Behind the office's lock what is read as waiting still waits when it is listed. No
            # request may be locked from here on: a step locks its request first, then the office.
            await situation.read(transaction, book, now=now, waits=True)
            waiting = await destructions.waiting(transaction, office=office, most=None)
            cards = cards_of(form, waiting, office=book.office)
            destruction = _record(
                transaction, desk, officer, form, office=office, cards=cards, now=now
            )
            keep(transaction, desk, once, destruction)
    except ROW_REFUSED as refused:
        if violated(refused) != destructions.NUMBER_ONCE:
            raise
        raise DestructionNumberTaken(number=form.number) from refused
    return destruction


def _record(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    form: DestructionForm,
    *,
    office: str,
    cards: tuple[WaitingCard, ...],
    now: datetime,
) -> UUID:
    destruction = desk.new_id(now)
    destructions.add(
        transaction,
        desk.vault,
        form,
        destruction=destruction,
        office=office,
        cards=cards,
        officer=officer.id,
        now=now,
    )
    if burned := out_of_ledger(cards):
        blank_ledger.add(
            transaction,
            desk.vault,
            office=office,
            kind=EntryKind.DESTROYED,
            quantity=burned,
            officer=officer.id,
            at=now,
            reference=form.number,
            facts={"destruction": str(destruction)},
        )
    evidence.audit(
        transaction,
        at=now,
        action="cards.destroy",
        officer=officer.id,
        office_code=office,
        subject=f"destruction:{destruction}",
        facts={kind.value: number for kind, number in tally(cards).items()},
    )
    return destruction


async def show(desk: Desk, officer: Officer, destruction: UUID) -> Destruction:
    """One record, with witnesses and cards.

    Raises:
        DestructionUnknown: there is none.
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(READERS)
    async with desk.store.transaction() as transaction:
        found = await destructions.find(transaction, desk.vault, destruction)
    if found is None:
        raise DestructionUnknown
    officer.require(READERS, office=found.office)
    return found
