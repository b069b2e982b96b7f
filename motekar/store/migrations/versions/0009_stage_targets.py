"""The policy says how long a stage may take and from when a promise is at risk."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# name, and what held until now or is laid down for a policy made before it
COLUMNS = (("risk_minutes", 60), ("verify_minutes", 30), ("print_minutes", 30))


def upgrade() -> None:
    """Takes the schema one number on."""
    for name, minutes in COLUMNS:
        column: sa.Column[int] = sa.Column(
            name, sa.Integer(), server_default=str(minutes), nullable=False
        )
        op.add_column("service_policy", column)
        op.alter_column("service_policy", name, server_default=None)
        op.create_check_constraint(
            op.f(f"ck_service_policy_{name}"), "service_policy", f"{name} >= 0"
        )
