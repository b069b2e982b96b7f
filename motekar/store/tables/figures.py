"""How each request counts, the sums of it, and what is still to be summed; all of it derived."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Identity, Index, Integer, text
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, SmallInteger, SQLModel, Text


class CountedRequestRow(SQLModel, table=True):
    """One request as its log says it counts; a row of ``rules.counting.Case``."""

    __tablename__ = "counted_request"
    __table_args__ = (
        Index("ix_counted_request_files", "office_code", "day"),
        Index("ix_counted_request_visits", "office_code", "visit_day"),
        Index(
            "ix_counted_request_open",
            "office_code",
            "day",
            postgresql_where=text("standard = 'open' OR promise = 'open'"),
        ),
    )

    request_id: UUID = Field(primary_key=True, foreign_key="print_request.id")
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    visit_day: date
    visit_hour: int = Field(sa_type=SmallInteger)
    reason: str = Field(sa_type=Text)
    channel: str = Field(sa_type=Text)
    events: int
    is_incomplete: bool
    is_late_entry: bool
    day: date | None = Field(default=None)
    policy_version: int | None = Field(default=None)
    why_unknown: str | None = Field(default=None, sa_type=Text)
    standard: str | None = Field(default=None, sa_type=Text)
    standard_by: datetime | None = Field(default=None, sa_type=MOMENT)
    net: str | None = Field(default=None, sa_type=Text)
    net_by: datetime | None = Field(default=None, sa_type=MOMENT)
    held_since: datetime | None = Field(default=None, sa_type=MOMENT)
    promise: str | None = Field(default=None, sa_type=Text)
    promised_by: datetime | None = Field(default=None, sa_type=MOMENT)
    risk_at: datetime | None = Field(default=None, sa_type=MOMENT)
    is_printed: bool
    is_collected: bool
    is_reprint: bool
    spoiled: int
    verify_minutes: int | None = Field(default=None)
    print_minutes: int | None = Field(default=None)
    ready_minutes: int | None = Field(default=None)
    collect_minutes: int | None = Field(default=None)
    holds: list[Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))


class FigureCellRow(SQLModel, table=True):
    """One sum of an office's day or month; ``rules.tallying`` names it."""

    __tablename__ = "figure_cell"

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    grain: str = Field(primary_key=True, sa_type=Text)
    facet: str = Field(primary_key=True, sa_type=Text)
    starts: date = Field(primary_key=True)
    value: str = Field(primary_key=True, sa_type=Text)
    measure: str = Field(primary_key=True, sa_type=Text)
    n: int = Field(sa_type=BigInteger)


class FigureSpreadRow(SQLModel, table=True):
    """Where the minutes of a stage lie in a month: how many requests at each place."""

    __tablename__ = "figure_spread"
    __table_args__ = (CheckConstraint("array_position(numbers, NULL) IS NULL", name="no_gap"),)

    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)
    starts: date = Field(primary_key=True)
    stage: str = Field(primary_key=True, sa_type=Text)
    numbers: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))


class FigureDeltaRow(SQLModel, table=True):
    """A request whose log has grown and that is not summed anew yet; a trigger writes it."""

    __tablename__ = "figure_delta"

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    request_id: UUID


class MessageDeltaRow(SQLModel, table=True):
    """A message that came into a state, or left it (-1), and is not summed yet."""

    __tablename__ = "message_delta"

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    office_code: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=MOMENT)
    state: str = Field(sa_type=Text)
    n: int = Field(sa_type=SmallInteger)
