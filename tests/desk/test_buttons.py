import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.chips import ButtonChip, Chip, ChipKind, GuessChip
from shopcrm.desk.widgets.choices import CheckBox, Choice, Option
from shopcrm.desk.widgets.flow import FlowLayout
from tests.desk.gallery import settle
from tests.desk.kit_parts import Turn, press, spoken_name, type_text


@pytest.fixture
def host(look: Look, qtbot: QtBot) -> QWidget:
    """A window to put things into."""
    window = QWidget()
    window.setLayout(QVBoxLayout())
    window.resize(look.size(500), look.size(300))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    settle()
    return window


def put(host: QWidget, *widgets: QWidget) -> None:
    layout = host.layout()
    assert isinstance(layout, QVBoxLayout)
    for widget in widgets:
        layout.addWidget(widget)
    settle()


def test_a_button_is_pressed_by_pointer_keyboard_and_its_key(look: Look, host: QWidget, qtbot: QtBot) -> None:
    button = Button(look, "Save", ButtonKind.MAIN, icon="check", key="Ctrl+S")
    put(host, button)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(host, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_a_hidden_or_switched_off_button_does_not_hear_its_key(look: Look, host: QWidget) -> None:
    button = Button(look, "Card", key="F5")
    put(host, button)
    heard: list[bool] = []
    button.clicked.connect(lambda *_: heard.append(True))
    button.turn_off("the basket is empty")
    QTest.keyClick(host, Qt.Key.Key_F5)
    button.turn_on()
    button.hide()
    QTest.keyClick(host, Qt.Key.Key_F5)
    assert heard == []


def test_a_switched_off_button_says_why(look: Look, host: QWidget) -> None:
    button = Button(look, "Save")
    put(host, button)
    button.turn_off("needs a manager")
    face = QAccessible.queryAccessibleInterface(button)
    assert face is not None
    assert face.text(QAccessible.Text.Description) == "needs a manager"
    assert button.toolTip() == "needs a manager"


@pytest.mark.parametrize("text", ["Salt & pepper", "<b>bold</b>"])
def test_words_on_a_button_stay_plain(look: Look, host: QWidget, text: str) -> None:
    for button in (Button(look, text), ButtonChip(look, text), CheckBox(look, text)):
        put(host, button)
        assert button.text() == text
        assert spoken_name(button) == text


def test_changed_words_keep_the_key(look: Look, host: QWidget, qtbot: QtBot) -> None:
    button = Button(look, "Queue 8", key="Ctrl+Return")
    put(host, button)
    button.setText("Queue 9")
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(host, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_keyboard_draws_a_ring_and_the_pointer_none(look: Look, host: QWidget) -> None:
    first, second = Button(look, "First"), Button(look, "Second")
    put(host, first, second)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not second.ring.is_shown()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.ring.is_shown()
    settle()
    corner = first.mapTo(host, QPoint(0, 0))
    ringed = host.grab().toImage().pixelColor(corner.x() + 20, corner.y() - 3)
    assert ringed == look.colour("accent")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.ring.is_shown()
    assert not first.ring.is_shown()


def test_the_ring_goes_where_its_button_goes(look: Look, host: QWidget) -> None:
    top, button = Button(look, "Top"), Button(look, "Below")
    put(host, top, button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    before = button.mapTo(host, QPoint(0, 0))
    top.hide()
    settle()
    after = button.mapTo(host, QPoint(0, 0))
    assert before != after
    image = host.grab().toImage()
    assert image.pixelColor(after.x() + 20, after.y() - 3) == look.colour("accent")


def test_a_guess_is_confirmed_and_dismissed_by_key_and_pointer(
    look: Look, host: QWidget, qtbot: QtBot, turn: Turn
) -> None:
    for rtl in (False, True):
        turn(rtl=rtl)
        chip = GuessChip(look, "Sugar-free", how="Enter confirms")
        put(host, chip)
        with qtbot.waitSignal(chip.confirmed):
            press(chip, Qt.Key.Key_Return)
        with qtbot.waitSignal(chip.dismissed):
            press(chip, Qt.Key.Key_Delete)
        end = 6 + 12
        cross = QPoint(end, 14) if rtl else QPoint(chip.width() - end, 14)
        tick = QPoint(end + 24, 14) if rtl else QPoint(chip.width() - end - 24, 14)
        with qtbot.waitSignal(chip.dismissed):
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
        with qtbot.waitSignal(chip.confirmed):
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=tick)
        with qtbot.assertNotEmitted(chip.confirmed):
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() // 2 - 10, 14))


def test_a_chip_that_only_says_something_takes_no_focus(look: Look, host: QWidget) -> None:
    chip = Chip(look, "Avoids <i>sesame</i>", ChipKind.AVOIDS)
    put(host, chip)
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert spoken_name(chip) == "Avoids <i>sesame</i>"


def test_a_chosen_chip_stays_as_wide_as_it_was(look: Look, host: QWidget) -> None:
    chip = ButtonChip(look, "Refund")
    put(host, chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before


def test_chips_flow_from_the_leading_side(look: Look, host: QWidget, turn: Turn) -> None:
    pane = QWidget()
    flow = FlowLayout(pane)
    chips = [Chip(look, f"chip number {i}", ChipKind.SEEN) for i in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    put(host, pane)
    assert chips[0].x() == 0
    assert chips[-1].y() > chips[0].y()
    turn(rtl=True)
    assert chips[0].geometry().right() == pane.rect().right()
    assert chips[1].x() < chips[0].x()
    flow.clear()
    settle()
    assert pane.findChildren(Chip) == []


def test_arrows_and_first_letters_choose(look: Look, host: QWidget, turn: Turn) -> None:
    choice = Choice(look, [Option(name, name.title()) for name in ("sale", "goods", "staff")], name="About")
    put(host, choice)
    picked: list[object] = []
    choice.picked.connect(picked.append)
    choice.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(choice.buttons()[0], Qt.Key.Key_Right)
    type_text(choice.buttons()[1], "s")
    turn(rtl=True)
    press(choice.buttons()[2], Qt.Key.Key_Right)
    assert picked == ["goods", "staff", "goods"]
    assert choice.value() == "goods"


def test_a_digit_chooses_whatever_the_language_of_the_keyboard(look: Look, host: QWidget) -> None:
    choice = Choice(look, [Option(number, "۰۱۲۳"[number]) for number in range(4)], name="Score")
    put(host, choice)
    for typed, wanted in (("3", 3), ("۱", 1)):
        type_text(choice.buttons()[0], typed)
        assert choice.value() == wanted


def test_tab_stops_once_at_choices(look: Look, host: QWidget) -> None:
    choice = Choice(look, [Option(i, f"Choice {i}") for i in range(4)])
    after = Button(look, "After")
    put(host, choice, after)
    choice.choose(2)
    choice.buttons()[2].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(choice.buttons()[2], Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_several_may_be_chosen(look: Look, host: QWidget) -> None:
    choice = Choice(look, [Option(i, f"Choice {i}") for i in range(3)], several=True)
    put(host, choice)
    for button in choice.buttons()[:2]:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert choice.values() == [0, 1]


def test_an_icon_alone_has_a_name_and_its_key_in_the_tip(look: Look, host: QWidget, qtbot: QtBot) -> None:
    button = IconButton(look, "x", "Close", key="Ctrl+W")
    put(host, button)
    assert spoken_name(button) == "Close"
    assert button.toolTip() == "Close (Ctrl+W)"
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(host, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)


def test_boxes_take_gaps_shares_and_stretches(look: Look, host: QWidget) -> None:
    one, two = QWidget(), QWidget()
    line = row(one, 8, (two, 1), None, gap=4, edges=(1, 2, 3, 4))
    assert line.count() == 4
    assert line.stretch(2) == 1
    assert column(line).count() == 1
    assert look.size(0) == 0
    put(host, one, two)


def test_a_key_that_is_held_presses_once_and_at_once(look: Look, host: QWidget) -> None:
    button = Button(look, "Card", key="Ctrl+Enter")
    put(host, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda *_: pressed.append(True))
    QTest.keyClick(host, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 1
    QTest.keyClick(host, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 2
