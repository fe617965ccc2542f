"""A scan is heard wherever the keyboard is, under any layout, and leaves everything as it was (S1)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopcrm.desk.key_places import Stroke, readings
from shopcrm.desk.scanner import Scanner

CODE = "6260001234567"
PERSIAN_CODE = "۶۲۶۰۰۰۱۲۳۴۵۶۷"


class Counter(QDialog):
    """A line, a text, a list and a button that Enter would press, with a scanner over all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.area, self.button = QLineEdit("پسته"), QPlainTextEdit("Two bags."), QPushButton("Pay")
        self.table = QTableWidget(4, 1)
        for row in range(4):
            self.table.setItem(row, 0, QTableWidgetItem(str(row)))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.button.setDefault(True)
        box = QVBoxLayout(self)
        for part in self.parts():
            box.addWidget(part)
        self.pressed, self.scans, self.typed = 0, list[tuple[str, ...]](), False
        self.button.clicked.connect(self._on_pressed)

    def parts(self) -> list[QWidget]:
        return [self.line, self.area, self.table, self.button]

    def state(self) -> tuple[object, ...]:
        cursor = self.area.textCursor()
        line = (self.line.text(), self.line.selectedText(), self.line.cursorPosition())
        text = (self.area.toPlainText(), cursor.selectedText(), cursor.position())
        return (line, text, self.table.currentRow(), self.pressed)

    def _on_pressed(self) -> None:
        self.pressed += 1


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    window = Counter()
    scanner = Scanner(qapp, lambda: window.typed, window)
    scanner.scanned.connect(window.scans.append)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    scanner.stop()


def scan(widget: QWidget, code: str) -> None:
    for letter in code:
        QApplication.sendEvent(
            widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        )
    QTest.keyClick(widget, Qt.Key.Key_Return)


@pytest.mark.parametrize("place", range(4), ids=["line", "text", "list", "button"])
@pytest.mark.parametrize("code", [CODE, PERSIAN_CODE], ids=["latin", "persian"])
def test_S1_a_scan_anywhere_is_heard_and_changes_nothing(
    counter: Counter, qtbot: QtBot, place: int, code: str
) -> None:
    widget = counter.parts()[place]
    widget.setFocus()
    before = counter.state()
    scan(widget, code)
    qtbot.waitUntil(lambda: bool(counter.scans))
    qtbot.wait(80)
    assert [found[0] for found in counter.scans] == [CODE]
    assert counter.state() == before


def test_S1_letters_under_a_persian_layout_are_read_by_their_place(counter: Counter, qtbot: QtBot) -> None:
    counter.line.setFocus()
    scan(counter.line, "شذز-۱۲۳")
    qtbot.waitUntil(lambda: bool(counter.scans))
    assert counter.scans[0][0] == "abc-123"


def test_S1_a_key_let_go_at_once_presses_a_button_once(counter: Counter, qtbot: QtBot) -> None:
    counter.button.setFocus()
    QTest.keyClick(counter.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: counter.pressed == 1)
    assert not counter.button.isDown()
    assert counter.scans == []


def test_S1_what_was_chosen_is_chosen_again(counter: Counter, qtbot: QtBot) -> None:
    counter.area.setFocus()
    counter.area.selectAll()
    counter.line.selectAll()
    before = counter.state()
    scan(counter.area, CODE)
    qtbot.waitUntil(lambda: bool(counter.scans))
    assert counter.state() == before


def test_a_scan_into_a_text_that_is_being_written_takes_out_only_itself(
    counter: Counter, qtbot: QtBot
) -> None:
    counter.area.setFocus()
    QTest.keyClicks(counter.area, "ab", Qt.KeyboardModifier.NoModifier, 60)
    before = counter.state()
    qtbot.wait(60)
    scan(counter.area, CODE)
    qtbot.waitUntil(lambda: bool(counter.scans))
    assert counter.state() == before


def test_two_scans_at_once_are_two(counter: Counter, qtbot: QtBot) -> None:
    counter.button.setFocus()
    for code in (CODE, "4006381333931"):
        scan(counter.button, code)
    qtbot.waitUntil(lambda: len(counter.scans) == 2)
    assert [found[0] for found in counter.scans] == [CODE, "4006381333931"]
    assert counter.pressed == 0


def test_a_hand_is_never_taken_for_a_scanner(counter: Counter, qtbot: QtBot) -> None:
    counter.line.clear()
    counter.line.setFocus()
    QTest.keyClicks(counter.line, "1234567", Qt.KeyboardModifier.NoModifier, 60)
    qtbot.wait(60)
    QTest.keyClick(counter.line, Qt.Key.Key_Return)
    assert counter.line.text() == "1234567"
    assert (counter.scans, counter.pressed) == ([], 1)


def test_a_short_fast_code_is_left_where_it_was_typed(counter: Counter, qtbot: QtBot) -> None:
    counter.line.clear()
    counter.line.setFocus()
    scan(counter.line, "12345")
    qtbot.wait(80)
    assert (counter.line.text(), counter.scans) == ("12345", [])


def test_a_letter_typed_on_a_list_arrives_a_moment_later(counter: Counter, qtbot: QtBot) -> None:
    counter.table.setCurrentCell(0, 0)
    counter.table.setFocus()
    QTest.keyClick(counter.table, Qt.Key.Key_2)
    assert counter.table.currentRow() == 0
    qtbot.waitUntil(lambda: counter.table.currentRow() == 2)


def test_commands_pass(counter: Counter) -> None:
    counter.line.setFocus()
    QTest.keyClick(counter.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert counter.line.selectedText() == "پسته"


def test_where_a_code_is_wanted_it_stays_and_is_read_right(counter: Counter, qtbot: QtBot) -> None:
    counter.typed = True
    counter.line.clear()
    counter.line.setFocus()
    entered: list[str] = []
    counter.line.returnPressed.connect(lambda: entered.append(counter.line.text()))
    scan(counter.line, PERSIAN_CODE)
    qtbot.wait(60)
    assert (counter.line.text(), entered, counter.scans) == (CODE, [CODE], [])


X11 = {"a": 38, "z": 52, "1": 10, "-": 20, "m": 58}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ش", "a"), ("&", "1"), ("ض", "a"), ("ў", "z"), (")", "-"), ("پ", "m"), ("é", "m")],
)
def test_S1_the_place_of_a_key_tells_under_any_layout(written: str, meant: str) -> None:
    strokes = [Stroke(written, scan_code=X11[meant])] * 6
    assert readings(strokes, "xcb")[0] == meant * 6


def test_S1_plain_letters_are_believed_first_and_their_places_second() -> None:
    """A German layout swaps y and z, and only who looks the code up can tell which was meant."""
    strokes = [Stroke("y", scan_code=52), Stroke("1", scan_code=10)]
    assert readings(strokes, "xcb") == ("y1", "z1")


def test_S1_windows_names_keys_by_their_virtual_codes() -> None:
    strokes = [Stroke("ش", virtual_key=ord("A")), Stroke("ش", virtual_key=ord("A"), shift=True)]
    assert readings(strokes, "windows")[0] == "aA"
