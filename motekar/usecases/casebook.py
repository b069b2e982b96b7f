"""Reads logs and reckons how each request counts: the one way from evidence to a figure."""

from collections.abc import Sequence
from uuid import UUID

from motekar.rules.counting import Case, case_of
from motekar.rules.request_log import RequestLog
from motekar.store import event_log
from motekar.store.engine import Transaction


async def reckoned(transaction: Transaction, requests: Sequence[UUID]) -> dict[UUID, Case]:
    """How these requests count by their logs."""
    return {log.request_id: case for log, case in await read(transaction, requests)}


async def read(
    transaction: Transaction, requests: Sequence[UUID]
) -> list[tuple[RequestLog, Case]]:
    """These requests' logs, and how each counts."""
    logs = await event_log.logs(transaction, requests)
    yardsticks = await event_log.yardsticks(transaction, logs)
    return [(log, case_of(log, yardsticks)) for log in logs]
