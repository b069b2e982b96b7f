"""What an office works with: printers, supply of blanks, and the places it gives to each group.

Every change counts from the office's present day on and makes its promises anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motekar.rules.capacity import Equipment, Situation
from motekar.rules.people import Officer, Role
from motekar.rules.places import Place, Quota, places_left
from motekar.rules.rulebook import RuleBook
from motekar.store import equipment, evidence, rulebook, situation
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.repromising import repromise

MANAGERS = frozenset({Role.OFFICE_MANAGER})
READERS = MANAGERS | {Role.HEAD_OF_OFFICE, Role.INSPECTOR}
_DAYS = 7


@dataclass(frozen=True, slots=True)
class PlacesOfDay:
    """One group's places on one day; ``left`` counts what it could borrow today."""

    day: date
    group: str
    total: int
    taken: int
    begun: int
    left: int


async def look(
    desk: Desk, officer: Officer, office: str, *, now: datetime
) -> tuple[RuleBook, tuple[PlacesOfDay, ...]]:
    """What is set, and the coming week group by group.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(READERS, office=office)
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=office, now=now)
        stands = await situation.read(transaction, book, now=now, waits=False)
    today = book.office.local_day(now)
    days = (today + timedelta(days=ahead) for ahead in range(_DAYS))
    return book, tuple(
        _of_day(stands, quota, day=day, now=now.astimezone(book.office.zone))
        for day in days
        if book.calendar.spans_on(day)
        for quota in book.quotas
    )


def _of_day(stands: Situation, quota: Quota, *, day: date, now: datetime) -> PlacesOfDay:
    place = Place(day, quota.group)
    load = next((load for load in stands.loads if load.place == place), None)
    total = quota.on(day) if load is None or load.total is None else load.total
    return PlacesOfDay(
        day=day,
        group=quota.group,
        total=total,
        taken=load.taken if load else 0,
        begun=load.begun if load else 0,
        left=places_left(quota, stands.quotas, stands.loads, day=day, now=now),
    )


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
