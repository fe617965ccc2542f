"""The card that tells how the total is made, and the small window that answers why, step by step."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from shopcrm.desk.counter_exchange import Difference
from shopcrm.desk.counter_steps import last_lines, lines_of, sold_in, whys
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import draw_box
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card, Scroller
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.sum_rows import SumRows
from shopcrm.rules.sayings import Saying
from shopcrm.services.exchanges import Exchanged
from shopcrm.services.pricing import Quote
from shopcrm.services.selling import Sold

_WIDE = 560
_STEPS = {
    Qt.Key.Key_Down: QScrollBar.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QScrollBar.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
}


class TotalCard(Card):
    """Shows the steps of the sale as it stands; Ctrl+Y tells every one of them in full."""

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, say("How the total is made"), padding=0, spacing=0)
        self._kit = kit
        self._quote: Quote | None = None
        self._sold: Sold | Exchanged | None = None
        self.why = Button(look, say("Why?"), ButtonKind.GHOST, key="Ctrl+Y", height=28)
        self.why.setAccessibleName(say("Why this number?"))
        self.head.addWidget(self.why)
        self.rows = SumRows(look, name=say("How the total is made"))
        layout = self.rows.layout()
        if layout is not None:
            side = look.size(12)
            layout.setContentsMargins(side, look.size(2), side, look.size(8))
        self.notices = Label(look, "", Type.CAPTION, "muted", wrap=True)
        inside, air = QWidget(), look.size(12)
        notices = column(self.notices, edges=(air, 0, air, look.size(8)))
        inside.setLayout(column(self.rows, notices, None, gap=0))
        self.body.addWidget(Scroller(inside), 1)
        self.why.clicked.connect(self._on_why)
        self.show_quote(None)

    def show_quote(self, quote: Quote | None, exchange: Difference | None = None) -> None:
        """Show how another sale is made; None where nothing is being sold."""
        words = self._kit.words
        self._quote = quote
        last = [] if self._sold is None else last_lines(words, self._sold)
        self.rows.show_lines(last if quote is None else lines_of(words, quote, exchange))
        self.set_title(
            words.say("The last sale") if quote is None and last else words.say("How the total is made")
        )
        self.why.setVisible(quote is not None)
        news = () if quote is not None else _notices(self._sold)
        self.notices.setText("\n".join(words.tell(one) for one in news))
        self.notices.setVisible(bool(news))

    def keep(self, sold: Sold | Exchanged) -> None:
        """Keep in sight what was sold last, and what to know of it, until the next goods come."""
        self._sold = sold
        self.show_quote(None)

    def forget(self, sale_id: int) -> None:
        """Show a sale no longer that was taken back."""
        if self._sold is not None and sold_in(self._sold).sale_id == sale_id:
            self._sold = None
            if self._quote is None:
                self.show_quote(None)

    def make_small(self, *, small: bool) -> None:
        """Put the lines closer together."""
        self.rows.make_small(small=small)

    def _on_why(self) -> None:
        if self._quote is not None:
            WhyWindow(self._kit, self._quote, self).show_over(self)


class _Whole(Scroller):
    """Asks for the room of all it holds."""

    def sizeHint(self) -> QSize:
        """Ask for all of it."""
        inner = self.widget()
        return inner.sizeHint() if inner is not None else super().sizeHint()


class WhyWindow(QWidget):
    """Every step of a total in full; it goes away on a key or a click elsewhere.

    Where the window is too low for all of them, the arrows and the page keys go through them.
    """

    def __init__(self, kit: Kit, quote: Quote, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kit = kit
        look, say = kit.look, kit.words.say
        title = say("Why this number?")
        self.rows = SumRows(look, name=title)
        self.rows.show_lines(whys(kit.words, quote))
        self.setAccessibleName(self.rows.accessibleName())
        self.scroller = _Whole(self.rows)
        whole = column(
            Label(look, title, Type.SECTION), self.scroller, gap=look.size(12), edges=(look.size(16),) * 4
        )
        self.setLayout(whole)
        self.setFixedWidth(look.size(_WIDE))

    def show_over(self, card: QWidget) -> None:
        """Stand over a card, its lower edge on the card's, within the window."""
        self.adjustSize()
        room = card.window().frameGeometry()
        self.resize(self.width(), min(self.height(), room.height()))
        corner = card.mapToGlobal(QPoint(0, card.height() - self.height()))
        left = min(max(room.left(), corner.x()), room.right() - self.width())
        self.move(left, max(room.top(), corner.y()))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go away on any of the keys that leave."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        elif (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self.scroller.verticalScrollBar().triggerAction(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        look = self._kit.look
        draw_box(
            QPainter(self), self.rect(), look.size(6), fill=look.colour("surface"), edge=look.colour("edge")
        )


def _notices(sold: Sold | Exchanged | None) -> Sequence[Saying]:
    return () if sold is None else sold_in(sold).notices
