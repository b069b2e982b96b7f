"""Whose turn is which request: two who ask for the next at the same moment get different ones.

A look is a hint for a few minutes, never a lock: a scan or a link opens any request, and whoever
decides first is recorded. It changes nothing of a request and leaves no event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from motekar.rules.codes import RequestNo
from motekar.rules.people import CASE_ROLES, Officer
from motekar.rules.requests import PrintRequest
from motekar.store import listing, looks
from motekar.store.listing import Filter
from motekar.store.looks import Look
from motekar.store.sealing import Found
from motekar.usecases.desk import Desk

LOOKS_FOR = timedelta(minutes=5)
_AHEAD = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """The next request, or None; ``elsewhere`` is the oldest when others look at all of them."""

    request_no: str | None
    elsewhere: str | None
    waiting: int


async def take_turn(
    desk: Desk, officer: Officer, wanted: Filter, *, after: str = "", now: datetime
) -> Turn:
    """The oldest promise that nobody else looks at; ``after`` begins behind a request_no.

    Raises:
        RoleNotAllowed: not for this person.
    """
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        found = await listing.queue(transaction, wanted, limit=_AHEAD)
        counts = await listing.counts(transaction, wanted)
        numbers = {one.id: one.request_no for one in _in_turn(found, after=after)}
        taken = await looks.take_first(
            transaction, list(numbers), staff_id=officer.id, now=now, until=now + LOOKS_FOR
        )
    elsewhere = next(iter(numbers.values()), None) if taken is None else None
    return Turn(numbers[taken] if taken else None, elsewhere, sum(counts.values()))


def _in_turn(found: Sequence[Found], *, after: str) -> list[PrintRequest]:
    requests = [one.request for one in found]
    behind = next((n for n, one in enumerate(requests, 1) if one.request_no == after), 0)
    return requests[behind:] + requests[:behind]


async def open_one(
    desk: Desk, officer: Officer, request_id: UUID, *, now: datetime
) -> Look | None:
    """Looks at a certain request; somebody else's look at it, if there is one."""
    async with desk.store.transaction() as transaction:
        look = await looks.open_one(
            transaction, request_id, staff_id=officer.id, now=now, until=now + LOOKS_FOR
        )
    return look if look.staff_id != officer.id else None


async def leave(desk: Desk, officer: Officer, request_no: RequestNo) -> None:
    """Goes on to another one, so that it can be anybody's turn again."""
    async with desk.store.transaction() as transaction:
        looks.leave(transaction, request_no, staff_id=officer.id)


async def forget_old(desk: Desk, *, now: datetime) -> None:
    """Clears away what has lapsed; the worker calls it."""
    async with desk.store.transaction() as transaction:
        looks.forget_old(transaction, now=now)
