"""The ledger of blanks: entries that stay, and a stock that only they move."""

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


def upgrade() -> None:
    """Takes the schema one number on."""
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
    _add_flag("print_request", "has_blank")
    _add_flag("print_attempt", "took_blank")
    names = ("kind", "box", "reserved", "printing", "spoiled")
    movement = sa.table("blank_movement", *map(sa.column, names))
    op.bulk_insert(movement, [dict(zip(names, row, strict=True)) for row in MOVEMENTS])
    op.execute("INSERT INTO blank_stock SELECT code, 0, 0, 0, 0, 0 FROM office")
    for batch in (LEDGER, STOCK):
        function, trigger = batch.split("CREATE TRIGGER")
        op.execute(function)
        op.execute(f"CREATE TRIGGER{trigger}")


def _add_flag(table: str, name: str) -> None:
    column: sa.Column[bool] = sa.Column(
        name, sa.Boolean(), server_default=sa.text("false"), nullable=False
    )
    op.add_column(table, column)
