"""The choice of a last day: near days in sight, any other in the field beside them."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.fields import Field

_WEEK = 7


class HoldDay(QWidget):
    """A day from today on; `day_changed` carries it, or None while it is not understood."""

    day_changed = Signal(object)

    def __init__(self, kit: Kit, label: str) -> None:
        super().__init__()
        self._kit = kit
        self._usual = kit.settings.hold_days
        self._near = sorted({0, 1, self._usual, _WEEK})
        self._today = kit.settings.days.of(kit.program.shop.clock())
        look, words = kit.look, kit.words
        self.field = DayField(look, words, self._today)
        self._framed = Field(look, label, self.field, check=self._wrong)
        options = [Option(self._after(days), self._name(days)) for days in self._near]
        self.near = Choice(look, options, name=words.say("Near days"))
        self.setLayout(column(self._framed, self.near, gap=look.size(8)))
        self.near.picked.connect(self._on_near)
        self.field.day_changed.connect(self._on_day)
        self.set_day(self._after(self._usual))

    def day(self) -> date | None:
        """Tell the day, or None where there is none or it is over."""
        day = self.field.day()
        return day if day is not None and day >= self._today else None

    def set_day(self, day: date) -> None:
        """Show a day."""
        self.field.set_day(day)
        self.near.choose(*([day] if day in [self._after(days) for days in self._near] else []))

    def is_right(self) -> bool:
        """Tell whether a day can be used, and say beside the field where not."""
        right = self._framed.is_right()
        if not right:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return right

    def _after(self, days: int) -> date:
        return self._today + timedelta(days=days)

    def _name(self, days: int) -> str:
        words = self._kit.words
        if days == 0:
            return words.say("Today")
        if days == 1:
            return words.say("Tomorrow")
        if days == _WEEK:
            return words.say("In a week")
        return words.weekday(self._after(days)) if days < _WEEK else words.day(self._after(days), year=False)

    def _wrong(self) -> str:
        return "" if self.day() is not None else self._kit.words.say("Choose today or a later day.")

    def _on_near(self, day: date) -> None:
        self.field.set_day(day)
        self._framed.show_error("")
        self.day_changed.emit(day)

    def _on_day(self, day: date | None) -> None:
        if day is not None:
            self.set_day(day)
        self.day_changed.emit(self.day())
