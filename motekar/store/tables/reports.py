"""Monthly reports as they were made: what somebody signed can be fetched again unchanged."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from motekar.store.base import JSONB, MOMENT, SQLModel, Text

FILES = ("pdf", "xlsx", "csv")


class MonthlyReportRow(SQLModel, table=True):
    """One office's month, or with no office the whole agency's; the database checks the sums."""

    __tablename__ = "monthly_report"
    __table_args__ = (
        CheckConstraint("extract(day FROM month) = 1", name="month"),
        *(
            CheckConstraint(f"{file}_sha256 = encode(sha256({file}), 'hex')", name=file)
            for file in FILES
        ),
        Index(
            "uq_monthly_report_once",
            "office_code",
            "month",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: UUID = Field(primary_key=True)
    office_code: str | None = Field(default=None, foreign_key="office.code", sa_type=Text)
    month: date
    made_at: datetime = Field(sa_type=MOMENT)
    computed_from_events: int
    figures: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    pdf: bytes
    xlsx: bytes
    csv: bytes
    pdf_sha256: str = Field(sa_type=Text)
    xlsx_sha256: str = Field(sa_type=Text)
    csv_sha256: str = Field(sa_type=Text)
