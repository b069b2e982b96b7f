"""What is kept beside the requests: the audit trail and the replayed answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, SEALED, SQLModel, Text


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
