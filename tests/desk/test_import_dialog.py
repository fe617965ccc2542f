from pathlib import Path

from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.import_file import ImportDialog
from shopcrm.desk.look import Look
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.widgets.choices import Combo
from shopcrm.services import customers, sales
from shopcrm.services.imports import FileKind
from tests.desk.opened import opened

SALES = "A;B;C;D;E\n1;2024-03-01;W1;3;500\n2;2024-03-02;W1;x;500\n"


def _file(folder: Path, text: str) -> Path:
    path = folder / "till.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_that_nobody_guesses_are_matched_by_hand(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    with opened(application, look, qtbot, SettingsPage, thing=_file(tmp_path, SALES)) as shown:
        dialog = shown.dialog(ImportDialog)
        shown.rest()
        dialog._kinds.picked.emit(FileKind.SALES)
        shown.rest()
        dialog.main.click()
        shown.rest()
        assert "A, B, C, D, E" in dialog._problem.text()
        for name, place in (("invoice", 0), ("date", 1), ("code", 2), ("quantity", 3), ("price", 4)):
            combo: Combo = dialog._form._combos[name]
            combo.choose(place)
        dialog.main.click()
        shown.rest()
        assert "1" in dialog._summary.text(), dialog._problem.text()
        dialog.main.click()
        shown.until(lambda: bool(shown.said))
        assert application.shop.ask(sales.count) == 1
        assert (tmp_path / "till-refused.csv").exists()


def test_a_customer_list_goes_in_and_cancelling_changes_nothing(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = _file(tmp_path, "Name,Mobile\nSara Karimi,09121234567\n")
    with opened(application, look, qtbot, SettingsPage, thing=listed) as shown:
        dialog = shown.dialog(ImportDialog)
        shown.rest()
        dialog.reject()
        shown.rest()
        assert application.shop.ask(customers.count) == 0
        shown.page.show_thing(listed)
        dialog = shown.dialog(ImportDialog)
        shown.rest()
        dialog.main.click()
        shown.rest()
        dialog.main.click()
        shown.until(lambda: bool(shown.said))
        assert application.shop.ask(customers.count) == 1


def test_a_file_that_cannot_be_read_is_told_and_nothing_seems_to_go_on(
    application: App, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with opened(application, look, qtbot, SettingsPage, thing=path) as shown:
        dialog = shown.dialog(ImportDialog)
        shown.until(lambda: bool(dialog._problem.text()))
        assert "people.xlsx" in dialog._problem.text()
        assert not dialog._progress.isVisible()
        dialog.reject()
