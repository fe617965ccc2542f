"""Another file takes the place of the shop file, or nothing is changed at all."""

import os
import sqlite3
from pathlib import Path

import pytest

from shopcrm.store import copies, inside, swap
from shopcrm.store.copies import CopyFailed


def _database(path: Path, word: str) -> Path:
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE word (word TEXT)")
    raw.execute("INSERT INTO word VALUES (?)", [word])
    raw.commit()
    raw.close()
    return path


def _word(path: Path) -> str:
    raw = sqlite3.connect(path)
    (word,) = raw.execute("SELECT word FROM word").fetchone()
    raw.close()
    return str(word)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return _database(tmp_path / "shop.db", "old")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return _database(tmp_path / ".shop.db.part-restoring", "new")


def test_where_a_file_can_have_only_one_name_it_is_copied(
    shop: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_one: Path, _other: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert swap.put_in_place(fresh, shop, shop.with_name("aside.db"))
    assert (_word(shop), _word(shop.with_name("aside.db"))) == ("new", "old")
    assert sorted(one.name for one in shop.parent.iterdir()) == ["aside.db", "shop.db"]


@pytest.mark.parametrize("link", [os.link, None])
def test_what_is_kept_aside_already_is_not_written_over(
    shop: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch, link: object
) -> None:
    def refuse(_one: Path, _other: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link or refuse)
    first = _database(shop.with_name("aside.db"), "oldest")
    assert swap.put_in_place(fresh, shop, first) == shop.with_name("aside-2.db")
    assert (_word(first), _word(shop.with_name("aside-2.db")), _word(shop)) == ("oldest", "old", "new")


def test_what_cannot_be_replaced_stays(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(swap.NotReplaced, match="It is as it was"):
        swap.put_in_place(tmp_path / "nothing.db", shop, shop.with_name("aside.db"))
    assert _word(shop) == "old"


def test_a_journal_of_a_damaged_file_goes_with_it(shop: Path, fresh: Path) -> None:
    shop.write_bytes(b"\x00" * 200)
    shop.with_name("shop.db-shm").write_bytes(b"left")
    assert swap.put_in_place(fresh, shop, shop.with_name("aside.db"))
    assert _word(shop) == "new"
    assert not shop.with_name("shop.db-shm").exists()
    assert shop.with_name("aside.db").read_bytes() == b"\x00" * 200


def test_in_an_empty_place_nothing_is_kept_aside(tmp_path: Path, fresh: Path) -> None:
    assert not swap.put_in_place(fresh, tmp_path / "shop.db", tmp_path / "aside.db")
    assert _word(tmp_path / "shop.db") == "new"


def test_rows_that_are_missing_and_links_that_are_broken_are_noticed(shop: Path) -> None:
    copies.check(shop, {"word": 1})
    with pytest.raises(OSError, match="rows are missing"):
        copies.check(shop, {"word": 2})
    raw = sqlite3.connect(shop)
    raw.execute("CREATE TABLE child (id INTEGER REFERENCES nobody (id))")
    raw.execute("CREATE TABLE nobody (id INTEGER PRIMARY KEY)")
    raw.execute("INSERT INTO child VALUES (4711)")
    raw.commit()
    raw.close()
    with pytest.raises(OSError, match="broken links"):
        copies.check(shop)


def test_what_is_no_database_cannot_be_copied_or_read(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear shop, " * 100)
    with pytest.raises(CopyFailed):
        copies.checked_copy(letter, tmp_path / "copy.db")
    assert inside.first_seal(letter) is None
    assert not inside.is_bare(letter)
    assert inside.verdict(letter) != "ok"
    assert [one.name for one in tmp_path.iterdir()] == ["letter.db"]
