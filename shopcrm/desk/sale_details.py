"""A sale in a small window of its own over the page: its lines as they were paid; Esc closes it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align, draw_box
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Rule
from shopcrm.desk.widgets.labels import Label
from shopcrm.services.sales import LineView, SaleView

_WIDE = 420
_MOST_LINES = 12


class SaleDetails(QWidget):
    """Shows one document; it goes away by itself when one presses a key or elsewhere."""

    return_asked = Signal(int)
    """Something of the sale with this number is to be taken back."""

    def __init__(self, kit: Kit, sale: SaleView, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kit, self._sale_id = kit, sale.head.id
        look, words, head = kit.look, kit.words, sale.head
        title = _title(kit, sale)
        self.setAccessibleName(title)
        when = words.say("{day}, {clock}", day=words.long_day(head.day), clock=words.clock(head.sold_at))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.size(12))
        grid.setVerticalSpacing(look.size(6))
        grid.setColumnStretch(0, 1)
        for place, line in enumerate(sale.lines[:_MOST_LINES]):
            self._add_line(grid, place, line)
        total = words.say("Total, {currency}", currency=currency(words))
        foot = row((Label(look, total, Type.TITLE), 1), _figure(kit, head.total, Type.TITLE))
        parts = [Label(look, title, Type.SECTION), Label(look, when, Type.CAPTION, "muted"), Rule(look)]
        whole = column(*parts, grid, gap=look.size(8), edges=(look.size(16),) * 4)
        hidden = len(sale.lines) - _MOST_LINES
        if hidden > 0:
            more = words.plural("and {count} more line", "and {count} more lines", count=hidden)
            whole.addWidget(Label(look, more, Type.CAPTION, "muted"))
        whole.addWidget(Rule(look))
        whole.addLayout(foot)
        if head.kind == "sale":
            whole.addLayout(self._deeds())
        self.setLayout(whole)
        self.setFixedWidth(look.size(_WIDE))

    def show_at(self, spot: QPoint) -> None:
        """Show it with its middle at a spot of the screen, within the window it belongs to."""
        self.adjustSize()
        parent = self.parentWidget()
        room = (parent.window() if parent is not None else self).frameGeometry()
        left = min(max(room.left(), spot.x() - self.width() // 2), room.right() - self.width())
        top = min(max(room.top(), spot.y()), room.bottom() - self.height())
        self.move(left, max(room.top(), top))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go away on Esc and on Enter."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        look = self._kit.look
        fill, edge = look.colour("surface"), look.colour("edge")
        draw_box(QPainter(self), self.rect(), look.size(6), fill=fill, edge=edge)

    def _deeds(self) -> QHBoxLayout:
        look, say = self._kit.look, self._kit.words.say
        back = Button(look, say("Return"), icon="undo-2", key="Ctrl+R", height=32, mirror=True)
        back.clicked.connect(self._on_back)
        return row((QWidget(), 1), back)

    def _on_back(self) -> None:
        self.return_asked.emit(self._sale_id)
        self.close()

    def _add_line(self, grid: QGridLayout, place: int, line: LineView) -> None:
        look, words = self._kit.look, self._kit.words
        name = words.alone(line.name or line.note)
        grid.addWidget(Label(look, name, Type.BODY, ellipsis=True), place, 0)
        much = words.quantity(line.quantity, line.unit)
        grid.addWidget(Label(look, much, Type.BODY, "muted"), place, 1)
        grid.addWidget(_figure(self._kit, line.amount, Type.BODY), place, 2)


def _figure(kit: Kit, amount: int, kind: Type) -> Label:
    return Label(kit.look, kit.words.amount(amount), kind, align=Align.NUMBER)


def _title(kit: Kit, sale: SaleView) -> str:
    words, number = kit.words, kit.words.digits(sale.head.number)
    names = {
        "return": words.say("Return {number}", number=number),
        "correction": words.say("Correction {number}", number=number),
    }
    return names.get(sale.head.kind, words.say("Sale {number}", number=number))
