"""What a promise is made from beside the hours: the ledger of blanks, places per day, printers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# kind, then what one blank does to box, reserved, printing and spoiled
MOVEMENTS = (
    ("reserved", 0, 1, 0, 0),
    ("released", 0, -1, 0, 0),
    ("taken", -1, -1, 1, 0),
    ("taken_free", -1, 0, 1, 0),
    ("used", 0, 0, -1, 0),
    ("spoiled", 0, 0, -1, 1),
    ("received", 1, 0, 0, 0),
    ("sent", -1, 0, 0, 0),
    ("arrived", 1, 0, 0, 0),
    ("defect", -1, 0, 0, 1),
    ("returned", -1, 0, 0, 0),
    ("destroyed", 0, 0, 0, -1),
    ("counted", 0, 0, 0, 0),
    ("adjusted", 1, 0, 0, 0),
)

# The application may add entries and never touch a balance: only this trigger does, as its owner.
LEDGER = """
CREATE FUNCTION blank_entry_balance() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.quantity <= 0 AND NEW.kind NOT IN ('counted', 'adjusted') THEN
        RAISE EXCEPTION 'an entry moves at least one blank'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'blank_entry_quantity';
    END IF;
    UPDATE blank_stock s
       SET entries = s.entries + 1,
           box = s.box + NEW.quantity * m.box,
           reserved = s.reserved + NEW.quantity * m.reserved,
           printing = s.printing + NEW.quantity * m.printing,
           spoiled = s.spoiled + NEW.quantity * m.spoiled
      FROM blank_movement m
     WHERE s.office_code = NEW.office_code AND m.kind = NEW.kind
    RETURNING s.entries, s.box, s.reserved, s.printing, s.spoiled
      INTO NEW.entry_no, NEW.box, NEW.reserved, NEW.printing, NEW.spoiled;
    RETURN NEW;
END $$;
CREATE TRIGGER blank_entry_balance BEFORE INSERT ON blank_entry
    FOR EACH ROW EXECUTE FUNCTION blank_entry_balance();
"""
STOCK = """
CREATE FUNCTION office_stock() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO blank_stock VALUES (NEW.code, 0, 0, 0, 0, 0);
    RETURN NULL;
END $$;
CREATE TRIGGER office_stock AFTER INSERT ON office
    FOR EACH ROW EXECUTE FUNCTION office_stock();
"""
# Groups may lend each other released places, so that the day as a whole is what is guarded.
PLACES = """
CREATE FUNCTION day_places_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    places integer;
    promised integer;
BEGIN
    IF NEW.total IS NULL OR (TG_OP = 'UPDATE' AND NEW.taken <= OLD.taken) THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(sum(coalesce(d.total, q.places[extract(isodow FROM NEW.day)::int])), 0),
           coalesce(sum(d.taken), 0)
      INTO places, promised
      FROM place_quota q LEFT JOIN day_places d
        ON d.office_code = q.office_code AND d.day = NEW.day AND d.group_name = q.group_name
     WHERE q.office_code = NEW.office_code AND q.group_name <> NEW.group_name
       AND q.valid_from = (SELECT max(valid_from) FROM place_quota
                            WHERE office_code = NEW.office_code AND valid_from <= NEW.day);
    IF NEW.taken > NEW.total AND promised + NEW.taken > places + NEW.total THEN
        RAISE EXCEPTION 'no place is left on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'day_places_left';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER day_places_guard BEFORE INSERT OR UPDATE ON day_places
    FOR EACH ROW EXECUTE FUNCTION day_places_guard();
"""
# Locks first and reads then: each statement of a volatile function sees what was committed.
SITUATION = """
CREATE FUNCTION office_situation(
    office text, since date, waits boolean,
    OUT entries integer, OUT box integer, OUT reserved integer, OUT printing integer,
    OUT spoiled integer, OUT loads text, OUT pace text
) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF waits THEN
        PERFORM pg_advisory_xact_lock(7324554, hashtext(office));
    END IF;
    SELECT s.entries, s.box, s.reserved, s.printing, s.spoiled,
           (SELECT jsonb_agg(jsonb_build_array(d.day, d.group_name, d.total, d.taken, d.begun,
                                               d.blanks))
              FROM day_places d WHERE d.office_code = office AND d.day >= since),
           (SELECT jsonb_object_agg(p.step, jsonb_build_array(p.minutes, p.samples))
              FROM pace p WHERE p.office_code = office)
      INTO entries, box, reserved, printing, spoiled, loads, pace
      FROM blank_stock s WHERE s.office_code = office;
END $$;
"""
# What was promised before is booked as well, or nobody would see it ahead of them.
BOOK = """
UPDATE print_request r SET place_day = (r.promised_by AT TIME ZONE o.zone)::date, place_group = ''
  FROM office o WHERE o.code = r.office_code AND r.promised_by IS NOT NULL
   AND r.state IN ('submitted', 'verified');
INSERT INTO day_places (office_code, day, group_name, taken, begun, blanks)
SELECT r.office_code, r.place_day, '', count(*), count(a.request_id), 0
  FROM print_request r
  LEFT JOIN print_attempt a ON a.request_id = r.id AND a.ended_at IS NULL
 WHERE r.place_day IS NOT NULL GROUP BY r.office_code, r.place_day;
