"""How this installation stands: its name, its standard, whether it is set up and well.

Reads only.
"""

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from motekar.rules.documents import Reason
from motekar.rules.rulebook import OfficeProfile
from motekar.store import accounts, condition, pulse, rulebook
from motekar.store.engine import TROUBLE
from motekar.usecases.desk import Desk

CAPITAL_ZONE = ZoneInfo("Asia/Jakarta")
_WORD_BYTES = 5
_LONGEST_ANSWER_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Agency:
    """The civil registry agency; ``is_demo`` when all its data is made up.

    ``zone`` is that of its first office: for clock times that belong to no office.
    """

    name: str
    complaint_channel: str
    is_demo: bool
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class ServiceStandard:
    """What is promised and asked: ``documents`` by reason, alternatives joined by ``|``."""

    cut_off_minutes: int
    documents: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What answers and what does not; None where nothing could be asked or nothing waits."""

    database_answers: bool
    schema_found: str | None = None
    schema_wanted: str | None = None
    message_due_since: datetime | None = None


async def readiness(desk: Desk) -> Readiness:
    """Asks the database how it is, for a few seconds at most; never raises."""
    try:
        async with asyncio.timeout(_LONGEST_ANSWER_SECONDS), desk.store.transaction() as opened:
            found = await pulse.read(opened)
    except TROUBLE:
        return Readiness(database_answers=False)
    return Readiness(
        database_answers=True,
        schema_found=found.schema,
        schema_wanted=condition.newest_version(),
        message_due_since=found.message_due_since,
    )


async def agency(desk: Desk) -> Agency | None:
    """The agency, or None before set-up."""
    async with desk.store.transaction() as transaction:
        row = await rulebook.agency(transaction)
        known = await rulebook.offices(transaction)
    if row is None:
        return None
    zone = known[0].zone if known else CAPITAL_ZONE
    return Agency(row.name, row.complaint_channel, row.is_demo, zone)


async def offices(desk: Desk) -> tuple[OfficeProfile, ...]:
    """All offices, by code."""
    async with desk.store.transaction() as transaction:
        return await rulebook.offices(transaction)


async def service_standard(desk: Desk, *, now: datetime) -> ServiceStandard | None:
    """The standard in force, the same at every office; None before set-up."""
    async with desk.store.transaction() as transaction:
        known = await rulebook.offices(transaction)
        if not known:
            return None
        book = await rulebook.read(transaction, office=known[0].code, now=now)
    documents = {
        reason.value: tuple(
            "|".join(document.value for document in rule.one_of)
            for rule in book.document_rules
            if rule.reason is reason
        )
        for reason in Reason
    }
    return ServiceStandard(book.policy.cut_off_minutes, documents)


def set_up_word(desk: Desk) -> str:
    """What the terminal shows for setting up from another machine; 40 bits of the master key."""
    bits = desk.vault.index("word", kind="set-up")[:_WORD_BYTES]
    letters = base64.b32encode(bits).decode().lower()
    return f"{letters[:4]}-{letters[4:]}"


async def word_to_show(desk: Desk) -> str | None:
    """The set-up word while nobody is on the staff."""
    return None if await is_set_up(desk) else set_up_word(desk)


async def is_set_up(desk: Desk) -> bool:
    """True when somebody is on the staff."""
    async with desk.store.transaction() as transaction:
        return await accounts.anybody(transaction)
