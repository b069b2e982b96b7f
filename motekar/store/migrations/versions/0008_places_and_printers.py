"""What a promise is made from beside hours and blanks: places, printers, their measured pace."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

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
    occasion = sa.Column("occasion", sa.SmallInteger(), server_default="0", nullable=False)
    op.add_column("message", occasion)
    op.drop_index("uq_message_once", table_name="message")
    op.create_index(
        "uq_message_once",
        "message",
        ["request_id", "request_version", "event", "occasion"],
        unique=True,
    )
    function, trigger = PLACES.split("CREATE TRIGGER")
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
