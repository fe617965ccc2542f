"""The editor of opening hours: a line for each day of the week, and the days on which the shop is closed."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.standard_editor import StandardEditor
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, IconButton
from shopcrm.desk.widgets.choices import CheckBox
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.standard_form import span_text, spans_of
from shopcrm.rules.standards import WEEK, Content, Hours
from shopcrm.rules.wording import Words
from shopcrm.services import opening
from shopcrm.services.opening import HolidayRow

_MONDAY = date(2024, 1, 1)
_SATURDAY = 5
_HIGH = 32


class HoursEditor(StandardEditor):
    """The hours of each day, as people write them; an empty line is a closed day."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, words = kit.look, kit.words
        first = _SATURDAY if words.calendar is CalendarKind.JALALI else 0
        self.days: dict[int, LineEdit] = {}
        lines: list[QWidget] = []
        for number in range(WEEK):
            day = (first + number) % WEEK
            self.days[day] = LineEdit(look, ltr=True, height=_HIGH, placeholder=words.say("closed"))
            name = words.weekday(_MONDAY + timedelta(days=day))
            lines.append(Field(look, name, self.days[day], check=self._check(day)))
        self.fixed = CheckBox(look, words.say("Closed on the fixed holidays of Iran"))
        self.closed = ClosedDays(kit)
        hint = words.say("Such as {example}; empty is closed.", example=_example(words))
        half = (WEEK + 1) // 2
        gap = look.size(12)
        halves = fold(
            (column(*lines[:half], None, gap=gap), 1), (column(*lines[half:], None, gap=gap), 1), gap=gap
        )
        self.setLayout(
            column(
                Label(look, hint, Type.CAPTION, "muted", wrap=True),
                halves,
                self.fixed,
                self.closed,
                None,
                gap=gap,
            )
        )
        for line in self.days.values():
            line.textEdited.connect(self.tell)
        self.fixed.toggled.connect(self.tell)

    def fill(self, content: Content) -> None:
        """Show the hours."""
        if isinstance(content, Hours):
            for day, spans in enumerate(content.week):
                text = ", ".join(span_text(span) for span in spans)
                self.days[day].setText(self.kit.words.digits(text))
            self.fixed.setChecked(content.fixed)

    def content(self) -> Content | None:
        """Give the hours."""
        week = [spans_of(self.days[day].text()) for day in range(WEEK)]
        found = tuple(spans for spans in week if spans is not None)
        return Hours(found, self.fixed.isChecked()) if len(found) == WEEK else None

    def _check(self, day: int) -> "_Check":
        return _Check(self, day)


class _Check:
    """Looks whether a day's line holds hours."""

    def __init__(self, editor: HoursEditor, day: int) -> None:
        self._editor, self._day = editor, day

    def __call__(self) -> str:
        words = self._editor.kit.words
        if spans_of(self._editor.days[self._day].text()) is not None:
            return ""
        return words.say("These are no hours. Write them such as {example}.", example=_example(words))


def _example(words: Words) -> str:
    return words.ltr(words.digits("9:00-13:00, 16:00-21:00"))


class ClosedDays(QWidget):
    """The closed days that the shop keeps itself, lunar holidays too; each is kept at once."""

    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, words = kit.look, kit.words
        self._kit = kit
        self.rows: list[HolidayRow] = []
        today = kit.settings.days.of(kit.program.shop.clock())
        self.day = DayField(look, words, today)
        self.name = LineEdit(look, placeholder=words.say("what for"))
        self.add = Button(look, words.say("Close on this day"), icon="plus", height=36)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(look.size(4))
        gap = look.size(8)
        self._day = Field(look, words.say("Closed day"), self.day)
        name = Field(look, words.say("Name of the day"), self.name)
        fields = fold((self._day, 1), (name, 1), (column(None, self.add, gap=0), 0), gap=gap)
        title = Label(look, words.say("Closed days of our own"), Type.TITLE)
        note = words.say("Lunar holidays stand here, too, for their day moves. These are kept at once.")
        told = Label(look, note, Type.CAPTION, "muted", wrap=True)
        self.setLayout(column(title, told, fields, self._list, gap=gap))
        self.add.clicked.connect(self._on_add)
        self.name.returnPressed.connect(self._on_add)

    def refresh(self) -> None:
        """Read the days again."""
        self._kit.lanes.quick.ask(self, self._on_days, opening.holidays, fixed=True)

    def _on_days(self, rows: Sequence[HolidayRow]) -> None:
        self.rows = list(rows)
        while (item := self._list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for one in rows:
            self._list.addWidget(self._line(one))

    def _line(self, one: HolidayRow) -> QWidget:
        look, words = self._kit.look, self._kit.words
        day = words.long_day(one.day)
        name = words.shown(one.name) or words.say("closed")
        line = QWidget()
        title = Label(look, day, Type.MEDIUM)
        about = Label(look, words.alone(name), Type.SMALL, "muted", ellipsis=True)
        if one.is_fixed:
            end: QWidget = Label(look, words.say("fixed"), Type.CAPTION, "muted")
        else:
            cross = IconButton(look, "x", words.say("Open on {day}", day=day), size=18)
            cross.clicked.connect(lambda: self._remove(one))
            end = cross
        line.setLayout(row(title, (about, 1), end, gap=look.size(8)))
        return line

    def _on_add(self) -> None:
        day = self.day.day()
        if day is None:
            words, today = self._kit.words, self._kit.settings.days.of(self._kit.program.shop.clock())
            self._day.show_error(words.say("Write the day, such as {day}.", day=words.short_day(today)))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._day.show_error("")
        self._kit.lanes.quick.try_do(
            self, self._on_added, self.failed.emit, opening.add_holiday, day, self.name.text()
        )

    def _on_added(self, _is_new: bool) -> None:  # noqa: FBT001 -- the answer of a use case
        words, day = self._kit.words, self.day.day()
        if day is not None:
            self.did.emit(words.say("Closed on {day}", day=words.long_day(day)))
        self.day.set_day(None)
        self.name.clear()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _remove(self, one: HolidayRow) -> None:
        def removed(_name: str) -> None:
            words = self._kit.words
            # What was taken off by mistake stands in the fields again, one key from being added.
            self.day.set_day(one.day)
            self.name.setText(words.shown(one.name))
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self.did.emit(words.say("Open on {day}", day=words.long_day(one.day)))
            self.refresh()

        self._kit.lanes.quick.try_do(self, removed, self.failed.emit, opening.remove_holiday, one.day)
