"""What an officer has at hand: a form half typed, a request being looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "intake_draft",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("form_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_intake_draft_staff_id")
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_intake_draft")),
    )
    op.create_table(
        "request_look",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_request_look_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_request_look_staff_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_look")),
    )
