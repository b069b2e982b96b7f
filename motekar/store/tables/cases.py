"""Print requests, their print attempts and their events; personal data only as vault bytes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    text,
)
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, SEALED, TEXTS, SQLModel, Text

OPEN = "state IN ('submitted', 'verified', 'printed')"
UNREADY = "state IN ('submitted', 'verified')"
DUE = "coalesce(first_promised_by, received_at)"
OLD_CARD = "action = 'collect' AND (facts ->> 'old_card_surrendered') = 'true'"


class RequestCounterRow(SQLModel, table=True):
    """The running number of an office's day."""

    __tablename__ = "request_counter"

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    day: date = Field(primary_key=True)
    last_no: int


class PrintRequestRow(SQLModel, table=True):
    """One request as it stands now; how it came there is in ``request_event``."""

    __tablename__ = "print_request"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(hold_cause IS NULL) = (hold_since IS NULL)", name="hold_whole"),
        CheckConstraint("(phone_cipher IS NULL) = (phone_index IS NULL)", name="phone_whole"),
        CheckConstraint("received_at <= submitted_at", name="received_first"),
        Index("uq_print_request_open_nik", "nik_index", unique=True, postgresql_where=text(OPEN)),
        Index("ix_print_request_board", "office_code", "state", "promised_by"),
        Index(
            "ix_print_request_unready",
            "office_code",
            text(f"({DUE})"),
            "id",
            postgresql_where=text(UNREADY),
        ),
        Index("ix_print_request_listed", "submitted_at", "id"),
        Index("ix_print_request_due", "office_code", "first_promised_by"),
        ForeignKeyConstraint(
            ["id", "version", "state"],
            ["request_event.request_id", "request_event.version", "request_event.to_state"],
            name="fk_print_request_proved_by_event",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
    )

    id: UUID = Field(primary_key=True)
    request_no: str = Field(sa_type=Text, unique=True)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    state: str = Field(sa_type=Text)
    state_since: datetime = Field(sa_type=MOMENT)
    version: int
    reason: str = Field(sa_type=Text)
    channel: str = Field(sa_type=Text)
    priority: str | None = Field(default=None, sa_type=Text)
    married: bool | None = Field(default=None)
    nik_cipher: bytes = Field(sa_type=SEALED)
    nik_index: bytes = Field(sa_type=SEALED, index=True)
    name_cipher: bytes = Field(sa_type=SEALED)
    phone_cipher: bytes | None = Field(default=None, sa_type=SEALED)
    phone_index: bytes | None = Field(default=None, sa_type=SEALED, index=True)
    note_cipher: bytes | None = Field(default=None, sa_type=SEALED)
    claim_code_cipher: bytes = Field(sa_type=SEALED)
    claim_code_index: bytes = Field(sa_type=SEALED, unique=True)
    documents: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    missing_documents: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    warnings: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    hold_cause: str | None = Field(default=None, sa_type=Text)
    hold_since: datetime | None = Field(default=None, sa_type=MOMENT)
    hold_note_cipher: bytes | None = Field(default=None, sa_type=SEALED)
    received_at: datetime = Field(sa_type=MOMENT)
    submitted_at: datetime = Field(sa_type=MOMENT)
    paper_no: str | None = Field(default=None, sa_type=Text)
    service_clock_started_at: datetime | None = Field(default=None, sa_type=MOMENT)
    promise: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    promised_by: datetime | None = Field(default=None, sa_type=MOMENT)
    first_promised_by: datetime | None = Field(default=None, sa_type=MOMENT)
    policy_version: int = Field(foreign_key="service_policy.version")
    calendar_version: int = Field(foreign_key="calendar_version.version")
    place_day: date | None = Field(default=None)
    place_group: str | None = Field(default=None, sa_type=Text)
    has_blank: bool = Field(sa_column_kwargs={"server_default": text("false")})


class PrintAttemptRow(SQLModel, table=True):
    """One try to print a card: open until confirmed or spoiled, at most one open a request."""

    __tablename__ = "print_attempt"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_whole"),
        Index(
            "uq_print_attempt_open",
            "request_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_print_attempt_spoiled",
            "request_id",
            postgresql_where=text("outcome = 'spoiled'"),
        ),
    )

    request_id: UUID = Field(primary_key=True, foreign_key="print_request.id")
    attempt_no: int = Field(primary_key=True)
    started_at: datetime = Field(sa_type=MOMENT)
    started_by: UUID = Field(foreign_key="staff.id")
    printer: str | None = Field(default=None, sa_type=Text)
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)
    outcome: str | None = Field(default=None, sa_type=Text)
    cause: str | None = Field(default=None, sa_type=Text)
    card_serial: str | None = Field(default=None, sa_type=Text)
    took_blank: bool = Field(sa_column_kwargs={"server_default": text("false")})


class RequestEventRow(SQLModel, table=True):
    """One step, for ever: ``facts`` are codes, free text is in ``words_cipher``."""

    __tablename__ = "request_event"
    __table_args__ = (
        Index("uq_request_event_version", "request_id", "version", unique=True),
        Index("uq_request_event_proof", "request_id", "version", "to_state", unique=True),
        Index("ix_request_event_office", "office_code", "at"),
        Index("ix_request_event_old_card", "office_code", postgresql_where=text(OLD_CARD)),
        Index(
            "ix_request_event_printed",
            "office_code",
            "at",
            postgresql_where=text("action = 'confirm-print'"),
        ),
    )

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    request_id: UUID = Field(foreign_key="print_request.id")
    version: int
    at: datetime = Field(sa_type=MOMENT)
    action: str = Field(sa_type=Text)
    from_state: str | None = Field(default=None, sa_type=Text)
    to_state: str = Field(sa_type=Text)
    officer_id: UUID = Field(foreign_key="staff.id")
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    words_cipher: bytes | None = Field(default=None, sa_type=SEALED)
