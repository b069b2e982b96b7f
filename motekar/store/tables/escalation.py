"""The ladder of escalation, each step a request has climbed, who saw it, and SMS to staff."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field

from motekar.store.base import MOMENT, SEALED, TEXTS, SmallInteger, SQLModel, Text


class EscalationStepRow(SQLModel, table=True):
    """One rank of one version of the ladder; the shipped version has no writer. Insert only.

    Of two versions for the same day the later one counts.
    """

    __tablename__ = "escalation_step"
    __table_args__ = (
        CheckConstraint("rank >= 1", name="rank"),
        CheckConstraint("trigger IN ('at_risk', 'overdue')", name="trigger"),
        CheckConstraint("after_open_minutes >= 0 AND unpromised_minutes >= 0", name="minutes"),
        CheckConstraint("cardinality(audience) > 0", name="audience"),
        CheckConstraint("(written_by IS NULL) = (written_at IS NULL)", name="written_whole"),
    )

    version: int = Field(primary_key=True)
    rank: int = Field(primary_key=True, sa_type=SmallInteger)
    valid_from: date
    trigger: str = Field(sa_type=Text)
    after_open_minutes: int
    unpromised_minutes: int
    audience: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    sms: bool
    written_by: UUID | None = Field(default=None, foreign_key="staff.id")
    written_at: datetime | None = Field(default=None, sa_type=MOMENT)


class EscalationRow(SQLModel, table=True):
    """A step that a request has reached, whom it told, and when; for ever.

    Open as long as the request is not ready. ``due_at`` is its first promise, or the visit where
    the ``trigger`` is that nothing was promised; ``nobody`` are roles that no one held there.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        CheckConstraint("trigger IN ('at_risk', 'overdue', 'unpromised')", name="trigger"),
        Index("uq_escalation_once", "request_id", "ladder_version", "rank", "due_at", unique=True),
    )

    id: UUID = Field(primary_key=True)
    request_id: UUID = Field(foreign_key="print_request.id")
    ladder_version: int
    rank: int = Field(sa_type=SmallInteger)
    due_at: datetime = Field(sa_type=MOMENT)
    trigger: str = Field(sa_type=Text)
    raised_at: datetime = Field(sa_type=MOMENT)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    audience: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    nobody: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    sms: bool


class EscalationSeenRow(SQLModel, table=True):
    """Somebody has seen it, which closes nothing. Insert only."""

    __tablename__ = "escalation_seen"

    escalation_id: UUID = Field(primary_key=True, foreign_key="escalation.id")
    officer_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    at: datetime = Field(sa_type=MOMENT)


class StaffMessageRow(SQLModel, table=True):
    """One SMS to a member of staff: sent by the worker, given up when it makes sense no more."""

    __tablename__ = "staff_message"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="leased"),
        Index(
            "ix_staff_message_due",
            "not_before",
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index("ix_staff_message_of", "staff_id", "created_at"),
    )

    id: UUID = Field(primary_key=True)
    staff_id: UUID = Field(foreign_key="staff.id")
    phone_cipher: bytes = Field(sa_type=SEALED)
    body: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=MOMENT)
    not_before: datetime = Field(sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    attempts: int = Field(sa_type=SmallInteger)
    lease_until: datetime | None = Field(default=None, sa_type=MOMENT)
    gateway: str | None = Field(default=None, sa_type=Text)
    last_error: str | None = Field(default=None, sa_type=Text)
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT)
