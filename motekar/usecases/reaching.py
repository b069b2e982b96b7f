"""Citizens whom no message reached: a list of who to tell, closed with what became of each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.codes import RequestNo
from motekar.rules.errors import AlreadyResent, MessageUnknown, NothingToResend, TaskClosed
from motekar.rules.people import Officer
from motekar.rules.reaching import REACHING_ROLES, TaskClosing, TaskOutcome
from motekar.store import evidence, message_tasks
from motekar.store.engine import Transaction
from motekar.store.message_tasks import Task
from motekar.usecases.desk import Desk
from motekar.usecases.retelling import tell_again
from motekar.usecases.viewing import stored

__all__ = ["Done", "Task", "close", "close_overtaken", "to_tell"]


@dataclass(frozen=True, slots=True)
class Done:
    """A task that was ended; ``is_told_again`` when an SMS to the corrected number is queued."""

    request_no: str
    is_told_again: bool


async def to_tell(desk: Desk, officer: Officer, *, limit: int) -> tuple[Task, ...]:
    """The open tasks of this person's offices, the longest wait first."""
    officer.require(REACHING_ROLES)
    async with desk.store.transaction() as transaction:
        return await message_tasks.open_ones(
            transaction, desk.vault, offices=officer.offices(REACHING_ROLES), limit=limit
        )


async def close(
    desk: Desk, officer: Officer, task: UUID, closing: TaskClosing, *, now: datetime
) -> Done:
    """Ends a task with an outcome; a corrected number gets the news once more.

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
        is_told = closing.outcome is TaskOutcome.NUMBER_CORRECTED and await _told_again(
            transaction, desk, officer, closed.request_no, now=now
        )
    return Done(closed.request_no, is_told)


async def _told_again(
    transaction: Transaction, desk: Desk, officer: Officer, request_no: str, *, now: datetime
) -> bool:
    found = await stored(transaction, desk, RequestNo.parse(request_no), lock=True)
    try:
        await tell_again(transaction, desk, found, officer=officer.id, now=now)
    except (AlreadyResent, NothingToResend):
        return False
    return True


async def close_overtaken(desk: Desk, *, now: datetime) -> None:
    """Ends tasks of citizens who have their card by now."""
    async with desk.store.transaction() as transaction:
        await message_tasks.close_overtaken(transaction, now=now)
