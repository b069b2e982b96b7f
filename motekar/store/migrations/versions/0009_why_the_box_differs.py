"""Words with an entry of the ledger: why a count of the box differs, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the schema one number on."""
    op.add_column("blank_entry", sa.Column("words_cipher", sa.LargeBinary(), nullable=True))
