"""Wordings written by hand, what an SMS costs, the night in which none is sent, and reminders."""

from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# column, and what is laid down for a policy made before it
POLICY: tuple[tuple[sa.Column[object], str], ...] = (
    (sa.Column("quiet_from", sa.Time(), nullable=False), str(time(20))),
    (sa.Column("quiet_until", sa.Time(), nullable=False), str(time(7))),
    (sa.Column("remind_after_days", sa.Integer(), nullable=False), "3"),
)
NUMBERED = """
UPDATE sms_wording w SET version = n.version FROM (
  SELECT id, row_number() OVER (PARTITION BY event, language ORDER BY valid_from) AS version
    FROM sms_wording) n
WHERE n.id = w.id
"""


def upgrade() -> None:
    """Takes the schema one number on."""
    _policy()
    _wording()
    op.add_column("agency", sa.Column("sms_part_rupiah", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_agency_sms_part_rupiah"), "agency", "sms_part_rupiah >= 0"
    )


def _policy() -> None:
    for column, until_now in POLICY:
        column.server_default = sa.DefaultClause(until_now)
        op.add_column("service_policy", column)
        op.alter_column("service_policy", column.name, server_default=None)
    op.create_check_constraint(
        op.f("ck_service_policy_remind_after_days"), "service_policy", "remind_after_days >= 1"
    )


def _wording() -> None:
    op.add_column("sms_wording", sa.Column("version", sa.Integer(), nullable=True))
    op.execute(NUMBERED)
    op.alter_column("sms_wording", "version", nullable=False)
    op.add_column("sms_wording", sa.Column("written_by", sa.Uuid(), nullable=True))
    op.add_column(
        "sms_wording", sa.Column("written_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_sms_wording_written_by_staff"), "sms_wording", "staff", ["written_by"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_sms_wording_written_whole"),
        "sms_wording",
        "(written_by IS NULL) = (written_at IS NULL)",
    )
    op.drop_index("uq_sms_wording_dated", table_name="sms_wording")
    op.create_index(
        "uq_sms_wording_version", "sms_wording", ["event", "language", "version"], unique=True
    )
