"""The card of backups, the look inside one, and the way back, with the keyboard and in both languages."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.backup_keeper import BackupKeeper
from shopcrm.desk.backups_card import BackupsCard
from shopcrm.desk.dialogs.damaged import DamagedDialog
from shopcrm.desk.dialogs.restoring import RestoringDialog
from shopcrm.desk.look import Look
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.buttons import Button
from shopcrm.services import customers, settings
from shopcrm.services.customers import Draft
from shopcrm.store.copies import CopyFailed
from tests.conftest import NOW
from tests.desk.gallery import settle
from tests.desk.kit_parts import unnamed
from tests.desk.opened import CONTROL, Opened, opened


def card(shown: Opened[SettingsPage]) -> BackupsCard:
    found = shown.page.findChild(BackupsCard)
    assert isinstance(found, BackupsCard)
    return found


def _look_inside(shown: Opened[SettingsPage]) -> list[Button]:
    buttons = card(shown).findChildren(Button)
    return [one for one in buttons if one.isVisible() and "2026" in one.accessibleName()]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_one_is_made_and_looked_into_and_brought_back(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    application.shop.do(settings.change, shop_name="Noori Nuts")
    application.shop.do(customers.add, Draft(name="Sara"))
    with opened(application, look, qtbot, SettingsPage, language=language) as shown:
        wanted: list[object] = []
        shown.page.wanted_shop.connect(wanted.append)
        card(shown).now.setFocus()
        shown.press(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        shown.until(lambda: bool(shown.said))
        shown.rest()
        assert shown.focused is card(shown).now
        application.shop.do(customers.add, Draft(name="Reza"))
        buttons = [one for one in card(shown).findChildren(Button) if one.isVisible()]
        buttons[-1].setFocus()
        shown.press(Qt.Key.Key_Space)
        dialog = shown.dialog(RestoringDialog)
        shown.rest()
        assert not list(unnamed(dialog))
        assert dialog.main.isEnabled()
        shown.press(Qt.Key.Key_Return, CONTROL)
        shown.until(lambda: bool(wanted))
        assert wanted == [application.path]
    application.close()
    with program.opened(application.path, clock=lambda: NOW) as app:
        assert app.shop.ask(customers.count) == 1


def test_whoever_is_led_to_the_backups_sees_them(application: App, look: Look, qtbot: QtBot) -> None:
    with opened(application, look, qtbot, SettingsPage, size=(1100, 700), thing="backups") as shown:
        shown.rest()
        assert card(shown).now.visibleRegion().boundingRect() == card(shown).now.rect()


def test_nothing_is_brought_back_without_a_yes(application: App, look: Look, qtbot: QtBot) -> None:
    application.shop.do(customers.add, Draft(name="Sara"))
    backup = application.backups.make()
    with opened(application, look, qtbot, SettingsPage) as shown:
        card(shown).open_backup(backup)
        dialog = shown.dialog(RestoringDialog)
        shown.rest()
        assert dialog.focusWidget() is dialog.cancel
        shown.press(Qt.Key.Key_Escape)
        shown.rest()
    assert not application.leaving


def test_what_is_no_backup_is_refused_in_the_dialog(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "letter.db").write_text("Dear shop, " * 50)
    with opened(application, look, qtbot, SettingsPage) as shown:
        card(shown).open_backup(tmp_path / "letter.db")
        dialog = shown.dialog(RestoringDialog)
        shown.until(dialog.error.isVisible)
        assert "not a shop file" in dialog.error.text()
        assert not dialog.main.isEnabled()
        dialog.reject()
        shown.rest()


def test_a_folder_is_added_and_a_stick_that_is_away_is_told_and_left(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    application.shop.do(customers.add, Draft(name="Sara"))
    application.backups.make()
    stick = tmp_path / "stick"
    stick.mkdir()
    with opened(application, look, qtbot, SettingsPage) as shown:
        assert card(shown).place.isVisible()
        card(shown).add_folder(stick)
        shown.until(lambda: bool(list(stick.rglob("*.db"))))
        shutil.rmtree(stick)
        card(shown).refresh()
        shown.rest()
        texts = [one.text() for one in card(shown).findChildren(type(card(shown).last))]
        assert "Not there now. It gets the newest backup when it is back." in texts
        card(shown)._on_leave(str(stick))
        shown.until(lambda: application.backups.folders() == [])


def test_after_a_restore_the_window_asks_before_messages_go_out(application: App, tmp_path: Path) -> None:
    start.keep_places_in(tmp_path)
    application.shop.do(settings.change, sending_rests=True, first_run_done=True)
    with Walk(application) as walk:
        walk.window.show()
        walk.settle()
        assert "rests" in walk.window.frame.banners.names()
        walk.window.frame.banners.acted.emit("rests")
        walk.settle()
        walk.settle()
        assert "rests" not in walk.window.frame.banners.names()
    assert not application.shop.ask(settings.read).sending_rests


def test_the_keeper_makes_one_by_itself_and_goes_on_after_trouble(application: App, qtbot: QtBot) -> None:
    application.shop.do(customers.add, Draft(name="Sara"))
    keeper = BackupKeeper(application.shop, application.backups)
    with qtbot.waitSignal(keeper.looked, timeout=20_000):
        keeper.look()
    assert application.backups.last() == NOW
    folder = application.backups.listed()[0].path.parent
    shutil.rmtree(folder)
    folder.write_text("in the way")
    application.shop.do(customers.add, Draft(name="Reza"))
    with qtbot.waitSignal(keeper.looked, timeout=20_000):
        keeper.look()
    assert application.backups.standing().trouble is not None
    folder.unlink()
    with qtbot.waitSignal(keeper.looked, timeout=20_000):
        keeper.look()
    assert application.backups.standing().trouble is None
    keeper.close()


def test_trouble_with_the_backup_is_always_in_view(application: App, tmp_path: Path) -> None:
    start.keep_places_in(tmp_path)
    application.shop.do(settings.change, first_run_done=True)
    (application.path.parent / "backups").write_text("in the way")
    with pytest.raises(CopyFailed):
        application.backups.make()
    with Walk(application) as walk:
        walk.window.show()
        walk.settle()
        assert "backup" in walk.window.frame.banners.names()
        walk.window.frame.banners.acted.emit("backup")
        walk.settle()
        assert walk.window.frame.current == "settings"


def _damaged(application: App) -> app_backups.Rescue:
    application.shop.do(settings.change, shop_name="Noori Nuts", language="fa", calendar="jalali")
    application.shop.do(customers.add, Draft(name="Sara"))
    application.backups.make()
    application.close()
    application.path.write_bytes(b"\x00" * 9000)
    return app_backups.Rescue(application.path, lambda: NOW + timedelta(hours=1), None)


def test_a_damaged_shop_comes_back_in_the_dialog_at_the_start(
    application: App, look: Look, qtbot: QtBot
) -> None:
    rescue = _damaged(application)
    assert rescue.words.language == "fa"
    dialog = DamagedDialog(look, rescue)
    dialog.show()
    settle()
    assert not list(unnamed(dialog))
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.main.click()
    settle()
    with program.opened(application.path, clock=lambda: NOW) as app:
        assert app.shop.ask(customers.count) == 1
    assert list(application.path.parent.glob("shop-before-restore-*.db"))


def test_in_place_of_a_missing_shop_a_new_one_can_be_begun(
    application: App, look: Look, qtbot: QtBot
) -> None:
    _damaged(application)
    application.path.unlink()
    dialog = DamagedDialog(look, app_backups.Rescue(application.path, lambda: NOW, None))
    dialog.show()
    settle()
    assert not list(unnamed(dialog))
    # The moment and the size, both digits, keep their order from right to left.
    assert "\u200f · " in dialog.chosen.itemText(0)
    with qtbot.waitSignal(dialog.accepted):
        dialog.anew.click()
    settle()
    assert not application.path.exists()


def test_another_backup_can_be_chosen_and_a_bad_one_is_refused(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    rescue = _damaged(application)
    moved = tmp_path / "moved.db"
    shutil.move(rescue.good[0].path, moved)
    rescue = app_backups.Rescue(application.path, lambda: NOW, "en")
    dialog = DamagedDialog(look, rescue)
    dialog.show()
    assert not dialog.main.isEnabled()
    assert not dialog.inside.isVisible()
    assert not dialog.anew.isVisible()
    dialog.open_backup(str(tmp_path / "gone.db"))
    qtbot.waitUntil(lambda: "no backup at" in dialog.error.text(), timeout=20_000)
    dialog.open_backup(str(moved))
    qtbot.waitUntil(dialog.main.isEnabled, timeout=20_000)
    dialog.reject()
    settle()
    assert QApplication.activeModalWidget() is None
