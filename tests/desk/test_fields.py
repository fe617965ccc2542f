from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.choices import CheckBox, Combo, Option
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.money import CURRENCIES
from shopcrm.rules.wording import Words
from tests.desk.gallery import settle
from tests.desk.gallery_pages import ENGLISH, PERSIAN, TODAY
from tests.desk.kit_parts import Turn, colour_at, press, spoken_name, type_text

Shown: TypeAlias = Callable[..., QWidget]

POUNDS = replace(ENGLISH, currency=CURRENCIES["GBP"])
RIAL = replace(ENGLISH, currency=CURRENCIES["IRR"])
JALALI_ENGLISH = replace(ENGLISH, calendar=CalendarKind.JALALI)


@pytest.fixture
def shown(look: Look, qtbot: QtBot) -> Shown:
    """Shows things in a window that stays as long as the test."""
    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        window.setLayout(column(*widgets, gap=look.size(8)))
        window.resize(400, 300)
        kept.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        settle()
        return window

    return show


def test_a_text_runs_as_its_own_language_does_whatever_the_window_speaks(shown: Shown, look: Look) -> None:
    line, area = LineEdit(look), TextArea(look)
    shown(line, area)
    for right, side in ((True, Qt.AlignmentFlag.AlignRight), (False, Qt.AlignmentFlag.AlignLeft)):
        for part in (line, area):
            part.turn(right=right)
        area.setPlainText("{goods} رسید")
        line.setText("{goods} رسید")
        assert line.alignment() & side
        assert area.document().defaultTextOption().alignment() & side
        # The field that comes first stands where the text begins, though its letters are Latin.
        line.setCursorPosition(0)
        settle()
        assert (line.cursorRect().center().x() > line.width() // 2) is right


@pytest.mark.parametrize(
    ("words", "typed", "value", "text"),
    [
        (RIAL, "1234567", 1_234_567, "1,234,567"),
        (RIAL, "۱۲۳۴۵۶۷", 1_234_567, "1,234,567"),
        (PERSIAN, "1234567", 12_345_670, "۱٬۲۳۴٬۵۶۷"),
        (PERSIAN, "۱۲۳۴", 12_340, "۱٬۲۳۴"),
        (POUNDS, "12.5", 1250, "12.5"),
        (POUNDS, "1234.56", 123_456, "1,234.56"),
        (POUNDS, "٤٢٫٥", 4250, "42.5"),
        (POUNDS, "1,234.50", 123_450, "1,234.50"),
    ],
)
def test_an_amount_is_typed_in_either_script(
    look: Look, shown: Shown, words: Words, typed: str, value: int, text: str
) -> None:
    field = MoneyField(look, words)
    shown(field)
    type_text(field, typed)
    assert field.value() == value
    assert field.text() == text


@pytest.mark.parametrize(
    ("words", "typed"),
    [(RIAL, "12.5"), (POUNDS, "12.345"), (POUNDS, "12,50"), (POUNDS, "1.000.000"), (RIAL, "12a")],
)
def test_what_is_no_clear_amount_has_no_value_and_is_kept(
    look: Look, shown: Shown, words: Words, typed: str
) -> None:
    field = MoneyField(look, words)
    shown(field)
    type_text(field, typed)
    assert field.value() is None
    assert not field.is_understood()
    assert field.text() == typed


def test_a_pasted_amount_with_a_comma_for_a_point_is_not_read_as_thousands(look: Look, shown: Shown) -> None:
    field = MoneyField(look, POUNDS)
    shown(field)
    QApplication.clipboard().setText("12,50")
    field.paste()
    field.textEdited.emit(field.text())
    assert field.value() is None


def test_a_letter_typed_in_the_middle_keeps_the_caret(look: Look, shown: Shown) -> None:
    field = MoneyField(look, RIAL)
    shown(field)
    type_text(field, "1234")
    field.setCursorPosition(1)
    type_text(field, "9")
    assert field.text() == "19,234"
    assert field.cursorPosition() == 2
    press(field, Qt.Key.Key_Backspace)
    assert field.value() == 1234
    field.setCursorPosition(2)
    press(field, Qt.Key.Key_Backspace)
    assert field.value() == 234
    field.set_value(1234)
    field.setCursorPosition(1)
    press(field, Qt.Key.Key_Delete)
    assert field.value() == 134


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(value=st.integers(0, 10**12), words=st.sampled_from([RIAL, POUNDS, ENGLISH, PERSIAN]))
def test_what_is_shown_is_read_back_the_same(look: Look, value: int, words: Words) -> None:
    field, other = MoneyField(look, words), MoneyField(look, words)
    field.set_value(value)
    type_text(other, field.text())
    assert other.value() == value
    for widget in (field, other):
        widget.deleteLater()


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (PERSIAN, "۱۴۰۵/۰۹/۰۱"),
        (PERSIAN, "1405/9/1"),
        (PERSIAN, "14050901"),
        (JALALI_ENGLISH, "١٤٠٥-٩-١"),
        (ENGLISH, "2026-11-22"),
        (ENGLISH, "۲۰۲۶۱۱۲۲"),
    ],
)
def test_a_day_is_typed_in_either_script(look: Look, shown: Shown, words: Words, typed: str) -> None:
    field = DayField(look, words, TODAY)
    shown(field)
    type_text(field, typed)
    assert field.day() == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["1404/12/30", "1405/13/1", "hello", "1405/9"])
