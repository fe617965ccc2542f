import multiprocessing
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import text

from shopcrm.services.shop import Shop
from shopcrm.store import engine

SETTINGS = {
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
}


@pytest.mark.parametrize(("name", "value"), SETTINGS.items())
def test_every_connection_has_the_safe_settings(shop: Shop, name: str, value: int) -> None:
    connections = [shop.engine.connect() for _ in range(6)]
    try:
        found = {c.execute(text(f"PRAGMA {name}")).scalar() for c in connections}
    finally:
        for connection in connections:
            connection.close()
    assert found == {value}


def test_busy_timeout_is_at_least_five_seconds(shop: Shop) -> None:
    assert shop.ask(lambda session: session.execute(text("PRAGMA busy_timeout")).scalar_one()) >= 5000


def test_wal_is_used_where_it_is_safe(shop: Shop) -> None:
    assert engine.wal_is_safe()
    assert shop.ask(lambda session: session.execute(text("PRAGMA journal_mode")).scalar_one()) == "wal"


def test_an_old_sqlite_gets_the_rollback_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    opened = engine.open_engine(tmp_path / "old.db")
    with opened.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "delete"
    opened.dispose()


def test_a_closed_shop_is_one_file(shop: Shop, tmp_path: Path) -> None:
    shop.close()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("shop.db")] == ["shop.db"]


RACERS = 3


def _count_up(path: str, times: int, begin: str) -> int:
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    _wait_for_all(Path(path))
    lost = 0
    for _ in range(times):
        try:
            connection.execute(begin)
            (value,) = connection.execute("SELECT value FROM counter").fetchone()
            # Between looking and writing there is always some work; so the race happens on any machine.
            time.sleep(0.001)
            connection.execute("UPDATE counter SET value = ?", (value + 1,))
            connection.execute("COMMIT")
        except sqlite3.OperationalError:
            lost += 1
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    return lost


def _wait_for_all(path: Path) -> None:
    """Begin together: a process that starts late would find nobody to race with."""
    path.with_name(f"ready-{os.getpid()}").touch()
    while len(list(path.parent.glob("ready-*"))) < RACERS:
        time.sleep(0.001)


def _race(path: Path, begin: str) -> int:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE counter (value INTEGER)")
    connection.execute("INSERT INTO counter VALUES (0)")
    connection.commit()
    connection.close()
    with multiprocessing.get_context("forkserver").Pool(RACERS) as pool:
        return sum(pool.starmap(_count_up, [(str(path), 60, begin)] * RACERS, chunksize=1))


def test_the_write_lock_taken_at_once_loses_nobody(tmp_path: Path) -> None:
    assert _race(tmp_path / "immediate.db", "BEGIN IMMEDIATE") == 0


def test_control_the_usual_begin_fails_in_the_same_race(tmp_path: Path) -> None:
    assert _race(tmp_path / "deferred.db", "BEGIN") > 0


def test_a_writing_transaction_takes_the_lock_at_once(shop: Shop) -> None:
    """While one session of the door is open for writing, another program cannot begin to write."""
    seen: list[str] = []

    def act(session: Any) -> None:
        # The same library twice: two libraries in one process do not see each other's locks.
        other = driver.connect(session.get_bind().url.database, timeout=0, isolation_level=None)
        session.connection()
        try:
            other.execute("BEGIN IMMEDIATE")
        except driver.OperationalError as error:
            seen.append(str(error))
        other.close()

    shop.do(act)
    assert seen == ["database is locked"]
