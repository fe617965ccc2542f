"""Paying a sale in parts: so much of each kind, until nothing is left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shopcrm.desk.counter_kinds import KINDS, icon_of, kind_word
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.services.selling import Tender

_CASH = "cash"


class PayParts(DialogFrame):
    """`paid` carries the tenders; Enter on a line takes the rest, and more cash than that gives change."""

    paid = Signal(object)

    def __init__(self, kit: Kit, to_pay: int, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Pay {amount} in parts", amount=words.money(to_pay)),
            words.say("Finish"),
            parent=parent,
            icon="split",
            line=words.say("Enter on a line takes all that is left."),
            width=480,
        )
        self._kit, self._to_pay = kit, to_pay
        self.fields = {
            kind: MoneyField(look, words, unit=currency(words), name=kind_word(words, kind)) for kind in KINDS
        }
        lines = column(gap=look.size(8))
        for kind, field in self.fields.items():
            name = Label(look, kind_word(words, kind), Type.LABEL)
            lines.addLayout(
                row(Icon(look, icon_of(kind), "muted", 18), (name, 1), (field, 2), gap=look.size(8))
            )
            field.textEdited.connect(self._on_changed)
            field.left.connect(self._mark_wrong)
        self._left_name = Label(look, "", Type.LABEL, "muted")
        self.left_over = Label(look, "", Type.PAGE, align=Align.TRAIL)
        self.error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.error.hide()
        self.body.addLayout(lines)
        self.body.addWidget(self.error)
        self.body.addLayout(row(self._left_name, (self.left_over, 1), gap=look.size(12)))
        self.agreed.connect(self._on_agreed)
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take all that is left on Enter, or finish where nothing is."""
        at = next((one for one in self.fields.values() if one is self.focusWidget()), None)
        plain_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if not plain_enter or at is None:
            super().keyPressEvent(event)
        elif not at.is_understood():
            self._mark_wrong()
        elif self._left() > 0 and at.value() is None:
            at.set_value(self._left())
            self._on_changed()
        elif self.main.isEnabled():
            self.agreed.emit()
        else:
            self.focusNextChild()

    def tenders(self) -> list[Tender]:
        """Give what was written, kind by kind."""
        found = {kind: field.value() or 0 for kind, field in self.fields.items()}
        over = max(0, -self._left())
        return [
            Tender(kind, amount - over, amount) if kind == _CASH and over else Tender(kind, amount)
            for kind, amount in found.items()
            if amount
        ]

    def _left(self) -> int:
        return self._to_pay - sum(field.value() or 0 for field in self.fields.values())

    def _on_changed(self, _value: object = None) -> None:
        words, left = self._kit.words, self._left()
        cash = self.fields[_CASH].value() or 0
        over = -left
        self._left_name.setText(words.say("To give back") if over > 0 else words.say("Still to pay"))
        self.left_over.setText(words.amount(abs(left)))
        if self._is_understood():
            self._mark_wrong()
        too_much = over > cash
        self.left_over.set_tint("danger" if too_much else ("warn" if left > 0 else "ok"))
        if not self._is_understood():
            self.main.turn_off(words.say("This is no amount. Write it in digits."))
        elif too_much:
            self.main.turn_off(words.say("Only cash can be given back."))
        elif left > 0:
            self.main.turn_off(words.say("Something is left to pay."))
        else:
            self.main.turn_on()

    def _is_understood(self) -> bool:
        return all(field.is_understood() for field in self.fields.values())

    def _mark_wrong(self) -> None:
        """Say which amounts were not understood; they stay to be corrected."""
        for field in self.fields.values():
            field.set_wrong(wrong=not field.is_understood())
        wrong = not self._is_understood()
        self.error.setText(self._kit.words.say("This is no amount. Write it in digits.") if wrong else "")
        self.error.setVisible(wrong)

    def _on_agreed(self) -> None:
        if self._left() > 0 or not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        self.paid.emit(self.tenders())
        self.accept()
