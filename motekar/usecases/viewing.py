"""A request as one officer may see it: masked, with its timeline and the steps open to them."""

from dataclasses import dataclass

from motekar.rules.applicant import Applicant
from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.errors import (
    FieldError,
    RequestAlreadyOpen,
    RequestUnknown,
    ValidationFailed,
)
from motekar.rules.lifecycle import Action
from motekar.rules.nik import Nik
from motekar.rules.people import CASE_ROLES, Officer
from motekar.rules.requests import PrintRequest, StepTaken
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.steps import allowed_actions
from motekar.store import evidence, print_requests, sealing
from motekar.store.engine import Transaction
from motekar.store.evidence import TimelineEntry
from motekar.store.sealing import Found
from motekar.usecases.desk import Desk

__all__ = [
    "MaskedPerson",
    "Reference",
    "RequestView",
    "TimelineEntry",
    "already_open",
    "masked",
    "shown",
    "stored",
    "visible",
]

Reference = RequestNo | ClaimCode
"""What a request is called by: the number on the tray or the code on the slip."""


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """The applicant as lists and screens show them."""

    initials: str
    nik_masked: str
    phone_masked: str | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """What the API calls a request; ``unmasked`` only after an audited reason."""

    request: PrintRequest
    office: OfficeProfile
    person: MaskedPerson
    hold_note: str | None
    allowed_actions: tuple[Action, ...]
    timeline: tuple[TimelineEntry, ...]
    unmasked: Applicant | None = None
    note: str | None = None


def masked(applicant: Applicant) -> MaskedPerson:
    """Initials and masks of a person."""
    return MaskedPerson(applicant.initials, applicant.nik_masked, applicant.phone_masked)


async def stored(
    transaction: Transaction, desk: Desk, reference: Reference, *, lock: bool = False
) -> Found:
    """The request behind a number or code.

    Raises:
        RequestUnknown: there is none.
    """
    where = (
        print_requests.by_claim_code(desk.vault, reference)
        if isinstance(reference, ClaimCode)
        else print_requests.by_request_no(str(reference))
    )
    found = await print_requests.find(transaction, where, lock=lock)
    if found is None:
        raise RequestUnknown
    return found


async def visible(
    transaction: Transaction, desk: Desk, officer: Officer, reference: Reference
) -> Found:
    """The same for reading: an officer of another office learns nothing but that it is theirs.

    Raises:
        RequestUnknown: there is none.
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(CASE_ROLES)
    found = await stored(transaction, desk, reference)
    officer.require(CASE_ROLES, office=found.request.office)
    return found


def shown(
    desk: Desk,
    found: Found,
    *,
    office: OfficeProfile,
    officer: Officer,
    unmasked: bool = False,
) -> RequestView:
    """A stored request, masked unless it was asked for in clear."""
    applicant = sealing.opened_applicant(desk.vault, found)
    return RequestView(
        request=found.request,
        office=office,
        person=masked(applicant),
        hold_note=sealing.opened(desk.vault, found, "hold_note_cipher"),
        allowed_actions=allowed_actions(found.request, officer=officer),
        timeline=evidence.timeline(desk.vault, found.request.id, found.steps),
        unmasked=applicant if unmasked else None,
        note=sealing.opened(desk.vault, found, "note_cipher"),
    )


def after_step(
    step: StepTaken,
    *,
    before: tuple[TimelineEntry, ...],
    applicant: Applicant,
    office: OfficeProfile,
    officer: Officer,
) -> RequestView:
    """The request as the step leaves it; ``before`` is its timeline up to then."""
    entry = evidence.entry(step, officer=officer.name, office=office.name)
    return RequestView(
        request=step.after,
        office=office,
        person=masked(applicant),
        hold_note=step.words.get("evidence") if step.after.hold else None,
        allowed_actions=allowed_actions(step.after, officer=officer),
        timeline=(*before, entry),
    )


async def already_open(desk: Desk, nik: Nik) -> RequestAlreadyOpen:
    """The refusal for a NIK that has an open request: office, state and date only."""
    async with desk.store.transaction() as transaction:
        found = await print_requests.open_for_nik(transaction, desk.vault, nik)
    if found is None:  # ended in this very moment: the officer simply tries again
        raise ValidationFailed(errors=(FieldError("nik", "try-again"),))
    request = found.request
    return RequestAlreadyOpen(
        office=request.office, state=request.state.value, since=request.submitted_at
    )
