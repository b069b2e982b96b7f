"""The first run: rulebook, agency, first office and first administrator, all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

from motekar.rules.errors import AlreadySetUp
from motekar.store import accounts
from motekar.usecases import setup, staff
from motekar.usecases.desk import Desk
from motekar.usecases.passwords import checked_password, hashed
from motekar.usecases.setup import NewOffice


@dataclass(frozen=True, slots=True, repr=False)
class Founding:
    """What the first run asks."""

    agency: str
    office: NewOffice
    username: str
    name: str
    password: str


async def found(desk: Desk, wanted: Founding, *, now: datetime) -> None:
    """Sets the installation up, once; whoever comes second changes nothing.

    Raises:
        AlreadySetUp: there is somebody on the staff.
        ValidationFailed: a faulty office or user name, or a password that is too short.
    """
    secret = await hashed(checked_password(wanted.password))
    async with desk.store.transaction() as transaction:
        await accounts.lock(transaction)
        if await accounts.anybody(transaction):
            raise AlreadySetUp
        await setup.lay_defaults(transaction, desk, now=now)
        await setup.place_offices(transaction, desk, [wanted.office], now=now)
        await setup.name_agency(transaction, wanted.agency, is_demo=False, now=now)
        await staff.hire_first(
            transaction,
            desk,
            username=wanted.username,
            name=wanted.name,
            office=wanted.office.code,
            secret=secret,
            now=now,
        )
