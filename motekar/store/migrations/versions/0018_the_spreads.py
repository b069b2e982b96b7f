"""Keeps where minutes lie as one row per office, month and stage; sums of one grouping together."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# A place for each minute up to eight hours, then one for each full hour.
MOVE = """
WITH kept AS (
  SELECT office_code, starts, value AS stage, n::int AS n,
         CASE WHEN measure::int <= 480 THEN measure::int ELSE 472 + measure::int / 60 END AS place
    FROM figure_cell WHERE facet = 'minutes'),
longest AS (SELECT office_code, starts, stage, max(place) AS place FROM kept GROUP BY 1, 2, 3)
INSERT INTO figure_spread (office_code, starts, stage, numbers)
SELECT l.office_code, l.starts, l.stage, array_agg(coalesce(k.n, 0) ORDER BY every.place)
  FROM longest l CROSS JOIN LATERAL generate_series(0, l.place) AS every (place)
  LEFT JOIN kept k ON (k.office_code, k.starts, k.stage, k.place)
                    = (l.office_code, l.starts, l.stage, every.place)
 GROUP BY 1, 2, 3
"""


def upgrade() -> None:
    """Takes the schema one number on."""
    op.create_table(
        "figure_spread",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("numbers", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_figure_spread_office_code")
        ),
        sa.CheckConstraint(
            "array_position(numbers, NULL) IS NULL", name=op.f("ck_figure_spread_no_gap")
        ),
        sa.PrimaryKeyConstraint("office_code", "starts", "stage", name=op.f("pk_figure_spread")),
    )
    # Some three kilobytes a row, read by the hundred: packed small they would cost more to unpack.
    op.execute("ALTER TABLE figure_spread SET (toast_tuple_target = 8160)")
    op.execute(MOVE)
    op.execute("DELETE FROM figure_cell WHERE facet = 'minutes'")
    op.drop_constraint("pk_figure_cell", "figure_cell")
    op.create_primary_key(
        "pk_figure_cell",
        "figure_cell",
        ["office_code", "grain", "facet", "starts", "value", "measure"],
    )
