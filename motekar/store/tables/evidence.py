"""What is kept beside the requests: the audit trail, the messages, the replayed answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, text
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, SEALED, SmallInteger, SQLModel, Text


class AuditRow(SQLModel, table=True):
    """Who did what, when, for which office; insert only, no personal data of citizens."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "at"),)

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    at: datetime = Field(sa_type=MOMENT)
    action: str = Field(sa_type=Text)
    officer_id: UUID | None = Field(default=None, foreign_key="staff.id")
    office_code: str | None = Field(default=None, foreign_key="office.code", sa_type=Text)
    subject: str = Field(sa_type=Text)
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class MessageRow(SQLModel, table=True):
    """One SMS: written with the step it tells of, sent later by the worker."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="leased"),
        Index(
            "uq_message_once", "request_id", "request_version", "event", "occasion", unique=True
        ),
        Index(
            "ix_message_due",
            "not_before",
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index("ix_message_listed", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    request_id: UUID = Field(foreign_key="print_request.id")
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


class IdempotencyRow(SQLModel, table=True):
    """The answer to a POST, kept sealed for a day so that a repeated call changes nothing."""

    __tablename__ = "idempotency_record"

    officer_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    method: str = Field(primary_key=True, sa_type=Text)
    path: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    body_hash: bytes = Field(sa_type=SEALED)
    answer_cipher: bytes | None = Field(default=None, sa_type=SEALED)
    created_at: datetime = Field(sa_type=MOMENT, index=True)
