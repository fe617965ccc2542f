"""Paying in cash: what was put on the counter, and what to give back. Enter alone means the exact amount."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField

_NOTES = (1, 2, 5)
_OFFERED = 3
_SMALLEST = 20
"""Nobody counts out more notes than this."""


class CashDialog(DialogFrame):
    """`paid` carries what was handed over in smallest units, None for the exact amount."""

    paid = Signal(object)

    def __init__(self, kit: Kit, to_pay: int, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Cash: {amount}", amount=words.money(to_pay)),
            words.say("Finish"),
            parent=parent,
            icon="banknote",
            line=words.say("Enter alone means the exact amount."),
            width=480,
        )
        self._kit, self._to_pay = kit, to_pay
        self.handed = MoneyField(look, words, unit=currency(words))
        self._field = Field(look, words.say("Handed over"), self.handed, check=self._wrong)
        self._change_name = Label(look, words.say("To give back"), Type.LABEL, "muted")
        self.change = Label(look, "", Type.AMOUNT_SMALL, align=Align.TRAIL)
        likely = [Option(amount, words.amount(amount)) for amount in likely_notes(to_pay)]
        self.notes = Choice(look, likely, name=words.say("Likely amounts"))
        self.body.addWidget(self._field)
        self.body.addWidget(self.notes)
        self.body.addLayout(row(self._change_name, (self.change, 1), gap=look.size(12)))
        self.handed.value_changed.connect(self._on_changed)
        self.notes.picked.connect(self._on_picked)
        self.agreed.connect(self._on_agreed)
        self.handed.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_changed(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish on Enter too, since nothing else is asked here."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.focusWidget() is self.handed and self.main.isEnabled():
            self.agreed.emit()
        else:
            super().keyPressEvent(event)

    def _on_picked(self, amount: int) -> None:
        self.handed.set_value(amount)
        self._on_changed(amount)
        self.handed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, value: int | None) -> None:
        words = self._kit.words
        back = 0 if value is None else value - self._to_pay
        missing = back < 0
        self._change_name.setText(words.say("Still missing") if missing else words.say("To give back"))
        self.change.setText(words.amount(abs(back)))
        self.change.set_tint("warn" if missing else "text")
        self._field.show_error("")

    def _wrong(self) -> str:
        words, value = self._kit.words, self.handed.value()
        if not self.handed.is_understood():
            return words.say("This is no amount. Write it in digits.")
        if value is not None and value < self._to_pay:
            return words.say(
                "This is less than there is to pay. To pay the rest otherwise, leave and press F11."
            )
        return ""

    def _on_agreed(self) -> None:
        if not self._field.is_right():
            self.handed.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        self.paid.emit(self.handed.value())
        self.accept()


def likely_notes(to_pay: int) -> list[int]:
    """Guess what may be handed over: the next round amounts, by notes of 1, 2 and 5 not too small."""
    found: list[int] = []
    step = 1
    while len(found) < _OFFERED and step <= 10 * max(1, to_pay):
        for note in (one * step for one in _NOTES):
            rounded = -(-to_pay // note) * note
            if note * _SMALLEST >= to_pay and rounded > to_pay and rounded not in found:
                found.append(rounded)
        step *= 10
    return sorted(found[:_OFFERED])
