import lzma
import sqlite3
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from shopcrm import app as program
from shopcrm.services import health, search
from shopcrm.store import copies, guards, migrate, shop_file, tables
from shopcrm.store.engine import open_engine, open_for_migration

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and ("_words" in name or name == "alembic_version"))


RELEASED = Path(__file__).parent / "released"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "shop.db"
    migrate.upgrade(made)
    return made


def test_the_migrations_make_exactly_the_tables_of_the_program(path: Path) -> None:
    opened = open_for_migration(path)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": False})
        with warnings.catch_warnings():
            # The index of open wishes is made of expressions, which SQLite cannot reflect.
            warnings.filterwarnings("ignore", message=".*expression-based index.*")
            differences = compare_metadata(context, tables.METADATA)
    opened.dispose()
    assert differences == []


def test_upgrading_again_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    program.prepare(path, NOW)
    assert path.read_bytes() == before


def test_an_older_file_is_copied_first_and_then_upgraded(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=0")
    connection.commit()
    connection.close()
    program.prepare(path, NOW)
    assert shop_file.look_at(path).state is shop_file.FileState.CURRENT
    (copy,) = path.parent.glob("shop-before-upgrade-0-*.db")
    assert sqlite3.connect(copy).execute("SELECT count(*) FROM customer").fetchone() == (0,)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_released_file_still_opens_with_all_that_was_in_it(tmp_path: Path, version: int) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(lzma.decompress((RELEASED / f"shop-{version}.db.xz").read_bytes()))
    before = _rows_of(old)
    with program.opened(old) as app:
        assert all(finding.fine for finding in app.shop.ask(health.examine))
        assert app.shop.ask(search.find, "09")
    after = _rows_of(old)
    assert {table: after[table] for table in before} == before


def _rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give the columns of the oldest form of each table, so that what was added since does not count."""
    connection = sqlite3.connect(path)
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name IN (" + ",".join("?" * len(OLDEST)) + ")",
        list(OLDEST),
    )
    found = {
        name: sorted(connection.execute(f"SELECT {OLDEST[name]} FROM {name}").fetchall(), key=repr)
        for (name,) in names.fetchall()
    }
    connection.close()
    return found


OLDEST = {
    "customer": "id, code, name, note, language, skey, sort_key, first_seen_at, last_seen_at",
    "phone": "id, customer_id, e164, preferred",
    "consent": "id, customer_id, purpose, channel, given, at, how, recorded_by",
    "sale": "id, source, number, kind, customer_id, sold_at, day, total",
    "sale_line": "sale_id, ordinal, product_id, kind, quantity, price, amount",
    "stock_move": "id, product_id, quantity, kind, at",
    "wish": "id, customer_id, product_id, category_id, words, state",
    "preference": "id, customer_id, kind, product_id, category_id, words, source",
}


def _with_family(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO customer (id, name, note, skey, sort_key, first_seen_at, last_seen_at) "
        "VALUES (1, 'Sara', '', 'sara', '', '2026-01-01', '2026-01-01')"
    )
    connection.executemany(
        "INSERT INTO phone (customer_id, e164, preferred) VALUES (1, ?, 0)",
        [(f"+9891200000{i:02d}",) for i in range(9)],
    )
    connection.commit()
    connection.close()


_REBUILD = (
    "CREATE TABLE customer_new AS SELECT * FROM customer",
    "DROP TABLE customer",
    "ALTER TABLE customer_new RENAME TO customer",
)


def test_rebuilding_a_table_keeps_its_children(path: Path) -> None:
    _with_family(path)
    opened = open_for_migration(path)
    with opened.begin() as connection:
        for line in _REBUILD:
            connection.exec_driver_sql(line)
    with opened.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM phone").scalar_one() == 9
    opened.dispose()


def test_control_with_foreign_keys_on_the_children_are_emptied(path: Path) -> None:
    _with_family(path)
    opened = open_engine(path)
    with opened.execution_options(shop_writing=True).begin() as connection:
        for line in _REBUILD:
            connection.exec_driver_sql(line)
    with opened.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM phone").scalar_one() == 0
    opened.dispose()


def test_a_migration_that_would_lose_rows_is_stopped(path: Path) -> None:
    _with_family(path)
    opened = open_for_migration(path)
    with pytest.raises(RuntimeError, match="phone"), opened.begin() as connection:  # noqa: PT012 -- what is lost and seen
        before = migrate._counts(connection)
        connection.exec_driver_sql("DELETE FROM phone")
        migrate._check(connection, before)
    with opened.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM phone").scalar_one() == 9
    opened.dispose()


def test_triggers_that_a_rebuild_drops_are_made_again(path: Path) -> None:
    opened = open_for_migration(path)
    with opened.begin() as connection:
        for line in _REBUILD:
            connection.exec_driver_sql(line)
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE tbl_name='customer' AND type='trigger'"
        )
        assert left.scalar_one() == 0
        guards.make_guards(connection)
        made = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE tbl_name='customer' AND type='trigger'"
        )
        assert made.scalar_one() == 3
    opened.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(path: Path) -> None:
    opened = open_for_migration(path)
    with pytest.raises(ZeroDivisionError), opened.begin() as connection:  # noqa: PT012 -- both belong to it
        connection.exec_driver_sql("CREATE TABLE half_made (id INTEGER)")
        _ = 1 // 0
    with opened.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM sqlite_master WHERE name='half_made'")
        ).scalar_one()
    opened.dispose()
    assert found == 0


HOSTILE = {
    "a text": b"Dear shop, this is no database. " * 10,
    "half a header": b"SQLite format 3\x00",
    "noise": bytes(range(256)) * 8,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_foreign_file_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(shop_file.NotAShop, match=r"letter\.db"):
        program.prepare(path, NOW)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["letter.db"]


def test_another_programs_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE song (id INTEGER)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(shop_file.NotAShop):
        program.prepare(path, NOW)
    assert path.read_bytes() == before


def test_a_newer_shop_is_refused_and_untouched(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(shop_file.NewerShop, match="99"):
        program.prepare(path, NOW)
    assert path.read_bytes() == before


def test_a_folder_in_place_of_a_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(shop_file.FileUnreadable):
        program.prepare(tmp_path, NOW)


def test_a_copy_of_a_damaged_file_never_takes_a_good_ones_place(path: Path, tmp_path: Path) -> None:
    good = tmp_path / "copies" / "shop.db"
    copies.checked_copy(path, good)
    kept = good.read_bytes()
    damaged = bytearray(path.read_bytes())
    damaged[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    path.write_bytes(bytes(damaged))
    with pytest.raises(copies.CopyFailed):
        copies.checked_copy(path, good)
    assert good.read_bytes() == kept
    assert [p.name for p in good.parent.iterdir()] == ["shop.db"]
