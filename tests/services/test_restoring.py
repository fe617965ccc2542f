"""A shop is brought back from a backup, and what was there stays."""

import gzip
import lzma
import os
import shutil
import sqlite3
import struct
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import ShopError
from shopcrm.rules.roles import Role
from shopcrm.services import audit, backups, customers, health, postbox, restoring, settings
from shopcrm.services.customers import Draft
from shopcrm.services.shop import NotAllowed, Shop, Who
from shopcrm.store import inside, swap
from shopcrm.store.copies import CopyFailed
from shopcrm.store.shop_file import SCHEMA_VERSION
from tests import makers
from tests.conftest import NOW

RELEASED = Path(__file__).parents[1] / "store" / "released"


def _names(shop: Shop) -> list[str]:
    return shop.ask(_read_names)


def _read_names(session: Session) -> list[str]:
    return list(session.execute(text("SELECT name FROM customer ORDER BY id")).scalars())


@pytest.fixture
def backup(application: App) -> Path:
    """A backup in which Sara is, made before Reza came."""
    application.shop.do(settings.change, shop_name="Noori Nuts")
    application.shop.do(customers.add, Draft(name="Sara"))
    made = application.backups.make()
    application.shop.do(customers.add, Draft(name="Reza"))
    return made


def test_a_look_tells_what_is_inside_and_touches_nothing(application: App, backup: Path) -> None:
    before = backup.read_bytes()
    found = application.backups.look(backup)
    assert (found.shop_name, found.counts["customer"], found.counts["sale"]) == ("Noori Nuts", 1, 0)
    assert (found.latest, found.last_sale, found.version) == (NOW, None, SCHEMA_VERSION)
    assert not found.is_older
    assert backup.read_bytes() == before
    assert sorted(one.name for one in backup.parent.iterdir()) == [backup.name]


def test_the_shop_is_as_it_was_and_what_was_there_is_kept_aside(application: App, backup: Path) -> None:
    path = application.backups.restore(backup)
    assert _names(application.shop) == ["Sara", "Reza"]
    application.close()
    with program.opened(path, clock=lambda: NOW) as app:
        assert _names(app.shop) == ["Sara"]
        assert app.shop.ask(audit.first_break) is None
        assert all(one.fine for one in app.shop.ask(health.examine))
    (aside,) = path.parent.glob("shop-before-restore-*.db")
    with program.opened(aside, clock=lambda: NOW) as app:
        assert _names(app.shop) == ["Sara", "Reza"]
    assert not list(path.parent.glob(".*"))


def test_nothing_is_replaced_as_long_as_the_shop_is_open_elsewhere(application: App, backup: Path) -> None:
    other = program.open_app(application.path, clock=lambda: NOW)
    application.backups.restore(backup)
    with pytest.raises(swap.StillInUse, match="Another program"):
        application.close()
    assert _names(other.shop) == ["Sara", "Reza"]
    other.close()
    assert not list(application.path.parent.glob("*before-restore*"))


def test_the_journal_of_the_old_file_never_meets_the_new_one(application: App, backup: Path) -> None:
    """A till that died left a journal with the latest, which would make Reza come back."""
    path = application.path
    left = path.with_name(path.name + "-wal").read_bytes()
    assert b"Reza" in left
    application.close()
    path.write_bytes(path.read_bytes()[:-4096])
    path.with_name(path.name + "-wal").write_bytes(left)
    app_backups.bring_back(path, restoring.look(backup), lambda: NOW)
    with program.opened(path, clock=lambda: NOW) as app:
        assert _names(app.shop) == ["Sara"]
    assert not list(path.parent.glob("shop.db-*"))


