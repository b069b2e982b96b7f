"""Run by Alembic for every command; ``store.migrating`` hands in the open connection."""

from alembic import context

from motekar.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
)

with context.begin_transaction():
    context.run_migrations()
