"""The sheet of one product: its facts and barcodes, its stock with the latest movements, and who buys it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from shopcrm.desk.facts import Facts
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import Chip, ChipKind
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.people import called
from shopcrm.rules.wording import Words
from shopcrm.services import goods, purchases, stock
from shopcrm.services.goods import ProductView
from shopcrm.services.purchases import Buyer
from shopcrm.services.stock import Move

_MOVES = 5
_MOVE_ROW, _BUYER_ROW = 40, 48


class ProductSheet(QScrollArea):
    """Shows one product; tells when it is to be changed, counted, or one of its buyers shown."""

    edit_asked = Signal(object)
    count_asked = Signal(object)
    customer_asked = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._view: ProductView | None = None
        self.product_id: int | None = None
        self.head = _Head(kit)
        self.stock = _Stock(kit)
        self.buyers = _Buyers(kit)
        self._build()
        self.head.edit.clicked.connect(self._on_edit)
        self.stock.count.clicked.connect(self._on_count)
        self.buyers.table.opened.connect(self._on_buyer)

    def show_product(self, product_id: int) -> None:
        """Read a product and show it."""
        self.product_id = product_id
        quick = self._kit.lanes.quick
        quick.ask(self, self._on_view, goods.show, product_id)
        quick.ask(self, self.stock.show_moves, stock.moves_of, product_id, _MOVES)
        quick.ask(self, self.buyers.show_buyers, purchases.buyers, product_id)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.product_id is not None:
            self.show_product(self.product_id)

    def show_nothing(self) -> None:
        """Show that no goods are chosen."""
        self.product_id = self._view = None
        self._cards.hide()

    def begin(self) -> None:
        """Put the keyboard on the first thing of the sheet."""
        self.head.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def has_focus_within(self) -> bool:
        """Tell whether the keyboard is on the sheet."""
        at = QApplication.focusWidget()
        return at is not None and self.isAncestorOf(at)

    def _build(self) -> None:
        host = QWidget()
        self._cards = QWidget()
        self._cards.setLayout(column(self.head, self.stock, self.buyers, gap=self._kit.look.size(12)))
        self._cards.hide()
        host.setLayout(column(self._cards, None, gap=0))
        self.setWidget(host)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _on_view(self, view: ProductView) -> None:
        self._view = view
        self.head.show_view(view)
        self.stock.show_view(view)
        self._cards.show()

    def _on_edit(self) -> None:
        if self._view is not None:
            self.edit_asked.emit(self._view)

    def _on_count(self) -> None:
        if self._view is not None:
            self.count_asked.emit(self._view)

    def _on_buyer(self, buyer: Buyer) -> None:
        self.customer_asked.emit(buyer.customer_id)


class _Head(Card):
    """Name, category, facts and barcodes."""

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, padding=12, spacing=12)
        self._look, self._words = look, words
        self.name = Label(look, "", Type.NAME, wrap=True)
        self._category = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.edit = Button(look, words.say("Edit"), icon="pencil", key="F4", height=32)
        self._facts = Facts(look)
        self._caption = Label(look, words.say("Barcodes"), Type.CAPTION, "muted")
        self._host = QWidget()
        self._barcodes = FlowLayout(self._host, gap=look.size(4), line_gap=look.size(4))
        disc = Disc(look, Sign("package", ground="accent_soft", ink="accent_ink", size=40))
        names = column(self.name, self._category, gap=0)
        self.body.addLayout(row(disc, (names, 1), gap=look.size(10)))
        self.body.addWidget(self._facts)
        self.body.addLayout(column(self._caption, self._host, gap=look.size(4)))
        self.body.addLayout(row(self.edit, None))

    def show_view(self, view: ProductView) -> None:
        """Show another product."""
        self.name.setText(self._words.alone(view.name))
        self._category.setText(view.category or self._words.say("No category"))
        self._facts.show_facts(_facts(self._words, view))
        self._barcodes.clear()
        for code in view.barcodes:
            chip = Chip(self._look, self._words.ltr(code), ChipKind.PLAIN, icon="barcode")
            self._barcodes.addWidget(chip)
        for part in (self._caption, self._host):
            part.setVisible(bool(view.barcodes))


class _Stock(Card):
    """What is on hand, and what moved last."""

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Stock"), padding=0, spacing=0)
        self._words = words
        self.count = Button(
            look, words.say("Count"), ButtonKind.GHOST, icon="clipboard-check", key="F9", height=28
        )
        self.head.addWidget(self.count)
        self.on_hand = Label(look, "", Type.PAGE)
        self._line = Label(look, "", Type.CAPTION, "muted", wrap=True)
        air = look.size(12)
        self.body.addLayout(row(self.on_hand, (self._line, 1), edges=(air, 0, air, look.size(8))))
        shown = _MoveWords(words)
        self._rows = Rows(
            [
                Column("", shown.what, share=1, second=_reason),
                Column("", shown.day, Align.TRAIL, kind=Type.CAPTION, tint=_muted_move),
                Column("", shown.quantity, Align.NUMBER),
            ]
        )
        self._table = RowTable(look, self._rows, name=words.say("Latest movements"), row_height=_MOVE_ROW)
        self.body.addWidget(self._table)

    def show_view(self, view: ProductView) -> None:
        """Show what is on hand."""
        words = self._words
        kept = view.on_hand is not None
        self.on_hand.setVisible(kept)
        if view.on_hand is not None:
            self.on_hand.setText(words.quantity(view.on_hand, view.unit))
            self.on_hand.set_tint("danger" if view.on_hand < 0 else "text")
        not_kept = words.say("Not kept. Count it once, and it is kept from then on.")
        self._line.setText(words.say("on hand") if kept else not_kept)

    def show_moves(self, moves: list[Move]) -> None:
        """Show the latest movements."""
        self._rows.show_rows(moves)
        _fit(self._table, len(moves), self._look.size(_MOVE_ROW))


class _Buyers(Card):
    """Who took the most of it."""

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Who buys it most"), padding=0, spacing=0)
        self._words = words
        self._none = Label(look, words.say("Nobody whom the shop knows yet."), Type.SMALL, "muted", wrap=True)
        air = look.size(12)
        self.body.addLayout(column(self._none, edges=(air, 0, air, 0)))
        columns = [
            Column("", self._name, share=1, strong=True, second=self._times),
            Column("", self._quantity, Align.NUMBER),
        ]
        self._rows = Rows(columns)
        self.table = RowTable(look, self._rows, name=words.say("Who buys it most"), row_height=_BUYER_ROW)
        self.body.addWidget(self.table)

    def show_buyers(self, buyers: list[Buyer]) -> None:
        """Show who buys it."""
        self._none.setVisible(not buyers)
        self._rows.show_rows(buyers)
        _fit(self.table, len(buyers), self._look.size(_BUYER_ROW))

    def _name(self, buyer: Buyer) -> str:
        return called(self._words, buyer.name, buyer.code, buyer.customer_id)

    def _times(self, buyer: Buyer) -> str:
        words = self._words
        return words.plural(
            "{count} time, last on {day}",
            "{count} times, last on {day}",
            count=buyer.times,
            day=buyer.last_on,
        )

    def _quantity(self, buyer: Buyer) -> str:
        return self._words.quantity(buyer.quantity)


class _MoveWords:
    """Words the cells of a movement of stock."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._kinds = {
            "arrival": words.say("Came in"),
            "sale": words.say("Sold"),
            "return": words.say("Brought back"),
            "correction": words.say("Counted"),
        }

    def what(self, move: Move) -> str:
        return self._kinds.get(move.kind, move.kind)

    def day(self, move: Move) -> str:
        return self._words.day(self._words.days.of(move.at))

    def quantity(self, move: Move) -> str:
        shown = self._words.quantity(move.quantity)
        return self._words.ltr(f"+{shown}") if move.quantity > 0 else shown


def _reason(move: Move) -> str:
    return move.reason


def _muted_move(_move: Move) -> Tint:
    return "muted"


def _facts(words: Words, view: ProductView) -> list[tuple[str, str]]:
    unit = currency(words)
    facts = [(words.say("Code"), words.ltr(view.code)), (words.say("Unit"), view.unit or words.say("piece"))]
    if view.price is not None:
        facts.append((words.say("Price, {currency}", currency=unit), words.amount(view.price)))
    if view.cost is not None:
        facts.append((words.say("Cost, {currency}", currency=unit), words.amount(view.cost)))
    if view.tax_rate:
        facts.append((words.say("Tax"), tax_text(words, view.tax_rate)))
    return facts + list(view.attributes.items())


def tax_text(words: Words, basis_points: int) -> str:
    """Write a tax rate given in basis points as a percentage."""
    return words.quantity(basis_points * 10, "٪" if words.language == "fa" else "%")


def _fit(table: RowTable, rows: int, row_height: int) -> None:
    """Make a short table as high as its rows, so that it never scrolls within the sheet."""
    table.setVisible(bool(rows))
    table.setFixedHeight(rows * row_height + 2)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
