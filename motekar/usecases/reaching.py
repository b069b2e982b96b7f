"""Citizens whom no message reached: a list of who to tell, closed with what became of each."""

from datetime import datetime
from uuid import UUID

from motekar.rules.errors import MessageUnknown, TaskClosed
from motekar.rules.people import Officer
from motekar.rules.reaching import REACHING_ROLES, TaskClosing
from motekar.store import evidence, message_tasks
from motekar.store.message_tasks import Task
from motekar.usecases.desk import Desk

__all__ = ["Task", "close", "close_overtaken", "to_tell"]


async def to_tell(desk: Desk, officer: Officer, *, limit: int) -> tuple[Task, ...]:
    """The open tasks of this person's offices, the longest wait first."""
    officer.require(REACHING_ROLES)
    async with desk.store.transaction() as transaction:
        return await message_tasks.open_ones(
            transaction, desk.vault, offices=officer.offices(REACHING_ROLES), limit=limit
        )


async def close(
    desk: Desk, officer: Officer, task: UUID, closing: TaskClosing, *, now: datetime
) -> str:
    """Ends a task with an outcome; gives the number of its request.

    Raises:
        MessageUnknown: there is no such task.
        RoleNotAllowed, WrongOffice: not this person's.
        TaskClosed: it was ended before, by somebody else or by a late receipt.
    """
    async with desk.store.transaction() as transaction:
        office = await message_tasks.office_of(transaction, task)
        if office is None:
            raise MessageUnknown
        officer.require(REACHING_ROLES, office=office)
        closed = await message_tasks.close(
            transaction,
            desk.vault,
            task,
            outcome=closing.outcome.value,
            officer=officer.id,
            note=closing.note,
            now=now,
        )
        if closed is None:
            raise TaskClosed
        evidence.audit(
            transaction,
            at=now,
            action="message.task",
            officer=officer.id,
            office_code=office,
            subject=f"request:{closed.request_no}",
            facts={"outcome": closing.outcome.value},
        )
    return closed.request_no


async def close_overtaken(desk: Desk, *, now: datetime) -> None:
    """Ends tasks of citizens who have their card by now."""
    async with desk.store.transaction() as transaction:
        await message_tasks.close_overtaken(transaction, now=now)
