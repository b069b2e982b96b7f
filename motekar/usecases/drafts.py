"""The form an officer is typing, kept so that the end of a session costs nothing of it.

It holds personal data of a visit that is not recorded, so it is sealed, offered to nobody but
who typed it, and soon forgotten. Nothing was done yet: it leaves no event and no audit row.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motekar.rules.people import Officer
from motekar.store import drafts
from motekar.usecases.desk import Desk

KEPT_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """The fields as they were typed, and when last."""

    typed: Mapping[str, Any]
    saved_at: datetime


async def keep(desk: Desk, officer: Officer, typed: Mapping[str, Any], *, now: datetime) -> None:
    """Keeps the form in place of the officer's earlier one."""
    async with desk.store.transaction() as transaction:
        drafts.keep(transaction, desk.vault, officer.id, json.dumps(dict(typed)), now=now)


async def find(desk: Desk, officer: Officer, *, now: datetime) -> Draft | None:
    """What the officer has typed and not saved."""
    kept = await drafts.read(desk.store, officer.id, after=now - KEPT_FOR)
    return Draft(json.loads(kept.form), kept.saved_at) if kept else None


async def forget(desk: Desk, officer: Officer) -> None:
    """Clears it away: the visit is recorded, or will not be."""
    async with desk.store.transaction() as transaction:
        drafts.forget(transaction, officer.id)


async def forget_old(desk: Desk, *, now: datetime) -> None:
    """Clears away what nobody came back for; the worker calls it."""
    async with desk.store.transaction() as transaction:
        drafts.forget_old(transaction, before=now - KEPT_FOR)
