"""The database refuses what the rules refuse, so that not even a hand-written UPDATE can jump."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOVES = (
    ("submitted", "verified"),
    ("submitted", "rejected"),
    ("submitted", "cancelled"),
    ("verified", "cancelled"),
    ("verified", "printed"),
    ("printed", "verified"),
    ("printed", "collected"),
    ("printed", "closed"),
    ("collected", "printed"),
)

GUARD = """
CREATE FUNCTION print_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'submitted' OR NEW.version <> 1 THEN
            RAISE EXCEPTION 'a request begins submitted, at version 1'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_begin';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.request_no, NEW.received_at, NEW.submitted_at)
        IS DISTINCT FROM (OLD.id, OLD.request_no, OLD.received_at, OLD.submitted_at)
        OR (OLD.first_promised_by IS NOT NULL
            AND NEW.first_promised_by IS DISTINCT FROM OLD.first_promised_by)
        OR (OLD.service_clock_started_at IS NOT NULL
            AND NEW.service_clock_started_at IS DISTINCT FROM OLD.service_clock_started_at) THEN
        RAISE EXCEPTION 'what was promised and when it began stays as it was written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'written_once';
    END IF;
    IF NEW.state <> OLD.state THEN
        IF NOT EXISTS (SELECT FROM lifecycle_step
                       WHERE from_state = OLD.state AND to_state = NEW.state) THEN
            RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_step';
        END IF;
        IF OLD.hold_cause IS NOT NULL THEN
            RAISE EXCEPTION 'a held request makes no step'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_hold';
        END IF;
    END IF;
    IF NEW.version <> OLD.version + 1
        AND (NEW.version <> OLD.version
             OR (NEW.state, NEW.hold_cause, NEW.hold_since, NEW.office_code, NEW.reason,
                 NEW.documents, NEW.nik_index)
                IS DISTINCT FROM
                (OLD.state, OLD.hold_cause, OLD.hold_since, OLD.office_code, OLD.reason,
                 OLD.documents, OLD.nik_index)) THEN
        RAISE EXCEPTION 'every step raises the version by one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_version';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER print_request_guard BEFORE INSERT OR UPDATE ON print_request
    FOR EACH ROW EXECUTE FUNCTION print_request_guard();
"""

WAKE = """
CREATE FUNCTION message_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('motekar_outbox', '');
    RETURN NULL;
END $$;
CREATE TRIGGER message_wake AFTER INSERT ON message
    FOR EACH STATEMENT EXECUTE FUNCTION message_wake();
"""

STAMP = """
CREATE FUNCTION rulebook_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE rulebook_stamp SET stamp = gen_random_uuid();
    RETURN NULL;
END $$;
"""
RULES = (
    "office",
    "region",
    "calendar_version",
    "opening_span",
    "closed_day",
    "known_year",
    "service_policy",
    "document_rule",
    "sms_wording",
)


def upgrade() -> None:
    """Takes the schema one number on."""
    steps = sa.table("lifecycle_step", sa.column("from_state"), sa.column("to_state"))
    op.bulk_insert(steps, [{"from_state": a, "to_state": b} for a, b in MOVES])
    op.execute("INSERT INTO rulebook_stamp VALUES (1, gen_random_uuid())")
    op.execute(STAMP)
    for table in RULES:
        op.execute(
            f"CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION rulebook_changed()"
        )
    for batch in (GUARD, WAKE):
        function, trigger = batch.split("CREATE TRIGGER")
        op.execute(function)
        op.execute(f"CREATE TRIGGER{trigger}")
