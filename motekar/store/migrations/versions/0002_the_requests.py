"""Print requests with their events, evidence, messages and replayed answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "request_counter",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_request_counter_office_code")
        ),
        sa.PrimaryKeyConstraint("office_code", "day", name=op.f("pk_request_counter")),
    )
    op.create_table(
        "print_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_no", sa.Text(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("married", sa.Boolean(), nullable=True),
        sa.Column("nik_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("nik_index", sa.LargeBinary(), nullable=False),
        sa.Column("name_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("note_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("claim_code_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("claim_code_index", sa.LargeBinary(), nullable=False),
        sa.Column("documents", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("missing_documents", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("warnings", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("hold_cause", sa.Text(), nullable=True),
        sa.Column("hold_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_note_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paper_no", sa.Text(), nullable=True),
        sa.Column("service_clock_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promise", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("promised_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_promised_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(hold_cause IS NULL) = (hold_since IS NULL)", name=op.f("ck_print_request_hold_whole")
        ),
        sa.CheckConstraint(
            "(phone_cipher IS NULL) = (phone_index IS NULL)",
            name=op.f("ck_print_request_phone_whole"),
        ),
        sa.CheckConstraint(
            "received_at <= submitted_at", name=op.f("ck_print_request_received_first")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_print_request_version")),
        sa.ForeignKeyConstraint(
            ["calendar_version"],
            ["calendar_version.version"],
            name=op.f("fk_print_request_calendar_version"),
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_print_request_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["policy_version"],
            ["service_policy.version"],
            name=op.f("fk_print_request_policy_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_request")),
        sa.UniqueConstraint("claim_code_index", name=op.f("uq_print_request_claim_code_index")),
        sa.UniqueConstraint("request_no", name=op.f("uq_print_request_request_no")),
    )
    op.create_index(
        "ix_print_request_board",
        "print_request",
        ["office_code", "state", "promised_by"],
        unique=False,
    )
    op.create_index(
        "ix_print_request_listed", "print_request", ["submitted_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_print_request_nik_index"), "print_request", ["nik_index"], unique=False
    )
    op.create_index(
        op.f("ix_print_request_phone_index"), "print_request", ["phone_index"], unique=False
    )
    op.create_index(
        "uq_print_request_open_nik",
        "print_request",
        ["nik_index"],
        unique=True,
        postgresql_where=sa.text("state IN ('submitted', 'verified', 'printed')"),
    )
    op.create_table(
        "print_attempt",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_no", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("card_serial", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_print_attempt_ended_whole")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_print_attempt_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["staff.id"], name=op.f("fk_print_attempt_started_by")
        ),
        sa.PrimaryKeyConstraint("request_id", "attempt_no", name=op.f("pk_print_attempt")),
    )
    op.create_index(
        "uq_print_attempt_open",
        "print_attempt",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "request_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words_cipher", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_request_event_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_request_event_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_request_event_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_event")),
    )
    op.create_index(
        "uq_request_event_proof",
        "request_event",
        ["request_id", "version", "to_state"],
        unique=True,
    )
    op.create_index(
        "uq_request_event_version", "request_event", ["request_id", "version"], unique=True
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("office_code", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_audit_entry_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_audit_entry_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "at"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("request_version", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("parts", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gateway", sa.Text(), nullable=True),
        sa.Column("gateway_reference", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_message_leased")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_message_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_message_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["not_before"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index("ix_message_listed", "message", ["created_at", "id"], unique=False)
    op.create_index(
        "uq_message_once", "message", ["request_id", "request_version", "event"], unique=True
    )
    op.create_table(
        "idempotency_record",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_idempotency_record_officer_id")
        ),
        sa.PrimaryKeyConstraint(
            "officer_id", "method", "path", "key", name=op.f("pk_idempotency_record")
        ),
    )
    op.create_index(
        op.f("ix_idempotency_record_created_at"),
        "idempotency_record",
        ["created_at"],
        unique=False,
    )
    op.create_foreign_key(
        "fk_print_request_proved_by_event",
        "print_request",
        "request_event",
        ["id", "version", "state"],
        ["request_id", "version", "to_state"],
        initially="DEFERRED",
        deferrable=True,
    )
