"""Backups are made when there is something new, checked, copied further, and thinned only after that."""

import json
import os
import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.rules.wording import Words
from shopcrm.services import backup_places, backups, customers, restoring, settings
from shopcrm.services.backup_places import FolderNotThere, Further
from shopcrm.services.customers import Draft
from shopcrm.store import copies, inside
from shopcrm.store.copies import CopyFailed
from shopcrm.store.shop_file import FileState, look_at
from tests.conftest import NOW


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW
        self.step = timedelta()

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def till(tmp_path: Path, empty_shop: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> App:
    """A shop with somebody in it, on a clock that is set by hand."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    shutil.copyfile(empty_shop, tmp_path / "shop.db")
    app = program.open_app(tmp_path / "shop.db", clock=clock)
    app.shop.do(customers.add, Draft(name="Sara"))
    return app


def _stamps(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.suffix == ".db")


def _other_disk(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let some folders lie on another disk as long as they are there."""

    def same(one: Path, other: Path) -> bool:
        one.stat()
        other.stat()
        return not any(one == folder for folder in folders)

    monkeypatch.setattr(backup_places, "is_same_disk", same)


def test_a_backup_is_a_whole_shop_and_its_age_is_known(application: App) -> None:
    assert backups.last_made(application.path) is None
    backups.make(application.path, NOW)
    newest = backups.make(application.path, NOW + timedelta(hours=1))
    assert look_at(newest).state is FileState.CURRENT
    assert backups.last_made(application.path) == NOW + timedelta(hours=1)


def test_foreign_files_in_the_folder_do_not_count(application: App) -> None:
    folder = backups.folder_of(application.path)
    folder.mkdir()
    (folder / "shop-holiday.db").write_bytes(b"")
    (folder / "20261122-090000.db").write_bytes(b"")
    assert backups.last_made(application.path) is None


def test_a_place_that_cannot_be_written_is_a_sentence(application: App) -> None:
    backups.folder_of(application.path).write_text("in the way")
    with pytest.raises(CopyFailed, match="No good copy"):
        backups.make(application.path, NOW)


def test_a_copy_is_of_one_moment_though_others_write_meanwhile(
    application: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "STEP_PAGES", 5)
    written: list[str] = []

    def step() -> None:
        if len(written) < 200:
            written.append(str(application.shop.do(customers.add, Draft(name=f"Sara {len(written)}")).id))

    copies.checked_copy(application.path, tmp_path / "copy.db", step)
    assert len(written) > 10
    raw = sqlite3.connect(tmp_path / "copy.db")
    assert raw.execute("SELECT count(*) FROM customer").fetchone() == (0,)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    raw.close()


def test_a_copy_that_is_stopped_leaves_nothing(application: App, tmp_path: Path) -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(CopyFailed):
        copies.checked_copy(application.path, tmp_path / "there" / "copy.db", stop)
    assert not list((tmp_path / "there").iterdir())


def test_one_is_made_half_an_hour_after_the_last_where_something_is_new(till: App, clock: Clock) -> None:
    assert till.backups.make_if_due() is not None
    clock.now += timedelta(minutes=29)
    till.shop.do(customers.add, Draft(name="Reza"))
    assert till.backups.make_if_due() is None
    clock.now += timedelta(minutes=1)
    assert till.backups.make_if_due() is not None
    clock.now += timedelta(days=1)
    assert till.backups.make_if_due() is None
    till.close()


def test_what_another_program_wrote_is_new(till: App, clock: Clock) -> None:
    till.backups.make_if_due()
    clock.now += timedelta(hours=1)
    with program.opened(till.path, clock=clock) as other:
        other.shop.do(customers.add, Draft(name="Reza"))
    assert till.backups.make_if_due() is not None
    till.close()


def test_closing_makes_one_of_what_is_new_and_opening_again_finds_nothing_new(
    till: App, clock: Clock
) -> None:
    till.backups.make_on_close()
    till.close()
    assert len(backups.listed(till.path)) == 1
    clock.now += timedelta(days=1)
    for _ in range(2):
        with program.opened(till.path, clock=clock) as again:
            assert again.backups.make_if_due() is None
            again.backups.make_on_close()
    with program.opened(till.path, clock=clock) as script:
        script.shop.do(customers.add, Draft(name="Reza"))
    with program.opened(till.path, clock=clock) as again:
        assert again.backups.make_if_due() is not None


def test_a_new_shop_and_a_sample_need_none(application: App) -> None:
    assert application.backups.make_if_due() is None
    application.shop.do(settings.change, sample_seed=7)
    assert application.backups.make_if_due() is None


def test_the_doctor_tells_of_the_copy_of_a_sample_too(application: App) -> None:
    def told() -> tuple[bool, str]:
        (found,) = app_backups.findings(application.backups.standing(), NOW)
        return found.fine, Words("en").tell(found.says)

    assert told() == (True, "No backup is needed: nothing is in this shop that could be lost.")
    application.shop.do(settings.change, sample_seed=1)
    assert told() == (True, "No backup is needed: this is a sample, which can be made anew.")
    application.backups.make()
    assert told() == (True, "The last checked copy was made on 22 November 2026, 12:30.")


def test_a_clock_that_ran_ahead_stops_no_backup(till: App, clock: Clock) -> None:
    clock.now += timedelta(days=400)
    till.backups.make()
    clock.now -= timedelta(days=400)
    till.shop.do(customers.add, Draft(name="Reza"))
    assert till.backups.make_if_due() is not None
    till.close()


def _fill(folder: Path, source: Path) -> list[str]:
    """Lay ten copies of one old day into a folder."""
    names = [f"shop-20261110-{hour:02d}0000.db" for hour in range(10)]
    for name in names:
        shutil.copyfile(source, folder / name)
    return names


def test_older_ones_are_thinned_after_a_good_one(till: App) -> None:
    folder = till.backups.make().parent
    old = _fill(folder, folder / _stamps(folder)[0])
    till.backups.make()
    assert _stamps(folder) == [old[-1], "shop-20261122-090000.db"]
    till.close()


def test_a_failed_one_thins_nothing_and_takes_nobodys_place(till: App, clock: Clock) -> None:
    folder = till.backups.make().parent
    _fill(folder, folder / _stamps(folder)[0])
    before = {name: (folder / name).read_bytes() for name in _stamps(folder)}
    clock.now += timedelta(hours=1)
    till.shop.close()
    damaged = bytearray(till.path.read_bytes())
    damaged[4096 * 3 : 4096 * 40] = b"\xff" * (4096 * 37)
    till.path.write_bytes(bytes(damaged))
    with pytest.raises(CopyFailed):
        backups.make(till.path, clock.now)
    assert {name: (folder / name).read_bytes() for name in _stamps(folder)} == before


def test_books_that_do_not_agree_are_kept_and_told_and_thin_nothing(till: App) -> None:
    folder = till.backups.make().parent
    old = _fill(folder, folder / _stamps(folder)[0])
    with till.shop.engine.execution_options(shop_writing=True).begin() as raw:
        raw.execute(text("PRAGMA ignore_check_constraints=ON"))
        raw.execute(
            text(
                "INSERT INTO sale (id, source, number, kind, sold_at, day, total, key, served_by) "
                "VALUES (1, 'counter', '1', 'sale', '2026-11-22 09:00:00', '2026-11-22', 5, 'k', '')"
            )
        )
    till.backups.make()
    doubts = till.backups.standing().doubts
    assert len(doubts) >= 1
    assert set(old) <= set(_stamps(folder))
    till.close()


def test_half_copies_of_a_program_that_died_are_swept(till: App) -> None:
    folder = till.backups.make().parent
    stale, fresh = folder / ".shop-1.db.part1", folder / ".shop-2.db.part2"
    for half in (stale, fresh):
        half.write_bytes(b"half")
    os.utime(stale, (0, 0))
    till.backups.make()
    assert not stale.exists()
    assert fresh.exists()
    till.close()


def test_further_folders_get_each_backup_and_are_thinned(
    till: App, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    _other_disk(monkeypatch, stick)
    assert till.backups.standing().only_here
    till.backups.make()
    till.backups.add_folder(stick)
    (room,) = stick.iterdir()
    _fill(room, room / _stamps(room)[0])
    clock.now += timedelta(hours=1)
    till.backups.make()
    assert _stamps(room) == ["shop-20261110-090000.db", "shop-20261122-090000.db", "shop-20261122-100000.db"]
    assert not till.backups.standing().only_here
    assert len(till.backups.listed()) == 5
    till.close()


def test_a_stick_that_is_not_there_blocks_nothing_and_is_caught_up(
    till: App, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    _other_disk(monkeypatch, stick)
    till.backups.add_folder(stick)
    stick.rename(away)
    made = till.backups.make()
    assert till.backups.standing().away == (str(stick),)
    assert till.backups.standing().trouble is None
    assert not stick.exists()
    away.rename(stick)
    clock.now += timedelta(minutes=1)
    assert till.backups.make_if_due() is None
    (room,) = stick.iterdir()
    assert _stamps(room) == [made.name]
    till.close()


def test_the_empty_place_of_a_stick_is_not_taken_for_the_stick(
    till: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with monkeypatch.context() as patch:
        _other_disk(patch, stick)
        till.backups.add_folder(stick)
    till.backups.make()
    assert not list(stick.iterdir())
    assert till.backups.standing().away == (str(stick),)
    till.close()


def test_pulled_out_while_copying_no_half_takes_a_good_name(
    till: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    _other_disk(monkeypatch, stick)
    till.backups.add_folder(stick)
    monkeypatch.setattr(copies, "_CHUNK", 4096)
    steps = [0]

    def pull() -> None:
        steps[0] += 1
        if steps[0] == 20:
            stick.rename(tmp_path / "pulled")

    backups.make(till.path, NOW)
    assert backups.catch_up(till.path, NOW, pull) == []
    assert steps[0] >= 20
    assert not stick.exists()
    (room,) = (tmp_path / "pulled").iterdir()
    assert _stamps(room) == []
    till.close()


def test_a_further_folder_that_fails_is_told(
    till: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    _other_disk(monkeypatch, full)
    till.backups.add_folder(full)
    seal = backup_places.own_room(Further(str(full)), till.path, "x" * 8).name
    assert seal
    for one in full.iterdir():
        shutil.rmtree(one)
    made = backups.make(till.path, NOW)
    seal_of = inside.first_seal(made)
    assert seal_of is not None
    backup_places.own_room(Further(str(full)), till.path, seal_of).write_text("in the way")
    till.backups.make_if_due()
    assert till.backups.standing().trouble is not None
    assert till.backups.last() == NOW
    till.close()


def test_a_copy_that_does_not_read_back_is_refused(
    till: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = till.backups.make()
    digests = iter(["one", "another"])
    monkeypatch.setattr(copies, "_pour", lambda _file, _into, _step: next(digests))
    with pytest.raises(CopyFailed, match="read back"):
        copies.same_copy(made, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    till.close()


def test_folders_are_remembered_outside_the_shop_and_can_be_left(till: App, tmp_path: Path) -> None:
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    till.backups.add_folder(cloud)
    till.backups.add_folder(cloud)
    till.backups.add_folder(backups.folder_of(till.path))
    assert [one.folder for one in till.backups.folders()] == [str(cloud)]
    assert not till.backups.standing().only_here
    till.backups.make()
    backup = till.backups.listed()[0].path
    till.backups.restore(backup)
    till.close()
    with program.opened(till.path, clock=lambda: NOW) as app:
        assert [one.folder for one in app.backups.folders()] == [str(cloud)]
        app.backups.remove_folder(str(cloud))
        assert app.backups.folders() == []
    assert list(cloud.rglob("*.db"))


def test_a_folder_that_is_none_is_refused(till: App, tmp_path: Path) -> None:
    with pytest.raises(FolderNotThere):
        till.backups.add_folder(tmp_path / "nowhere")
    with pytest.raises(FolderNotThere):
        till.backups.copy_to(till.path)
    for folder in (tmp_path / "stick that is not there" / "shop", tmp_path / ("x" * 300)):
        with pytest.raises(FolderNotThere):
            till.backups.copy_to(folder)
    assert not (tmp_path / "stick that is not there").exists()
    assert till.backups.copy_to(tmp_path / "stick").path.exists()
    till.close()


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"further": [1], "mark": ""}', "\x00"])
def test_a_damaged_list_of_folders_is_an_empty_one(till: App, said: str) -> None:
    till.backups.make()
    place = backups.folder_of(till.path) / "shop-backups.json"
    place.write_text(said)
    assert till.backups.folders() == []
    till.close()


def test_the_list_of_folders_is_written_whole(till: App, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    till.backups.add_folder(stick)
    place = backups.folder_of(till.path) / "shop-backups.json"
    assert json.loads(place.read_text()) == {
        "further": [{"folder": str(stick), "on_other_disk": False}],
        "mark": "",
    }
    till.close()


def test_erasing_makes_one_before(till: App, clock: Clock) -> None:
    till.backups.make()
    till.shop.do(customers.add, Draft(name="Reza"))
    clock.step = timedelta(seconds=1)
    done = till.erase_customer(2)
    (before,) = done.copies
    assert restoring.look(before.path).counts["customer"] == 2
    till.close()


def test_the_doctor_tells_of_backups(till: App, tmp_path: Path, clock: Clock) -> None:
    def told() -> dict[str, bool]:
        return {one.name: one.fine for one in app_backups.findings(till.backups.standing(), clock.now)}

    assert told() == {"backup": False, "backup place": False}
    till.backups.make()
    cloud = tmp_path / "OneDrive - Shop"
    cloud.mkdir()
    till.backups.add_folder(cloud)
    assert told() == {"backup": True, "backup place": True}
    shutil.rmtree(cloud)
    clock.now += timedelta(days=3)
    assert told() == {"backup": False, "backup place": True, "backup folder": False}
    till.close()


def test_a_check_can_be_stopped(till: App, monkeypatch: pytest.MonkeyPatch) -> None:
    made = till.backups.make()
    monkeypatch.setattr(copies, "_EVERY_STEPS", 10)

    def stop() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        copies.check(made, step=stop)
    till.close()
