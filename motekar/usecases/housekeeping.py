"""Clears away what has had its time."""

from datetime import datetime, timedelta

from motekar.store import limits
from motekar.usecases.desk import Desk

_ANSWERS_KEPT_FOR = timedelta(hours=24)


async def tidy(desk: Desk, *, now: datetime) -> None:
    """Clears away ended windows of throttles and answers that are no longer replayed."""
    async with desk.store.transaction() as transaction:
        await limits.forget_tries(transaction, now=now)
        await limits.forget_answers(transaction, before=now - _ANSWERS_KEPT_FOR)
