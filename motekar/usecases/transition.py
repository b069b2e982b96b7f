"""Carries one step out: load and lock, ask the rules, save, evidence, message; one transaction.

Every change of a request after intake goes through ``step``; nothing else writes one.
"""

from collections.abc import Mapping
from datetime import datetime

from motekar.rules.applicant import Applicant
from motekar.rules.errors import AlreadyCollected, Conflict, VersionConflict
from motekar.rules.lifecycle import Action
from motekar.rules.people import Officer
from motekar.rules.requests import Occasion, PrintRequest, StepTaken, check
from motekar.rules.rulebook import RuleBook
from motekar.rules.steps import Command
from motekar.store import (
    allotments,
    attempts,
    evidence,
    print_requests,
    rulebook,
    sealing,
    situation,
)
from motekar.store.engine import Transaction
from motekar.store.sealing import Found
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.telling import tell
from motekar.usecases.viewing import Reference, RequestView, after_step, stored

_ALLOTS = frozenset(
    {
        Action.COMPLETE_DOCUMENTS,
        Action.REJECT,
        Action.CANCEL,
        Action.START_PRINT,
        Action.SPOIL_PRINT,
    }
)
"""Steps that change places or blanks; of one office they wait for each other."""


async def take_step(
    desk: Desk,
    officer: Officer,
    reference: Reference,
    command: Command,
    *,
    expected_version: int,
    now: datetime,
    once: Once[RequestView] | None = None,
) -> RequestView | Replay:
    """Takes a request one step on, exactly once.

    Raises:
        MotekarError: any refusal of ``check`` or of the command.
        VersionConflict: somebody else was quicker.
        IdempotencyKeyReused: the key came before with another body.
    """
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        found = await locked(
            transaction,
            desk,
            officer,
            reference,
            action=command.action,
            expected_version=expected_version,
        )
        book = await rulebook.read(
            transaction, office=found.request.office, now=now, stamp=found.rulebook_stamp
        )
        stands = None
        if command.action in _ALLOTS:
            stands = await situation.read(transaction, book, now=now, waits=True)
        step = command.take(found.request, Occasion(officer, now, book, stands))
        answer = carry_out(transaction, desk, found, step, officer=officer, book=book)
        keep(transaction, desk, once, answer)
        return answer


async def locked(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    reference: Reference,
    *,
    action: Action,
    expected_version: int,
) -> Found:
    """The request, locked until commit, when this officer may make this step of it now."""
    found = await stored(transaction, desk, reference, lock=True)
    request = found.request
    overtaken = request.version != expected_version
    try:
        check(request, action, officer=officer)
    except Conflict as refusal:
        # Who comes second to a collection has to read when it was, not a pair of numbers.
        if overtaken and not isinstance(refusal, AlreadyCollected):
            raise version_conflict(desk, found, expected_version) from refusal
        raise
    if overtaken:
        raise version_conflict(desk, found, expected_version)
    return found


def version_conflict(desk: Desk, found: Found, expected_version: int) -> VersionConflict:
    """The refusal of a step that was decided on another version of this request."""
    steps = evidence.timeline(desk.vault, found.request.id, found.steps)
    return VersionConflict(
        expected_version=expected_version,
        current_version=found.request.version,
        by=steps[-1].officer if steps else None,
    )


def carry_out(
    transaction: Transaction,
    desk: Desk,
    found: Found,
    step: StepTaken,
    *,
    officer: Officer,
    book: RuleBook,
    applicant: Applicant | None = None,
) -> RequestView:
    """Saves a step with its event, audit row and message; ``applicant`` when it was amended."""
    person = write_step(
        transaction, desk, found, step, officer=officer, book=book, applicant=applicant
    )
    return after_step(
        step,
        before=evidence.timeline(desk.vault, found.request.id, found.steps),
        applicant=person,
        office=book.office,
        officer=officer,
    )


def write_step(
    transaction: Transaction,
    desk: Desk,
    found: Found,
    step: StepTaken,
    *,
    officer: Officer,
    book: RuleBook,
    applicant: Applicant | None = None,
) -> Applicant:
    """The same for many requests at once, which nobody looks at afterwards; answers the person."""
    before, after = found.request, step.after
    person = applicant or sealing.opened_applicant(desk.vault, found)
    columns = _sealed_columns(desk, step, before=before, applicant=applicant)
    print_requests.save(transaction, before, after, more=columns)
    _attempt(transaction, step)
    allotments.write(
        transaction,
        before,
        after,
        action=step.action,
        officer=officer.id,
        quotas=book.quotas,
        now=step.at,
    )
    evidence.record(
        transaction,
        desk.vault,
        step,
        officer=officer.id,
        office_code=after.office,
        audit_facts={"from": before.state.value, "to": after.state.value},
    )
    tell(transaction, desk, step, applicant=person, book=book)
    return person


def _sealed_columns(
    desk: Desk, step: StepTaken, *, before: PrintRequest, applicant: Applicant | None
) -> Mapping[str, bytes | None]:
    after = step.after
    columns: dict[str, bytes | None] = {}
    if applicant is not None:
        columns |= sealing.sealed_applicant(desk.vault, after.id, applicant)
    if before.hold != after.hold:
        note = step.words.get("evidence") if after.hold else None
        columns |= sealing.sealed_hold_note(desk.vault, after.id, note)
    return columns


def _attempt(transaction: Transaction, step: StepTaken) -> None:
    facts = step.facts
    if step.action is Action.START_PRINT:
        attempts.begin(transaction, step.after, printer=facts["printer"])
    elif step.action is Action.CONFIRM_PRINT:
        serial = facts["card_serial"]
        attempts.end(transaction, step.after, now=step.at, outcome="confirmed", card_serial=serial)
    elif step.action is Action.SPOIL_PRINT:
        cause = facts["cause"]
        attempts.end(transaction, step.after, now=step.at, outcome="spoiled", cause=cause)
