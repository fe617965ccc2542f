"""Runs the migrations on the connection that the program hands over."""

from alembic import context

config = context.config
connection = config.attributes["connection"]


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    # The search index keeps tables of its own, which are none of ours.
    return not (kind == "table" and name is not None and "_words" in name)


context.configure(
    connection=connection,
    target_metadata=config.attributes["metadata"],
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=_ours,
    transactional_ddl=True,
    transaction_per_migration=False,
    compare_type=False,
)
context.run_migrations()