def test_what_waited_is_doubtful_and_nothing_goes_out_until_somebody_agrees(application: App) -> None:
    shop = application.shop
    shop.do(settings.change, mail_host="localhost", quiet_from=0, quiet_until=0)
    makers.email(shop, makers.customer(shop), "sara@example.com")
    waiting = makers.message(shop, 1, channel="email")
    backup = application.backups.make()
    path = application.backups.restore(backup)
    application.close()
    with program.opened(path, clock=lambda: NOW) as app:
        assert app.shop.ask(postbox.find, waiting).state == "unknown"
        makers.message(app.shop, 1, key="later")
        channels = [Channel.EMAIL]
        assert app.shop.ask(postbox.due_channels) == frozenset()
        assert app.shop.do(postbox.claim_one, "me", channels) is None
        app.shop.do(settings.change, sending_rests=False)
        assert app.shop.do(postbox.claim_one, "me", channels) is not None


@pytest.mark.usefixtures("backup")
def test_a_backup_of_another_shop_is_refused(application: App, tmp_path: Path) -> None:
    other = tmp_path / "other" / "shop.db"
    with program.opened(other, clock=lambda: NOW + timedelta(days=1)) as app:
        app.shop.do(settings.change, shop_name="Rice & Co")
        app.shop.do(customers.add, Draft(name="Nobody"))
        theirs = app.backups.make()
    with pytest.raises(restoring.OtherShop, match="Rice & Co"):
        application.backups.restore(theirs)
    assert _names(application.shop) == ["Sara", "Reza"]
    with pytest.raises(restoring.BackupIsShop):
        application.backups.look(application.path)


def test_an_empty_shop_takes_any_backup(tmp_path: Path, backup: Path) -> None:
    new = tmp_path / "new" / "shop.db"
    with program.opened(new, clock=lambda: NOW + timedelta(days=1)) as app:
        app.shop.do(settings.change, shop_name="Moved here")
        app.backups.restore(backup)
    with program.opened(new, clock=lambda: NOW) as app:
        assert _names(app.shop) == ["Sara"]


def test_a_backup_of_a_newer_program_is_refused(application: App, backup: Path) -> None:
    held = bytearray(backup.read_bytes())
    held[60:64] = struct.pack(">I", 99)
    backup.write_bytes(bytes(held))
    with pytest.raises(ShopError, match="newer ShopCRM"):
        application.backups.restore(backup)


@pytest.mark.parametrize("version", [1, 2])
def test_a_backup_of_every_released_form_comes_back(tmp_path: Path, version: int) -> None:
    old = tmp_path / "backups" / "old.db"
    old.parent.mkdir()
    old.write_bytes(lzma.decompress((RELEASED / f"shop-{version}.db.xz").read_bytes()))
    before = old.read_bytes()
    found = restoring.look(old)
    assert found.is_older
    assert found.counts["customer"] > 0
    app_backups.bring_back(tmp_path / "shop.db", found, lambda: NOW)
    with program.opened(tmp_path / "shop.db", clock=lambda: NOW) as app:
        assert len(_names(app.shop)) == found.counts["customer"]
        wrong = {one.name for one in app.shop.ask(health.examine) if not one.fine}
        # The file was written later than the clock of the tests.
        assert wrong <= {"clock"}
    assert old.read_bytes() == before


def _packed(path: Path) -> Path:
    packed = path.with_suffix(".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    return packed


def _letter(path: Path) -> Path:
    path.with_suffix(".txt").write_text("Dear shop, " * 100)
    return path.with_suffix(".txt")


def _music(path: Path) -> Path:
    music = sqlite3.connect(path.with_name("music.db"))
    music.execute("CREATE TABLE song (id INTEGER)")
    music.commit()
    music.close()
    return path.with_name("music.db")


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def _cut_by_a_letter(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-1])
    return path


def _empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def _broken_link(path: Path) -> Path:
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO phone (customer_id, e164, preferred) VALUES (4711, '+98', 0)")
    raw.commit()
    raw.close()
    return path


