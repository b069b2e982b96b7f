"""What has climbed to a person: which requests, since when, and what would help; and who saw it.

Seeing closes nothing. A request leaves the list when its card is made or it has ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.errors import EscalationUnknown
from motekar.rules.escalation import Advice, advice
from motekar.rules.ladder import AUDIENCES
from motekar.rules.people import Officer
from motekar.rules.requests import PrintRequest
from motekar.rules.rulebook import OfficeProfile
from motekar.store import blank_ledger, escalations, evidence, listing, rulebook
from motekar.store.escalations import Alert, Post
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep

__all__ = ["HELPERS", "Alert", "Climbed", "Narrowing", "Needed", "look", "see"]

HELPERS = frozenset(AUDIENCES)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to; ``skip`` passes over as many from its beginning."""

    office: str | None = None
    rank: int | None = None
    limit: int = 100
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Needed:
    """One request that needs help, without personal data."""

    alert: Alert
    request: PrintRequest
    office: OfficeProfile
    advice: Advice


@dataclass(frozen=True, slots=True)
class Climbed:
    """All that has climbed to a person, counted by office and rank, and a part of the list."""

    counts: Mapping[tuple[str, int], int]
    listed: tuple[Needed, ...]

    def count(self, narrowing: Narrowing) -> int:
        """How long the list is that is narrowed like this."""
        return sum(
            count
            for (office, rank), count in self.counts.items()
            if narrowing.office in {None, office} and narrowing.rank in {None, rank}
        )


async def look(desk: Desk, officer: Officer, narrowing: Narrowing, *, now: datetime) -> Climbed:
    """The highest rank first, then the longest due.

    Raises:
        RoleNotAllowed: the ladder names none of the person's roles.
        WrongOffice: it does at other offices than this.
    """
    officer.require(HELPERS, office=narrowing.office)
    posts = [Post(role, office) for role, office in sorted(officer.posts) if role in HELPERS]
    async with desk.store.transaction() as transaction:
        counts = await escalations.counted(transaction, posts)
        alerts = await escalations.listed(
            transaction,
            posts,
            office=narrowing.office,
            rank=narrowing.rank,
            limit=narrowing.limit,
            skip=narrowing.skip,
        )
        requests = await listing.of_ids(transaction, [one.request for one in alerts])
        offices = sorted({one.office for one in alerts})
        blanks = await blank_ledger.free(transaction, offices)
        books = {code: await rulebook.read(transaction, office=code, now=now) for code in offices}
    return Climbed(
        counts,
        tuple(
            Needed(
                alert=one,
                request=requests[one.request],
                office=books[one.office].office,
                advice=advice(
                    requests[one.request],
                    book=books[one.office],
                    free_blanks=blanks.get(one.office),
                    now=now,
                ),
            )
            for one in alerts
        ),
    )


async def see(
    desk: Desk, officer: Officer, escalation: UUID, *, now: datetime, once: Once[str] | None = None
) -> str | Replay:
    """Keeps that this person has seen it, once; gives the number of its request.

    Raises:
        EscalationUnknown: there is no such step.
        RoleNotAllowed, WrongOffice: it is not this person's to see.
        IdempotencyKeyReused: the key came before with another body.
    """
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        whose = await escalations.whose(transaction, escalation)
        if whose is None:
            raise EscalationUnknown
        office, request_no = whose
        officer.require(HELPERS, office=office)
        if await escalations.see(transaction, escalation, officer=officer.id, now=now):
            evidence.audit(
                transaction,
                at=now,
                action="escalation.see",
                officer=officer.id,
                office_code=office,
                subject=f"request:{request_no}",
            )
        keep(transaction, desk, once, request_no)
    return request_no
