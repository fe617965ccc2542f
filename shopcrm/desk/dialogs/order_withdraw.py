"""Asks why a special order is withdrawn, and what becomes of its deposit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.counter_kinds import icon_of, kind_word
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import deposits, special_orders
from shopcrm.services.order_rows import OrderRow
from shopcrm.services.special_orders import OrderWithdrawn


class OrderWithdraw(DialogFrame):
    """Withdraws one order; `withdrawn` carries the words that say what became of the deposit."""

    withdrawn = Signal(str)

    def __init__(self, kit: Kit, order: OrderRow, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        number = words.digits(str(order.number))
        super().__init__(
            look,
            words,
            say("Withdraw order {number}", number=number),
            say("Withdraw it"),
            parent=parent,
            icon="ban",
            main_icon="ban",
            danger=True,
            width=620,
        )
        self._kit, self._order = kit, order
        self.reason = LineEdit(look)
        self._field = Field(look, say("Why"), self.reason, check=self._lacking)
        options = [Option("", say("Stays their store credit"), "wallet", "Alt+1")]
        options += [
            Option(kind, kind_word(words, kind), icon_of(kind), f"Alt+{place}")
            for place, kind in enumerate(deposits.WAYS, 2)
        ]
        self.way = Choice(look, options, kind=ChoiceKind.BUTTONS, name=say("What becomes of the deposit"))
        self.way.choose("")
        self.body.addWidget(self._field)
        if order.deposit_left:
            left = say("What is left of the deposit: {amount}", amount=words.money(order.deposit_left))
            self.body.addWidget(Label(look, left, Type.LABEL))
            self.body.addWidget(self.way)
        self.agreed.connect(self._on_agreed)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lacking(self) -> str:
        return "" if self.reason.text().strip() else self._kit.words.say("Say why it is withdrawn.")

    def _on_agreed(self) -> None:
        if not self._field.is_right():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        refund = self.way.value() or None
        lane, key = self._kit.lanes.quick, self._order.id
        lane.try_do(
            self, self._on_done, self._on_refused, special_orders.withdraw, key, self.reason.text(), refund
        )

    def _on_done(self, done: OrderWithdrawn) -> None:
        words, number = self._kit.words, self._kit.words.digits(str(done.number))
        said = words.say("Order {number} is withdrawn.", number=number)
        if done.paid_back:
            amount = words.money(done.paid_back)
            said = words.say("Order {number} is withdrawn; pay {amount} back.", number=number, amount=amount)
        elif done.left:
            amount = words.money(done.left)
            said = words.say(
                "Order {number} is withdrawn; {amount} stay store credit.", number=number, amount=amount
            )
        self.withdrawn.emit(said)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
