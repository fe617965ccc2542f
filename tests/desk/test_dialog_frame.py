import gc
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.choices import CheckBox, Choice, Combo, Option
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.desk.widgets.room import room_in
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.desk.widgets.table import RowTable
from tests.desk.gallery import settle
from tests.desk.gallery_pages import ENGLISH, TODAY
from tests.desk.kit_parts import press


class Naming(DialogFrame):
    """Asks for a name, as a page's dialog would."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, ENGLISH, "A new name", "Keep the name", parent=parent, icon="user")
        self.name = LineEdit(look)
        self.again = LineEdit(look)
        self.body.addWidget(Field(look, "Name", self.name))
        self.body.addWidget(Field(look, "Again", self.again))
        self.agreed.connect(self._on_agreed)

    def _on_agreed(self) -> None:
        if self.name.text():
            self.accept()


@pytest.fixture
def window(look: Look, qtbot: QtBot) -> QWidget:
    """A window to ask over."""
    host = QWidget()
    host.resize(look.size(900), look.size(600))
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    settle()
    return host


def opened(look: Look, window: QWidget) -> Naming:
    dialog = Naming(look, window)
    dialog.open()
    dialog.activateWindow()
    settle()
    return dialog


def test_it_is_freed_when_it_closes(look: Look, window: QWidget) -> None:
    dialog = opened(look, window)
    seen = weakref.ref(dialog)
    dialog.reject()
    settle()
    assert not isValid(dialog)
    del dialog
    gc.collect()
    assert seen() is None
    assert window.findChildren(QWidget) == []


@pytest.mark.parametrize("way", ["esc", "cancel", "cross"])
def test_it_can_be_left(look: Look, window: QWidget, qtbot: QtBot, way: str) -> None:
    dialog = opened(look, window)
    with qtbot.waitSignal(dialog.rejected):
        if way == "esc":
            press(dialog.name, Qt.Key.Key_Escape)
        else:
            button = dialog.cancel if way == "cancel" else dialog.close_button
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert not isValid(dialog)


def test_control_enter_agrees_and_enter_alone_does_not(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = opened(look, window)
    press(dialog.name, Qt.Key.Key_Return)
    press(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    dialog.name.setText("Maryam")
    press(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        press(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert not isValid(dialog)


def test_a_main_button_that_is_off_hears_no_key(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = opened(look, window)
    dialog.main.turn_off("write a name first")
    with qtbot.assertNotEmitted(dialog.agreed):
        press(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.reject()
    settle()


def test_the_keyboard_begins_in_the_content_and_ends_at_the_main_button(look: Look, window: QWidget) -> None:
    dialog = opened(look, window)
    assert dialog.name.hasFocus()
    for widget in (dialog.again, dialog.cancel, dialog.main, dialog.name):
        current = dialog.focusWidget()
        assert current is not None
        QTest.keyClick(current, Qt.Key.Key_Tab)
        assert widget.hasFocus()
    dialog.reject()
    settle()


def test_the_window_beneath_is_darkened_while_it_is_open(look: Look, window: QWidget) -> None:
    spot = window.rect().topLeft()
    before = window.grab().toImage().pixelColor(spot).lightness()
    dialog = opened(look, window)
    assert window.grab().toImage().pixelColor(spot).lightness() < before
    dialog.reject()
    settle()
    assert window.grab().toImage().pixelColor(spot).lightness() == before


def test_the_buttons_never_leave_a_low_window(look: Look, window: QWidget) -> None:
    dialog = Naming(look, window)
    lines = [LineEdit(look, name=f"line {i}") for i in range(30)]
    for line in lines:
        dialog.body.addWidget(line)
    dialog.open()
    settle()
    assert dialog.height() <= window.height()
    assert dialog.rect().contains(dialog.main.geometry())
    assert {line.height() for line in lines} == {36}
    dialog.reject()
    settle()


@pytest.mark.parametrize("kind", ["line", "search", "lines", "table", "tick", "list", "money", "day"])
def test_the_dialogs_keys_work_from_whatever_is_in_it(
    look: Look, window: QWidget, qtbot: QtBot, kind: str
) -> None:
    dialog = Naming(look, window)
    inside: dict[str, QWidget] = {
        "line": dialog.name,
        "search": SearchBox(look, placeholder="Find"),
        "lines": TextArea(look, name="Words"),
        "table": RowTable(look, Rows([Column("Name", str)], ["one", "two"]), name="Names"),
        "tick": CheckBox(look, "Only new ones"),
        "list": Combo(look, [Option(1, "one")], name="Count"),
        "money": MoneyField(look, ENGLISH, name="Amount"),
        "day": DayField(look, ENGLISH, TODAY, name="Day"),
    }
    dialog.body.addWidget(inside[kind])
    dialog.open()
    dialog.activateWindow()
    inside[kind].setFocus()
    settle()
    with qtbot.waitSignal(dialog.agreed):
        QTest.keyClick(inside[kind], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(inside[kind], Qt.Key.Key_Escape)
    settle()
    assert not isValid(dialog)


def test_a_dialog_that_has_to_scroll_begins_where_it_wanted_to(look: Look, window: QWidget) -> None:
    dialog = Naming(look, window)
    for place in range(12):
        dialog.body.addWidget(Field(look, f"Name {place}", LineEdit(look)))
    dialog.again.setFocus()
    dialog.open()
    dialog.activateWindow()
    settle()
    assert dialog.height() < window.height()
    assert dialog.again.hasFocus()
    dialog.reject()
    settle()


def test_the_row_of_the_keyboard_stays_in_sight_where_the_dialog_scrolls(look: Look, window: QWidget) -> None:
    window.resize(look.size(900), look.size(320))
    dialog = Naming(look, window)
    table = RowTable(look, Rows([Column[int]("Number", str)], range(14)), name="Numbers", row_height=40)
    table.setFixedHeight(look.size(15 * 40))
    dialog.body.addWidget(table)
    dialog.open()
    dialog.activateWindow()
    settle()
    table.go_to(0)
    table.setFocus()
    settle()
    for _row in range(13):
        press(table, Qt.Key.Key_Down)
        settle()
        row = table.visualRect(table.currentIndex())
        assert table.viewport().visibleRegion().boundingRect().contains(row)
    dialog.reject()
    settle()


@pytest.mark.parametrize(("high", "wanted"), [(900, 440), (360, 136), (200, 120)])
def test_what_scrolls_by_itself_leaves_a_low_window_its_buttons(
    look: Look, window: QWidget, high: int, wanted: int
) -> None:
    window.resize(900, high)
    assert room_in(look, window, 440) == wanted


def test_what_grows_inside_leaves_the_dialog_whole_in_its_window(look: Look, window: QWidget) -> None:
    dialog = Naming(look, window)
    told = Label(look, "Short.", wrap=True)
    dialog.body.addWidget(told)
    dialog.open()
    settle()
    told.setText("It is a long story. " * 40)
    settle()
    foot = dialog.geometry().bottom()
    assert dialog.height() > told.height() >= told.heightForWidth(told.width())
    assert foot <= window.geometry().bottom()
    assert abs(dialog.geometry().center().y() - window.geometry().center().y()) <= 2
    dialog.reject()
    settle()


def test_a_dialog_over_a_small_one_has_the_room_of_the_window(look: Look, window: QWidget) -> None:
    below = opened(look, window)
    above = Naming(look, below)
    for number in range(2):
        above.body.addWidget(Field(look, str(number), LineEdit(look)))
    above.open()
    settle()
    assert above.height() > below.height()
    assert above._scroller is None
    above.reject()
    below.reject()
    settle()


def test_tab_goes_to_the_choice_that_was_chosen_later(look: Look, window: QWidget) -> None:
    dialog = Naming(look, window)
    faces = Choice(look, [Option(one, one, key=f"Alt+{one}") for one in "123"])
    last = LineEdit(look)
    for part in (faces, last):
        dialog.body.addWidget(part)
    dialog.open()
    dialog.activateWindow()
    dialog.again.setFocus()
    settle()
    faces.buttons()[2].click()
    press(dialog.again, Qt.Key.Key_Tab)
    assert faces.buttons()[2].hasFocus()
    faces.buttons()[1].click()
    assert faces.buttons()[1].hasFocus()
    press(faces.buttons()[1], Qt.Key.Key_Tab)
    assert last.hasFocus()
    dialog.reject()
    settle()
