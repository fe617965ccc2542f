"""Somebody pays what they owe, or a part of it; written down once, however often the key is pressed."""

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.counter_kinds import icon_of, kind_word
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules.errors import ShopError
from shopcrm.services import tabs
from shopcrm.services.tabs import PAID_BY, PaidOff, TabState


class PayTab(DialogFrame):
    """`paid_off` carries the words of what was paid and what is owed then."""

    paid_off = Signal(str)

    def __init__(self, kit: Kit, tab: TabState, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Tab of {name}", name=tab.name),
            words.say("Pay off"),
            parent=parent,
            icon="notebook-pen",
            line=words.say("They owe {amount}.", amount=words.money(tab.owed)),
            width=480,
        )
        self._kit, self._tab, self._key = kit, tab, secrets.token_hex(16)
        self.amount = MoneyField(look, words, unit=currency(words))
        self._field = Field(look, words.say("They pay"), self.amount, check=self._wrong)
        options = [
            Option(kind, kind_word(words, kind), icon_of(kind), f"Alt+{place}")
            for place, kind in enumerate(PAID_BY, 1)
        ]
        self.kind = Choice(look, options, kind=ChoiceKind.BUTTONS, name=words.say("Paid by"))
        usual = kit.settings.usual_payment
        self.kind.choose(usual if usual in PAID_BY else PAID_BY[0])
        self.body.addWidget(self._field)
        self.body.addWidget(self.kind)
        self.amount.set_value(tab.owed)
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.selectAll()
        self.amount.returnPressed.connect(self._on_agreed)
        self.agreed.connect(self._on_agreed)

    def _wrong(self) -> str:
        words, value = self._kit.words, self.amount.value()
        if not value:
            return words.say("Write how much they pay.")
        return words.say("This is more than they owe.") if value > self._tab.owed else ""

    def _on_agreed(self) -> None:
        amount = self.amount.value()
        if not self.main.isEnabled() or not self._field.is_right() or amount is None:
            return
        self.main.setEnabled(False)
        lane, who, kind = self._kit.lanes.quick, self._tab.customer_id, self.kind.value()
        lane.try_do(self, self._on_paid, self._on_refused, tabs.pay_off, who, amount, kind, self._key)

    def _on_paid(self, paid: PaidOff) -> None:
        words = self._kit.words
        amount, owed = words.money(self.amount.value() or 0), words.money(paid.owed)
        self.paid_off.emit(words.say("{amount} paid off; {owed} left on the tab.", amount=amount, owed=owed))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