"""
RULES = ("office_equipment", "place_quota")


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "office_equipment",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("printers", sa.SmallInteger(), nullable=False),
        sa.Column("daily_blanks", sa.Integer(), nullable=True),
        sa.Column("low_blanks", sa.Integer(), nullable=False),
        sa.CheckConstraint("printers >= 0", name=op.f("ck_office_equipment_printers")),
        sa.CheckConstraint("daily_blanks >= 0", name=op.f("ck_office_equipment_daily_blanks")),
        sa.CheckConstraint("low_blanks >= 0", name=op.f("ck_office_equipment_low_blanks")),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_office_equipment_office_code")
        ),
        sa.PrimaryKeyConstraint("office_code", "valid_from", name=op.f("pk_office_equipment")),
    )
    op.create_table(
        "place_quota",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("reasons", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("places", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("release_at", sa.Time(), nullable=True),
        sa.CheckConstraint(
            "cardinality(places) = 7 AND 0 <= ALL (places)", name=op.f("ck_place_quota_places")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_place_quota_office_code")
        ),
        sa.PrimaryKeyConstraint(
            "office_code", "valid_from", "group_name", name=op.f("pk_place_quota")
        ),
    )
    op.create_table(
        "day_places",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("blanks", sa.Integer(), nullable=False),
        sa.CheckConstraint("begun BETWEEN 0 AND taken", name=op.f("ck_day_places_begun")),
        sa.CheckConstraint("blanks BETWEEN 0 AND taken", name=op.f("ck_day_places_blanks")),
        sa.CheckConstraint("total >= 0", name=op.f("ck_day_places_total")),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_day_places_office_code")
        ),
        sa.PrimaryKeyConstraint("office_code", "day", "group_name", name=op.f("pk_day_places")),
    )
    op.create_table(
        "blank_movement",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("box", sa.SmallInteger(), nullable=False),
        sa.Column("reserved", sa.SmallInteger(), nullable=False),
        sa.Column("printing", sa.SmallInteger(), nullable=False),
        sa.Column("spoiled", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_blank_movement")),
    )
    op.create_table(
        "blank_stock",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("box", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("printing", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.CheckConstraint("box >= 0", name=op.f("ck_blank_stock_box")),
        sa.CheckConstraint("reserved BETWEEN 0 AND box", name=op.f("ck_blank_stock_reserved")),
        sa.CheckConstraint("printing >= 0", name=op.f("ck_blank_stock_printing")),
        sa.CheckConstraint("spoiled >= 0", name=op.f("ck_blank_stock_spoiled")),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_blank_stock_office_code")
        ),
        sa.PrimaryKeyConstraint("office_code", name=op.f("pk_blank_stock")),
    )
    op.create_table(
        "blank_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("entry_no", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("box", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("printing", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind"], ["blank_movement.kind"], name=op.f("fk_blank_entry_kind")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_blank_entry_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff.id"], name=op.f("fk_blank_entry_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_blank_entry_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_entry")),
    )
    op.create_index(
        "uq_blank_entry_number", "blank_entry", ["office_code", "entry_no"], unique=True
    )
    op.create_index(
        "uq_blank_entry_delivery_note",
        "blank_entry",
        ["office_code", "reference"],
        unique=True,
        postgresql_where=sa.text("kind = 'received'"),
    )
    op.create_index(
        "uq_blank_entry_arrival",
        "blank_entry",
        ["reference"],
        unique=True,
        postgresql_where=sa.text("kind = 'arrived'"),
    )
    op.create_index("ix_blank_entry_request", "blank_entry", ["request_id"], unique=False)
    op.create_table(
        "pace",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_pace_office_code")
        ),
        sa.PrimaryKeyConstraint("office_code", "step", name=op.f("pk_pace")),
    )
    op.create_table(
        "promise_revision",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("promise", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("promised_by", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["print_request.id"], name=op.f("fk_promise_revision_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "revision", name=op.f("pk_promise_revision")),
    )
    op.add_column("print_request", sa.Column("place_day", sa.Date(), nullable=True))
    op.add_column("print_request", sa.Column("place_group", sa.Text(), nullable=True))
    _add_flag("print_request", "has_blank")
    _add_flag("print_attempt", "took_blank")
    occasion = sa.Column("occasion", sa.SmallInteger(), server_default="0", nullable=False)
    op.add_column("message", occasion)
    op.drop_index("uq_message_once", table_name="message")
    op.create_index(
        "uq_message_once",
        "message",
        ["request_id", "request_version", "event", "occasion"],
        unique=True,
    )
    names = ("kind", "box", "reserved", "printing", "spoiled")
    movement = sa.table("blank_movement", *map(sa.column, names))
    op.bulk_insert(movement, [dict(zip(names, row, strict=True)) for row in MOVEMENTS])
    op.execute("INSERT INTO blank_stock SELECT code, 0, 0, 0, 0, 0 FROM office")
    for batch in (LEDGER, STOCK, PLACES):
        function, trigger = batch.split("CREATE TRIGGER")
        op.execute(function)
        op.execute(f"CREATE TRIGGER{trigger}")
    op.execute(SITUATION)
    for statement in BOOK.strip().split(";\n"):
        op.execute(statement.rstrip(";"))
    for table in RULES:
        op.execute(
            f"CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION rulebook_changed()"
        )


def _add_flag(table: str, name: str) -> None:
    column: sa.Column[bool] = sa.Column(
        name, sa.Boolean(), server_default=sa.text("false"), nullable=False
    )
    op.add_column(table, column)
