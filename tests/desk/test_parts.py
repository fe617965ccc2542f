from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Sign, lines_of
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chance import Band, ChanceBar, ShareBar
from shopcrm.desk.widgets.chips import ButtonChip, ChipKind, KeptChip
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.keycaps import Keycap
from shopcrm.desk.widgets.labels import Disc, Icon, Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.shortcuts import sequences
from shopcrm.desk.widgets.table import RowTable
from shopcrm.desk.widgets.tips import plain_tip
from tests.desk.gallery import settle
from tests.desk.kit_parts import Turn, colour_at, press, spoken_name


def show(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    window.setLayout(column(*widgets, None))
    window.resize(420, 360)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    settle()
    return window


def test_an_empty_place_says_what_to_do_and_does_it(look: Look, qtbot: QtBot) -> None:
    empty = EmptyState(look, "package-open", "Nothing came in", "Record it.", action="Record", key="Ctrl+N")
    window = show(qtbot, empty)
    with qtbot.waitSignal(empty.acted):
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    empty.say(
        "Nobody is called <b>Nouri</b>", "Look at the spelling, or make a new customer.", "New customer"
    )
    assert empty.button.text() == "New customer"
    assert empty.findChildren(Label)[0].text() == "Nobody is called <b>Nouri</b>"
    empty.say("Nobody", "")
    assert not empty.button.isVisible()


def test_labels_and_pictures_change_while_they_are_shown(look: Look, qtbot: QtBot) -> None:
    label, icon, disc = (
        Label(look, "points"),
        Icon(look, "check", "ok", says="kept"),
        Disc(look, Sign("heart")),
    )
    window = show(qtbot, label, icon, disc)
    small = label.sizeHint().height()
    label.set_kind(Type.PAGE)
    label.set_tint("danger")
    label.put_tip("more of it")
    assert label.sizeHint().height() > small
    assert label.tint == "danger"
    assert label.toolTip() == "more of it"
    before = icon.grab().toImage()
    icon.show_icon("x", "danger")
    assert icon.grab().toImage() != before
    assert spoken_name(icon) == "kept"
    disc.show_sign(Sign(letters="MN", size=48))
    settle()
    assert disc.width() == 48
    window.close()


def test_pointing_darkens_and_pressing_colours(look: Look, qtbot: QtBot) -> None:
    button, quiet, chip = Button(look, "Print"), IconButton(look, "x", "Close"), ButtonChip(look, "All")
    window = show(qtbot, button, quiet, chip)
    for widget in (button, quiet, chip):
        QTest.mouseMove(widget, QPoint(4, 8))
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        assert colour_at(widget, QPoint(widget.width() // 2, 4)) == look.colour("sunken")
    button.setDown(True)
    assert colour_at(button, QPoint(8, 4)) == look.colour("accent_soft")
    button.set_kind(ButtonKind.DANGER_FULL)
    button.set_icon("trash-2")
    button.setDown(False)
    assert colour_at(button, QPoint(8, 4)) == look.colour("danger")
    assert button.key == ""
    window.close()


def test_what_was_told_is_left_out_by_cross_and_key(look: Look, qtbot: QtBot, turn: Turn) -> None:
    for rtl in (False, True):
        turn(rtl=rtl)
        chip = KeptChip(look, "Salt & nuts", ChipKind.TOLD, how="Del leaves it out")
        window = show(qtbot, chip)
        cross = QPoint(12, 14) if rtl else QPoint(chip.width() - 12, 14)
        with qtbot.waitSignal(chip.left_out):
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
        with qtbot.waitSignal(chip.left_out):
            press(chip, Qt.Key.Key_Delete)
        with qtbot.assertNotEmitted(chip.left_out):
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() // 2, 14))
        assert chip.text() == "Salt & nuts"
        window.close()


def test_bars_fill_from_the_leading_side(look: Look, qtbot: QtBot, turn: Turn) -> None:
    for rtl in (False, True):
        turn(rtl=rtl)
        share, chance = ShareBar(look, 0.0), ChanceBar(look, Band(0.1, 0.2, 0.3), "about 1 in 5")
        window = show(qtbot, share, chance)
        share.show_share(0.25, "a quarter")
        chance.show_band(Band(0.0, 0.1, 0.2), "about 1 in 10")
        lead = share.width() - 12 if rtl else 12
        assert colour_at(share, QPoint(lead, 4)) == look.colour("accent")
        assert colour_at(share, QPoint(share.width() - lead, 4)) == look.colour("track")
        assert share.share == 0.25
        assert spoken_name(chance) == "about 1 in 10"
        window.close()


def test_an_empty_line_stays_one_empty_line(look: Look) -> None:
    assert lines_of("Dear Sara,\n\nfigs came in.", look.font(Type.BODY), 400) == [
        "Dear Sara,",
        "",
        "figs came in.",
    ]


def test_the_wheel_turns_a_list_only_under_the_keyboard(look: Look, qtbot: QtBot) -> None:
    combo, other = Combo(look, [Option(i, str(i)) for i in range(3)], name="Count"), Button(look, "other")
    window = show(qtbot, combo, other)
    other.setFocus()
    turned = QWheelEvent(
        QPointF(5, 5),
        QPointF(combo.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, turned)
    assert combo.value() == 0
    combo.setFocus()
    QApplication.sendEvent(combo, turned)
    assert combo.value() == 1
    window.close()


def test_a_row_that_is_pointed_at_is_darker_and_a_double_click_opens(look: Look, qtbot: QtBot) -> None:
    table = RowTable(look, Rows([Column("Name", str, share=1)], ["one", "two", "three"]), name="Names")
    window = show(qtbot, table)
    view = table.viewport()
    spot = QPoint(200, table.rowViewportPosition(2) + 8)
    QTest.mouseMove(view, spot)
    settle()
    assert colour_at(view, QPoint(view.width() - 4, spot.y())) == look.colour("sunken")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(table.opened) as seen:
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=spot)
    assert seen.args == ["three"]
    table.set_row_height(32)
    assert table.rowHeight(0) == 32
    window.close()


def test_a_card_keeps_a_table_within_its_round_corners(look: Look, qtbot: QtBot) -> None:
    card = Card(look, padding=0)
    table = RowTable(look, Rows([Column("", str, share=1)], ["one"]), name="Names")
    card.body.addWidget(table)
    table.go_to(0)
    window = show(qtbot, card)
    assert colour_at(card, QPoint(0, 0)) == look.colour("bg")
    card.set_ground("danger_soft", "danger_line")
    titled = Card(look, "Old title")
    titled.set_title("New title")
    assert titled.title.text() == "New title"
    titled.deleteLater()
    window.close()


def test_keycaps_are_latin_and_tips_are_plain(look: Look, qtbot: QtBot) -> None:
    cap = Keycap(look, "Ctrl+Enter")
    window = show(qtbot, cap)
    assert cap.key == "Ctrl+Enter"
    assert cap.width() >= cap.sizeHint().width()
    assert [sequence.toString() for sequence in sequences("Ctrl+Enter")] == ["Ctrl+Return", "Ctrl+Enter"]
    assert sequences("") == []
    assert plain_tip("a < b") == "<qt>a &lt; b</qt>"
    assert plain_tip("plain") == "plain"
    assert QColor(look.tokens.scrim).alpha() < 255
    window.close()


def test_every_line_of_a_text_from_right_to_left_begins_at_the_edge(
    look: Look, qtbot: QtBot, turn: Turn
) -> None:
    turn(rtl=True)
    label = Label(look, "اااااااا اااااااا اااااااا اااااااا اااااااا اااااااا", wrap=True)
    label.setFixedWidth(look.size(150))
    window = show(qtbot, label)
    assert window.isVisible()
    image, high = label.grab().toImage(), label.fontMetrics().lineSpacing()
    ground = image.pixel(0, 0)
    edges = []
    for line in range(label.height() // high):
        rows = range(line * high, (line + 1) * high)
        inked = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in rows)]
        edges.append(max(inked))
    assert len(edges) > 1
    assert max(edges) - min(edges) <= 1
