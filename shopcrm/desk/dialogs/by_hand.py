"""A price or discount said by hand, for one line or for the whole sale; an amount, or a percentage with %."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.counter_basket import Item
from shopcrm.desk.counter_typed import amount_of, percent_of
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules.money import divide_half_up, line_total

_WHOLE = 10_000


class LineByHand(DialogFrame):
    """Another price for one unit, or something off the line; `said` carries the changed line."""

    said = Signal(object)

    def __init__(
        self, kit: Kit, item: Item, price: int | None, parent: QWidget, *, must: bool = False
    ) -> None:
        """Ask about a line; `price` is the shop's for one, and `must` says that it has none."""
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Price of {goods}", goods=item.name),
            words.say("Take it"),
            parent=parent,
            icon="badge-percent",
            line="" if must else words.say("An empty price is the shop's own."),
            width=520,
        )
        self._kit, self._item, self._shop_price, self._must = kit, item, price, must
        self.price = MoneyField(look, words, unit=currency(words))
        self.off = LineEdit(look, ltr=True, align=Align.TRAIL, placeholder=words.digits("0"))
        self.why = LineEdit(look)
        self._price = Field(look, words.say("Price for one"), self.price, check=self._wrong_price)
        self._off = Field(
            look,
            words.say("Taken off the line"),
            self.off,
            hint=words.say("amount or %"),
            check=self._wrong_off,
        )
        self.body.addLayout(row((self._price, 1), (self._off, 1), gap=look.size(12)))
        self.body.addWidget(Field(look, words.say("Why"), self.why, hint=words.say("optional")))
        self.price.set_value(item.price if item.price is not None else price)
        self.off.setText(words.digits(_plain(words.amount(item.off))) if item.off else "")
        self.why.setText(item.off_why)
        for line in (self.price, self.off, self.why):
            line.returnPressed.connect(self._on_agreed)
        self.agreed.connect(self._on_agreed)
        self.price.setFocus(Qt.FocusReason.OtherFocusReason)
        self.price.selectAll()

    def _gross(self) -> int:
        value = self.price.value()
        price = value if value is not None else self._shop_price
        return line_total(price or 0, self._item.quantity)

    def _wrong_price(self) -> str:
        words = self._kit.words
        if not self.price.is_understood():
            return words.say("This is no amount. Write it in digits.")
        if self.price.value() is None and self._must:
            return words.say("The shop has no price for it. Write one.")
        return ""

    def _wrong_off(self) -> str:
        words, off = self._kit.words, _off(self._kit, self.off.text(), self._gross())
        if off is None:
            return words.say("Write an amount, or a percentage such as 10%.")
        gross = self._gross()
        return words.say("This is more than the line comes to.") if off > gross > 0 else ""

    def _on_agreed(self) -> None:
        for field in (self._price, self._off):
            if not field.is_right():
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        value = self.price.value()
        price = None if value == self._shop_price else value
        off = _off(self._kit, self.off.text(), self._gross()) or 0
        self.said.emit(
            replace(self._item, price=price, off=off, off_why=self.why.text().strip() if off else "")
        )
        self.accept()


class WholeByHand(DialogFrame):
    """Something off the whole sale; `said` carries the amount (smallest units) and why."""

    # A whole number of Qt ends at 2,147,483,647, and so much is soon taken off in rials.
    said = Signal(object, str)

    def __init__(self, kit: Kit, rest: int, off: int, why: str, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Take something off the whole sale"),
            words.say("Take it off"),
            parent=parent,
            icon="badge-percent",
            line=words.say("It is taken off {amount}, what all before it leave.", amount=words.money(rest)),
            width=480,
        )
        self._kit, self._rest = kit, rest
        self.off = LineEdit(look, ltr=True, align=Align.TRAIL, placeholder=words.digits("0"))
        self.why = LineEdit(look)
        self._off = Field(
            look, words.say("Taken off"), self.off, hint=words.say("amount or %"), check=self._wrong
        )
        self.body.addWidget(self._off)
        self.body.addWidget(Field(look, words.say("Why"), self.why, hint=words.say("optional")))
        self.off.setText(words.digits(_plain(words.amount(off))) if off else "")
        self.why.setText(why)
        for line in (self.off, self.why):
            line.returnPressed.connect(self._on_agreed)
        self.agreed.connect(self._on_agreed)
        self.off.setFocus(Qt.FocusReason.OtherFocusReason)
        self.off.selectAll()

    def _wrong(self) -> str:
        words, off = self._kit.words, _off(self._kit, self.off.text(), self._rest)
        if off is None:
            return words.say("Write an amount, or a percentage such as 10%.")
        return words.say("This is more than the sale comes to.") if off > self._rest else ""

    def _on_agreed(self) -> None:
        if not self._off.is_right():
            self.off.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        off = _off(self._kit, self.off.text(), self._rest) or 0
        self.said.emit(off, self.why.text().strip() if off else "")
        self.accept()


def _off(kit: Kit, text: str, of: int) -> int | None:
    """Read what is taken off an amount: nothing, an amount, or a percentage; None for anything else."""
    if not text.strip():
        return 0
    percent = percent_of(text)
    if percent is not None:
        return divide_half_up(of * percent, _WHOLE)
    return amount_of(text, kit.settings.money)


def _plain(text: str) -> str:
    return text.replace("\u200e", "")
