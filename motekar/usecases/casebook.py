"""Reads logs and reckons how each request counts: the one way from evidence to a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.counting import Case, case_of
from motekar.rules.request_log import RequestLog
from motekar.store import event_log, figure_sums, figures
from motekar.store.engine import Transaction
from motekar.store.event_log import Calendars

_MOST_MARKS = 2000


@dataclass(frozen=True, slots=True)
class Marked:
    """Requests whose log has grown since they were summed: as they were, and as they are.

    With too many of them a reader leaves them to the worker: ``unsummed`` says how many, 0 else.
    """

    before: dict[UUID, Case]
    after: dict[UUID, Case]
    unsummed: int


async def marked_now(transaction: Transaction) -> Marked:
    """What waits to be summed, reckoned."""
    waiting = await figure_sums.unsummed(transaction)
    if waiting > _MOST_MARKS:
        return Marked({}, {}, waiting)
    requests = await figure_sums.marked(transaction)
    before = await figures.counted(transaction, requests)
    return Marked(before, await reckoned(transaction, requests), 0)


async def reckoned(transaction: Transaction, requests: Sequence[UUID]) -> dict[UUID, Case]:
    """How these requests count by their logs."""
    return {log.request_id: case for log, case in await read(transaction, requests)}


async def read(
    transaction: Transaction,
    requests: Sequence[UUID],
    *,
    seen: Calendars | None = None,
    at: datetime | None = None,
) -> list[tuple[RequestLog, Case]]:
    """These requests' logs, and how each counts; ``seen`` and ``at`` as in ``event_log``."""
    logs = await event_log.logs(transaction, requests, at=at)
    yardsticks = await event_log.yardsticks(transaction, logs, seen=seen)
    return [(log, case_of(log, yardsticks)) for log in logs]
