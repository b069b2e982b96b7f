"""Writes into the ledger of blanks within a use case's transaction."""

from datetime import datetime

from motekar.rules.blanks import EntryKind
from motekar.rules.people import Officer
from motekar.rules.stocktaking import StockEntry
from motekar.store import blank_ledger, evidence
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.repromising import repromise


async def open_ledger(
    transaction: Transaction, desk: Desk, officer: Officer, office: str, *, box: int, now: datetime
) -> None:
    """The first count is where an office's ledger begins."""
    blank_ledger.add(
        transaction,
        desk.vault,
        office=office,
        kind=EntryKind.ADJUSTED,
        quantity=box,
        officer=officer.id,
        at=now,
        facts={"opening": True},
    )
    await transaction.flush()


def write(
    transaction: Transaction, desk: Desk, officer: Officer, *, office: str, entry: StockEntry
) -> None:
    """Adds a manager's entry."""
    facts = {"batch": entry.batch, "to": entry.to}
    blank_ledger.add(
        transaction,
        desk.vault,
        office=office,
        kind=entry.kind,
        quantity=entry.quantity,
        officer=officer.id,
        at=entry.at,
        reference=entry.reference,
        facts={name: value for name, value in facts.items() if value},
    )


async def close(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    office: str,
    *,
    kind: EntryKind,
    now: datetime,
) -> None:
    """Leaves the audit row and makes the office's promises anew."""
    evidence.audit(
        transaction,
        at=now,
        action=f"blanks.{kind.value}",
        officer=officer.id,
        office_code=office,
        subject=f"office:{office}",
    )
    await repromise(
        transaction, desk, office, because=f"blanks-{kind.value}", officer=officer, now=now
    )
