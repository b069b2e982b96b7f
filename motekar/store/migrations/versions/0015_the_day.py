"""Indexes for the page of the day: what is promised for it and printed on it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_index("ix_print_request_due", "print_request", ["office_code", "first_promised_by"])
    op.create_index(
        "ix_request_event_printed",
        "request_event",
        ["office_code", "at"],
        postgresql_where=sa.text("action = 'confirm-print'"),
    )
