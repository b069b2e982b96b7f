"""Messages are chased until they are delivered, or are somebody's work; gateways have a standing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = "'queued', 'sending', 'sent', 'delivered', 'failed', 'unknown'"
FAILURES = "'temporary', 'permanent', 'technical', 'expired', 'unreported'"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Takes the schema one number on."""
    op.drop_constraint("ck_message_state", "message")
    op.create_check_constraint(op.f("ck_message_state"), "message", f"state IN ({STATES})")
    for name, kind in (
        ("expires_at", MOMENT),
        ("sent_at", MOMENT),
        ("ask_at", MOMENT),
        ("failure", sa.Text()),
    ):
        op.add_column("message", sa.Column(name, kind, nullable=True))
    op.add_column(
        "message",
        sa.Column("earlier_attempts", sa.SmallInteger(), server_default="0", nullable=False),
    )
    op.execute("UPDATE message SET expires_at = created_at + interval '72 hours'")
    op.execute("UPDATE message SET sent_at = settled_at WHERE state = 'sent'")
    op.execute("UPDATE message SET failure = split_part(last_error, ':', 1) WHERE state = 'failed'")
    op.execute(
        f"UPDATE message SET failure = 'technical' WHERE state = 'failed'"
        f" AND (failure IS NULL OR failure NOT IN ({FAILURES}))"
    )
    op.alter_column("message", "expires_at", nullable=False)
    op.create_check_constraint(op.f("ck_message_failure"), "message", f"failure IN ({FAILURES})")
    op.create_check_constraint(
        op.f("ck_message_failed"),
        "message",
        "(state IN ('failed', 'unknown')) = (failure IS NOT NULL)",
    )
    op.create_index(
        "ix_message_asked",
        "message",
        ["ask_at"],
        postgresql_where=sa.text("state = 'sent' AND ask_at IS NOT NULL"),
    )
    op.create_index("ix_message_request_id", "message", ["request_id"])
    op.create_table(
        "message_attempt",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("gateway", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_attempt_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "attempt", "turn", name=op.f("pk_message_attempt")),
    )
    op.create_table(
        "message_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("note_cipher", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_message_task_closed")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_message_task_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_task_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_message_task_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_message_task_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_task")),
    )
    op.create_index(
        "uq_message_task_open",
        "message_task",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_message_task_office", "message_task", ["office_code", "opened_at"])
    op.create_table(
        "sms_gateway",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("breaker", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("filled_at", MOMENT, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "breaker IN ('working', 'resting', 'trying')", name=op.f("ck_sms_gateway_breaker")
        ),
        sa.CheckConstraint("tokens >= 0 AND parts >= 0", name=op.f("ck_sms_gateway_counted")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sms_gateway")),
    )
    op.create_table(
        "sms_gateway_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("gateway", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_gateway_event")),
    )
    op.create_index("ix_sms_gateway_event_at", "sms_gateway_event", ["at"])
