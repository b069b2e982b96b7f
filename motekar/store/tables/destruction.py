"""Cards that were burned: the record, and every card under it, for ever."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field

from motekar.store.base import MOMENT, SEALED, SmallInteger, SQLModel, Text

ONE_THING = """CASE kind
    WHEN 'spoiled' THEN request_id IS NOT NULL
    WHEN 'old_card' THEN event_id IS NOT NULL
    WHEN 'defect' THEN entry_id IS NOT NULL
    ELSE false END
    AND num_nonnulls(request_id, event_id, entry_id) = 1
    AND (request_id IS NULL) = (attempt_no IS NULL)"""


class DestructionRow(SQLModel, table=True):
    """One destruction; ``counted`` is the sum of its cards, which the database holds it to."""

    __tablename__ = "destruction"
    __table_args__ = (
        CheckConstraint("counted > 0", name="counted"),
        Index("uq_destruction_number", "office_code", "number", unique=True),
    )

    id: UUID = Field(primary_key=True)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    number: str = Field(sa_type=Text)
    day: date
    place: str = Field(sa_type=Text)
    witnesses_cipher: bytes = Field(sa_type=SEALED)
    counted: int
    recorded_at: datetime = Field(sa_type=MOMENT)
    officer_id: UUID = Field(foreign_key="staff.id")


class DestroyedCardRow(SQLModel, table=True):
    """A line of the record: a spoiled attempt, an old card or a defect entry, each only once.

    Refers to no request itself: whoever makes a step of one would have to wait for the record.
    """

    __tablename__ = "destroyed_card"
    __table_args__ = (
        CheckConstraint(ONE_THING, name="one_thing"),
        CheckConstraint("quantity > 0", name="quantity"),
        ForeignKeyConstraint(
            ["request_id", "attempt_no"],
            ["print_attempt.request_id", "print_attempt.attempt_no"],
            name="fk_destroyed_card_attempt",
        ),
        Index(
            "uq_destroyed_card_once",
            "request_id",
            "attempt_no",
            "event_id",
            "entry_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    destruction_id: UUID = Field(primary_key=True, foreign_key="destruction.id")
    line: int = Field(primary_key=True, sa_type=SmallInteger)
    kind: str = Field(sa_type=Text)
    request_id: UUID | None = Field(default=None)
    attempt_no: int | None = Field(default=None)
    event_id: int | None = Field(default=None, foreign_key="request_event.id", sa_type=BigInteger)
    entry_id: int | None = Field(default=None, foreign_key="blank_entry.id", sa_type=BigInteger)
    quantity: int
