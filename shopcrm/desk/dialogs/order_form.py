"""The form in which a special order is taken: what, its details, day and deposit, and what if it is late."""

import secrets
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.compensation_entry import CompensationEntry
from shopcrm.desk.counter_kinds import icon_of, kind_word
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules.errors import ShopError
from shopcrm.rules.promises import Compensation
from shopcrm.rules.standards import Guarantee
from shopcrm.rules.tenders import Tender
from shopcrm.services import deposits, special_orders, standards
from shopcrm.services.special_orders import OrderDayOver, OrderDraft, OrderTaken


class OrderForm(DialogFrame):
    """Takes in one order; `saved` carries its id and the words that say so."""

    saved = Signal(int, str)

    def __init__(self, kit: Kit, customer_id: int, name: str, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Special order of {name}", name=name),
            words.say("Take the order"),
            parent=parent,
            icon="package-check",
            line=words.say("Each line of the details is ticked before it is handed over."),
            width=720,
        )
        self._kit, self._customer_id, self._key = kit, customer_id, secrets.token_hex(16)
        self._guaranteed: Compensation | None = None
        today = kit.settings.days.of(kit.program.shop.clock())
        self.words = LineEdit(look, placeholder=words.say("such as: a walnut cake for ten"))
        self.details = TextArea(look, lines=3)
        self.day = DayField(look, words, today)
        self.day.set_day(today + timedelta(days=7))
        self.deposit = MoneyField(look, words, unit=currency(words))
        options = [
            Option(kind, kind_word(words, kind), icon_of(kind), f"Alt+{place}")
            for place, kind in enumerate(deposits.WAYS, 1)
        ]
        self.kind = Choice(look, options, kind=ChoiceKind.BUTTONS, name=words.say("Deposit paid by"))
        usual = kit.settings.usual_payment
        self.kind.choose(usual if usual in deposits.WAYS else deposits.WAYS[0])
        self.if_late = CompensationEntry(kit, name=words.say("If it is late"), has_customer=True)
        self._fields = self._make_fields()
        self._furnish()

    def field(self, name: str) -> Field:
        """Give a field: words, details, day or deposit."""
        return self._fields[name]

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        return {
            "words": Field(look, say("What is ordered"), self.words, check=self._lacking),
            "details": Field(look, say("Details"), self.details, hint=say("one on each line")),
            "day": Field(look, say("Promised for"), self.day, check=self._wrong_day),
            "deposit": Field(
                look, say("Deposit"), self.deposit, hint=say("empty: none"), check=self._wrong_deposit
            ),
        }

    def _furnish(self) -> None:
        look, of, gap = self._kit.look, self._fields, self._kit.look.size(12)
        self.body.addWidget(of["words"])
        self.body.addWidget(of["details"])
        self.body.addLayout(row((of["day"], 1), (of["deposit"], 1), gap=gap))
        self.body.addWidget(self.kind)
        self._late = Label(look, self._kit.words.say("If it is late, they get"), Type.LABEL, ellipsis=True)
        self.body.addWidget(self._late)
        self.body.addWidget(self.if_late)
        self.kind.hide()
        self.deposit.value_changed.connect(self._on_deposit)
        self.if_late.changed.connect(self.fit_anew)
        self.agreed.connect(self._on_agreed)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._kit.lanes.quick.ask(self, self._on_guarantee, standards.guarantee_of_orders)

    def _on_guarantee(self, guarantee: Guarantee | None) -> None:
        """Begin with what the shop guarantees; what is said otherwise holds instead."""
        if guarantee is None:
            return
        self._guaranteed = guarantee.if_broken
        words = self._kit.words
        self._late.setText(words.say("If it is late, they get (guarantee: {words})", words=guarantee.words))
        self.if_late.set_value(guarantee.if_broken)

    def _if_late(self) -> Compensation | None:
        """Give what was agreed, or None where the shop's guarantee holds as it is."""
        said = self.if_late.value()
        known = self._guaranteed
        same = known is not None and (said.makes, said.value) == (known.makes, known.value)
        return None if same else said

    def _lacking(self) -> str:
        return "" if self.words.text().strip() else self._kit.words.say("Say what is ordered.")

    def _wrong_day(self) -> str:
        day, today = self.day.day(), self._kit.settings.days.of(self._kit.program.shop.clock())
        return "" if day is not None and day >= today else self._kit.words.say("Choose today or a later day.")

    def _wrong_deposit(self) -> str:
        if self.deposit.is_understood():
            return ""
        return self._kit.words.say("This is not an amount. Write digits only.")

    def _on_deposit(self, value: int | None) -> None:
        if bool(value) == self.kind.isHidden():
            self.kind.setVisible(bool(value))
            self.fit_anew()

    def _on_agreed(self) -> None:
        wrong = next((one for one in self._fields.values() if not one.is_right()), None)
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.if_late.is_right():
            self.if_late.target().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        draft, deposit = self._draft(), self.deposit.value() or 0
        tenders = (Tender(self.kind.value()),) if deposit else ()
        key = self._key if deposit else ""
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_taken, self._on_refused, special_orders.take, draft, key, tenders)

    def _draft(self) -> OrderDraft:
        details = tuple(self.details.toPlainText().splitlines())
        day = self.day.day() or self._kit.settings.days.of(self._kit.program.shop.clock())
        return OrderDraft(
            self._customer_id,
            self.words.text(),
            day,
            details,
            self.deposit.value() or 0,
            self._if_late(),
            f"{self._kit.words.say('Deposit')}: {self.words.text()}",
        )

    def _on_taken(self, taken: OrderTaken) -> None:
        number = self._kit.words.digits(str(taken.number))
        self.saved.emit(taken.order_id, self._kit.words.say("Order {number} is taken.", number=number))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        name = "day" if isinstance(error, OrderDayOver) else "words"
        self._fields[name].show_error(self._kit.words.tell(said))
