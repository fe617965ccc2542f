"""The rows in which birthdays and other days are written: what it is, the day, and when to be reminded."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules import occasions
from shopcrm.rules.errors import ShopError
from shopcrm.rules.occasions import OccasionKind
from shopcrm.services.occasions import OccasionDraft

_LEADS = (0, 1, 3, 7, 14, 30)


class OccasionRows(QWidget):
    """All days of one person; `grew` comes with a row that was added, so that it can be scrolled to."""

    grew = Signal(object)

    def __init__(self, kit: Kit, today: date) -> None:
        super().__init__()
        look, words = kit.look, kit.words
        self._kit, self._today = kit, today
        self.rows: list[OccasionRow] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(look.size(8))
        self.add = Button(look, words.say("Add a day"), ButtonKind.GHOST, icon="plus", key="Alt+D", height=32)
        self.setLayout(column(self._box, row(self.add, None), gap=look.size(8)))
        self.add.clicked.connect(self._on_add)

    def show_days(self, drafts: Sequence[OccasionDraft]) -> None:
        """Show these days."""
        for draft in drafts:
            self._append().show_day(draft)

    def drafts(self) -> list[OccasionDraft]:
        """Give the days that are written; a row without a day is none."""
        return [draft for line in self.rows if (draft := line.draft()) is not None]

    def is_right(self) -> bool:
        """Check every row, and put the keyboard on the first that is no day."""
        wrong = [line for line in self.rows if not line.is_right()]
        if wrong:
            wrong[0].day.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def _append(self) -> "OccasionRow":
        line = OccasionRow(self._kit, self._today)
        line.left_out.connect(self._on_left_out)
        before = _stop_before(self.add)
        self.rows.append(line)
        self._box.addWidget(line)
        for first, second in pairwise([before, *line.targets(), self.add]):
            QWidget.setTabOrder(first, second)
        return line

    def _on_add(self) -> None:
        line = self._append()
        if any(other.kind.value() == OccasionKind.BIRTHDAY for other in self.rows[:-1]):
            line.kind.choose(OccasionKind.ANNIVERSARY)
        line.show()
        line.day.setFocus(Qt.FocusReason.TabFocusReason)
        self.grew.emit(line)

    def _on_left_out(self) -> None:
        line = self.sender()
        if not isinstance(line, OccasionRow):
            return
        self.rows.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.deleteLater()
        after = self.rows[-1].day if self.rows else self.add
        after.setFocus(Qt.FocusReason.TabFocusReason)


class OccasionRow(QWidget):
    """One day; under it stands how it was understood, or what is wrong with it."""

    left_out = Signal()

    def __init__(self, kit: Kit, today: date) -> None:
        super().__init__()
        look, words = kit.look, kit.words
        self._kit, self._words, self._today = kit, words, today
        self.kind = Combo(look, _kinds(kit), name=words.say("What it is"))
        example = words.yearly_day(words.calendar, 10, 5, None)
        self.day = LineEdit(look, placeholder=example, icon="calendar-days", name=words.say("Day"))
        self.label = LineEdit(
            look, placeholder=words.say("whose, or of what"), name=words.say("Name of the day")
        )
        self.remind = Combo(look, _leads(kit), name=words.say("When to be reminded"))
        self.remind.choose(7)
        self.leave_out = IconButton(look, "x", words.say("Leave this day out"))
        self.heard = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        fields = row(self.kind, (self.day, 3), (self.label, 3), self.remind, self.leave_out, gap=look.size(8))
        self.setLayout(column(fields, self.heard, gap=look.size(2)))
        self.day.textChanged.connect(self._on_written)
        self.day.left.connect(self.is_right)
        self.leave_out.clicked.connect(self.left_out)

    def show_day(self, draft: OccasionDraft) -> None:
        """Show a day in the calendar in which it was said."""
        self.kind.choose(draft.kind)
        self.day.setText(self._words.yearly_day(draft.calendar, draft.month, draft.day, draft.year))
        self.label.setText(draft.label)
        if draft.remind_days not in _LEADS:
            self.remind.set_options(_leads(self._kit, draft.remind_days))
        self.remind.choose(draft.remind_days)

    def draft(self) -> OccasionDraft | None:
        """Give the day that is written, or None where there is none or it is no day."""
        try:
            said = occasions.read_day(self.day.text(), self._words.calendar)
        except ShopError:
            return None
        kind, lead = OccasionKind(self.kind.value()), self.remind.value()
        label = self.label.text().strip()
        return OccasionDraft(kind, said.month, said.day, said.year, label, lead, calendar=said.calendar)

    def is_right(self) -> bool:
        """Say what is wrong with the day; an empty one is left aside."""
        if not self.day.text().strip():
            self._say("", wrong=False)
            return True
        try:
            occasions.read_day(self.day.text(), self._words.calendar)
        except ShopError as error:
            self._say(self._words.tell(error), wrong=True)
            return False
        return True

    def targets(self) -> list[QWidget]:
        """List what the keyboard stops at, in order."""
        return [self.kind, self.day, self.label, self.remind, self.leave_out]

    def _on_written(self) -> None:
        """Read the day back in words while it is written; what is half written is no error yet."""
        draft = self.draft()
        if draft is None:
            self._say("", wrong=False)
            return
        words = self._words
        coming = occasions.next_day(draft.calendar, draft.month, draft.day, self._today)
        day = words.isolate(words.yearly_day(draft.calendar, draft.month, draft.day, draft.year))
        when = occasions.comes((coming - self._today).days)
        self._say(words.say("{day}, the next one {when}", day=day, when=when), wrong=False)

    def _say(self, text: str, *, wrong: bool) -> None:
        self.heard.set_tint("danger" if wrong else "muted")
        self.heard.setText(text)
        self.day.set_wrong(wrong=wrong)
        self.day.setAccessibleDescription(text)


def _stop_before(widget: QWidget) -> QWidget:
    """Give what Tab stops at before a thing."""
    before = widget.previousInFocusChain()
    while before not in {None, widget} and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    return before or widget


def _kinds(kit: Kit) -> list[Option]:
    words = kit.words
    return [Option(kind, words.shown(occasions.named(kind, ""))) for kind in OccasionKind]


def _leads(kit: Kit, *more: int) -> list[Option]:
    words = kit.words
    return [
        Option(days, words.plural("{count} day ahead", "{count} days ahead", count=days))
        if days
        else Option(days, words.say("on the day"))
        for days in sorted({*_LEADS, *more})
    ]
