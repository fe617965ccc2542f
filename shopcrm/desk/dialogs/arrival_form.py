"""Writes down what came in: by scanner, by typing, or pasted from a spreadsheet."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.services import arrivals, goods, search
from shopcrm.services.arrivals import ArrivalDraft, ArrivalView, Came, Preview
from shopcrm.services.goods import ProductView
from shopcrm.services.search import GoodsHit

_OFFERED = 8


@dataclass(frozen=True)
class _Line:
    """One product that came in; quantity in thousandths."""

    product_id: int
    code: str
    name: str
    unit: str
    quantity: int


class ArrivalForm(DialogFrame):
    """The form; `recorded` carries the arrival as it was written down."""

    recorded = Signal(object)
    failed = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(
            look, kit.words, say("What came in"), say("Record"), parent=parent, icon="package-open", width=680
        )
        self._kit = kit
        self._lines: list[_Line] = []
        self._rows = Rows(self._columns())
        self._table = RowTable(look, self._rows, name=say("Goods that came in"), row_height=44)
        self._goods = SearchBox(look, placeholder=say("Scan or type goods"), icon="scan-barcode")
        self._quantity = LineEdit(look, name=say("Quantity"), ltr=True)
        self._quantity.setText(kit.words.digits("1"))
        self._supplier = LineEdit(look)
        self._note = LineEdit(look)
        self._problem = Label(look, "", Type.SMALL, "danger", wrap=True)
        self._problem.hide()
        self._lay_out()
        self._connect()
        self.main.turn_off(say("No goods yet."))

    def _lay_out(self) -> None:
        say, look = self._kit.words.say, self._kit.look
        quantity = Field(look, say("Quantity"), self._quantity)
        quantity.setFixedWidth(look.size(110))
        scanned = Field(look, say("Goods"), self._goods, hint=say("name, code or barcode; Enter adds"))
        self.body.addLayout(row((scanned, 1), quantity, gap=look.size(12)))
        self._table.setMinimumHeight(look.size(220))
        self._table.watched = frozenset("+-")
        self.body.addWidget(self._table)
        self.body.addWidget(self._problem)
        keys = say("In the list, + and - change a quantity and Del takes goods out.")
        self.body.addWidget(Label(look, keys, Type.CAPTION, "muted", wrap=True))
        supplier = Field(look, say("Supplier"), self._supplier, hint=say("may stay empty"))
        note = Field(look, say("Note"), self._note, hint=say("such as: this year's harvest"))
        self.body.addLayout(row((supplier, 1), (note, 1), gap=look.size(12)))
        paste = Button(look, say("Paste rows"), icon="clipboard-paste", key="Ctrl+Shift+V")
        paste.clicked.connect(self._on_paste)
        self.add_side(paste)
        self._goods.setFocus()

    def _connect(self) -> None:
        self._goods.asked.connect(self._on_asked)
        self._goods.chosen.connect(self._on_chosen)
        self._goods.entered.connect(self._on_entered)
        self._quantity.returnPressed.connect(self._goods.setFocus)
        self._table.left_out.connect(self._on_left_out)
        self._table.keyed.connect(self._on_keyed)
        self.agreed.connect(self._on_agreed)

    def _columns(self) -> list[Column[_Line]]:
        words = self._kit.words
        return [
            Column(
                words.say("Goods"),
                lambda line: line.name,
                share=1,
                strong=True,
                second=lambda line: words.ltr(line.code),
            ),
            Column(
                words.say("Quantity"), lambda line: words.quantity(line.quantity, line.unit), Align.NUMBER
            ),
        ]

    def _on_asked(self, text: str) -> None:
        if not text.strip():
            self._goods.offer([])
            return
        self._kit.lanes.search.ask(self, self._on_found, search.find_goods, text, _OFFERED)

    def _on_found(self, hits: list[GoodsHit]) -> None:
        words = self._kit.words
        # The answer may come after the goods were chosen, when nothing is asked any more.
        wanted = hits if self._goods.text().strip() else []
        self._goods.offer(
            [Offer(hit, hit.name, words.ltr(hit.code), Sign("package", size=28)) for hit in wanted]
        )

    def _on_chosen(self, hit: GoodsHit) -> None:
        self._goods.clear()
        self._goods.offer([])
        self._add(_Line(hit.id, hit.code, hit.name, hit.unit, self._thousandths()))

    def _on_entered(self, text: str) -> None:
        """Take what a scanner typed: it ends with Enter before anything was offered."""
        shop = self._kit.program.shop
        if text.strip():
            self._kit.lanes.quick.run(
                self, self._on_scanned, lambda: shop.ask(goods.find, text), self._on_refused
            )

    def _on_scanned(self, product: ProductView) -> None:
        self._goods.clear()
        self._goods.offer([])
        self._add(_Line(product.id, product.code, product.name, product.unit, self._thousandths()))

    def _on_paste(self) -> None:
        pasted = QApplication.clipboard().text()
        if pasted.strip():
            self._kit.lanes.quick.ask(self, self._take, arrivals.preview, pasted)

    def _take(self, found: Preview) -> None:
        words = self._kit.words
        for line in found.lines:
            product = line.product
            self._add(_Line(product.id, product.code, product.name, product.unit, line.quantity))
        if found.refused:
            said = [
                words.say("Row {row}: {text} — {why}", row=one.row, text=one.text, why=one.why)
                for one in found.refused[:5]
            ]
            self._say("\n".join(said))

    def _add(self, line: _Line) -> None:
        self._say("")
        known = next((i for i, one in enumerate(self._lines) if one.product_id == line.product_id), None)
        if known is None:
            self._lines.append(line)
        else:
            whole = self._lines[known].quantity + line.quantity
            self._lines[known] = replace(self._lines[known], quantity=whole)
        self._quantity.setText(self._kit.words.digits("1"))
        self._show()

    def _show(self) -> None:
        self._rows.show_rows(self._lines)
        if self._lines:
            self.main.turn_on()
        else:
            self.main.turn_off(self._kit.words.say("No goods yet."))

    def _thousandths(self) -> int:
        try:
            quantity = cells.quantity(self._quantity.text())
        except ShopError:
            quantity = 0
        return quantity if quantity > 0 else THOUSANDTHS

    def _on_left_out(self, line: _Line) -> None:
        self._lines.remove(line)
        self._show()

    def _on_keyed(self, line: _Line, key: str) -> None:
        place = self._lines.index(line)
        step = THOUSANDTHS if key == "+" else -THOUSANDTHS
        if line.quantity + step > 0:
            self._lines[place] = replace(line, quantity=line.quantity + step)
            self._rows.replace(place, self._lines[place])

    def _on_agreed(self) -> None:
        if not self._lines:
            self._say(self._kit.words.say("Scan or type what came in first."))
            return
        came = [Came(line.product_id, line.quantity) for line in self._lines]
        draft = ArrivalDraft(came, self._supplier.text(), self._note.text())
        self._kit.lanes.quick.try_do(self, self._on_recorded, self._on_refused, arrivals.record, draft)

    def _on_recorded(self, arrival: ArrivalView) -> None:
        self.recorded.emit(arrival)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, ShopError):
            self._say(self._kit.words.tell(error))
        else:
            self.failed.emit(error)

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
