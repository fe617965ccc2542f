"""Brings a shop file to the newest form, after a checked copy was put aside.

Runs on a connection whose foreign keys were never on: with them, rebuilding a table in place empties its
children without an error. Afterwards keys, counts and guards are checked before anything is committed.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from shopcrm.store import shop_file, tables
from shopcrm.store.engine import open_for_migration
from shopcrm.store.guards import make_guards

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(path: Path) -> None:
    """Make a new shop file, or bring an older one up to date; all of it in one transaction."""
    engine = open_for_migration(path)
    try:
        with engine.begin() as connection:
            before = _counts(connection)
            command.upgrade(_config(connection), "head")
            make_guards(connection)
            _check(connection, before)
            connection.exec_driver_sql(f"PRAGMA application_id={shop_file.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={shop_file.SCHEMA_VERSION}")
        _settle(engine)
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = tables.METADATA
    return config


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%' "
        "AND name NOT LIKE '%\\_words%' ESCAPE '\\' AND name <> 'alembic_version'"
    ).scalars()
    return {name: _count(connection, name) for name in names.all()}


def _count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())


def _check(connection: Connection, before: dict[str, int]) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    after = _counts(connection)
    lost = [name for name, count in before.items() if name in after and after[name] < count]
    if broken is not None or lost:
        named = ", ".join(lost) or str(broken[0] if broken else "")
        msg = f"rows of {named} would be lost"
        raise RuntimeError(msg)


def _settle(engine: Engine) -> None:
    """Put everything into the file itself, where a look at its first bytes finds it."""
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        connection.rollback()
        if raw is not None:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
