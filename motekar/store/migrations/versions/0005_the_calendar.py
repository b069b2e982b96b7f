"""Ranges, one-offs, and the guard that keeps every version of the calendar as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# What a request was promised on must stay readable: a row joins or leaves the calendar only
# together with a version of its own transaction, and nothing else of it ever changes. The
# transaction that wrote a row is its xmin.
GUARD = """
CREATE FUNCTION calendar_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written xid;
    opened xid;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.until_version IS NOT NULL OR NEW.until_version IS NULL
        OR to_jsonb(NEW) - 'until_version' IS DISTINCT FROM to_jsonb(OLD) - 'until_version') THEN
        RAISE EXCEPTION 'what stood in a calendar stays as it was written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_written_once';
    END IF;
    EXECUTE format('SELECT xmin FROM %I WHERE id = $1', TG_TABLE_NAME) INTO written USING NEW.id;
    SELECT xmin INTO opened FROM calendar_version
        WHERE version = coalesce(NEW.until_version, NEW.since_version);
    IF written IS DISTINCT FROM opened THEN
        RAISE EXCEPTION 'a change of the calendar opens a version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_version_opened';
    END IF;
    RETURN NULL;
END $$
"""
YEAR_GUARD = """
CREATE FUNCTION known_year_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IS NULL
        OR to_jsonb(NEW) - 'confirmed_by' IS DISTINCT FROM to_jsonb(OLD) - 'confirmed_by' THEN
        RAISE EXCEPTION 'a year is confirmed once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_written_once';
    END IF;
    RETURN NULL;
END $$
"""
SPAN_GUARD = """
CREATE FUNCTION calendar_range_span_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT xmin FROM calendar_range_span WHERE range_id = NEW.range_id
            AND weekday = NEW.weekday AND opens = NEW.opens)
        IS DISTINCT FROM (SELECT xmin FROM calendar_range WHERE id = NEW.range_id) THEN
        RAISE EXCEPTION 'a range keeps the hours it came with'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_version_opened';
    END IF;
    RETURN NULL;
END $$
"""
# rules.calendar says the same in Python; a property test holds them against each other. Most days
# have nothing but their week, and then the citizen's look pays for no more than that.
OPEN_SPANS = """
CREATE FUNCTION open_spans(for_office text, for_day date)
    RETURNS TABLE (opens timestamp, closes timestamp) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
IF NOT EXISTS (SELECT FROM one_off
        WHERE office_code = for_office AND day = for_day AND until_version IS NULL)
    AND NOT EXISTS (SELECT FROM calendar_range
        WHERE for_day BETWEEN starts AND ends AND until_version IS NULL
            AND (office_code = for_office OR office_code IS NULL)) THEN
    RETURN QUERY SELECT for_day + w.opens, for_day + w.closes FROM opening_span w
        WHERE w.office_code = for_office AND w.until_version IS NULL
            AND w.weekday = extract(isodow FROM for_day) - 1
            AND NOT EXISTS (SELECT FROM closed_day c
                WHERE c.day = for_day AND c.until_version IS NULL);
    RETURN;
