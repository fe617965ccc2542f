"""Closes the day: the figures of the till, what was counted in the drawer, and what stays for change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.desk.widgets.room import room_in
from shopcrm.desk.widgets.sum_rows import SumLine, SumRows
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services import day_close, day_rows
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.day_rows import DayRow

_HIGH, _BESIDE = 300, 190
"""How high the figures are, and all that stands under them."""


class DayCloseDialog(DialogFrame):
    """`closed` carries the close that was made; `paper_asked` wants the figures so far on paper."""

    closed = Signal(object)
    paper_asked = Signal()

    def __init__(self, kit: Kit, day: ClosedDay, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        since = words.say("Till {till}", till=day.till)
        if day.since is not None:
            since = words.say("Till {till}, since {moment}", till=day.till, moment=day.since)
        super().__init__(
            look,
            words,
            words.say("Close the day"),
            words.say("Close the day"),
            parent=parent,
            icon="banknote",
            line=words.tell(day.says) if day.figures.is_empty else since,
            width=640,
        )
        self._kit, self._day = kit, day
        self.rows = SumRows(look, name=words.say("Figures of the day"))
        self.counted = MoneyField(look, words, unit=currency(words))
        self.left = MoneyField(look, words, unit=currency(words))
        self.note = LineEdit(look)
        self._counted = Field(
            look, words.say("Counted in the drawer"), self.counted, check=self._wrong_counted
        )
        self._left = Field(look, words.say("Stays for change"), self.left, check=self._wrong_left)
        self.found = Label(look, "", Type.MEDIUM)
        self._lay_out(parent)
        self.rows.show_lines(_lines(words, day))
        self.left.set_value(day.left)
        self.counted.value_changed.connect(self._on_counted)
        self.agreed.connect(self._on_agreed)
        self.counted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, parent: QWidget) -> None:
        say, look = self._kit.words.say, self._kit.look
        self.body.addWidget(self._figures(parent))
        self.body.addLayout(row((self._counted, 1), (self._left, 1), gap=look.size(12)))
        note = Field(look, say("Note"), self.note)
        self.body.addLayout(column(self.found, note, gap=look.size(8)))
        paper = Button(look, say("Show on paper"), icon="printer", key="Ctrl+P")
        paper.clicked.connect(self.paper_asked)
        self.add_side(paper)

    def _figures(self, parent: QWidget) -> QWidget:
        """Let the figures scroll by themselves, but not where the whole dialog must: one bar is enough."""
        look, high = self._kit.look, self._kit.look.size(_HIGH)
        if room_in(look, parent, _HIGH, _BESIDE) < high:
            return self.rows
        scroll = QScrollArea()
        layout, air = self.rows.layout(), look.size(12)
        if layout is not None:
            # The bar that scrolls stands beside the figures, not on them.
            layout.setContentsMargins(air if look.rtl else 0, 0, 0 if look.rtl else air, 0)
        scroll.setWidget(self.rows)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumHeight(high)
        scroll.setAccessibleName(self._kit.words.say("Figures of the day"))
        return scroll

    def _on_counted(self, value: int | None) -> None:
        words = self._kit.words
        said = "" if value is None else words.tell(day_rows.difference(value - self._day.expected))
        self.found.setText(said)

    def _wrong_counted(self) -> str:
        """Nobody has to count, but what is written must be an amount."""
        return "" if self.counted.is_understood() else self._kit.words.say("Write how much lies there.")

    def _wrong_left(self) -> str:
        words, counted, left = self._kit.words, self.counted.value(), self.left.value()
        if left is None:
            return words.say("Write how much stays for change.")
        return words.say("This is more than was counted.") if counted is not None and left > counted else ""

    def _on_agreed(self) -> None:
        if not self.main.isEnabled() or not self._counted.is_right() or not self._left.is_right():
            return
        self.main.setEnabled(False)
        self._kit.lanes.quick.try_do(
            self,
            self._on_closed,
            self._on_refused,
            day_close.close,
            self.counted.value(),
            self.note.text(),
            self.left.value(),
        )

    def _on_closed(self, day: ClosedDay) -> None:
        self.closed.emit(day)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._counted.show_error(self._kit.words.tell(said))


def _lines(words: Words, day: ClosedDay) -> Sequence[SumLine]:
    """Give the figures as lines, a thin line above each group."""
    lines: list[SumLine] = []
    for place, group in enumerate(day_rows.groups(day)):
        lines.append(SumLine(words.tell(group.title), strong=True, parts=place > 0))
        lines += [_line(words, one) for one in group.rows]
    return lines


def _line(words: Words, one: DayRow) -> SumLine:
    figure = words.number(one.figure) if one.counts else words.amount(one.figure)
    return SumLine(words.tell(one.label), figure, strong=one.strong)
