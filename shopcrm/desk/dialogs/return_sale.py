"""Goods come back: which sale, what of it, how the money goes back, and why."""

import secrets
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.counter_kinds import paid_word
from shopcrm.desk.kit import Kit
from shopcrm.desk.return_lines import ReturnLines
from shopcrm.desk.return_words import reckoning
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import CheckBox, Choice, Option
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.sum_rows import SumRows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.rules.sayings import Saying
from shopcrm.services import returned_sales, returns
from shopcrm.services.refunds import CHOICES
from shopcrm.services.returned_sales import LatestSale
from shopcrm.services.returns import Returnable, ReturnDraft, Returned, ReturnQuote

_ROW, _HEAD, _MOST = 40, 32, 5


class ReturnSale(DialogFrame):
    """`returned` carries the return that was made; `exchange_asked` its draft, to sell other goods with it.

    Without a sale it asks for one: by number, by its slip, or from the latest of a customer.
    """

    returned = Signal(object)
    exchange_asked = Signal(object)

    def __init__(
        self, kit: Kit, parent: QWidget, customer_id: int | None = None, sale_id: int | None = None
    ) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("Bring goods back"),
            say("Give the money back"),
            parent=parent,
            icon="undo-2",
            line=say("Enter opens a sale."),
            width=760,
        )
        self._kit, self._key = kit, secrets.token_hex(16)
        self._sale: Returnable | None = None
        self.quote: ReturnQuote | None = None
        self.number = LineEdit(
            look, placeholder=say("Number of the sale, or scan its slip"), icon="receipt", ltr=True
        )
        self.which = Field(look, say("Which sale"), self.number)
        self._latest = Rows(self._latest_columns(), list[LatestSale]())
        self.latest = RowTable(look, self._latest, name=say("Latest sales"), row_height=_ROW)
        self.lines = ReturnLines(kit, self)
        self._furnish()
        self._listen()
        self._show_step(found=False)
        if sale_id is not None:
            self._open_sale(sale_id)
        elif customer_id is not None:
            kit.lanes.quick.ask(self, self._on_latest, returned_sales.latest, customer_id)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _furnish(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        usual = (say("Not what they wanted"), say("Damaged or spoiled"), say("Bought by mistake"))
        self.usual = Choice(look, [Option(one, one) for one in usual], name=say("Usual reasons"))
        self.reason = LineEdit(look)
        self._why = Field(look, say("Why"), self.reason, hint=say("optional"))
        options = [Option(kind, paid_word(self._kit.words, kind)) for kind in CHOICES]
        self.refund = Choice(look, options, name=say("How the rest goes back"))
        self._way = Field(look, say("How the rest goes back"), self.refund)
        self.outside = CheckBox(look, say("Not as the shop's terms say: opened, damaged, without a slip"))
        self.terms = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self.beyond = Label(look, "", Type.CAPTION, "warn", wrap=True)
        self.sums = SumRows(look, name=say("What goes back"))
        self.error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.exchange = Button(look, say("Exchange"), icon="arrow-left-right", key="Alt+E")
        self.add_side(self.exchange)
        left = column(
            self._why, self.usual, self._way, self.outside, self.terms, self.beyond, gap=look.size(8)
        )
        self._after = QWidget()
        two = row((left, 3), (self.sums, 2), gap=look.size(20))
        self._after.setLayout(column(self.lines.table, two, gap=look.size(12)))
        for part in (self.which, self.latest, self._after, self.error):
            self.body.addWidget(part)

    def _listen(self) -> None:
        self.number.returnPressed.connect(self._on_number)
        self.number.textEdited.connect(lambda _text: self.which.show_error(""))
        self.latest.opened.connect(lambda one: self._open_sale(one.id))
        self.lines.changed.connect(self._on_changed)
        self.usual.picked.connect(self.reason.setText)
        self.refund.picked.connect(lambda _kind: self._on_changed())
        self.outside.toggled.connect(lambda _ticked: self._on_changed())
        self.exchange.clicked.connect(self._on_exchange)
        self.agreed.connect(self._on_agreed)

    def _latest_columns(self) -> list[Column[LatestSale]]:
        words = self._kit.words

        def number(one: LatestSale) -> str:
            return words.digits(one.number)

        def back(one: LatestSale) -> str:
            return words.say("{amount} came back", amount=words.money(one.back)) if one.back else ""

        def when(one: LatestSale) -> str:
            return words.moment(one.sold_at)

        def total(one: LatestSale) -> str:
            return words.amount(one.total)

        return [
            Column(words.say("Sale"), number, least=64, strong=True),
            Column(words.say("When"), when, share=1),
            Column("", back, Align.TRAIL),
            Column(words.say("Total"), total, Align.NUMBER, least=96),
        ]

    def _show_step(self, *, found: bool) -> None:
        """Show the question for a sale, or the sale."""
        self.which.setVisible(not found)
        self.latest.setVisible(not found and self._latest.rowCount() > 0)
        self._after.setVisible(found)
        self.error.setVisible(bool(self.error.text()))
        self.exchange.setVisible(found)
        self.main.setEnabled(False)
        self.exchange.setEnabled(False)

    def _on_latest(self, sales: Sequence[LatestSale]) -> None:
        if self._sale is not None:
            return
        self._latest.show_rows(sales)
        self.latest.setFixedHeight(self._kit.look.size(_HEAD + _ROW * min(_MOST, max(2, len(sales)))))
        self.latest.fit()
        self._show_step(found=False)
        self.fit_anew()
        if sales:
            self.latest.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_number(self) -> None:
        text, shop = self.number.text().strip(), self._kit.program.shop
        if text:
            work = partial(shop.ask, returned_sales.find, text)
            self._kit.lanes.quick.run(self, self._open_sale, work, self._on_not_found)

    def _on_not_found(self, error: Exception) -> None:
        self.which.show_error(self._words_of(error))
        self.number.selectAll()

    def _open_sale(self, sale_id: int) -> None:
        work = partial(self._kit.program.shop.ask, returns.look, sale_id)
        self._kit.lanes.quick.run(self, self._on_found, work, self._on_not_found)

    def _on_found(self, sale: Returnable) -> None:
        words = self._kit.words
        self._sale = sale
        said = words.say("Bring back goods of sale {number}", number=words.digits(sale.sale.number))
        self.title.setText(said)
        self.setWindowTitle(said)
        self.setAccessibleName(said)
        self.line.setText(words.say("Space ticks a line; + and - or digits say how much of it."))
        self.refund.choose(sale.usual)
        terms = [sale.terms.strip(), self._days(sale)]
        self.terms.setText("\n".join(part for part in terms if part))
        self._show_step(found=True)
        self.lines.show_sale(sale.sale.lines)
        self.fit_anew()
        self.lines.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _days(self, sale: Returnable) -> str:
        words = self._kit.words
        if sale.days_left < 0:
            return ""
        return words.plural(
            "{count} day is left to bring it back.",
            "{count} days are left to bring it back.",
            count=sale.days_left,
        )

    def _draft(self) -> ReturnDraft | None:
        chosen = self.lines.chosen()
        if self._sale is None or not chosen:
            return None
        return ReturnDraft(
            self._sale.sale.id,
            chosen,
            reason=self.reason.text().strip(),
            refund=self.refund.value(),
            outside=self.outside.isChecked(),
        )

    def _on_changed(self) -> None:
        draft = self._draft()
        self.quote = None
        self.main.setEnabled(False)
        self.exchange.setEnabled(False)
        if draft is None:
            self.sums.show_lines([])
            self._say_beyond(self._sale.beyond if self._sale is not None else ())
            return
        work = partial(self._kit.program.shop.ask, returns.quote, draft)
        self._kit.lanes.quick.run(self, self._on_reckoned, work, self._on_refused, slot="quote")

    def _on_reckoned(self, quote: ReturnQuote) -> None:
        words, draft = self._kit.words, self._draft()
        if draft is None:
            return
        self.quote = quote
        amounts: dict[int, int] = {}
        for one in quote.lines:
            amounts[one.ordinal] = amounts.get(one.ordinal, 0) + one.amount
        self.lines.show_amounts(amounts)
        self.sums.show_lines(reckoning(words, quote))
        self._say_beyond(quote.beyond)
        self._say_error("")
        self.main.setText(words.say("Give back {amount}", amount=words.money(quote.refund)))
        self.main.setEnabled(True)
        self.exchange.setEnabled(True)

    def _say_beyond(self, why: Sequence[Saying]) -> None:
        words = self._kit.words
        said = [words.tell(one) for one in why]
        if said:
            said.append(words.say("A manager agrees to it, with a reason."))
        self.beyond.setText(" ".join(said))
        self.beyond.setVisible(bool(said))

    def _on_exchange(self) -> None:
        draft = self._draft()
        if draft is not None:
            self.accept()
            self.exchange_asked.emit(draft)

    def _on_agreed(self) -> None:
        draft = self._draft()
        if draft is None or not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_returned, self._on_refused, returns.complete, draft, self._key)

    def _on_returned(self, done: Returned) -> None:
        self.returned.emit(done)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(self.quote is not None)
        self._say_error(self._words_of(error))

    def _say_error(self, said: str) -> None:
        self.error.setText(said)
        self.error.setVisible(bool(said))

    def _words_of(self, error: Exception) -> str:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        return self._kit.words.tell(said)
