"""The messages to citizens, each attempt at them, what people have to do, and the gateways."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, text
from sqlmodel import Field

from motekar.store.base import MOMENT, SEALED, SmallInteger, SQLModel, Text


class MessageRow(SQLModel, table=True):
    """One SMS: written with the step it tells of, sent and chased by the worker.

    ``ask_at`` is when a message in a gateway's hands is looked after next; without it, it is not.
    ``earlier_attempts`` were made before somebody had it sent once more.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')",
            name="state",
        ),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="leased"),
        CheckConstraint(
            "failure IN ('temporary', 'permanent', 'technical', 'expired', 'unreported')",
            name="failure",
        ),
        CheckConstraint("(state IN ('failed', 'unknown')) = (failure IS NOT NULL)", name="failed"),
        Index(
            "uq_message_once", "request_id", "request_version", "event", "occasion", unique=True
        ),
        Index(
            "ix_message_due",
            "not_before",
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index("ix_message_listed", "created_at", "id"),
        Index(
            "ix_message_asked",
            "ask_at",
            postgresql_where=text("state = 'sent' AND ask_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    request_id: UUID = Field(foreign_key="print_request.id", index=True)
    request_version: int
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    event: str = Field(sa_type=Text)
    occasion: int = Field(sa_type=SmallInteger, sa_column_kwargs={"server_default": text("0")})
    phone_cipher: bytes = Field(sa_type=SEALED)
    body: str = Field(sa_type=Text)
    parts: int = Field(sa_type=SmallInteger)
    state: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=MOMENT)
    not_before: datetime = Field(sa_type=MOMENT)
    attempts: int = Field(sa_type=SmallInteger)
    lease_until: datetime | None = Field(default=None, sa_type=MOMENT)
    gateway: str | None = Field(default=None, sa_type=Text)
    gateway_reference: str | None = Field(default=None, sa_type=Text)
    last_error: str | None = Field(default=None, sa_type=Text)
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)
    ask_at: datetime | None = Field(default=None, sa_type=MOMENT)
    failure: str | None = Field(default=None, sa_type=Text)
    earlier_attempts: int = Field(
        sa_type=SmallInteger, sa_column_kwargs={"server_default": text("0")}
    )


class MessageAttemptRow(SQLModel, table=True):
    """What one gateway answered; ``turn`` counts the gateways of one attempt. Insert only."""

    __tablename__ = "message_attempt"

    message_id: UUID = Field(primary_key=True, foreign_key="message.id")
    attempt: int = Field(primary_key=True, sa_type=SmallInteger)
    turn: int = Field(primary_key=True, sa_type=SmallInteger)
    gateway: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=MOMENT)
    outcome: str = Field(sa_type=Text)


class MessageTaskRow(SQLModel, table=True):
    """A citizen whom no message reached: somebody's work until it is closed with an outcome."""

    __tablename__ = "message_task"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed"),
        Index(
            "uq_message_task_open",
            "request_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_message_task_office", "office_code", "opened_at"),
    )

    id: UUID = Field(primary_key=True)
    request_id: UUID = Field(foreign_key="print_request.id")
    message_id: UUID = Field(foreign_key="message.id")
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    opened_at: datetime = Field(sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    outcome: str | None = Field(default=None, sa_type=Text)
    officer_id: UUID | None = Field(default=None, foreign_key="staff.id")
    note_cipher: bytes | None = Field(default=None, sa_type=SEALED)


class SmsGatewayRow(SQLModel, table=True):
    """How a gateway stands, what it may still carry this minute, what it carried on its day."""

    __tablename__ = "sms_gateway"
    __table_args__ = (
        CheckConstraint("breaker IN ('working', 'resting', 'trying')", name="breaker"),
        CheckConstraint("tokens >= 0 AND parts >= 0", name="counted"),
    )

    name: str = Field(primary_key=True, sa_type=Text)
    breaker: str = Field(sa_type=Text)
    failures: int
    rests: int
    since: datetime | None = Field(default=None, sa_type=MOMENT)
    until: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str | None = Field(default=None, sa_type=Text)
    tokens: float
    filled_at: datetime | None = Field(default=None, sa_type=MOMENT)
    day: date | None = Field(default=None)
    parts: int


class SmsGatewayEventRow(SQLModel, table=True):
    """A gateway rested, works again, or nears its ceiling, and why. Insert only."""

    __tablename__ = "sms_gateway_event"
    __table_args__ = (Index("ix_sms_gateway_event_at", "at"),)

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    gateway: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=MOMENT)
    kind: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
