"""Settles what waits for a second person, and carries it out in the same transaction.

A kind of approval is one entry of ``CARRIED_OUT``, beside its member and roles in the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from motekar.rules.approvals import (
    APPROVING_ROLES,
    Approval,
    ApprovalKind,
    ApprovalPolicy,
    Outcome,
    granted,
    may_settle,
    overtaken,
    settle,
)
from motekar.rules.codes import RequestNo
from motekar.rules.errors import ApprovalUnknown, Conflict
from motekar.rules.people import CASE_ROLES, Officer, Role
from motekar.store import approvals, evidence, incidents, rulebook
from motekar.store.engine import Transaction
from motekar.store.incidents import Glance
from motekar.usecases import holding, stock_differences
from motekar.usecases import incidents as troubles
from motekar.usecases.asking import CarryOut, Question, expired, told
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep

__all__ = [
    "CARRIED_OUT",
    "Glance",
    "Inbox",
    "Question",
    "answer",
    "at_a_glance",
    "decide_policy",
    "expire_overdue",
    "inbox",
    "of_request",
    "policies",
]

CARRIED_OUT: Mapping[ApprovalKind, CarryOut] = {
    ApprovalKind.HOLD: holding.place,
    ApprovalKind.INCIDENT: troubles.begin,
    ApprovalKind.STOCK_DIFFERENCE: stock_differences.adjust,
}
"""What is done after a yes."""

POLICY_ROLES = frozenset({Role.HEAD_OF_OFFICE})
_REPORTED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Inbox:
    """``questions`` nearest expiry first, one's own among them.

    ``alone`` counts what askers settled in 30 days because nobody else was there.
    """

    questions: tuple[Question, ...]
    theirs_to_settle: frozenset[UUID]
    alone: int


async def answer(
    desk: Desk,
    officer: Officer,
    approval_id: UUID,
    outcome: Outcome,
    *,
    reason: str | None = None,
    now: datetime,
    once: Once[Question] | None = None,
) -> Question | Replay:
    """Settles the question, once, and does what was approved; ``outcome`` is yes or no.

    What has moved on meanwhile cannot be done any more: the approval then says so.

    Raises:
        ApprovalUnknown: there is none.
        MotekarError: any refusal of ``settle``.
        IdempotencyKeyReused: the key came before with another body.
    """
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        question = await approvals.find(transaction, desk.vault, approval_id, lock=True)
        if question is None:
            raise ApprovalUnknown
        settled = settle(question.approval, officer, outcome, now=now, reason=reason)
        if outcome is Outcome.APPROVED:
            settled = await _carried_out(transaction, desk, question, settled, by=officer, now=now)
        approvals.save(transaction, desk.vault, settled)
        what = {"overtaken_by": settled.overtaken_by} if settled.overtaken_by else {}
        told(transaction, settled, facts=what)
        answered = replace(question, approval=settled, settler=officer.name)
        keep(transaction, desk, once, answered)
        return answered


async def _carried_out(
    transaction: Transaction,
    desk: Desk,
    question: Question,
    settled: Approval,
    *,
    by: Officer,
    now: datetime,
) -> Approval:
    carry_out = CARRIED_OUT[settled.kind]
    try:
        await carry_out(transaction, desk, question, granted(settled, by), now=now)
    except Conflict as refusal:
        return overtaken(settled, by=refusal.code)
    return settled


async def inbox(desk: Desk, officer: Officer, *, now: datetime) -> Inbox:
    """What waits in the offices where this person may settle, and what they asked themselves.

    Raises:
        RoleNotAllowed: not for this person.
    """
    officer.require(CASE_ROLES)
    offices = officer.offices(APPROVING_ROLES)
    async with desk.store.transaction() as transaction:
        questions = await approvals.waiting(
            transaction, desk.vault, offices=offices, officer=officer.id, now=now
        )
        alone = await approvals.settled_alone(
            transaction, offices=offices, since=now - _REPORTED_FOR
        )
    theirs = (each.approval for each in questions if may_settle(each.approval, officer))
    return Inbox(questions, frozenset(approval.id for approval in theirs), alone)


async def of_request(desk: Desk, officer: Officer, number: RequestNo) -> Question | None:
    """The last question about a request, however it ended, for those who may see the request."""
    async with desk.store.transaction() as transaction:
        question = await approvals.latest_of(transaction, desk.vault, f"request:{number}")
    if question is None or not officer.holds(CASE_ROLES, office=question.approval.office):
        return None
    return question


async def at_a_glance(desk: Desk, officer: Officer, *, now: datetime) -> Glance:
    """How many answers wait for this person, and which troubles run in their offices."""
    async with desk.store.transaction() as transaction:
        return await incidents.glance(
            transaction,
            officer=officer.id,
            approving_in=officer.offices(APPROVING_ROLES),
            working_in=officer.offices(),
            now=now,
        )


async def expire_overdue(desk: Desk, *, now: datetime) -> int:
    """Ends every question that nobody answered in time; says how many."""
    async with desk.store.transaction() as transaction:
        return await expired(transaction, now=now)


async def policies(desk: Desk, officer: Officer, *, now: datetime) -> Mapping[str, ApprovalPolicy]:
    """The policy in force of every office this person may decide for."""
    async with desk.store.transaction() as transaction:
        return {
            office: await approvals.policy(transaction, office=office, now=now)
            for office in officer.offices(POLICY_ROLES)
        }


async def decide_policy(
    desk: Desk,
    officer: Officer,
    policy: ApprovalPolicy,
    *,
    office: str,
    now: datetime,
    once: Once[ApprovalPolicy] | None = None,
) -> ApprovalPolicy | Replay:
    """Sets how the office goes about approvals from its present day on.

    Raises:
        RoleNotAllowed, WrongOffice: only for the head of that office.
        IdempotencyKeyReused: the key came before with another body.
    """
    officer.require(POLICY_ROLES, office=office)
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        book = await rulebook.read(transaction, office=office, now=now)
        approvals.add_policy(
            transaction,
            policy,
            policy_id=desk.new_id(now),
            office=office,
            valid_from=book.office.local_day(now),
            made_at=now,
            made_by=officer.id,
        )
        evidence.audit(
            transaction,
            at=now,
            action="approval.policy",
            officer=officer.id,
            office_code=office,
            subject=f"office:{office}",
            facts={"minutes": policy.minutes, "when_alone": policy.when_alone.value},
        )
        keep(transaction, desk, once, policy)
        return policy
