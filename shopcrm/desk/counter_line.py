"""The line into which goods are scanned or typed; while it is empty, a few keys act on the basket's line."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.search_box import SearchBox

MORE, FEWER, BY_HAND, AWAY, UP, DOWN = "+", "-", "*", "Del", "Up", "Down"
"""What a key on the empty line wants of the current line of the basket."""
_SIGNS = {"+": MORE, "-": FEWER, "\u2212": FEWER, "*": BY_HAND, "×": BY_HAND}
_KEYS = {Qt.Key.Key_Delete: AWAY, Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN}


class GoodsLine(SearchBox):
    """A search line; `keyed` carries what a key on the empty line wants."""

    keyed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            placeholder=say("Scan or type goods, or an amount"),
            key="F3",
            name=say("Goods, a code, or an amount"),
            icon="scan-barcode",
            height=40,
        )

    def event(self, event: QEvent) -> bool:
        """Leave the keys that take back to the counter while there is nothing written to take back."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _takes_back(event)
            and not self.text()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the current line where nothing is written; else write."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        wanted = _SIGNS.get(event.text()) or _KEYS.get(Qt.Key(event.key()))
        if wanted is not None and plain and not self.text():
            self.keyed.emit(wanted)
        else:
            super().keyPressEvent(event)


def _takes_back(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
