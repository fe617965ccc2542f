"""Hostile strings on the screen: whatever somebody wrote is shown as it stands, and never as markup."""

import html

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.tips import put_tip
from tests.hostile import STRINGS


def is_plain(tip: str, text: str) -> bool:
    """Tell whether Qt shows a tip as the text stands: unmarked, or wrapped and escaped."""
    text = text.removeprefix("\ufeff")  # Qt takes the mark of a file's beginning away.
    inside = tip.removeprefix("<qt>").removesuffix("</qt>")
    if inside != tip:
        return "<" not in inside and html.unescape(inside) == html.unescape(html.escape(text))
    return tip == text and "<" not in tip and "&" not in tip


def seen(text: str) -> list[str]:
    return [one for one in text if one.isprintable()]


def test_labels_and_tips_show_plain_text(look: Look, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 60)
    for text in STRINGS:
        label = Label(look, text, parent=widget)
        assert seen(label.text()) == seen(text)
        label.grab()
        put_tip(widget, text)
        assert is_plain(widget.toolTip(), text), text
        label.setParent(None)
        label.deleteLater()


def test_a_tip_that_is_not_escaped_would_be_noticed(qtbot: QtBot) -> None:
    """The control."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setToolTip("<b>bold</b>")
    assert not is_plain(widget.toolTip(), "<b>bold</b>")
