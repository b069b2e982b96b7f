"""How each request counts, its sums, and the deltas that every step leaves to be summed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Announced by whoever finds nothing waiting: an announcement makes commits wait for each other,
# and who sums looks again as long as there was something.
COUNT = """
CREATE FUNCTION figure_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM figure_delta) THEN
        PERFORM pg_notify('motekar_outbox', '');
    END IF;
    INSERT INTO figure_delta (request_id) VALUES (NEW.request_id);
    RETURN NULL;
END $$
"""
COUNTED = """
CREATE TRIGGER figure_count AFTER INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION figure_count()
"""
COUNT_MESSAGE = """
CREATE FUNCTION message_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.state = OLD.state THEN
            RETURN NULL;
        END IF;
        INSERT INTO message_delta (office_code, created_at, state, n)
        VALUES (OLD.office_code, OLD.created_at, OLD.state, -1);
    END IF;
    INSERT INTO message_delta (office_code, created_at, state, n)
    VALUES (NEW.office_code, NEW.created_at, NEW.state, 1);
    RETURN NULL;
END $$
"""
MESSAGE_COUNTED = """
CREATE TRIGGER message_count AFTER INSERT OR UPDATE OF state ON message
    FOR EACH ROW EXECUTE FUNCTION message_count()
"""
UNTIL_NOW = (
    "INSERT INTO figure_delta (request_id) SELECT id FROM print_request",
    "INSERT INTO message_delta (office_code, created_at, state, n)"
    " SELECT office_code, created_at, state, 1 FROM message",
)


def upgrade() -> None:
    """Takes the schema one number on."""
    _counted_request()
    op.create_table(
        "figure_cell",
        *(
            sa.Column(name, sa.Date() if name == "starts" else sa.Text(), nullable=False)
            for name in ("office_code", "grain", "starts", "facet", "value", "measure")
        ),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_figure_cell_office_code")
        ),
        sa.PrimaryKeyConstraint(
            *("office_code", "grain", "starts", "facet", "value", "measure"),
            name=op.f("pk_figure_cell"),
        ),
    )
    op.create_table(
        "figure_delta",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_delta")),
    )
    op.create_table(
        "message_delta",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("n", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_delta")),
    )
    op.execute(COUNT)
    for table in ("request_event", "promise_revision"):
        op.execute(COUNTED.format(table=table))
    op.execute(COUNT_MESSAGE)
    op.execute(MESSAGE_COUNTED)
    for statement in UNTIL_NOW:
        op.execute(statement)


def _counted_request() -> None:
    moments = ("standard_by", "net_by", "held_since", "promised_by", "risk_at")
    minutes = ("verify_minutes", "print_minutes", "ready_minutes", "collect_minutes")
    op.create_table(
        "counted_request",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("visit_day", sa.Date(), nullable=False),
        sa.Column("visit_hour", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("is_incomplete", sa.Boolean(), nullable=False),
        sa.Column("is_late_entry", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("why_unknown", "standard", "net", "promise")
        ),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in moments),
        sa.Column("is_printed", sa.Boolean(), nullable=False),
        sa.Column("is_collected", sa.Boolean(), nullable=False),
        sa.Column("is_reprint", sa.Boolean(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in minutes),
        sa.Column("holds", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_counted_request_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_counted_request_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_counted_request")),
    )
    op.create_index("ix_counted_request_files", "counted_request", ["office_code", "day"])
    op.create_index("ix_counted_request_visits", "counted_request", ["office_code", "visit_day"])
    op.create_index(
        "ix_counted_request_open",
        "counted_request",
        ["office_code", "day"],
        postgresql_where=sa.text("standard = 'open' OR promise = 'open'"),
    )
