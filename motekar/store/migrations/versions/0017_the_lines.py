"""Finds what an office did in a stretch of time: its events, and the counts of its box."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_index("ix_request_event_office", "request_event", ["office_code", "at"])
    op.create_index(
        "ix_blank_entry_counted",
        "blank_entry",
        ["office_code", "at"],
        postgresql_where=sa.text("kind = 'counted'"),
    )