END IF;
RETURN QUERY SELECT lower(left_open), upper(left_open) FROM (
    SELECT o.opens, o.closes FROM one_off o
    WHERE o.office_code = for_office AND o.day = for_day AND o.kind = 'opening'
        AND o.until_version IS NULL
    UNION ALL
    SELECT s.opens, s.closes
    FROM (SELECT) one
    LEFT JOIN LATERAL (
        SELECT r.id, r.on_holidays FROM calendar_range r
        WHERE for_day BETWEEN r.starts AND r.ends AND r.until_version IS NULL
            AND (r.office_code = for_office OR r.office_code IS NULL)
        ORDER BY r.office_code IS NULL LIMIT 1
    ) r ON true
    CROSS JOIN LATERAL (
        SELECT w.opens, w.closes FROM opening_span w
        WHERE r.id IS NULL AND w.office_code = for_office AND w.until_version IS NULL
            AND w.weekday = extract(isodow FROM for_day) - 1
        UNION ALL
        SELECT w.opens, w.closes FROM calendar_range_span w
        WHERE w.range_id = r.id AND w.weekday = extract(isodow FROM for_day) - 1
    ) s
    WHERE NOT EXISTS (SELECT FROM one_off o
            WHERE o.office_code = for_office AND o.day = for_day AND o.kind = 'opening'
                AND o.until_version IS NULL)
        AND (coalesce(r.on_holidays, false) OR NOT EXISTS (
            SELECT FROM closed_day c WHERE c.day = for_day AND c.until_version IS NULL))
) meant
CROSS JOIN LATERAL unnest(
    tsmultirange(tsrange(for_day + meant.opens, for_day + meant.closes)) - coalesce((
        SELECT range_agg(tsrange(for_day + coalesce(o.opens, '00:00'),
                                 for_day + coalesce(o.closes, '24:00')))
        FROM one_off o
        WHERE o.office_code = for_office AND o.day = for_day AND o.kind = 'closure'
            AND o.until_version IS NULL
    ), '{}')) left_open;
END $$
"""
GUARDED = ("opening_span", "closed_day", "calendar_range", "one_off")
STAMPED = ("calendar_range", "calendar_range_span", "one_off")


def upgrade() -> None:
    """Takes the schema one number on."""
    op.add_column("calendar_version", sa.Column("office_code", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_calendar_version_office_code"),
        "calendar_version",
        "office",
        ["office_code"],
        ["code"],
    )
    op.create_table(
        "calendar_range",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("until_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("starts <= ends", name=op.f("ck_calendar_range_starts_first")),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_calendar_range_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["since_version"],
            ["calendar_version.version"],
            name=op.f("fk_calendar_range_since_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_range")),
    )
    op.create_index(
        op.f("ix_calendar_range_office_code"), "calendar_range", ["office_code"], unique=False
    )
    op.create_table(
        "calendar_range_span",
        sa.Column("range_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_calendar_range_span_opens_first")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_calendar_range_span_weekday")),
        sa.ForeignKeyConstraint(
            ["range_id"], ["calendar_range.id"], name=op.f("fk_calendar_range_span_range_id")
        ),
        sa.PrimaryKeyConstraint(
            "range_id", "weekday", "opens", name=op.f("pk_calendar_range_span")
        ),
    )
    op.create_table(
        "one_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("until_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('opening', 'closure')", name=op.f("ck_one_off_kind")),
        sa.CheckConstraint("opens < closes", name=op.f("ck_one_off_opens_first")),
        sa.CheckConstraint(
            "kind = 'closure' OR (opens IS NOT NULL AND closes IS NOT NULL)",
            name=op.f("ck_one_off_opening_has_hours"),
        ),
        sa.ForeignKeyConstraint(["declared_by"], ["staff.id"], name=op.f("fk_one_off_declared_by")),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_one_off_office_code")
        ),
        sa.ForeignKeyConstraint(
            ["since_version"],
            ["calendar_version.version"],
            name=op.f("fk_one_off_since_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_off")),
    )
    op.create_index(
        op.f("ix_one_off_office_code_day"), "one_off", ["office_code", "day"], unique=False
    )
    op.create_index(
        "uq_one_off_opening",
        "one_off",
        ["office_code", "day"],
        unique=True,
        postgresql_where=sa.text("kind = 'opening' AND until_version IS NULL"),
    )
    for function in (GUARD, YEAR_GUARD, SPAN_GUARD, OPEN_SPANS):
        op.execute(function)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER calendar_guard AFTER INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION calendar_guard()"
        )
    op.execute(
        "CREATE TRIGGER known_year_guard AFTER UPDATE ON known_year"
        " FOR EACH ROW EXECUTE FUNCTION known_year_guard()"
    )
    op.execute(
        "CREATE TRIGGER calendar_range_span_guard AFTER INSERT ON calendar_range_span"
        " FOR EACH ROW EXECUTE FUNCTION calendar_range_span_guard()"
    )
    for table in STAMPED:
        op.execute(
            f"CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION rulebook_changed()"
        )
