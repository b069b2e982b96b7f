"""What the office has decided, as dated or numbered data: hours, closures, policy, wording."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field

from motekar.store.base import MOMENT, TEXTS, SmallInteger, SQLModel, Text, Time


class CalendarVersionRow(SQLModel, table=True):
    """Every change of hours or closures makes a version; requests keep theirs for ever."""

    __tablename__ = "calendar_version"

    version: int = Field(primary_key=True)
    made_at: datetime = Field(sa_type=MOMENT)
    made_by: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    office_code: str | None = Field(default=None, foreign_key="office.code", sa_type=Text)


class OpeningSpanRow(SQLModel, table=True):
    """From when to when an office is open on a weekday (Monday is 0), in its own zone."""

    __tablename__ = "opening_span"
    __table_args__ = (
        CheckConstraint("opens < closes", name="opens_first"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    id: UUID = Field(primary_key=True)
    office_code: str = Field(foreign_key="office.code", sa_type=Text, index=True)
    weekday: int = Field(sa_type=SmallInteger)
    opens: time = Field(sa_type=Time)
    closes: time = Field(sa_type=Time)
    since_version: int = Field(foreign_key="calendar_version.version")
    until_version: int | None = Field(default=None)


class ClosedDayRow(SQLModel, table=True):
    """A national public holiday or day of joint leave."""

    __tablename__ = "closed_day"
    __table_args__ = (
        Index(
            "uq_closed_day_in_force",
            "day",
            unique=True,
            postgresql_where=text("until_version IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    day: date
    name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    estimated: bool
    since_version: int = Field(foreign_key="calendar_version.version")
    until_version: int | None = Field(default=None)


class CalendarRangeRow(SQLModel, table=True):
    """Other weekly hours for some time; without an office it holds for the whole agency."""

    __tablename__ = "calendar_range"
    __table_args__ = (CheckConstraint("starts <= ends", name="starts_first"),)

    id: UUID = Field(primary_key=True)
    office_code: str | None = Field(
        default=None, foreign_key="office.code", sa_type=Text, index=True
    )
    name: str = Field(sa_type=Text)
    starts: date
    ends: date
    on_holidays: bool
    since_version: int = Field(foreign_key="calendar_version.version")
    until_version: int | None = Field(default=None)


class CalendarRangeSpanRow(SQLModel, table=True):
    """The hours a range came with; a range without any is closed all along."""

    __tablename__ = "calendar_range_span"
    __table_args__ = (
        CheckConstraint("opens < closes", name="opens_first"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    range_id: UUID = Field(primary_key=True, foreign_key="calendar_range.id")
    weekday: int = Field(primary_key=True, sa_type=SmallInteger)
    opens: time = Field(primary_key=True, sa_type=Time)
    closes: time = Field(sa_type=Time)


class OneOffRow(SQLModel, table=True):
    """What an office declared for one day: open at these hours, or closed between them."""

    __tablename__ = "one_off"
    __table_args__ = (
        CheckConstraint("kind IN ('opening', 'closure')", name="kind"),
        CheckConstraint("opens < closes", name="opens_first"),
        CheckConstraint(
            "kind = 'closure' OR (opens IS NOT NULL AND closes IS NOT NULL)",
            name="opening_has_hours",
        ),
        Index("ix_one_off_office_code_day", "office_code", "day"),
        Index(
            "uq_one_off_opening",
            "office_code",
            "day",
            unique=True,
            postgresql_where=text("kind = 'opening' AND until_version IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    office_code: str = Field(foreign_key="office.code", sa_type=Text)
    day: date
    kind: str = Field(sa_type=Text)
    opens: time | None = Field(default=None, sa_type=Time)
    closes: time | None = Field(default=None, sa_type=Time)
    reason: str = Field(sa_type=Text)
    planned: bool
    declared_at: datetime = Field(sa_type=MOMENT)
    declared_by: UUID = Field(foreign_key="staff.id")
    since_version: int = Field(foreign_key="calendar_version.version")
    until_version: int | None = Field(default=None)


class KnownYearRow(SQLModel, table=True):
    """A year whose holidays have been entered; no promise is made into any other."""

    __tablename__ = "known_year"

    year: int = Field(primary_key=True)
    source: str = Field(sa_type=Text)
    confirmed_by: str | None = Field(default=None, sa_type=Text)
    since_version: int = Field(foreign_key="calendar_version.version")


class ServicePolicyRow(SQLModel, table=True):
    """A version of the published promise."""

    __tablename__ = "service_policy"

    version: int = Field(primary_key=True)
    cut_off_minutes: int
    risk_minutes: int
    verify_minutes: int
    print_minutes: int
    quiet_from: time = Field(sa_type=Time)
    quiet_until: time = Field(sa_type=Time)
    remind_after_days: int
    valid_from: date
    source: str = Field(sa_type=Text)
    confirmed_by: str | None = Field(default=None, sa_type=Text)


class DocumentRuleRow(SQLModel, table=True):
    """For this reason one of these documents has to be there, from that day on."""

    __tablename__ = "document_rule"

    id: UUID = Field(primary_key=True)
    reason: str = Field(sa_type=Text)
    one_of: list[str] = Field(sa_column=Column(TEXTS, nullable=False))
    position: int = Field(sa_type=SmallInteger)
    valid_from: date
    valid_until: date | None = Field(default=None)
    source: str = Field(sa_type=Text)
    confirmed_by: str | None = Field(default=None, sa_type=Text)


class SmsWordingRow(SQLModel, table=True):
    """The text of a message per event and language, from that day on; the shipped has no writer.

    Of two for the same day the later version counts.
    """

    __tablename__ = "sms_wording"
    __table_args__ = (
        CheckConstraint("(written_by IS NULL) = (written_at IS NULL)", name="written_whole"),
        Index("uq_sms_wording_version", "event", "language", "version", unique=True),
    )

    id: UUID = Field(primary_key=True)
    event: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    version: int
    template: str = Field(sa_type=Text)
    valid_from: date
    source: str = Field(sa_type=Text)
    written_by: UUID | None = Field(default=None, foreign_key="staff.id")
    written_at: datetime | None = Field(default=None, sa_type=MOMENT)


class RulebookStampRow(SQLModel, table=True):
    """One row that changes with every change of any rule, so that a copy knows it is old."""

    __tablename__ = "rulebook_stamp"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(primary_key=True)
    stamp: UUID


class LifecycleStepRow(SQLModel, table=True):
    """The pairs of states the database itself lets a request move between."""

    __tablename__ = "lifecycle_step"

    from_state: str = Field(primary_key=True, sa_type=Text)
    to_state: str = Field(primary_key=True, sa_type=Text)
