"""Opens the shop file so that what was written stays written, even when the power goes.

Write transactions take the write lock at once; reading ones never block them. On an SQLite older than
3.51.3, which can damage a file in WAL mode, the rollback journal is used instead.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

SAFE_WAL = (3, 51, 3)
BUSY_MS = 10_000
WRITING = {"shop_writing": True}
"""The execution option of a transaction that is going to write."""


def engine_version() -> tuple[int, ...]:
    """Tell the version of the SQLite in use."""
    return tuple(int(part) for part in driver.sqlite_version.split("."))


def wal_is_safe() -> bool:
    """Whether this SQLite is free of the bug that damages files in WAL mode (fixed in 3.51.3)."""
    return engine_version() >= SAFE_WAL


def open_engine(path: Path) -> Engine:
    """Open a shop file for use; every connection gets the same safe settings."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=driver,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def open_for_migration(path: Path) -> Engine:
    """Open a file to change its tables; with foreign keys on, rebuilding a table would empty its children."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=driver,
        connect_args={"timeout": BUSY_MS / 1000},
        execution_options=WRITING,
    )
    event.listen(engine, "connect", _prepare_migration)
    event.listen(engine, "begin", _begin)
    return engine


def open_to_look(path: Path) -> Engine:
    """Open a file that nobody uses, such as a backup, to read in it; nothing beside it is made or changed."""

    def connect() -> Any:
        return driver.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    return create_engine("sqlite://", module=driver, creator=connect, poolclass=NullPool)


def fetch(
    connection: Connection, statement: str, values: Mapping[str, str | int] | Sequence[str | int]
) -> list[tuple[Any, ...]]:
    """Read rows straight from the driver, for questions asked at every keystroke.

    SQLAlchemy's care for a statement takes longer there than the statement. Errors are those it would raise.
    """
    raw: Any = connection.connection.dbapi_connection
    try:
        rows: list[tuple[Any, ...]] = raw.execute(statement, values).fetchall()
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error) from error
    return rows


def put_many(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows straight through the driver, for what is written with every sale; errors as in `fetch`."""
    raw: Any = connection.connection.dbapi_connection
    try:
        raw.executemany(statement, rows)
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error) from error


def is_writing(connection: Connection) -> bool:
    """Whether the transaction is one that is going to write."""
    return bool(connection.get_execution_options().get("shop_writing", False))


def close_engine(engine: Engine) -> None:
    """Fold the journal into the file and close all connections, so that a copy of the file is the shop."""
    try:
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None and not raw.in_transaction:
                raw.execute("PRAGMA optimize")
            connection.rollback()
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except Exception:  # noqa: BLE001, S110 -- another program holds the file or the disk is gone; nothing is lost by it
        pass
    engine.dispose()


def _prepare(raw: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself; the "begin" event does it with the right lock.
    raw.isolation_level = None
    for line in _pragmas():
        raw.execute(line).close()


def _prepare_migration(raw: Any, _entry: ConnectionPoolEntry) -> None:
    raw.isolation_level = None
    for line in ("PRAGMA foreign_keys=OFF", f"PRAGMA busy_timeout={BUSY_MS}", "PRAGMA synchronous=FULL"):
        raw.execute(line).close()


def _pragmas() -> list[str]:
    journal = "WAL" if wal_is_safe() else "DELETE"
    return [
        f"PRAGMA busy_timeout={BUSY_MS}",
        f"PRAGMA journal_mode={journal}",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA secure_delete=ON",
        "PRAGMA trusted_schema=OFF",
        "PRAGMA cell_size_check=ON",
        "PRAGMA mmap_size=0",
        "PRAGMA cache_size=-32000",
        "PRAGMA temp_store=MEMORY",
    ]


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing(connection) else "BEGIN")
