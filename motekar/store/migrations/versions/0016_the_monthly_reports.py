"""Last month's report as it was made, for ever; and the blanks of an evening found by its time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FILES = ("pdf", "xlsx", "csv")


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "monthly_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_from_events", sa.Integer(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        *(sa.Column(file, sa.LargeBinary(), nullable=False) for file in FILES),
        *(sa.Column(f"{file}_sha256", sa.Text(), nullable=False) for file in FILES),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_monthly_report_month")),
        *(
            sa.CheckConstraint(
                f"{file}_sha256 = encode(sha256({file}), 'hex')",
                name=op.f(f"ck_monthly_report_{file}"),
            )
            for file in FILES
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_monthly_report_office_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_report")),
    )
    op.create_index(
        "uq_monthly_report_once",
        "monthly_report",
        ["office_code", "month"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_blank_entry_at", "blank_entry", ["office_code", "at", "entry_no"])
