"""What was sent to citizens, for whoever may see it; numbers masked."""

from datetime import datetime
from uuid import UUID

from motekar.rules.errors import OfficeUnknown
from motekar.rules.people import CASE_ROLES, Officer
from motekar.store import outbox, rulebook
from motekar.store.outbox import MessageView
from motekar.usecases.desk import Desk

Message = MessageView
"""A message as a list shows it."""


async def listed(
    desk: Desk,
    officer: Officer,
    *,
    offices: tuple[str, ...],
    state: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> tuple[MessageView, ...]:
    """Messages of these offices, or of all the person's, newest first; numbers masked.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(CASE_ROLES)
    for office in offices:
        officer.require(CASE_ROLES, office=office)
    async with desk.store.transaction() as transaction:
        return await outbox.listed(
            transaction,
            desk.vault,
            offices=offices or officer.offices(),
            state=state,
            before=before,
            limit=limit,
        )


async def listed_for_operator(
    desk: Desk, *, office: str | None, state: str | None, limit: int
) -> tuple[MessageView, ...]:
    """Messages of one office or all, for whoever runs the machine; numbers masked too.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        known = tuple(found.code for found in await rulebook.offices(transaction))
        if office is not None and office not in known:
            raise OfficeUnknown
        offices = (office,) if office else known
        return await outbox.listed(
            transaction, desk.vault, offices=offices, state=state, before=None, limit=limit
        )
