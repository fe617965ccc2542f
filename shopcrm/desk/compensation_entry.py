"""The entry of what makes up for a broken promise: nothing, a voucher, points or a service, and how much."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules.errors import ShopError
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.text import ascii_digits


class CompensationEntry(QWidget):
    """Takes in a compensation; only what belongs to the choice is in sight.

    Points are offered only where there is somebody to have them.
    """

    changed = Signal()

    def __init__(self, kit: Kit, *, name: str, has_customer: bool) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit, self._has_customer = kit, has_customer
        options = [
            Option(Makes.NOTHING, say("Nothing"), "circle-off"),
            Option(Makes.VOUCHER, say("A voucher"), "ticket-percent"),
            *([Option(Makes.POINTS, say("Points"), "coins")] if has_customer else []),
            Option(Makes.SERVICE, say("A service"), "hand-helping"),
        ]
        self.makes = Choice(look, options, kind=ChoiceKind.BUTTONS, name=name)
        self.makes.choose(Makes.NOTHING)
        self.amount = MoneyField(look, kit.words, unit=currency(kit.words))
        self.points = LineEdit(look, ltr=True, align=Align.TRAIL)
        self.words = LineEdit(look)
        self.fields: dict[Makes, Field] = {
            Makes.VOUCHER: Field(look, say("Voucher over"), self.amount, check=self._wrong),
            Makes.POINTS: Field(look, say("How many points"), self.points, check=self._wrong),
            Makes.SERVICE: Field(look, say("Which service"), self.words, check=self._wrong),
        }
        self.setLayout(column(self.makes, *self.fields.values(), gap=look.size(8)))
        self.makes.picked.connect(self._on_picked)
        self._on_picked(Makes.NOTHING)

    def value(self) -> Compensation:
        """Give what was entered; figures that are not understood are 0."""
        makes = Makes(self.makes.value())
        match makes:
            case Makes.VOUCHER:
                return Compensation(makes, self.amount.value() or 0)
            case Makes.POINTS:
                typed = ascii_digits(self.points.text().strip())
                return Compensation(makes, int(typed) if typed.isdecimal() and len(typed) < 12 else 0)
            case Makes.SERVICE:
                return Compensation(makes, words=self.words.text().strip())
        return Compensation()

    def set_value(self, value: Compensation) -> None:
        """Show a compensation."""
        self.makes.choose(value.makes)
        self.amount.set_value(value.value if value.makes is Makes.VOUCHER else None)
        self.points.setText(self._kit.words.digits(str(value.value)) if value.makes is Makes.POINTS else "")
        self.words.setText(value.words if value.makes is Makes.SERVICE else "")
        self._on_picked(value.makes)

    def is_right(self) -> bool:
        """Look at what was entered, and show what is wrong with it."""
        field = self.fields.get(Makes(self.makes.value()))
        return field is None or field.is_right()

    def target(self) -> QWidget:
        """Give what takes the keyboard."""
        field = self.fields.get(Makes(self.makes.value()))
        return self.makes if field is None else field.editor

    def _on_picked(self, makes: Makes) -> None:
        for kind, field in self.fields.items():
            field.setVisible(kind is Makes(makes))
        self.changed.emit()

    def _wrong(self) -> str:
        try:
            self.value().check(has_customer=self._has_customer)
        except ShopError as error:
            return self._kit.words.tell(error)
        return ""
