"""What an office works with: printers, supply of blanks, and the places it gives to each group.

Every change counts from the office's present day on and makes its promises anew.
"""

from datetime import datetime

from motekar.rules.capacity import Equipment
from motekar.rules.people import Officer, Role
from motekar.rules.places import Quota
from motekar.store import equipment, evidence, rulebook
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.repromising import repromise

MANAGERS = frozenset({Role.OFFICE_MANAGER})


async def equip(
    desk: Desk, officer: Officer, office: str, chosen: Equipment, *, now: datetime
) -> None:
    """Sets printers in service, daily delivery and the mark of low stock.

    Raises:
        RoleNotAllowed, WrongOffice: not this person's office.
    """
    officer.require(MANAGERS, office=office)
    async with desk.store.transaction() as transaction:
        await rulebook.lock(transaction)
        book = await rulebook.read(transaction, office=office, now=now)
        equipment.set_equipment(transaction, office, chosen, day=book.office.local_day(now))
        await _after(transaction, desk, officer, office, action="equipment.set", now=now)


async def divide(
    desk: Desk, officer: Officer, office: str, quotas: tuple[Quota, ...], *, now: datetime
) -> None:
    """Sets the groups and their places, all at once; none at all means that no quota binds.

    Raises:
        RoleNotAllowed, WrongOffice: not this person's office.
    """
    officer.require(MANAGERS, office=office)
    async with desk.store.transaction() as transaction:
        await rulebook.lock(transaction)
        book = await rulebook.read(transaction, office=office, now=now)
        await equipment.set_quotas(transaction, office, quotas, day=book.office.local_day(now))
        await _after(transaction, desk, officer, office, action="places.set", now=now)


async def _after(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    office: str,
    *,
    action: str,
    now: datetime,
) -> None:
    evidence.audit(
        transaction,
        at=now,
        action=action,
        officer=officer.id,
        office_code=office,
        subject=f"office:{office}",
    )
    await transaction.flush()
    await repromise(transaction, desk, office, because=action, officer=officer, now=now)
