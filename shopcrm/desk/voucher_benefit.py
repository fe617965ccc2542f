"""The part of a form in which it is said what a voucher gives: its kind, how much, and of which goods."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.goods_choice import Chosen, GoodsChoice
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.widgets.boxes import column, level, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.voucher_words import KINDS
from shopcrm.rules.vouchers import WHOLE, Kind

_PER_PERCENT = 100 * THOUSANDTHS // WHOLE
"""Thousandths of a percent in one basis point."""
ICONS = {
    Kind.PERCENT: "percent",
    Kind.AMOUNT: "banknote",
    Kind.GOODS: "gift",
    Kind.CREDIT: "wallet",
}


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a voucher gives, in the units of `VoucherDraft`."""

    kind: Kind
    value: int
    most: int | None = None
    product_id: int | None = None
    words: str = ""


class BenefitFields(QWidget):
    """Takes in a benefit; only the fields of the chosen kind are in sight. `changed` comes with its kind."""

    changed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        look, say = kit.look, kit.words.say
        options = [Option(kind, kit.words.tell(KINDS[kind]), ICONS[kind]) for kind in Kind]
        self.kind = Choice(look, options, kind=ChoiceKind.BUTTONS, name=say("What it gives"))
        self.percent = LineEdit(look, ltr=True, unit="%", align=Align.TRAIL)
        self.amount = MoneyField(look, kit.words, unit=currency(kit.words))
        self.most = MoneyField(look, kit.words, unit=currency(kit.words))
        self.goods = GoodsChoice(kit, say("Goods, or a service in your own words"), words=True)
        self.quantity = LineEdit(look, ltr=True, align=Align.TRAIL)
        self._fields = self._make_fields()
        self._furnish()
        self.kind.picked.connect(self._on_kind)
        self.goods.changed.connect(self._on_goods)
        self.show_benefit(Benefit(Kind.PERCENT, 0))

    def field(self, name: str) -> Field:
        """Give a field by its name: percent, amount, most, goods or quantity."""
        return self._fields[name]

    def chosen(self) -> Kind:
        """Tell the kind that is chosen."""
        return Kind(self.kind.value())

    def show_benefit(self, benefit: Benefit, name: str = "", unit: str = "") -> None:
        """Show what a voucher gives; a value of 0 leaves its line empty. `name` is that of its goods."""
        shown = self._kit.words.quantity
        self.kind.choose(benefit.kind)
        value = benefit.value or None
        is_percent, is_goods = benefit.kind is Kind.PERCENT, benefit.kind is Kind.GOODS
        self.percent.setText(shown(value * _PER_PERCENT) if value and is_percent else "")
        self.amount.set_value(None if is_percent or is_goods else value)
        self.most.set_value(benefit.most)
        thousandths = benefit.value if benefit.product_id is not None else benefit.value * THOUSANDTHS
        self.quantity.setText(shown(thousandths if value and is_goods else THOUSANDTHS))
        if is_goods and (name or benefit.words):
            self.goods.hold([Chosen(name or benefit.words, benefit.product_id, unit=unit)])
        self._on_kind(benefit.kind)

    def benefit(self) -> Benefit | None:
        """Give what was said, or None where something is wrong, which is shown beside its field then."""
        self.goods.take_written()
        kind = self.chosen()
        wrong = [self._fields[name] for name in _NAMES[kind] if not self._fields[name].is_right()]
        if wrong:
            wrong[0].editor.setFocus()
            return None
        if kind is Kind.PERCENT:
            return Benefit(kind, (self._number(self.percent) or 0) // _PER_PERCENT, self.most.value())
        if kind is Kind.GOODS:
            return self._goods(kind)
        return Benefit(kind, self.amount.value() or 0)

    def _goods(self, kind: Kind) -> Benefit:
        held, quantity = self.goods.held()[0], self._number(self.quantity) or 0
        if held.product_id is not None:
            return Benefit(kind, quantity, product_id=held.product_id)
        return Benefit(kind, quantity // THOUSANDTHS, words=held.name)

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        return {
            "percent": Field(look, say("How many percent"), self.percent, check=self._wrong_percent),
            "most": Field(
                look, say("But at most"), self.most, hint=say("if there is a bound"), check=self._wrong_most
            ),
            "amount": Field(look, say("How much"), self.amount, check=self._wrong_amount),
            "goods": Field(look, say("Which goods or service"), self.goods, check=self._wrong_goods),
            "quantity": Field(look, say("How many"), self.quantity, check=self._wrong_quantity),
        }

    def _furnish(self) -> None:
        of, gap = self._fields, self._kit.look.size(12)
        percent = level(row((of["percent"], 1), (of["most"], 1), (of["amount"], 1), gap=gap))
        goods = level(row((of["goods"], 3), (of["quantity"], 1), gap=gap))
        self.setLayout(column(self.kind, percent, goods, gap=gap))

    def _on_kind(self, kind: Kind) -> None:
        for name, field in self._fields.items():
            field.setVisible(name in _NAMES[kind])
            field.show_error("")
        self.changed.emit(kind)

    def _on_goods(self) -> None:
        held = self.goods.held()
        self.quantity.set_unit(held[0].unit if held else "")
        if held:
            self._fields["goods"].show_error("")

    @staticmethod
    def _number(line: LineEdit) -> int | None:
        """Read a number as thousandths, or give None."""
        try:
            return cells.quantity(line.text())
        except ShopError:
            return None

    def _wrong_percent(self) -> str:
        number = self._number(self.percent)
        if number is not None and 0 < number <= 100 * THOUSANDTHS and number % _PER_PERCENT == 0:
            return ""
        return self._kit.words.say("Write a percentage, from 0.01 to 100.")

    def _wrong_most(self) -> str:
        if self.most.is_understood() and self.most.value() != 0:
            return ""
        return self._kit.words.say("This is not an amount. Write digits only.")

    def _wrong_amount(self) -> str:
        if self.amount.value():
            return ""
        return self._kit.words.say("Write an amount of more than zero.")

    def _wrong_goods(self) -> str:
        if self.goods.held():
            return ""
        return self._kit.words.say("Choose goods from the list, or write what service it is for.")

    def _wrong_quantity(self) -> str:
        number, held = self._number(self.quantity), self.goods.held()
        is_service = bool(held) and held[0].product_id is None
        if not number or number < 0:
            return self._kit.words.say("Write how many.")
        return self._kit.words.say("A service is whole.") if is_service and number % THOUSANDTHS else ""


_NAMES = {
    Kind.PERCENT: ("percent", "most"),
    Kind.AMOUNT: ("amount",),
    Kind.GOODS: ("goods", "quantity"),
    Kind.CREDIT: ("amount",),
}
