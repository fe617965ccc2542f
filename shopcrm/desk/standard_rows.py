"""The editors of standards that are lists: words for hard moments, and guarantees."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.programme_form import whole
from shopcrm.desk.standard_editor import StandardEditor
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.choices import CheckBox, Combo, Option
from shopcrm.desk.widgets.fields import LineEdit, mark_wrong
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules.complaints import SEVERITIES, About, about_words, severity_words
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.standards import Content, Guarantee, Guarantees, Phrase, Phrases
from shopcrm.rules.text import one_line

_HIGH = 32


class EditedLine(QWidget):
    """One line of a list; `left_out` comes when it is taken out."""

    left_out = Signal()
    changed = Signal()

    def __init__(self, kit: Kit, words: str) -> None:
        super().__init__()
        self.kit = kit
        self.words = LineEdit(kit.look, height=_HIGH, name=words)
        self.cross = IconButton(kit.look, "x", kit.words.say("Leave this line out"), size=18)
        self.cross.clicked.connect(self.left_out)
        self.words.textChanged.connect(self.changed)

    def targets(self) -> list[QWidget]:
        """List what the keyboard stops at, in order."""
        raise NotImplementedError

    def is_right(self) -> bool:
        """Whether all in the line is understood; what is not is marked."""
        return True


class LineList(StandardEditor):
    """Lines under each other; the last that was taken out can be put back."""

    def __init__(self, kit: Kit, add: str) -> None:
        super().__init__(kit)
        look, say = kit.look, kit.words.say
        self.lines: list[EditedLine] = []
        self._gone: tuple[int, EditedLine] | None = None
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(look.size(6))
        self.add = Button(look, add, ButtonKind.GHOST, icon="plus", key="Alt+N", height=_HIGH)
        self.back = Button(
            look, say("Put it back"), ButtonKind.GHOST, icon="undo-2", key="Alt+Z", height=_HIGH
        )
        self.back.hide()
        self.setLayout(column(self._box, row(self.add, self.back, None), None, gap=look.size(8)))
        self.add.clicked.connect(self._on_add)
        self.back.clicked.connect(self._on_back)

    def is_right(self) -> bool:
        """Check each line, and go to the first that is wrong."""
        wrong = [line for line in self.lines if not line.is_right()]
        if wrong:
            wrong[0].words.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def make_line(self) -> EditedLine:
        """Make an empty line; each list says what kind."""
        raise NotImplementedError

    def clear(self) -> None:
        """Take all lines out, for others."""
        for line in self.lines:
            self._take(line)
            line.deleteLater()
        self.lines = []
        self._forget()

    def append(self, at: int | None = None, line: EditedLine | None = None) -> EditedLine:
        """Put a line in, in its place or in the end."""
        made = line or self.make_line()
        place = len(self.lines) if at is None else at
        if line is None:
            made.left_out.connect(self._on_left_out)
            made.changed.connect(self.tell)
        self.lines.insert(place, made)
        self._box.insertWidget(place, made)
        order = [target for one in self.lines for target in one.targets()]
        for first, second in pairwise([*order, self.add, self.back]):
            QWidget.setTabOrder(first, second)
        return made

    def _on_add(self) -> None:
        line = self.append()
        line.show()
        line.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tell()

    def _on_left_out(self) -> None:
        line = self.sender()
        if not isinstance(line, EditedLine):
            return
        self._forget()
        place = self.lines.index(line)
        self._gone = (place, line)
        self.lines.remove(line)
        self._take(line)
        self.back.show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tell()

    def _on_back(self) -> None:
        if self._gone is None:
            return
        place, line = self._gone
        self._gone = None
        self.append(place, line)
        line.show()
        line.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.back.hide()
        self.tell()

    def _take(self, line: EditedLine) -> None:
        self._box.removeWidget(line)
        line.hide()

    def _forget(self) -> None:
        if self._gone is not None:
            self._gone[1].deleteLater()
        self._gone = None
        self.back.hide()


class PhraseLine(EditedLine):
    """Words for a moment: about what, from how upset on, and whether they had better not be said."""

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(kit, say("Words"))
        self.about = Combo(look, abouts(kit), name=say("About what"))
        told = [Option(n, say("from {severity}", severity=severity_words(n))) for n in SEVERITIES]
        self.severity = Combo(look, told, name=say("From how upset on"))
        self.avoid = CheckBox(look, say("better not"))
        for combo in (self.about, self.severity):
            combo.picked.connect(self.changed)
        self.avoid.toggled.connect(self.changed)
        self.setLayout(
            row((self.words, 1), self.about, self.severity, self.avoid, self.cross, gap=look.size(8))
        )

    def show_phrase(self, one: Phrase) -> None:
        """Show a phrase."""
        self.words.setText(one.words)
        self.words.setCursorPosition(0)
        self.about.choose(one.about)
        self.severity.choose(one.severity)
        self.avoid.setChecked(one.avoid)

    def phrase(self) -> Phrase | None:
        """Give the phrase; one without words is none."""
        words = one_line(self.words.text())
        if not words:
            return None
        return Phrase(words, About(self.about.value()), self.severity.value(), self.avoid.isChecked())

    def targets(self) -> list[QWidget]:
        """List what the keyboard stops at, in order."""
        return [self.words, self.about, self.severity, self.avoid, self.cross]


class PhrasesEditor(LineList):
    """Words for hard moments."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, kit.words.say("Add words"))

    def make_line(self) -> EditedLine:
        """Make a line for words that always fit."""
        line = PhraseLine(self.kit)
        line.show_phrase(Phrase(""))
        return line

    def fill(self, content: Content) -> None:
        """Show these."""
        self.clear()
        for one in content.each if isinstance(content, Phrases) else ():
            line = self.append()
            if isinstance(line, PhraseLine):
                line.show_phrase(one)

    def content(self) -> Content | None:
        """Give all that have words."""
        found = (line.phrase() for line in self.lines if isinstance(line, PhraseLine))
        return Phrases(tuple(one for one in found if one is not None))


