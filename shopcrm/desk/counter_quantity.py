"""A small field over the quantity of a line of the basket; Enter keeps what was typed, Esc leaves it."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from shopcrm.desk.counter_typed import quantity_of
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.rules.text import ascii_digits

_WIDE = 96


class QuantityField(LineEdit):
    """`kept` carries thousandths; `over` comes when the keyboard is to go back to the table."""

    kept = Signal(int)
    over = Signal()

    def __init__(self, kit: Kit, table: QTableView) -> None:
        super().__init__(kit.look, ltr=True, align=Align.NUMBER, height=32, name=kit.words.say("Quantity"))
        self.setParent(table.viewport())
        self._kit = kit
        self.hide()
        self.left.connect(self.hide)

    def open(self, place: QRect, text: str) -> None:
        """Stand over a cell with what was typed so far, or with all of it chosen."""
        look = self._kit.look
        wide = max(place.width(), look.size(_WIDE))
        self.setGeometry(place.right() - wide + 1, place.top(), wide, place.height() - 1)
        self.set_wrong(wrong=False)
        self.setText(text)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if len(text) > 1:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep or leave it; a number that cannot be is marked and stays."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._keep()
            case Qt.Key.Key_Escape:
                self.over.emit()
                self.hide()
            case _:
                super().keyPressEvent(event)

    def _keep(self) -> None:
        quantity = quantity_of(ascii_digits(self.text()))
        if quantity is None:
            self.set_wrong(wrong=True)
            return
        self.over.emit()
        self.hide()
        self.kept.emit(quantity)