def test_a_day_that_does_not_exist_is_kept_and_has_no_value(look: Look, shown: Shown, typed: str) -> None:
    field = DayField(look, PERSIAN, TODAY)
    shown(field)
    type_text(field, typed)
    assert field.day() is None
    assert not field.is_understood()
    assert field.text() == typed


def test_days_and_months_are_stepped(look: Look, shown: Shown) -> None:
    field = DayField(look, PERSIAN, TODAY)
    shown(field)
    field.set_day(date(2026, 9, 22))
    assert field.text() == "۱۴۰۵/۰۶/۳۱"
    press(field, Qt.Key.Key_PageUp)
    assert field.text() == "۱۴۰۵/۰۷/۳۰"
    press(field, Qt.Key.Key_Up)
    assert field.text() == "۱۴۰۵/۰۸/۰۱"
    press(field, Qt.Key.Key_PageDown)
    press(field, Qt.Key.Key_Down)
    assert field.day() == date(2026, 9, 22)


def test_a_day_is_picked_from_the_calendar(look: Look, qtbot: QtBot, shown: Shown) -> None:
    for words in (PERSIAN, ENGLISH):
        field = DayField(look, words, TODAY)
        shown(field)
        press(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        sheet = field.calendar_sheet()
        assert sheet is not None
        assert sheet.isVisible()
        with qtbot.waitSignal(field.day_changed):
            sheet.clicked.emit(sheet.selectedDate().addDays(1))
        assert field.day() == TODAY + timedelta(days=1)
        assert not sheet.isVisible()


def test_a_wrong_field_says_so_only_when_it_is_left(look: Look, shown: Shown) -> None:
    editor = LineEdit(look)
    after = LineEdit(look, name="after")

    def check() -> str:
        return "" if len(editor.text()) == 8 else "A card has 8 digits. Look at its back."

    field = Field(look, "Card number", editor, hint="8 digits", check=check)
    shown(field, after)
    editor.setFocus()
    type_text(editor, "626")
    assert field.error == ""
    after.setFocus(Qt.FocusReason.TabFocusReason)
    assert field.error == "A card has 8 digits. Look at its back."
    assert editor.text() == "626"
    settle()
    middle = editor.rect().center()
    middle.setY(0)
    assert colour_at(editor, middle) == look.colour("danger")
    assert editor.accessibleDescription() == field.error
    editor.setText("62600143")
    assert field.is_right()
    assert field.error == ""


def test_a_field_gives_its_name_to_what_is_filled_in(look: Look, shown: Shown) -> None:
    for editor in (LineEdit(look), TextArea(look), MoneyField(look, RIAL)):
        field = Field(look, "Phone", editor)
        shown(field)
        assert spoken_name(editor) == "Phone"
        field.relabel("تلفن")
        assert spoken_name(editor) == "تلفن"
    # On Linux Qt says what is chosen where it would say the name of a list; the list it opens has the name.
    combo = Combo(look, [Option(1, "one")])
    shown(Field(look, "Phone", combo))
    assert combo.accessibleName() == "Phone"
    assert spoken_name(combo.view()) == "Phone"


def test_the_edge_of_a_field_turns_accent_under_the_keyboard(look: Look, shown: Shown) -> None:
    editor, other = LineEdit(look, name="a"), LineEdit(look, name="b")
    shown(editor, other)
    top = editor.rect().center()
    top.setY(1)
    other.setFocus()
    assert colour_at(editor, top) == look.colour("surface")
    editor.setFocus()
    assert colour_at(editor, top) == look.colour("accent")


def test_digits_stand_on_the_leading_side(look: Look, shown: Shown, turn: Turn) -> None:
    for rtl in (False, True):
        turn(rtl=rtl)
        editor = LineEdit(look, ltr=True, name="Phone")
        window = shown(editor)
        editor.setText("0912 345 6718")
        window.setFocus()
        image = editor.grab().toImage()
        inked = [
            x
            for x in range(8, image.width() - 8)
            if any(image.pixelColor(x, y).lightness() < 100 for y in range(8, image.height() - 8))
        ]
        middle = image.width() / 2
        assert (min(inked) > middle) if rtl else (max(inked) < middle)
        window.close()


def test_lines_tell_that_they_are_saved_and_tab_leaves_them(look: Look, qtbot: QtBot, shown: Shown) -> None:
    area, after = TextArea(look, name="Words"), LineEdit(look, name="after")
    shown(area, after)
    area.setFocus()
    area.show_saved("Saved on this till 10:24:07")
    with qtbot.waitSignal(area.left):
        press(area, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert area.toPlainText() == ""


def test_a_tick_box_and_a_list_are_operated_by_key(look: Look, qtbot: QtBot, shown: Shown) -> None:
    box, combo = (
        CheckBox(look, "Only new ones"),
        Combo(look, [Option("a", "Apple"), Option("b", "Banana")], name="Fruit"),
    )
    shown(box, combo)
    press(box, Qt.Key.Key_Space)
    assert box.isChecked()
    combo.choose("b")
    assert combo.value() == "b"
    with qtbot.waitSignal(combo.picked) as seen:
        combo.activated.emit(1)
    assert seen.args == ["b"]
    combo.choose("nothing")
    assert combo.value() is None


def test_a_search_asks_once_when_the_typing_rests(look: Look, qtbot: QtBot, shown: Shown) -> None:
    box = SearchBox(look, placeholder="Find")
    shown(box)
    asked: list[str] = []
    box.asked.connect(asked.append)
    type_text(box, "نور")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["نور"], timeout=1000)


def test_an_offer_is_taken_with_enter_or_down(look: Look, qtbot: QtBot, shown: Shown) -> None:
    box = SearchBox(look, placeholder="Find")
    shown(box)
    box.setFocus()
    offers = [Offer(i, f"<b>person</b> {i}", "0912", Sign(letters="P")) for i in range(3)]
    type_text(box, "p")
    box.offer(offers)
    settle()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    with qtbot.waitSignal(box.chosen) as seen:
        QTest.keyClick(popup, Qt.Key.Key_Return)
    assert seen.args == [0]
    box.offer(offers)
    settle()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.chosen) as seen:
        QTest.keyClick(popup, Qt.Key.Key_Return)
    assert seen.args == [1]
    box.offer([])
    assert QApplication.activePopupWidget() is None


