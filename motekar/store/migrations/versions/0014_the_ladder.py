"""The ladder of escalation: its versions, what climbed it, who saw it, and SMS to staff."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = sa.ARRAY(sa.Text())


def upgrade() -> None:
    """Takes the schema one number on."""
    _ladder()
    _climbed()
    _messages()
    op.add_column("staff", sa.Column("phone_cipher", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_print_request_unready",
        "print_request",
        ["office_code", sa.text("(coalesce(first_promised_by, received_at))"), "id"],
        postgresql_where=sa.text("state IN ('submitted', 'verified')"),
    )


def _ladder() -> None:
    op.create_table(
        "escalation_step",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("after_open_minutes", sa.Integer(), nullable=False),
        sa.Column("unpromised_minutes", sa.Integer(), nullable=False),
        sa.Column("audience", TEXTS, nullable=False),
        sa.Column("sms", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_escalation_step_rank")),
        sa.CheckConstraint(
            "trigger IN ('at_risk', 'overdue')", name=op.f("ck_escalation_step_trigger")
        ),
        sa.CheckConstraint(
            "after_open_minutes >= 0 AND unpromised_minutes >= 0",
            name=op.f("ck_escalation_step_minutes"),
        ),
        sa.CheckConstraint("cardinality(audience) > 0", name=op.f("ck_escalation_step_audience")),
        sa.CheckConstraint(
            "(written_by IS NULL) = (written_at IS NULL)",
            name=op.f("ck_escalation_step_written_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff.id"], name=op.f("fk_escalation_step_written_by_staff")
        ),
        sa.PrimaryKeyConstraint("version", "rank", name=op.f("pk_escalation_step")),
    )
    op.execute(
        "CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE ON escalation_step"
        " FOR EACH STATEMENT EXECUTE FUNCTION rulebook_changed()"
    )


def _climbed() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("ladder_version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("audience", TEXTS, nullable=False),
        sa.Column("nobody", TEXTS, nullable=False),
        sa.Column("sms", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "trigger IN ('at_risk', 'overdue', 'unpromised')", name=op.f("ck_escalation_trigger")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_escalation_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_escalation_office_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(
        "uq_escalation_once",
        "escalation",
        ["request_id", "ladder_version", "rank", "due_at"],
        unique=True,
    )
    op.create_table(
        "escalation_seen",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_seen_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_escalation_seen_officer_id")
        ),
        sa.PrimaryKeyConstraint("escalation_id", "officer_id", name=op.f("pk_escalation_seen")),
    )


def _messages() -> None:
    op.create_table(
        "staff_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("gateway", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_staff_message_state")
        ),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_staff_message_leased")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_message_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_message")),
    )
    op.create_index(
        "ix_staff_message_due",
        "staff_message",
        ["not_before"],
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index("ix_staff_message_of", "staff_message", ["staff_id", "created_at"])