BAD = {
    "a packed file": (_packed, "packed"),
    "a folder": (lambda path: path.parent, "folder"),
    "nothing": (lambda path: path.with_name("gone.db"), "no backup at"),
    "a letter": (_letter, "not a shop file"),
    "other data": (_music, "not a shop file"),
    "an empty file": (_empty, "not a shop file"),
    "half a backup": (_cut, "damaged"),
    "all but the last byte": (_cut_by_a_letter, "damaged"),
    "a broken link": (_broken_link, "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_plain_words_and_changes_nothing(
    application: App, backup: Path, name: str
) -> None:
    make, said = BAD[name]
    with pytest.raises(ShopError, match=said):
        application.backups.restore(make(backup))
    assert not application.leaving
    application.close()
    assert not list(application.path.parent.glob(".*"))
    with program.opened(application.path, clock=lambda: NOW) as app:
        assert _names(app.shop) == ["Sara", "Reza"]


def test_only_the_owner_restores(application: App, backup: Path) -> None:
    application.shop.become(Who("Mina", role=Role.MANAGER))
    with pytest.raises(NotAllowed, match="bring the shop back"):
        application.backups.restore(backup)


def test_a_backup_with_its_journal_beside_it_is_whole(application: App, tmp_path: Path) -> None:
    """Somebody copied a shop in use by hand: the newest is still in the journal."""
    application.shop.do(customers.add, Draft(name="Sara"))
    stick = tmp_path / "stick"
    stick.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{application.path}{ending}", stick / f"mine.db{ending}")
    assert (stick / "mine.db-wal").stat().st_size
    assert restoring.look(stick / "mine.db").counts["customer"] == 1
    application.backups.restore(stick / "mine.db")
    application.close()
    with program.opened(application.path, clock=lambda: NOW) as app:
        assert _names(app.shop) == ["Sara"]


def test_two_restores_in_one_second_keep_both_old_files(application: App, backup: Path) -> None:
    path = application.path
    application.close()
    for _ in range(2):
        app_backups.bring_back(path, restoring.look(backup), lambda: NOW)
    assert len(list(path.parent.glob("shop-before-restore-*.db"))) == 2


def test_a_place_without_room_is_a_sentence(application: App, backup: Path) -> None:
    path = application.path
    application.close()
    with pytest.raises(CopyFailed):
        app_backups.bring_back(path / "shop.db", restoring.look(backup), lambda: NOW)
    assert backups.listed(path)


def test_two_who_restore_at_once_do_not_spoil_each_other(application: App, backup: Path) -> None:
    path, found = application.path, restoring.look(backup)
    application.close()
    one, other = (restoring.make_ready(found, path, lambda: NOW, Who()) for _ in range(2))
    kept = [restoring.put_in_place(one), restoring.put_in_place(other)]
    assert len(set(kept)) == 2
    assert all(place is not None and inside.verdict(place) == "ok" for place in kept)
    assert inside.verdict(path) == "ok"
    assert not list(path.parent.glob(".*"))


def test_a_second_name_of_the_shop_file_is_no_backup_of_it(application: App) -> None:
    name = application.path.with_name("other.db")
    os.link(application.path, name)
    with pytest.raises(restoring.BackupIsShop):
        application.backups.look(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_no_backup_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(ShopError, match="not a shop file"):
        restoring.look(tmp_path / "pipe.db")


@pytest.mark.parametrize("damage", [b"", b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_damaged_shop_names_its_last_good_backup(application: App, backup: Path, damage: bytes) -> None:
    path = application.path
    application.close()
    path.write_bytes(damage)
    with pytest.raises(ShopError) as caught:
        program.open_app(path)
    told = app_backups.explained(path, caught.value)
    assert isinstance(told, app_backups.ShopDamaged)
    assert str(backup) in str(told)
    assert path.read_bytes() == damage


def test_what_is_no_damage_is_not_explained_away(application: App, tmp_path: Path) -> None:
    assert app_backups.explained(application.path, ValueError()) is None
    letter = _letter(tmp_path / "x.db")
    with pytest.raises(ShopError) as caught:
        program.open_app(letter)
    assert app_backups.explained(letter, caught.value) is None
