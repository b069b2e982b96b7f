"""Asks a second person: how any use case makes a step wait for an approval.

Who asks holds the thing asked about locked, in the transaction that stores the question. What is
done after a yes is said in ``approving``, one function a kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from motekar.rules.approvals import (
    APPROVERS,
    Approval,
    ApprovalKind,
    Granted,
    Outcome,
    posed,
)
from motekar.rules.errors import ApprovalPending
from motekar.rules.people import Officer
from motekar.rules.rulebook import OfficeProfile
from motekar.store import approvals, evidence
from motekar.store.approvals import Question
from motekar.store.engine import Transaction
from motekar.store.violations import ROW_REFUSED, violated
from motekar.usecases.desk import Desk

__all__ = ["CarryOut", "Pending", "Question", "ask", "expired"]


@dataclass(frozen=True, slots=True)
class Pending:
    """The answer of a step that waits for a second person."""

    approval: Approval
    office: OfficeProfile


class CarryOut(Protocol):
    """Does what was approved, in the transaction that settles it.

    Refuses with a ``Conflict``, before it has written anything, when the thing has moved on.
    """

    async def __call__(
        self,
        transaction: Transaction,
        desk: Desk,
        question: Question,
        granted: Granted,
        *,
        now: datetime,
    ) -> None: ...


async def ask(
    transaction: Transaction,
    desk: Desk,
    officer: Officer,
    *,
    kind: ApprovalKind,
    office: str,
    subject: str,
    facts: Mapping[str, Any],
    words: str,
    now: datetime,
) -> Approval:
    """Stores the question; approved at once where the office lets somebody alone do it.

    ``facts`` are codes that the carrying out will need; ``words`` is the evidence, sealed. Whoever
    asks carries out an approval that comes back approved.

    Raises:
        ApprovalPending: the same waits for an answer already.
        NobodyToApprove: nobody else is there, and the office allows no exception.
    """
    question = Approval(
        id=desk.new_id(now),
        kind=kind,
        office=office,
        subject=subject,
        asked_by=officer.id,
        asked_at=now,
        expires_at=now,
        facts=facts,
    )
    await expired(transaction, now=now, subject=subject)
    ground = await approvals.ground(transaction, question, roles=APPROVERS[kind])
    if ground.pending_until is not None:
        raise ApprovalPending(expires_at=ground.pending_until)
    approval = posed(question, policy=ground.policy, others=ground.others)
    await _stored(transaction, desk, approval, words=words)
    evidence.audit(
        transaction,
        at=now,
        action="approval.ask",
        officer=officer.id,
        office_code=office,
        subject=f"approval:{approval.id}",
        facts={"kind": kind.value, "about": subject},
    )
    if approval.outcome is Outcome.APPROVED:
        told(transaction, approval, facts={"alone": True})
    return approval


async def _stored(transaction: Transaction, desk: Desk, approval: Approval, *, words: str) -> None:
    approvals.add(transaction, desk.vault, approval, words=words)
    try:
        await transaction.flush()
    except ROW_REFUSED as refused:
        if violated(refused) != approvals.ONE_PENDING:
            raise
        # Asked in this very moment by somebody else, who waits just as long.
        raise ApprovalPending(expires_at=approval.expires_at) from refused


def told(transaction: Transaction, approval: Approval, *, facts: Mapping[str, Any]) -> None:
    """Writes the audit row of a settled approval."""
    evidence.audit(
        transaction,
        at=approval.settled_at or approval.asked_at,
        action=f"approval.{approval.outcome.value}",
        officer=approval.settled_by,
        office_code=approval.office,
        subject=f"approval:{approval.id}",
        facts={"kind": approval.kind.value, "about": approval.subject, **facts},
    )


async def expired(transaction: Transaction, *, now: datetime, subject: str | None = None) -> int:
    """Ends what nobody answered in time, all or about one thing; says how many."""
    ended = await approvals.expire(transaction, now=now, subject=subject)
    for row in ended:
        evidence.audit(
            transaction,
            at=now,
            action=f"approval.{Outcome.EXPIRED.value}",
            officer=None,
            office_code=row.office_code,
            subject=f"approval:{row.id}",
            facts={"kind": row.kind, "about": row.subject},
        )
    return len(ended)
