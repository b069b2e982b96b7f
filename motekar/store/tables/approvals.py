"""What waits for a second person, and the incidents that hold a whole office's requests."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, SEALED, SQLModel, Text

_SETTLED_WHOLE = "(outcome = 'pending') = (settled_at IS NULL)"
_BY_SOMEBODY = "(outcome IN ('pending', 'expired')) = (settled_by IS NULL)"
_NEVER_ONESELF = "alone OR settled_by IS DISTINCT FROM asked_by"
_IN_TIME = "settled_at IS NULL OR (settled_at >= expires_at) = (outcome = 'expired')"


class ApprovalPolicyRow(SQLModel, table=True):
    """How long questions of an office stay open, and what it does when nobody else is there."""

    __tablename__ = "approval_policy"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("when_alone IN ('refuse', 'allow_and_report')", name="when_alone"),
        Index("ix_approval_policy_dated", "office_code", "valid_from", "made_at"),
    )

    id: UUID = Field(primary_key=True)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    minutes: int
    when_alone: str = Field(sa_type=Text)
    valid_from: date
    made_at: datetime = Field(sa_type=MOMENT)
    made_by: UUID = Field(foreign_key="staff.id")


class ApprovalRow(SQLModel, table=True):
    """A question and its one answer; a trigger keeps what was asked and lets nobody answer twice.

    ``alone`` only where the office's policy lets the asker settle it at once.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('pending', 'approved', 'refused', 'expired', 'overtaken')",
            name="outcome",
        ),
        CheckConstraint("asked_at < expires_at", name="asked_first"),
        CheckConstraint(_SETTLED_WHOLE, name="settled_whole"),
        CheckConstraint(_BY_SOMEBODY, name="settled_by_somebody"),
        CheckConstraint(_NEVER_ONESELF, name="never_oneself"),
        CheckConstraint(_IN_TIME, name="in_time"),
        CheckConstraint(
            "(outcome = 'overtaken') = (overtaken_by IS NOT NULL)", name="overtaken_whole"
        ),
        CheckConstraint("outcome <> 'refused' OR reason_cipher IS NOT NULL", name="no_has_reason"),
        Index(
            "uq_approval_pending",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("outcome = 'pending'"),
        ),
        Index(
            "ix_approval_waiting",
            "office_code",
            "expires_at",
            postgresql_where=text("outcome = 'pending'"),
        ),
        Index("ix_approval_subject", "subject", "asked_at"),
    )

    id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    subject: str = Field(sa_type=Text)
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    words_cipher: bytes = Field(sa_type=SEALED)
    asked_by: UUID = Field(foreign_key="staff.id")
    asked_at: datetime = Field(sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    alone: bool
    outcome: str = Field(sa_type=Text)
    settled_by: UUID | None = Field(default=None, foreign_key="staff.id")
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason_cipher: bytes | None = Field(default=None, sa_type=SEALED)
    overtaken_by: str | None = Field(default=None, sa_type=Text)


class IncidentRow(SQLModel, table=True):
    """One trouble of an office, from its approval until somebody says that it is over."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("since <= opened_at", name="since_first"),
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)"
            " AND (closed_at IS NULL) = (closing_cipher IS NULL)",
            name="closed_whole",
        ),
        Index("ix_incident_office", "office_code", "opened_at"),
    )

    id: UUID = Field(primary_key=True)
    approval_id: UUID = Field(foreign_key="approval.id", unique=True)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    kind: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=MOMENT)
    evidence_cipher: bytes = Field(sa_type=SEALED)
    opened_at: datetime = Field(sa_type=MOMENT)
    opened_by: UUID = Field(foreign_key="staff.id")
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    closing_cipher: bytes | None = Field(default=None, sa_type=SEALED)


class IncidentRequestRow(SQLModel, table=True):
    """A request the incident held, and the version that hold made."""

    __tablename__ = "incident_request"

    incident_id: UUID = Field(primary_key=True, foreign_key="incident.id")
    request_id: UUID = Field(primary_key=True, foreign_key="print_request.id", index=True)
    version: int