class GuaranteeLine(EditedLine):
    """What the shop gives its word on, and what is made for it when it is broken."""

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(kit, say("What we give our word on"))
        self.about = Combo(look, abouts(kit), name=say("About what"))
        self.makes = Combo(look, _makes(kit), name=say("If it is broken"))
        self.amount = MoneyField(look, kit.words, unit=currency(kit.words), name=say("Worth of the voucher"))
        self.points = LineEdit(look, ltr=True, align=Align.TRAIL, unit=say("points"), name=say("Points"))
        self.service = LineEdit(look, placeholder=say("which service"), name=say("Which service"))
        self.orders = CheckBox(look, say("for special orders that are late"))
        self.grace = LineEdit(look, ltr=True, align=Align.TRAIL, unit=say("days late"), name=say("Days late"))
        self._lay_out()
        self.makes.picked.connect(self._on_made)
        self.orders.toggled.connect(self._on_made)
        self.about.picked.connect(self.changed)
        self.amount.value_changed.connect(self.changed)
        for line in (self.points, self.service, self.grace):
            line.textEdited.connect(self.changed)

    def show_guarantee(self, one: Guarantee) -> None:
        """Show a guarantee."""
        broken, digits = one.if_broken, self.kit.words.digits
        self.words.setText(one.words)
        self.words.setCursorPosition(0)
        self.about.choose(one.about)
        self.makes.choose(broken.makes)
        self.amount.set_value(broken.value if broken.makes is Makes.VOUCHER else None)
        self.points.setText(digits(str(broken.value)) if broken.makes is Makes.POINTS else "")
        self.service.setText(broken.words)
        self.orders.setChecked(one.for_orders)
        self.grace.setText(digits(str(one.grace_days)))
        self._show_parts()

    def guarantee(self) -> Guarantee | None:
        """Give the guarantee; one without words is none."""
        words, makes = one_line(self.words.text()), Makes(self.makes.value())
        if not words:
            return None
        value = {Makes.VOUCHER: self.amount.value(), Makes.POINTS: whole(self.points)}.get(makes)
        broken = Compensation(makes, value or 0, one_line(self.service.text()))
        late = whole(self.grace) or 0 if self.orders.isChecked() else 0
        return Guarantee(words, About(self.about.value()), broken, self.orders.isChecked(), late)

    def is_right(self) -> bool:
        """Mark what is missing of what makes up for it."""
        if not one_line(self.words.text()):
            return True
        makes = Makes(self.makes.value())
        days = whole(self.grace)
        wrong: dict[QWidget, bool] = {
            self.amount: makes is Makes.VOUCHER and not self.amount.value(),
            self.points: makes is Makes.POINTS and not (whole(self.points) or 0) > 0,
            self.service: makes is Makes.SERVICE and not self.service.text().strip(),
            self.grace: self.orders.isChecked() and (days is None or days < 0),
        }
        for widget, is_wrong in wrong.items():
            mark_wrong(widget, wrong=is_wrong)
        return not any(wrong.values())

    def targets(self) -> list[QWidget]:
        """List what the keyboard stops at, in order."""
        parts = [self.about, self.makes, self.amount, self.points, self.service, self.orders, self.grace]
        return [self.words, self.cross, *parts]

    def _lay_out(self) -> None:
        gap = self.kit.look.size(8)
        parts = fold(
            self.about,
            self.makes,
            self.amount,
            self.points,
            (self.service, 1),
            self.orders,
            self.grace,
            None,
            gap=gap,
        )
        for line in (self.amount, self.points, self.grace):
            line.setMaximumWidth(self.kit.look.size(170))
        top = row((self.words, 1), self.cross, gap=gap)
        self.setLayout(column(top, parts, self.kit.look.size(8), gap=self.kit.look.size(4)))

    def _on_made(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        makes = Makes(self.makes.value())
        self.amount.setVisible(makes is Makes.VOUCHER)
        self.points.setVisible(makes is Makes.POINTS)
        self.service.setVisible(makes is Makes.SERVICE)
        self.grace.setVisible(self.orders.isChecked())


class GuaranteesEditor(LineList):
    """All that the shop gives its word on."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, kit.words.say("Add a guarantee"))

    def make_line(self) -> EditedLine:
        """Make a line for something that holds whatever it is about."""
        line = GuaranteeLine(self.kit)
        line.show_guarantee(Guarantee(""))
        return line

    def fill(self, content: Content) -> None:
        """Show these."""
        self.clear()
        for one in content.each if isinstance(content, Guarantees) else ():
            line = self.append()
            if isinstance(line, GuaranteeLine):
                line.show_guarantee(one)

    def content(self) -> Content | None:
        """Give all that have words."""
        found = (line.guarantee() for line in self.lines if isinstance(line, GuaranteeLine))
        return Guarantees(tuple(one for one in found if one is not None))


def abouts(kit: Kit) -> Sequence[Option]:
    """List what something can be about."""
    words = kit.words
    return [
        Option(one, words.say("whatever it is") if one is About.NOT_YET else words.tell(about_words(one)))
        for one in About
    ]


def _makes(kit: Kit) -> list[Option]:
    say = kit.words.say
    return [
        Option(Makes.NOTHING, say("if not: no more than a word")),
        Option(Makes.VOUCHER, say("if not: a voucher")),
        Option(Makes.POINTS, say("if not: points")),
        Option(Makes.SERVICE, say("if not: a service")),
    ]
