"""One special order: its details to tick, ready, handed over, withdrawn, and its slip."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk import promise_words as named
from shopcrm.desk.dialogs.order_withdraw import OrderWithdraw
from shopcrm.desk.dialogs.paper import PaperDialog
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.kit import Kit
from shopcrm.desk.promise_words import WordLine
from shopcrm.desk.slip_printing import usual_width
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.rules.promises import WAITING, OrderState
from shopcrm.services import order_rows, special_orders
from shopcrm.services.order_rows import DetailRow, OrderRow, OrderView
from shopcrm.services.printing import What
from shopcrm.services.special_orders import DetailsUnticked, HandedOver

_ROW, _MOST_ROWS = 40, 7


class OrderSheet(DialogFrame):
    """Shows an order; `did` carries the words of what was done, and what takes it back or None."""

    did = Signal(str, object)

    def __init__(self, kit: Kit, view: OrderView, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        number = words.digits(str(view.order.number))
        super().__init__(
            look,
            words,
            say("Special order {number} of {name}", number=number, name=view.order.customer),
            say("Hand over"),
            parent=parent,
            icon="package-check",
            main_icon="hand",
            cancel=say("Close"),
            line=" ",
            width=720,
        )
        self._kit, self._view = kit, view
        self.what = Label(look, words.alone(view.order.words), Type.TITLE, wrap=True)
        self._rows = Rows(self._columns())
        self.table = RowTable(look, self._rows, name=say("Details"), row_height=_ROW)
        self.table.sign_ticks = True
        self.facts = Label(look, "", Type.BODY, "muted", wrap=True)
        self.reason = LineEdit(look)
        self._why = Field(look, say("Why it is handed over all the same"), self.reason)
        self._why.hide()
        self.ready = Button(look, say("Ready"), icon="package-check", key="Alt+R")
        self.slip = Button(look, say("Slip"), icon="printer", key="Ctrl+P")
        self.withdraw = Button(look, say("Withdraw…"), icon="ban", key="Alt+W")
        self.said = Label(look, "", Type.SMALL, "danger", wrap=True)
        self.said.hide()
        self._furnish()
        self._show(view)

    @property
    def order(self) -> OrderRow:
        """The order as it stands."""
        return self._view.order

    def _furnish(self) -> None:
        for part in (self.what, self.table, self.facts, self._why, self.said):
            self.body.addWidget(part)
        for button in (self.ready, self.slip, self.withdraw):
            self.add_side(button)
        self.table.ticked.connect(self._on_ticked)
        self.table.opened.connect(self._on_ticked)
        self.ready.clicked.connect(self._on_ready)
        self.slip.clicked.connect(self._on_slip)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.agreed.connect(self._on_agreed)
        for place in range(1, 10):
            key = QShortcut(QKeySequence(f"Alt+{place}"), self)
            key.setAutoRepeat(False)
            key.activated.connect(partial(self._tick_place, place))

    def _show(self, view: OrderView) -> None:
        self._view, words = view, self._kit.words
        order, say = view.order, words.say
        waits = order.state in WAITING
        self.line.setText(named.state_word(words, WordLine(order.promised_on, order=order)))
        self._rows.show_rows(order.details)
        lines = min(len(order.details), _MOST_ROWS)
        self.table.setVisible(bool(lines))
        self.table.setFixedHeight(self._kit.look.size(_ROW * lines + 4))
        self.facts.setText("\n".join(self._facts(view)))
        self.ready.setVisible(order.state is OrderState.OPEN)
        self.withdraw.setVisible(waits)
        self.main.setText(say("Hand over") if waits else say("Close"))
        self.cancel.setVisible(waits)
        first: QWidget = self.table if lines and waits else self.main
        if not self.table.hasFocus():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        if lines and not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self.fit_anew()

    def _facts(self, view: OrderView) -> list[str]:
        words, order = self._kit.words, view.order
        said = [words.say("Promised for {day}", day=order.promised_on)]
        if order.deposit:
            said.append(
                words.say(
                    "Deposit {amount}, {left} of it not used yet",
                    amount=words.money(order.deposit),
                    left=words.money(order.deposit_left),
                )
            )
        said += [
            words.say("If it is late: {what}", what=words.tell(one.if_broken.says)) for one in view.promises
        ]
        if order.handed_why:
            said.append(words.say("Why: {reason}", reason=order.handed_why))
        return said

    def _columns(self) -> list[Column[DetailRow]]:
        words = self._kit.words

        def what(row: DetailRow) -> str:
            return words.alone(row.words)

        def tick(row: DetailRow) -> bool:
            return row.is_ticked

        def who(row: DetailRow) -> str:
            by = words.say("the owner") if row.ticked_by == "owner" else words.isolate(row.ticked_by)
            return words.say("ticked by {name}", name=by) if row.is_ticked else ""

        return [Column("", what, share=1, tick=tick), Column("", who, kind=Type.CAPTION)]

    def _tick_place(self, place: int) -> None:
        found = next((one for one in self.order.details if one.place == place), None)
        if found is not None:
            self._on_ticked(found)

    def _on_ticked(self, row: DetailRow) -> None:
        if self.order.state in WAITING:
            use_case = special_orders.untick if row.is_ticked else special_orders.tick
            self._do(self._on_changed, use_case, self.order.id, row.place)

    def _on_ready(self) -> None:
        said = self._kit.words.say("Order {number} can be fetched.", number=str(self.order.number))
        self._do(partial(self._on_done, said), special_orders.ready, self.order.id)

    def _on_agreed(self) -> None:
        if self.order.state not in WAITING:
            self.accept()
            return
        self.main.setEnabled(False)
        self._do(self._on_handed, special_orders.hand_over, self.order.id, self.reason.text())

    def _on_handed(self, done: HandedOver) -> None:
        words, number = self._kit.words, str(self.order.number)
        said = words.say("Order {number} was handed over.", number=number)
        if done.left:
            left = words.money(done.left)
            said = words.say("{said} {left} of the deposit can still be used.", said=said, left=left)
        self._on_done(said, None)

    def _on_withdraw(self) -> None:
        dialog = OrderWithdraw(self._kit, self.order, self)
        dialog.withdrawn.connect(self._on_withdrawn)
        dialog.open()

    def _on_withdrawn(self, said: str) -> None:
        self.did.emit(said, None)
        self.accept()

    def _on_slip(self) -> None:
        self._kit.lanes.paper.run(self, self._on_paper, self._make_slip, self._on_refused)

    def _make_slip(self) -> FinishedPaper:
        """Write the slip; runs beside the window and touches no widget."""
        program, width = self._kit.program, usual_width(self._kit.settings)
        path = program.paper_place(f"order-{self.order.number}")
        program.papers.order_slip_to(path, self.order.id, self._kit.words, width)
        return FinishedPaper(path, What.ORDER, (self.order.id,), width, slip=True)

    def _on_paper(self, paper: FinishedPaper) -> None:
        PaperDialog(self._kit, paper, self).open()

    def _do(self, then: Callable[..., None], use_case: Callable[..., object], *given: object) -> None:
        self._kit.lanes.quick.try_do(self, then, self._on_refused, use_case, *given)

    def _on_changed(self, _nothing: object) -> None:
        """Read the order again, with its tick."""
        self._kit.lanes.quick.ask(self, self._show, order_rows.show, self.order.id)

    def _on_done(self, said: str, _nothing: object) -> None:
        key, lane, home = self.order.id, self._kit.lanes.quick, self.parentWidget() or self

        def take_back() -> None:
            lane.do(home, _nothing_more, special_orders.put_back, key)

        self.did.emit(said, take_back)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        told = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        said = self._kit.words.tell(told)
        if isinstance(error, DetailsUnticked):
            self._why.show()
            self._why.show_error(said)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.said.setText(said)
            self.said.show()
        self.fit_anew()


def _nothing_more(_answer: object) -> None:
    """Let the bell tell what changed."""