def test_down_on_the_last_offer_keeps_it_ready_for_enter(look: Look, qtbot: QtBot, shown: Shown) -> None:
    box = SearchBox(look, placeholder="Find")
    shown(box)
    box.setFocus()
    type_text(box, "p")
    box.offer([Offer(7, "the only one")])
    settle()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.chosen) as seen:
        QTest.keyClick(popup, Qt.Key.Key_Return)
    assert seen.args == [7]


def test_typing_goes_on_while_offers_are_shown(look: Look, shown: Shown) -> None:
    box = SearchBox(look, placeholder="Find")
    shown(box)
    box.setFocus()
    type_text(box, "a")
    box.offer([Offer(1, "one")])
    settle()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_B)
    assert box.text() == "ab"
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_esc_empties_and_then_gives_up(look: Look, qtbot: QtBot, shown: Shown) -> None:
    box = SearchBox(look, placeholder="Find")
    shown(box)
    type_text(box, "x")
    with qtbot.waitSignal(box.asked) as seen:
        press(box, Qt.Key.Key_Escape)
    assert seen.args == [""]
    with qtbot.waitSignal(box.gave_up):
        press(box, Qt.Key.Key_Escape)
    with qtbot.waitSignal(box.went_down):
        press(box, Qt.Key.Key_Down)
    type_text(box, "62600143")
    with qtbot.waitSignal(box.entered) as seen:
        press(box, Qt.Key.Key_Return)
    assert seen.args == ["62600143"]


@pytest.mark.parametrize("rtl", [False, True])
def test_the_caret_stands_beside_the_first_letter_of_the_hint(
    look: Look, shown: Shown, turn: Turn, *, rtl: bool
) -> None:
    turn(rtl=rtl)
    hint = "کالا را اسکن کنید" if rtl else "Hold or type goods"
    line, other = SearchBox(look, placeholder=hint), LineEdit(look)
    shown(line, other)
    other.setFocus()
    settle()
    assert line.placeholderText() == hint
    caret = line.cursorRect().center().x()
    with_hint = line.grab().toImage()
    line.setPlaceholderText("")
    without = line.grab().toImage()
    wide, high = with_hint.width(), with_hint.height()
    letters = [
        x for x in range(wide) if any(with_hint.pixel(x, y) != without.pixel(x, y) for y in range(high))
    ]
    assert letters, "the hint is drawn"
    first = max(letters) if rtl else min(letters)
    assert (caret - first if rtl else first - caret) >= 2
