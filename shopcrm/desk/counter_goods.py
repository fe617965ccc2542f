"""What is being bought: the line that takes goods in, and the table of the basket under it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from shopcrm.desk import counter_line as keys
from shopcrm.desk.counter_basket import CounterBasket
from shopcrm.desk.counter_columns import LineShown, basket_columns
from shopcrm.desk.counter_exchange import ExchangeBar
from shopcrm.desk.counter_line import GoodsLine
from shopcrm.desk.counter_quantity import QuantityField
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import TOGETHER, Card
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable

_QUANTITY = 1
_LOWEST = 104
"""So low the table may become before the page has to scroll: its head and two lines."""
_ROOMY = 240
_DIGITS = frozenset("0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")
_SIGNS = {"+": keys.MORE, "-": keys.FEWER, "\u2212": keys.FEWER, "*": keys.BY_HAND, "×": keys.BY_HAND}


class GoodsPane(QWidget):
    """`by_hand_asked` comes when a price or discount is to be said by hand for the current line."""

    by_hand_asked = Signal()

    def __init__(self, kit: Kit, basket: CounterBasket) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit, self._basket = kit, basket
        self.line = GoodsLine(kit)
        self.trouble = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.hold = Button(look, say("Hold"), icon="pause", key="Ctrl+H", height=40)
        # Its key belongs to the page: in a small window the button is not there.
        self.back = Button(
            look, say("Return"), icon="undo-2", key="Ctrl+R", bind_key=False, height=40, mirror=True
        )
        self.more = Button(look, "", icon="ellipsis", key="F10", height=40)
        self.more.setAccessibleName(say("More to do at the counter"))
        self._rows = Rows(basket_columns(kit.words))
        self.table = RowTable(look, self._rows, name=say("The basket"), rounded=True)
        self.table.watched = _DIGITS | frozenset(_SIGNS)
        self.quantity = QuantityField(kit, self.table)
        self._count = Label(look, "", Type.CAPTION, "muted")
        self._how = Label(
            look,
            say("Del removes, + and \u2212 change quantity, * price or discount, Ctrl+Z undoes"),
            Type.CAPTION,
            "muted",
            align=Align.TRAIL,
            ellipsis=True,
        )
        self.exchange = ExchangeBar(kit)
        self._stack = QStackedWidget()
        self.setProperty(TOGETHER, True)
        self._build()
        self._listen()
        self.say_wrong("")

    def show_lines(self, lines: Sequence[LineShown]) -> None:
        """Show the basket; the current line stays the current one."""
        self._rows.show_rows(lines)
        self._stack.setCurrentIndex(1 if lines else 0)
        self._count.setText(self._kit.words.plural("{count} line", "{count} lines", count=len(lines)))
        self._show_foot()
        self.follow()

    def follow(self) -> None:
        """Stand on the current line of the basket."""
        if 0 <= self._basket.at < self._rows.rowCount():
            self.table.go_to(self._basket.at)

    def say_wrong(self, sentence: str) -> None:
        """Say under the line what could not be taken in; an empty sentence takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.line.set_wrong(wrong=bool(sentence))
        self.line.setAccessibleDescription(sentence)

    def begin(self) -> None:
        """Put the keyboard on the line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def begin_table(self) -> None:
        """Put the keyboard on the basket."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        self.follow()

    def make_small(self, *, small: bool) -> None:
        """Make lines lower, and leave Return to its key."""
        self.table.set_row_height(32 if small else 40)
        self.back.setVisible(not small)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hints out where lines need the room."""
        super().resizeEvent(event)
        self._show_foot()

    def _show_foot(self) -> None:
        roomy = self.height() >= self._kit.look.size(_ROOMY)
        self._foot.setVisible(roomy and self._rows.rowCount() > 0)

    def act(self, wanted: str) -> None:
        """Do what a key wants of the current line."""
        basket = self._basket
        match wanted:
            case keys.MORE:
                basket.step(1)
            case keys.FEWER:
                basket.step(-1)
            case keys.AWAY:
                basket.remove(basket.at)
            case keys.UP:
                basket.go(max(0, basket.at - 1))
            case keys.DOWN:
                basket.go(basket.at + 1)
            case keys.BY_HAND if basket.current is not None:
                self.by_hand_asked.emit()

    def _build(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        gap = look.size(8)
        top = row((self.line, 1), self.hold, self.back, self.more, gap=gap)
        empty = EmptyState(
            look,
            "shopping-basket",
            say("The basket is empty"),
            say("Scan goods, type a name or a code, or only an amount. 3*name sells three."),
        )
        self._stack.setMinimumHeight(look.size(_LOWEST))
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(empty)
        self._stack.addWidget(self.table)
        air = look.size(12)
        foot = row(self._count, (self._how, 1), gap=gap, edges=(air, look.size(6), air, gap))
        self._foot = QWidget()
        self._foot.setLayout(foot)
        card = Card(look, padding=0, spacing=0)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self._foot)
        upper = column(top, self.trouble, self.exchange, gap=look.size(4))
        self.setLayout(column(upper, (card, 1), gap=air))

    def _listen(self) -> None:
        self.line.keyed.connect(self.act)
        self.line.textEdited.connect(self._on_edited)
        self.line.gave_up.connect(self._on_edited)
        self.line.textChanged.connect(self._on_emptied)
        self.table.keyed.connect(self._on_table_key)
        self.table.left_out.connect(self._on_left_out)
        self.table.opened.connect(self._on_opened)
        self.table.moved.connect(self._on_moved)
        self.quantity.kept.connect(self._on_quantity)
        self.quantity.over.connect(self._on_quantity_over)
        self.exchange.left.connect(self._on_no_exchange)
        self._basket.moved.connect(self.follow)
        back = QShortcut(QKeySequence("Esc"), self.table)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(self.begin)

    def _on_no_exchange(self) -> None:
        self._basket.exchange(None)
        self.begin()

    def _on_edited(self) -> None:
        if self.trouble.text():
            self.say_wrong("")

    def _on_emptied(self, text: str) -> None:
        """Esc takes away what was typed, and with it what was wrong about it."""
        if not text and self.line.hasFocus():
            self._on_edited()

    def _on_moved(self, shown: LineShown | None) -> None:
        if shown is not None:
            self._basket.go(shown.place)

    def _on_left_out(self, shown: LineShown) -> None:
        self._basket.remove(shown.place)
        if not self._basket.content.items:
            self.begin()

    def _on_table_key(self, shown: LineShown, key: str) -> None:
        self._basket.go(shown.place)
        if key in _SIGNS:
            self.act(_SIGNS[key])
        else:
            self._open_quantity(shown.place, key)

    def _on_opened(self, shown: LineShown) -> None:
        self._basket.go(shown.place)
        self._open_quantity(shown.place, self._kit.words.quantity(shown.item.quantity))

    def _open_quantity(self, place: int, text: str) -> None:
        self.quantity.open(self.table.visualRect(self._rows.index(place, _QUANTITY)), text)

    def _on_quantity(self, quantity: int) -> None:
        item = self._basket.current
        if item is not None:
            self._basket.change(self._basket.at, replace(item, quantity=quantity))

    def _on_quantity_over(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
