"""Puts a request on hold: at once, or after a second person's word where it excuses the office."""

from datetime import datetime

from motekar.rules.approvals import ApprovalKind, Granted, Outcome, granted
from motekar.rules.codes import RequestNo
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import Action
from motekar.rules.people import Officer
from motekar.rules.requests import Occasion, check_standing
from motekar.rules.rulebook import RuleBook
from motekar.rules.steps import Hold
from motekar.store import rulebook
from motekar.store.engine import Transaction
from motekar.store.sealing import Found
from motekar.usecases.asking import Pending, Question, ask
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.transition import carry_out, locked, take_step, version_conflict
from motekar.usecases.viewing import Reference, RequestView, stored


async def hold(
    desk: Desk,
    officer: Officer,
    reference: Reference,
    command: Hold,
    *,
    expected_version: int,
    now: datetime,
    once: Once[RequestView | Pending] | None = None,
) -> RequestView | Pending | Replay:
    """Holds the request, or asks for it; until a yes nothing is held.

    Raises:
        MotekarError: any refusal of the step, or of asking.
        VersionConflict: somebody else was quicker.
        IdempotencyKeyReused: the key came before with another body.
    """
    if not command.needs_approval:
        return await take_step(
            desk,
            officer,
            reference,
            command,
            expected_version=expected_version,
            now=now,
            once=once,
        )
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        found = await locked(
            transaction,
            desk,
            officer,
            reference,
            action=Action.HOLD,
            expected_version=expected_version,
        )
        answer = await _asked(transaction, desk, found, command, officer=officer, now=now)
        keep(transaction, desk, once, answer)
        return answer


async def _asked(
    transaction: Transaction,
    desk: Desk,
    found: Found,
    command: Hold,
    *,
    officer: Officer,
    now: datetime,
) -> RequestView | Pending:
    request = found.request
    book = await rulebook.read(
        transaction, office=request.office, now=now, stamp=found.rulebook_stamp
    )
    approval = await ask(
        transaction,
        desk,
        officer,
        kind=ApprovalKind.HOLD,
        office=request.office,
        subject=f"request:{request.request_no}",
        facts={
            "cause": command.cause.value,
            "request_no": request.request_no,
            "state": request.state.value,
            "version": request.version,
        },
        words=command.evidence,
        now=now,
    )
    if approval.outcome is Outcome.PENDING:
        return Pending(approval, book.office)
    alone = Hold(command.cause, command.evidence, granted(approval, officer))
    return _placed(transaction, desk, found, alone, officer=officer, book=book, now=now)


async def place(
    transaction: Transaction, desk: Desk, question: Question, granted: Granted, *, now: datetime
) -> None:
    """Carries an approved hold out, as the asker's step, on the version it was asked for.

    Raises:
        VersionConflict, RequestOnHold, TransitionNotAllowed: the request has moved on.
    """
    facts = question.approval.facts
    number = RequestNo.parse(facts["request_no"])
    found = await stored(transaction, desk, number, lock=True)
    if found.request.version != facts["version"]:
        raise version_conflict(desk, found, facts["version"])
    check_standing(found.request, Action.HOLD)
    book = await rulebook.read(
        transaction, office=found.request.office, now=now, stamp=found.rulebook_stamp
    )
    command = Hold(HoldCause(facts["cause"]), question.words, granted)
    _placed(transaction, desk, found, command, officer=question.asker, book=book, now=now)


def _placed(
    transaction: Transaction,
    desk: Desk,
    found: Found,
    command: Hold,
    *,
    officer: Officer,
    book: RuleBook,
    now: datetime,
) -> RequestView:
    step = command.take(found.request, Occasion(officer, now, book))
    return carry_out(transaction, desk, found, step, officer=officer, book=book)
