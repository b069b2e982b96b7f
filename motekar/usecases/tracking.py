"""Looking things up: one request, lists, a person's requests, the slip again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.codes import ClaimCode
from motekar.rules.ladder import AUDIENCES
from motekar.rules.lifecycle import LIFECYCLE
from motekar.rules.nik import Nik
from motekar.rules.people import CASE_ROLES, Officer
from motekar.rules.phone import Phone
from motekar.rules.reaching import REACHING_ROLES
from motekar.rules.requests import PrintRequest
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.steps import OFFERED
from motekar.store import evidence, listing, outbox, rulebook, sealing
from motekar.store.engine import Transaction
from motekar.store.listing import DayNumbers, Filter
from motekar.store.outbox import MessageView
from motekar.store.sealing import Found
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.viewing import (
    MaskedPerson,
    Reference,
    RequestView,
    masked,
    shown,
    visible,
)

__all__ = [
    "DayNumbers",
    "Dossier",
    "Filter",
    "Line",
    "MessageView",
    "SlipFacts",
    "look",
    "numbers",
    "of_person",
    "of_person_once",
    "page",
    "queue",
    "scope",
    "slip",
]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A request with all that was sent about it."""

    view: RequestView
    messages: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list: masked, without claim code."""

    request: PrintRequest
    person: MaskedPerson


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What a slip shows; the only place besides intake where the claim code leaves the store."""

    request: PrintRequest
    office: OfficeProfile
    calendar: OfficeCalendar
    initials: str
    claim_code: ClaimCode


async def look(
    desk: Desk,
    officer: Officer,
    reference: Reference,
    *,
    now: datetime,
    unmask: str | None = None,
) -> Dossier:
    """One request; with an ``unmask`` reason the personal data too, and an audit row of it.

    Raises:
        RequestUnknown, RoleNotAllowed, WrongOffice: not there, or not for this person.
    """
    async with desk.store.transaction() as transaction:
        found = await visible(transaction, desk, officer, reference)
        return await _dossier(transaction, desk, officer, found, now=now, unmask=unmask)


async def _dossier(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    found: Found,
    *,
    now: datetime,
    unmask: str | None,
) -> Dossier:
    request = found.request
    book = await rulebook.read(transaction, office=request.office, now=now)
    view = shown(desk, found, office=book.office, officer=officer, unmasked=unmask is not None)
    if unmask:
        evidence.audit(
            transaction,
            at=now,
            action="request.unmask",
            officer=officer.id,
            office_code=request.office,
            subject=f"request:{request.request_no}",
            facts={"why": unmask},
        )
    messages = await outbox.of_request(transaction, desk.vault, request.id)
    return Dossier(view, messages)


async def slip(desk: Desk, officer: Officer, reference: Reference, *, now: datetime) -> SlipFacts:
    """What the slip shows; every print of it is audited, because it carries the key.

    Raises:
        RequestUnknown, RoleNotAllowed, WrongOffice: not there, or not for this person.
    """
    async with desk.store.transaction() as transaction:
        found = await visible(transaction, desk, officer, reference)
        request = found.request
        book = await rulebook.read(transaction, office=request.office, now=now)
        evidence.audit(
            transaction,
            at=now,
            action="slip.print",
            officer=officer.id,
            office_code=request.office,
            subject=f"request:{request.request_no}",
        )
        return SlipFacts(
            request=request,
            office=book.office,
            calendar=book.calendar,
            initials=sealing.opened_applicant(desk.vault, found).initials,
            claim_code=sealing.opened_claim_code(desk.vault, found),
        )


def scope(officer: Officer, office: str | None = None) -> tuple[str, ...]:
    """The offices a list covers: one, or all where the person may see requests.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(CASE_ROLES, office=office)
    return (office,) if office else officer.offices()


async def page(
    desk: Desk, officer: Officer, wanted: Filter, *, limit: int
) -> tuple[tuple[Line, ...], tuple[datetime, UUID] | None]:
    """A page of requests by intake, and where the next page begins, if there is one."""
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        found = await listing.page(transaction, wanted, limit=limit + 1)
    lines = tuple(_line(desk, one) for one in found[:limit])
    more = len(found) > limit
    last = found[limit - 1].request if more else None
    return lines, (last.submitted_at, last.id) if last else None


async def queue(
    desk: Desk, officer: Officer, wanted: Filter, *, limit: int
) -> tuple[tuple[Line, ...], dict[str, int]]:
    """Requests by oldest promise, and how many of each state fit the filter."""
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        found = await listing.queue(transaction, wanted, limit=limit)
        counts = await listing.counts(transaction, wanted)
    return tuple(_line(desk, one) for one in found), counts


async def of_person(
    desk: Desk, officer: Officer, who: Nik | Phone, *, limit: int
) -> tuple[Line, ...]:
    """Requests of one NIK or phone number in the person's offices, newest first.

    Raises:
        RoleNotAllowed: not for this person.
    """
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        return await _of_person(transaction, desk, officer, who, limit=limit)


async def of_person_once(
    desk: Desk,
    officer: Officer,
    who: Nik | Phone,
    *,
    limit: int,
    now: datetime,
    once: Once[tuple[Line, ...]] | None,
) -> tuple[Line, ...] | Replay:
    """The same for programs, whose repeated call gets its first answer.

    Raises:
        RoleNotAllowed: not for this person.
        IdempotencyKeyReused: the key came before with another body.
    """
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        lines = await _of_person(transaction, desk, officer, who, limit=limit)
        keep(transaction, desk, once, lines)
        return lines


async def _of_person(
    transaction: Transaction, desk: Desk, officer: Officer, who: Nik | Phone, *, limit: int
) -> tuple[Line, ...]:
    found = await listing.of_person(
        transaction, desk.vault, who=who, offices=officer.offices(), limit=limit
    )
    return tuple(_line(desk, one) for one in found)


async def numbers(
    desk: Desk, officer: Officer, *, now: datetime, day_ends: datetime
) -> DayNumbers:
    """The three numbers of the shell: due today, waiting for this person, at risk.

    Both moments are on the wall of the person's office.
    """
    waiting = {
        state.value
        for action in OFFERED[:6]
        if officer.roles & LIFECYCLE[action].roles
        for state in LIFECYCLE[action].sources
    }
    async with desk.store.transaction() as transaction:
        return await listing.day_numbers(
            transaction,
            offices=officer.offices(),
            waiting_states=tuple(sorted(waiting)),
            reaching_in=officer.offices(REACHING_ROLES),
            helping_in={role: officer.offices({role}) for role in AUDIENCES},
            now=now,
            day_ends=day_ends,
        )


def _line(desk: Desk, found: Found) -> Line:
    return Line(found.request, masked(sealing.opened_applicant(desk.vault, found)))
