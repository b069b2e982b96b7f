"""Old and spoiled cards are burned by batch: the record, its cards, each of them once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ONE_THING = """CASE kind
    WHEN 'spoiled' THEN request_id IS NOT NULL
    WHEN 'old_card' THEN event_id IS NOT NULL
    WHEN 'defect' THEN entry_id IS NOT NULL
    ELSE false END
    AND num_nonnulls(request_id, event_id, entry_id) = 1
    AND (request_id IS NULL) = (attempt_no IS NULL)"""
OLD_CARD = "action = 'collect' AND (facts ->> 'old_card_surrendered') = 'true'"
# At commit, from both sides: no record without its cards, and no card added to it afterwards.
GUARD = """
CREATE FUNCTION destruction_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    record uuid;
BEGIN
    IF TG_TABLE_NAME = 'destruction' THEN
        record := NEW.id;
    ELSE
        record := NEW.destruction_id;
    END IF;
    IF (SELECT counted FROM destruction WHERE id = record)
       <> (SELECT coalesce(sum(quantity), 0) FROM destroyed_card WHERE destruction_id = record)
    THEN
        RAISE EXCEPTION 'a destruction lists exactly the cards that were counted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'destruction_counted';
    END IF;
    RETURN NULL;
END $$
"""
HELD_TO = """
CREATE CONSTRAINT TRIGGER destruction_counted AFTER INSERT ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION destruction_guard()
"""


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "destruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("witnesses_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("counted > 0", name=op.f("ck_destruction_counted")),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_destruction_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_destruction_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
    )
    op.create_index("uq_destruction_number", "destruction", ["office_code", "number"], unique=True)
    op.create_table(
        "destroyed_card",
        sa.Column("destruction_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("attempt_no", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint(ONE_THING, name=op.f("ck_destroyed_card_one_thing")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_destroyed_card_quantity")),
        sa.ForeignKeyConstraint(
            ["destruction_id"], ["destruction.id"], name=op.f("fk_destroyed_card_destruction_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["blank_entry.id"], name=op.f("fk_destroyed_card_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["request_event.id"], name=op.f("fk_destroyed_card_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id", "attempt_no"],
            ["print_attempt.request_id", "print_attempt.attempt_no"],
            name=op.f("fk_destroyed_card_attempt"),
        ),
        sa.PrimaryKeyConstraint("destruction_id", "line", name=op.f("pk_destroyed_card")),
    )
    op.create_index(
        "uq_destroyed_card_once",
        "destroyed_card",
        ["request_id", "attempt_no", "event_id", "entry_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    _index("ix_print_attempt_spoiled", "print_attempt", "request_id", "outcome = 'spoiled'")
    _index("ix_request_event_old_card", "request_event", "office_code", OLD_CARD)
    _index("ix_blank_entry_defect", "blank_entry", "office_code", "kind = 'defect'")
    op.execute(GUARD)
    for table in ("destruction", "destroyed_card"):
        op.execute(HELD_TO.format(table=table))


def _index(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], unique=False, postgresql_where=sa.text(where))
