"""The card of files: what was brought in is taken back after a look at it, and files are handed out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.taking_back import TakingBackDialog, going, staying
from shopcrm.desk.files_card import FilesCard
from shopcrm.desk.look import Look
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.widgets.buttons import Button
from shopcrm.outside.tables.reading import open_table
from shopcrm.outside.tables.writing import NotWritten
from shopcrm.services import customers, imports, notes, settings
from shopcrm.services.exports import Kind
from shopcrm.services.import_undo import Foreseen
from tests.desk.kit_parts import unnamed
from tests.desk.opened import CONTROL, Opened, opened

PEOPLE = "Name,Mobile\nSara <b>Karimi</b>,09121234567\nReza Noori,09351112233\n"


def bring(application: App, folder: Path) -> None:
    path = folder / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    table = open_table(path)
    plan = imports.propose(table, path.name, application.shop.ask(settings.read).money)
    application.shop.do(imports.bring_in, table, plan)


def card(shown: Opened[SettingsPage]) -> FilesCard:
    found = shown.page.findChild(FilesCard)
    assert isinstance(found, FilesCard)
    return found


def take_back(shown: Opened[SettingsPage]) -> list[Button]:
    buttons = card(shown).imported.findChildren(Button)
    return [one for one in buttons if one.isVisible()]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_an_import_is_taken_back_with_the_keyboard(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    bring(application, tmp_path)
    application.shop.do(notes.write, 2, notes.NoteKind.NOTE, "Came in")
    with opened(application, look, qtbot, SettingsPage, language=language) as shown:
        assert not list(unnamed(shown.page))
        (button,) = take_back(shown)
        assert "people.csv" in button.accessibleName()
        button.setFocus()
        shown.press(Qt.Key.Key_Space)
        dialog = shown.dialog(TakingBackDialog)
        shown.rest()
        assert not list(unnamed(dialog))
        shown.press(Qt.Key.Key_Return, CONTROL)
        shown.until(lambda: bool(shown.said))
        assert application.shop.ask(customers.count) == 1
        # A customer who has a note by now stays; the words count things, not rows of tables.
        assert "stays" in shown.said[-1] if language == "en" else "ماند" in shown.said[-1]
        shown.rest()
        assert not take_back(shown)


def test_nothing_is_taken_back_without_a_yes(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    bring(application, tmp_path)
    with opened(application, look, qtbot, SettingsPage) as shown:
        take_back(shown)[0].click()
        dialog = shown.dialog(TakingBackDialog)
        assert dialog.focusWidget() is dialog.cancel
        shown.press(Qt.Key.Key_Escape)
        shown.rest()
        assert application.shop.ask(customers.count) == 2


def test_the_dialog_names_what_goes_and_what_stays(application: App) -> None:
    words = application.words("en")
    assert going(Foreseen(2, 1, 0, 3, 0), words) == [
        "2 sales",
        "1 customer, with all that the file said of them",
        "3 changes to what was known before",
    ]
    assert going(Foreseen(0, 0, 0, 0, 0), words) == ["Nothing that was known only from it"]
    assert staying(Foreseen(0, 0, 0, 0, 2), words)[0].startswith("2 customers or kinds of goods")


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv", "people.vcf", "people.json"])
def test_customers_are_handed_out_in_the_form_of_the_name(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    bring(application, tmp_path)
    with opened(application, look, qtbot, SettingsPage) as shown:
        card(shown).handing_out.write(Kind.CUSTOMERS, str(tmp_path / name))
        assert card(shown).handing_out.progress.isVisible()
        shown.until(lambda: bool(shown.said))
        assert shown.said == [f"{name}: 2 rows"]
        assert (tmp_path / name).stat().st_size
        assert not card(shown).handing_out.progress.isVisible()


def test_handing_out_can_be_cancelled_and_leaves_what_was_there(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    bring(application, tmp_path)
    old = tmp_path / "all.zip"
    old.write_text("mine")
    with opened(application, look, qtbot, SettingsPage) as shown:
        out = card(shown).handing_out
        out.write(Kind.EVERYTHING, str(old))
        out.progress.cancelled.emit()
        shown.until(lambda: bool(shown.said))
        assert old.read_text() == "mine" or shown.said != ["Stopped as you asked. Nothing was changed."]
        assert not list(tmp_path.glob(".*.part"))
        assert out.buttons[Kind.GOODS].isEnabled()


def test_a_place_that_cannot_be_written_says_so(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    with opened(application, look, qtbot, SettingsPage) as shown:
        told: list[object] = []
        shown.page.failed.disconnect()
        shown.page.failed.connect(told.append)
        card(shown).handing_out.write(Kind.GOODS, str(tmp_path / "nowhere" / "goods.csv"))
        shown.until(lambda: bool(told))
        assert isinstance(told[0], NotWritten)


def test_the_ending_follows_the_form_that_is_chosen(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    with opened(application, look, qtbot, SettingsPage) as shown:
        card(shown).handing_out.buttons[Kind.GOODS].click()
        shown.rest()
        dialog = shown.page.window().findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        # The dialog opens where a file was chosen last, by whichever test.
        dialog.setDirectory(str(tmp_path))
        dialog.filterSelected.emit("Files (*.csv)")
        assert Path(dialog.selectedFiles()[0]).name == "goods.csv"
        dialog.accept()
        shown.until(lambda: bool(shown.said))
        assert (tmp_path / "goods.csv").exists()
