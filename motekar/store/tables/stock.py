"""What promises are made from beside the hours: blanks, places, printers and their pace."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Identity, Index, Integer, text
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, TEXTS, SmallInteger, SQLModel, Text, Time


class OfficeEquipmentRow(SQLModel, table=True):
    """Printers and supply of blanks from a day on."""

    __tablename__ = "office_equipment"
    __table_args__ = (
        CheckConstraint("printers >= 0", name="printers"),
        CheckConstraint("daily_blanks >= 0", name="daily_blanks"),
        CheckConstraint("low_blanks >= 0", name="low_blanks"),
    )

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    valid_from: date = Field(primary_key=True)
    printers: int = Field(sa_type=SmallInteger)
    daily_blanks: int | None = Field(default=None)
    low_blanks: int


class PlaceQuotaRow(SQLModel, table=True):
    """Places of one group of reasons on each weekday; a newer day's rows replace all older."""

    __tablename__ = "place_quota"
    __table_args__ = (
        CheckConstraint("cardinality(places) = 7 AND 0 <= ALL (places)", name="places"),
    )

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    valid_from: date = Field(primary_key=True)
    group_name: str = Field(primary_key=True, sa_type=Text)
    rank: int = Field(sa_type=SmallInteger)
    reasons: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    places: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    release_at: time | None = Field(default=None, sa_type=Time)


class DayPlacesRow(SQLModel, table=True):
    """How many promises of a day and group there are; ``total`` NULL where no quota binds."""

    __tablename__ = "day_places"
    __table_args__ = (
        CheckConstraint("begun BETWEEN 0 AND taken", name="begun"),
        CheckConstraint("blanks BETWEEN 0 AND taken", name="blanks"),
        CheckConstraint("total >= 0", name="total"),
    )

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    day: date = Field(primary_key=True)
    group_name: str = Field(primary_key=True, sa_type=Text)
    total: int | None = Field(default=None)
    taken: int
    begun: int
    blanks: int


class BlankMovementRow(SQLModel, table=True):
    """What one blank of an entry does to each part of a stock."""

    __tablename__ = "blank_movement"

    kind: str = Field(primary_key=True, sa_type=Text)
    box: int = Field(sa_type=SmallInteger)
    reserved: int = Field(sa_type=SmallInteger)
    printing: int = Field(sa_type=SmallInteger)
    spoiled: int = Field(sa_type=SmallInteger)


class BlankStockRow(SQLModel, table=True):
    """The sum of an office's entries, kept by the ledger's trigger alone."""

    __tablename__ = "blank_stock"
    __table_args__ = (
        CheckConstraint("box >= 0", name="box"),
        CheckConstraint("reserved BETWEEN 0 AND box", name="reserved"),
        CheckConstraint("printing >= 0", name="printing"),
        CheckConstraint("spoiled >= 0", name="spoiled"),
    )

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    entries: int
    box: int
    reserved: int
    printing: int
    spoiled: int


class BlankEntryRow(SQLModel, table=True):
    """One entry of the ledger, for ever, with the balance it led to.

    Without officer where a promise was made anew by the worker.
    """

    __tablename__ = "blank_entry"
    __table_args__ = (
        Index("uq_blank_entry_number", "office_code", "entry_no", unique=True),
        Index(
            "uq_blank_entry_delivery_note",
            "office_code",
            "reference",
            unique=True,
            postgresql_where=text("kind = 'received'"),
        ),
        Index(
            "uq_blank_entry_arrival",
            "reference",
            unique=True,
            postgresql_where=text("kind = 'arrived'"),
        ),
        Index("ix_blank_entry_request", "request_id"),
        Index(
            "ix_blank_entry_taken",
            "office_code",
            "at",
            postgresql_where=text("kind IN ('taken', 'taken_free')"),
        ),
        Index("ix_blank_entry_defect", "office_code", postgresql_where=text("kind = 'defect'")),
    )

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    entry_no: int
    at: datetime = Field(sa_type=MOMENT)
    kind: str = Field(foreign_key="blank_movement.kind", sa_type=Text)
    quantity: int
    officer_id: UUID | None = Field(default=None, foreign_key="staff.id")
    request_id: UUID | None = Field(default=None, foreign_key="print_request.id")
    reference: str | None = Field(default=None, sa_type=Text)
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    words_cipher: bytes | None = Field(default=None)
    box: int
    reserved: int
    printing: int
    spoiled: int


class PaceRow(SQLModel, table=True):
    """Median minutes of a step at an office over its recent days."""

    __tablename__ = "pace"

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    step: str = Field(primary_key=True, sa_type=Text)
    minutes: float
    samples: int
    measured_at: datetime = Field(sa_type=MOMENT)


class PromiseRevisionRow(SQLModel, table=True):
    """A promise made anew because the future changed; the first one stays with the request."""

    __tablename__ = "promise_revision"

    request_id: UUID = Field(primary_key=True, foreign_key="print_request.id")
    revision: int = Field(primary_key=True, sa_type=SmallInteger)
    at: datetime = Field(sa_type=MOMENT)
    because: str = Field(sa_type=Text)
    promise: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    promised_by: datetime | None = Field(default=None, sa_type=MOMENT)
