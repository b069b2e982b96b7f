"""Changes what was recorded: the person's data, the reason, the documents; with the words why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motekar.rules.applicant import Applicant
from motekar.rules.documents import Reason
from motekar.rules.errors import FieldError
from motekar.rules.intake_form import MOST_NAME_LETTERS, Priority, Reading
from motekar.rules.lifecycle import Action
from motekar.rules.nik import Nik, warnings
from motekar.rules.people import Officer
from motekar.rules.phone import Phone
from motekar.rules.requests import Occasion, PrintRequest
from motekar.rules.rulebook import RuleBook
from motekar.rules.steps import Amend
from motekar.store import print_requests, rulebook, sealing
from motekar.store.violations import ROW_REFUSED, violated
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.transition import carry_out, locked
from motekar.usecases.viewing import Reference, RequestView, already_open

AMENDABLE = ("full_name", "nik", "phone", "reason", "documents", "priority", "married")


@dataclass(frozen=True, slots=True, repr=False)
class Amendments:
    """What was entered anew: ``given`` names the fields, the others stay as they were."""

    given: frozenset[str]
    name: str
    nik: Nik | None
    phone: Phone | None
    reason: Reason | None
    documents: tuple[str, ...]
    priority: Priority | None
    married: bool


def read_amendments(raw: Mapping[str, Any]) -> Amendments:
    """Reads the fields that were sent; an empty phone or priority takes the old one away.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    given = frozenset(name for name in AMENDABLE if name in raw)
    form.errors += [FieldError(name, "unknown-field") for name in raw if name not in AMENDABLE]
    amendments = Amendments(
        given=given,
        name=form.needed("full_name", most=MOST_NAME_LETTERS) if "full_name" in given else "",
        nik=form.value("nik", Nik.parse) if "nik" in given else None,
        phone=form.optional("phone", Phone.parse),
        reason=form.value("reason", Reason) if "reason" in given else None,
        documents=form.documents(),
        priority=form.optional("priority", Priority),
        married=bool(raw.get("married")),
    )
    form.refuse_faults()
    return amendments


async def amend(
    desk: Desk,
    officer: Officer,
    reference: Reference,
    amendments: Amendments,
    *,
    why: str,
    expected_version: int,
    now: datetime,
    once: Once[RequestView] | None = None,
) -> RequestView | Replay:
    """Amends an open request that is not printed yet; uniqueness of the NIK is checked again.

    Raises:
        MotekarError: any refusal of ``check`` or of ``Amend``.
        RequestAlreadyOpen: the new NIK has an open request.
        VersionConflict: somebody else was quicker.
    """
    try:
        async with desk.store.transaction() as transaction:
            if replay := await earlier_answer(transaction, desk, once, now=now):
                return replay
            found = await locked(
                transaction,
                desk,
                officer,
                reference,
                action=Action.AMEND,
                expected_version=expected_version,
            )
            book = await rulebook.read(
                transaction, office=found.request.office, now=now, stamp=found.rulebook_stamp
            )
            before = sealing.opened_applicant(desk.vault, found)
            after = _amended(before, amendments)
            command = _command(
                amendments, found.request, before, after, why=why, book=book, now=now
            )
            step = command.take(found.request, Occasion(officer, now, book))
            answer = carry_out(
                transaction, desk, found, step, officer=officer, book=book, applicant=after
            )
            keep(transaction, desk, once, answer)
            return answer
    except ROW_REFUSED as refused:
        if violated(refused) != print_requests.ONE_OPEN_PER_NIK or amendments.nik is None:
            raise
        raise await already_open(desk, amendments.nik) from refused


def _amended(before: Applicant, amendments: Amendments) -> Applicant:
    return Applicant(
        nik=amendments.nik or before.nik,
        name=amendments.name or before.name,
        phone=amendments.phone if "phone" in amendments.given else before.phone,
    )


def _command(
    amendments: Amendments,
    request: PrintRequest,
    before: Applicant,
    after: Applicant,
    *,
    why: str,
    book: RuleBook,
    now: datetime,
) -> Amend:
    changed = {
        "full_name": after.name != before.name,
        "nik": after.nik != before.nik,
        "phone": after.phone != before.phone,
        "reason": amendments.reason != request.reason,
        "documents": amendments.documents != request.documents,
        "priority": amendments.priority != request.priority,
        "married": amendments.married != bool(request.married),
    }
    names = tuple(name for name in AMENDABLE if name in amendments.given and changed[name])
    seen_anew = {"nik", "married"}.intersection(names)
    married = amendments.married if "married" in names else bool(request.married)
    return Amend(
        why=why,
        changed=names,
        reason=amendments.reason,
        documents=amendments.documents if "documents" in names else None,
        priority=amendments.priority,
        married=amendments.married,
        warnings=warnings(
            after.nik,
            today=book.office.local_day(now),
            known_prefixes=book.known_prefixes,
            married=married,
        )
        if seen_anew
        else None,
    )
