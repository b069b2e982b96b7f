"""A step that needs two people: one asks, another with an approving role settles it, once.

Nobody settles what they asked for themselves, whatever roles they hold. Where nobody else is
there, the office's dated policy decides: refuse, or allow and report. What is carried out after an
approval is not decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from motekar.rules.errors import (
    ApprovalExpired,
    ApprovalSettled,
    FieldError,
    NobodyToApprove,
    OwnApproval,
    ValidationFailed,
)
from motekar.rules.people import Officer, Role

LEAST_MINUTES, MOST_MINUTES = 5, 24 * 60


class ApprovalKind(StrEnum):
    """What can be asked for."""

    HOLD = "hold"
    INCIDENT = "incident"
    STOCK_DIFFERENCE = "stock_difference"


class Outcome(StrEnum):
    """How it ended; ``overtaken``: approved, but what it was asked for had moved on."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


class WhenAlone(StrEnum):
    """What an office does while nobody else with an approving role is on its staff."""

    REFUSE = "refuse"
    ALLOW_AND_REPORT = "allow_and_report"


_MANAGEMENT = frozenset({Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE})
APPROVERS: Mapping[ApprovalKind, frozenset[Role]] = {
    ApprovalKind.HOLD: _MANAGEMENT,
    ApprovalKind.INCIDENT: _MANAGEMENT,
    ApprovalKind.STOCK_DIFFERENCE: _MANAGEMENT,
}
"""Who may settle each kind, in the office it was asked for."""
APPROVING_ROLES: frozenset[Role] = frozenset().union(*APPROVERS.values())


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """How long a question stays open, and what happens where nobody else could answer it."""

    minutes: int
    when_alone: WhenAlone


UNDECIDED = ApprovalPolicy(minutes=120, when_alone=WhenAlone.REFUSE)
"""The policy of an office that has decided none."""


def read_policy(*, minutes: int, when_alone: WhenAlone) -> ApprovalPolicy:
    """A policy an office may decide.

    Raises:
        ValidationFailed: shorter than 5 minutes or longer than a day.
    """
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        facts = (("least", LEAST_MINUTES), ("most", MOST_MINUTES))
        raise ValidationFailed(errors=(FieldError("minutes", "out-of-range", facts),))
    return ApprovalPolicy(minutes, when_alone)


@dataclass(frozen=True, slots=True)
class Approval:
    """What was asked for, and how it was settled; ``expires_at`` is exclusive.

    ``subject`` names the thing in codes (``request:BUT-261123-0001``); ``facts`` are codes too.
    ``overtaken_by`` is the code of the refusal that stood in the way.
    """

    id: UUID
    kind: ApprovalKind
    office: str
    subject: str
    asked_by: UUID
    asked_at: datetime
    expires_at: datetime
    facts: Mapping[str, Any]
    outcome: Outcome = Outcome.PENDING
    settled_by: UUID | None = None
    settled_at: datetime | None = None
    reason: str | None = None
    overtaken_by: str | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The roles that may settle it, in order."""
        return tuple(sorted(role.value for role in APPROVERS[self.kind]))

    @property
    def is_alone(self) -> bool:
        """True when the asker settled it, because nobody else was there."""
        return self.settled_by == self.asked_by


@dataclass(frozen=True, slots=True)
class Granted:
    """An approval as the event of the approved step tells it; both names are of staff."""

    approval: UUID
    asked_at: datetime
    username: str
    name: str
    is_alone: bool

    @property
    def facts(self) -> Mapping[str, Any]:
        """Who approved what was asked when; ``alone`` only where nobody else was there."""
        told = {
            "approval": str(self.approval),
            "asked_at": self.asked_at.isoformat(),
            "approved_by": {"username": self.username, "name": self.name},
        }
        return told | ({"alone": True} if self.is_alone else {})


def posed(approval: Approval, *, policy: ApprovalPolicy, others: int) -> Approval:
    """The question as it begins: open until the policy's minutes are over, or settled alone.

    ``others`` counts active people besides the asker who could settle it.

    Raises:
        NobodyToApprove: there is nobody else, and the office allows no exception.
    """
    until = approval.asked_at + timedelta(minutes=policy.minutes)
    approval = replace(approval, expires_at=until)
    if others:
        return approval
    if policy.when_alone is WhenAlone.REFUSE:
        raise NobodyToApprove(office=approval.office, needs=approval.needs)
    return replace(
        approval,
        outcome=Outcome.APPROVED,
        settled_by=approval.asked_by,
        settled_at=approval.asked_at,
    )


def may_settle(approval: Approval, officer: Officer) -> bool:
    """True for another person with an approving role in the office."""
    roles = APPROVERS[approval.kind]
    return officer.id != approval.asked_by and officer.holds(roles, office=approval.office)


def settle(
    approval: Approval,
    officer: Officer,
    outcome: Outcome,
    *,
    now: datetime,
    reason: str | None = None,
) -> Approval:
    """The approval after this person said yes or no; a no needs its reason.

    Raises:
        RoleNotAllowed, WrongOffice: no approving role in that office.
        OwnApproval: the same person asked.
        ApprovalSettled: somebody was quicker.
        ApprovalExpired: nobody answered in time.
        ValidationFailed: refused without a reason.
    """
    officer.require(APPROVERS[approval.kind], office=approval.office)
    if officer.id == approval.asked_by:
        raise OwnApproval
    if approval.outcome is not Outcome.PENDING and approval.settled_at is not None:
        raise ApprovalSettled(outcome=approval.outcome.value, at=approval.settled_at)
    if now >= approval.expires_at:
        raise ApprovalExpired(at=approval.expires_at)
    if outcome is Outcome.REFUSED and not reason:
        raise ValidationFailed(errors=(FieldError("reason", "no-without-reason"),))
    return replace(approval, outcome=outcome, settled_by=officer.id, settled_at=now, reason=reason)


def granted(approval: Approval, officer: Officer) -> Granted:
    """What the event of the approved step says of the approval this person gave."""
    return Granted(
        approval=approval.id,
        asked_at=approval.asked_at,
        username=officer.username,
        name=officer.name,
        is_alone=approval.is_alone,
    )


def overtaken(approval: Approval, *, by: str) -> Approval:
    """The approved thing could not be carried out any more; ``by`` is the refusal's code."""
    return replace(approval, outcome=Outcome.OVERTAKEN, overtaken_by=by)
