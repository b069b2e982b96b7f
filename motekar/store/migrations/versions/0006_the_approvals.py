"""What waits for a second person, and incidents that hold a whole office's requests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GUARD = """
CREATE FUNCTION approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.alone THEN
            IF (NEW.outcome, NEW.settled_by, NEW.settled_at)
                IS DISTINCT FROM ('approved', NEW.asked_by, NEW.asked_at)
                OR 'allow_and_report' IS DISTINCT FROM (
                    SELECT p.when_alone FROM approval_policy p
                    JOIN office o ON o.code = p.office_code
                    WHERE p.office_code = NEW.office_code
                      AND p.valid_from <= (NEW.asked_at AT TIME ZONE o.zone)::date
                    ORDER BY p.valid_from DESC, p.made_at DESC LIMIT 1) THEN
                RAISE EXCEPTION 'this office lets nobody approve alone'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_alone';
            END IF;
        ELSIF NEW.outcome <> 'pending' THEN
            RAISE EXCEPTION 'an approval begins as a question'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_begin';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.outcome <> 'pending' THEN
        RAISE EXCEPTION 'an approval is settled once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_settled_once';
    END IF;
    IF (NEW.id, NEW.kind, NEW.office_code, NEW.subject, NEW.facts, NEW.words_cipher,
        NEW.asked_by, NEW.asked_at, NEW.expires_at, NEW.alone)
        IS DISTINCT FROM
       (OLD.id, OLD.kind, OLD.office_code, OLD.subject, OLD.facts, OLD.words_cipher,
        OLD.asked_by, OLD.asked_at, OLD.expires_at, OLD.alone) THEN
        RAISE EXCEPTION 'what was asked stays as it was asked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_asked_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_guard BEFORE INSERT OR UPDATE ON approval
    FOR EACH ROW EXECUTE FUNCTION approval_guard();
"""

INCIDENT_GUARD = """
CREATE FUNCTION incident_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.closed_at IS NOT NULL THEN
            RAISE EXCEPTION 'an incident begins open'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_begin';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.closed_at IS NOT NULL
        OR (NEW.id, NEW.approval_id, NEW.office_code, NEW.kind, NEW.since, NEW.evidence_cipher,
            NEW.opened_at, NEW.opened_by)
           IS DISTINCT FROM
           (OLD.id, OLD.approval_id, OLD.office_code, OLD.kind, OLD.since, OLD.evidence_cipher,
            OLD.opened_at, OLD.opened_by) THEN
        RAISE EXCEPTION 'an incident is closed once and changed never'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_closed_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_guard BEFORE INSERT OR UPDATE ON incident
    FOR EACH ROW EXECUTE FUNCTION incident_guard();
"""


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "approval_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("when_alone", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_approval_policy_minutes")),
        sa.CheckConstraint(
            "when_alone IN ('refuse', 'allow_and_report')",
            name=op.f("ck_approval_policy_when_alone"),
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_approval_policy_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name=op.f("fk_approval_policy_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_policy")),
    )
    op.create_index(
        "ix_approval_policy_dated", "approval_policy", ["office_code", "valid_from", "made_at"]
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("overtaken_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('pending', 'approved', 'refused', 'expired', 'overtaken')",
            name=op.f("ck_approval_outcome"),
        ),
        sa.CheckConstraint("asked_at < expires_at", name=op.f("ck_approval_asked_first")),
        sa.CheckConstraint(
            "(outcome = 'pending') = (settled_at IS NULL)", name=op.f("ck_approval_settled_whole")
        ),
        sa.CheckConstraint(
            "(outcome IN ('pending', 'expired')) = (settled_by IS NULL)",
            name=op.f("ck_approval_settled_by_somebody"),
        ),
        sa.CheckConstraint(
            "alone OR settled_by IS DISTINCT FROM asked_by",
            name=op.f("ck_approval_never_oneself"),
        ),
        sa.CheckConstraint(
            "settled_at IS NULL OR (settled_at >= expires_at) = (outcome = 'expired')",
            name=op.f("ck_approval_in_time"),
        ),
        sa.CheckConstraint(
            "(outcome = 'overtaken') = (overtaken_by IS NOT NULL)",
            name=op.f("ck_approval_overtaken_whole"),
        ),
        sa.CheckConstraint(
            "outcome <> 'refused' OR reason_cipher IS NOT NULL",
            name=op.f("ck_approval_no_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_approval_office_code")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_approval_asked_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name=op.f("fk_approval_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(
        "uq_approval_pending",
        "approval",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("outcome = 'pending'"),
    )
    op.create_index(
        "ix_approval_waiting",
        "approval",
        ["office_code", "expires_at"],
        postgresql_where=sa.text("outcome = 'pending'"),
    )
    op.create_index("ix_approval_subject", "approval", ["subject", "asked_at"])
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closing_cipher", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("since <= opened_at", name=op.f("ck_incident_since_first")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)"
            " AND (closed_at IS NULL) = (closing_cipher IS NULL)",
            name=op.f("ck_incident_closed_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_incident_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_incident_office_code")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_incident_opened_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_incident_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_incident_approval_id")),
    )
    op.create_index("ix_incident_office", "incident", ["office_code", "opened_at"])
    op.create_table(
        "incident_request",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_request_incident_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_incident_request_request_id")
        ),
        sa.PrimaryKeyConstraint("incident_id", "request_id", name=op.f("pk_incident_request")),
    )
    op.create_index(
        op.f("ix_incident_request_request_id"), "incident_request", ["request_id"], unique=False
    )
    op.execute(
        "CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE ON approval_policy"
        " FOR EACH STATEMENT EXECUTE FUNCTION rulebook_changed()"
    )
    for batch in (GUARD, INCIDENT_GUARD):
        function, trigger = batch.split("CREATE TRIGGER")
        op.execute(function)
        op.execute(f"CREATE TRIGGER{trigger}")
