"""What the forms of the programme share: fields with a check each, and the shop's refusal beside a field."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS

_PER_BASIS_POINT = 10
"""Thousandths of a percent in one basis point."""


class ThingForm(DialogFrame):
    """A form of something of the programme; `saved` carries its number and its name.

    `REFUSED_AT` names the field beside which each refusal of the shop stands; the others stand at `name`.
    """

    REFUSED_AT: ClassVar[Mapping[type[ShopError], str]] = {}
    saved = Signal(int, str)

    def __init__(
        self,
        kit: Kit,
        title: str,
        parent: QWidget,
        *,
        icon: str,
        line: str = "",
        width: int = 680,
    ) -> None:
        words = kit.words
        super().__init__(
            kit.look, words, title, words.say("Save"), parent=parent, icon=icon, line=line, width=width
        )
        self.kit = kit
        self.fields: dict[str, Field] = {}
        self.name = LineEdit(kit.look)
        self.field("name", words.say("Name"), self.name, check=self._wrong_name)
        self.agreed.connect(self._on_agreed)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(
        self, name: str, label: str, editor: QWidget, hint: str = "", check: Callable[[], str] | None = None
    ) -> Field:
        """Make a field, and keep it by its name."""
        made = Field(self.kit.look, label, editor, hint=hint, check=check)
        self.fields[name] = made
        return made

    def money(self, value: int | None) -> MoneyField:
        """Make a line for an amount."""
        line = MoneyField(self.kit.look, self.kit.words, unit=currency(self.kit.words))
        line.set_value(value)
        return line

    def number(self, value: int | None, unit: str = "") -> LineEdit:
        """Make a line for a whole number."""
        line = LineEdit(self.kit.look, ltr=True, unit=unit, align=Align.TRAIL)
        line.setText("" if value is None else self.kit.words.digits(str(value)))
        return line

    def percentage(self, basis_points: int | None) -> LineEdit:
        """Make a line for a percentage."""
        line = self.number(None, unit="%")
        if basis_points is not None:
            line.setText(self.kit.words.quantity(basis_points * _PER_BASIS_POINT))
        return line

    def day(self, value: Any) -> DayField:
        """Make a line for a day."""
        today = self.kit.settings.days.of(self.kit.program.shop.clock())
        field = DayField(self.kit.look, self.kit.words, today)
        field.set_day(value)
        return field

    def between(self, line: LineEdit, low: int, high: int) -> Callable[[], str]:
        """Give the check that a line holds a whole number from `low` to `high`."""

        def check() -> str:
            number = whole(line)
            if number is not None and low <= number <= high:
                return ""
            return self.kit.words.say("Write a whole number from {low} to {high}.", low=low, high=high)

        return check

    def amount_of(self, field: MoneyField, *, least: int = 0, may_miss: bool = True) -> Callable[[], str]:
        """Give the check that a line holds an amount of at least so much, or nothing where it may."""

        def check() -> str:
            value = field.value()
            if not field.is_understood():
                return self.kit.words.say("This is not an amount. Write digits only.")
            if (value is None and may_miss) or (value is not None and value >= least):
                return ""
            return self.kit.words.say("Write an amount of more than zero.")

        return check

    def part_of(self, line: LineEdit, *, may_miss: bool = True, least: int = 0) -> Callable[[], str]:
        """Give the check that a line holds a percentage up to 100, or nothing where it may."""

        def check() -> str:
            if may_miss and not line.text().strip():
                return ""
            value = basis_points(line)
            if value is not None and least <= value <= 100 * 100:
                return ""
            return self.kit.words.say("Write a percentage from 0 to 100.")

        return check

    def day_or_none(self, field: DayField, first: DayField | None = None) -> Callable[[], str]:
        """Give the check that a line holds a day, or nothing; with `first`, none before that."""

        def check() -> str:
            day, begin = field.day(), None if first is None else first.day()
            if not field.is_understood():
                return self.kit.words.say("This is not a day. Write year, month and day.")
            if day is not None and begin is not None and day < begin:
                return self.kit.words.say("The last day lies before the first.")
            return ""

        return check

    def save(self) -> None:
        """Have what is decided saved, once all fields are right; each form says how."""

    def save_by(self, use_case: Callable[..., int], *given: Any) -> None:
        """Have a use case save it; a refusal stands beside its field."""
        self.kit.lanes.quick.try_do(self, self._on_saved, self._on_refused, use_case, *given)

    def _wrong_name(self) -> str:
        return "" if self.name.text().strip() else self.kit.words.say("Write a name.")

    def _on_agreed(self) -> None:
        for field in self.fields.values():
            field.show_error("")
        seen = [field for field in self.fields.values() if field.isVisibleTo(self)]
        wrong = [field for field in seen if not field.is_right()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        self.save()

    def _on_saved(self, number: int) -> None:
        self.saved.emit(number, self.name.text().strip())
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self.kit.program.keep_report(error)
        at = next((name for kind, name in self.REFUSED_AT.items() if isinstance(error, kind)), "name")
        self.fields[at].show_error(self.kit.words.tell(said))
        self.fields[at].editor.setFocus(Qt.FocusReason.OtherFocusReason)


def whole(line: LineEdit) -> int | None:
    """Read a whole number in either digits, or give None."""
    try:
        number, rest = divmod(cells.quantity(line.text()), THOUSANDTHS)
    except ShopError:
        return None
    return None if rest else number


def basis_points(line: LineEdit) -> int | None:
    """Read a percentage as basis points, or give None."""
    try:
        thousandths = cells.quantity(line.text())
    except ShopError:
        return None
    return None if thousandths % _PER_BASIS_POINT else thousandths // _PER_BASIS_POINT
