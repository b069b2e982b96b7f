"""The office itself: agency, offices, regions, staff, and what signing in needs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from motekar.store.base import MOMENT, SEALED, SQLModel, Text


class AgencyRow(SQLModel, table=True):
    """The one civil registry agency of this installation; an SMS part costs it so many rupiah."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("sms_part_rupiah >= 0", name="sms_part_rupiah"),
    )

    id: int = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    complaint_channel: str = Field(sa_type=Text)
    is_demo: bool
    created_at: datetime = Field(sa_type=MOMENT)
    sms_part_rupiah: int | None = Field(default=None)


class RegionRow(SQLModel, table=True):
    """Region codes of the Ministry of Home Affairs; the first six digits of a NIK."""

    __tablename__ = "region"

    code: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    level: str = Field(sa_type=Text)
    parent: str | None = Field(default=None, sa_type=Text)


class OfficeRow(SQLModel, table=True):
    """A place with a counter; its abbreviation stands in every request_no and never changes."""

    __tablename__ = "office"

    code: str = Field(primary_key=True, sa_type=Text)
    abbreviation: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    region: str = Field(sa_type=Text)
    zone: str = Field(sa_type=Text)
    address: str | None = Field(default=None, sa_type=Text)


class StaffRow(SQLModel, table=True):
    """A member of staff; the user name is stored in lower case, the own number sealed."""

    __tablename__ = "staff"

    id: UUID = Field(primary_key=True)
    username: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    password_hash: str = Field(sa_type=Text)
    must_change_password: bool
    is_active: bool
    created_at: datetime = Field(sa_type=MOMENT)
    phone_cipher: bytes | None = Field(default=None, sa_type=SEALED)


class StaffPostRow(SQLModel, table=True):
    """One role held for one office."""

    __tablename__ = "staff_post"

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    role: str = Field(primary_key=True, sa_type=Text)
    office_code: str = Field(primary_key=True, foreign_key="office.code", sa_type=Text)


class WebSessionRow(SQLModel, table=True):
    """A signed-in browser; only the hash of its id is kept."""

    __tablename__ = "web_session"

    id_hash: bytes = Field(primary_key=True, sa_type=SEALED)
    data: bytes = Field(sa_type=SEALED)
    expires_at: datetime = Field(sa_type=MOMENT, index=True)


class ApiTokenRow(SQLModel, table=True):
    """A token for programs; only its hash is kept."""

    __tablename__ = "api_token"

    id: UUID = Field(primary_key=True)
    staff_id: UUID = Field(foreign_key="staff.id")
    token_hash: bytes = Field(sa_type=SEALED, unique=True)
    created_at: datetime = Field(sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    revoked_at: datetime | None = Field(default=None, sa_type=MOMENT)

    __table_args__ = (
        Index("ix_api_token_good", "staff_id", postgresql_where=text("revoked_at IS NULL")),
    )


class ThrottleRow(SQLModel, table=True):
    """Tries within a window, counted by one atomic statement; the key is hashed."""

    __tablename__ = "throttle"

    key: bytes = Field(primary_key=True, sa_type=SEALED)
    tries: int
    window_ends_at: datetime = Field(sa_type=MOMENT, index=True)
