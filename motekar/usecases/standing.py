"""How this installation stands: its name, what it asks and promises, whether it is set up.

Reads only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from motekar.rules.rulebook import OfficeProfile
from motekar.store import accounts, rulebook
from motekar.usecases.desk import Desk

CAPITAL_ZONE = ZoneInfo("Asia/Jakarta")


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
    documents: dict[str, tuple[str, ...]] = {}
    for rule in book.document_rules:
        one_of = "|".join(document.value for document in rule.one_of)
        documents[rule.reason.value] = (*documents.get(rule.reason.value, ()), one_of)
    return ServiceStandard(book.policy.cut_off_minutes, documents)


async def is_set_up(desk: Desk) -> bool:
    """True when somebody is on the staff."""
    async with desk.store.transaction() as transaction:
        return await accounts.anybody(transaction)
