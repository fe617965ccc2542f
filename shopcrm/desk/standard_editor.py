"""What all editors of standards share, and the two that take plain words: dos and don'ts, return terms."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.form_card import between, number_line, whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.fields import Field, TextArea
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.standards import MOST_DAYS, Content, Dos, Returns
from shopcrm.rules.text import bare, one_line

_LINES = 6


class StandardEditor(QWidget):
    """Edits one kind of standard; `changed` comes when somebody changed something in it."""

    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self._quiet = False

    def show_content(self, content: Content) -> None:
        """Show a standard; nobody is told of it."""
        self._quiet = True
        try:
            self.fill(content)
        finally:
            self._quiet = False

    def fill(self, content: Content) -> None:
        """Put a standard into the fields; each editor says how."""
        raise NotImplementedError

    def content(self) -> Content | None:
        """Give what stands in the fields, or None where something in them is not understood."""
        raise NotImplementedError

    def is_right(self) -> bool:
        """Check the fields, and put the keyboard on the first that is wrong."""
        wrong = [field for field in self.findChildren(Field) if not field.is_right()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def tell(self, *_anything: object) -> None:
        """Tell that something was changed by hand."""
        if not self._quiet:
            self.changed.emit()


class DosEditor(StandardEditor):
    """Dos and don'ts, one on each line."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, say = kit.look, kit.words.say
        self.do, self.dont = TextArea(look, lines=_LINES), TextArea(look, lines=_LINES)
        each = say("one on each line")
        gap = look.size(12)
        self.setLayout(
            column(
                Field(look, say("We do"), self.do, hint=each),
                Field(look, say("We do not"), self.dont, hint=each),
                None,
                gap=gap,
            )
        )
        for area in (self.do, self.dont):
            area.textChanged.connect(self.tell)

    def fill(self, content: Content) -> None:
        """Put the lines into the fields."""
        if isinstance(content, Dos):
            self.do.setPlainText("\n".join(content.do))
            self.dont.setPlainText("\n".join(content.dont))

    def content(self) -> Content | None:
        """Give the lines; empty ones are none."""
        return Dos(_lines(self.do), _lines(self.dont))


class ReturnsEditor(StandardEditor):
    """On what terms goods are taken back, and for how long; the settings of the shop show the same."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, say = kit.look, kit.words.say
        self.words, self.days = TextArea(look, lines=_LINES), number_line(kit, 0)
        check = between(kit, self.days, 0, MOST_DAYS)
        days = Field(look, say("Days in which goods come back"), self.days, check=check)
        note = say("The words stand on slips and on the leaflet. After these days a manager must agree.")
        terms = Field(look, say("Return terms"), self.words, hint=say("what customers may bring back"))
        self.setLayout(
            column(
                terms,
                row((days, 1), None, gap=look.size(12)),
                Label(look, note, Type.CAPTION, "muted", wrap=True),
                None,
                gap=look.size(12),
            )
        )
        self.words.textChanged.connect(self.tell)
        self.days.textEdited.connect(self.tell)

    def fill(self, content: Content) -> None:
        """Put the terms into the fields."""
        if isinstance(content, Returns):
            self.words.setPlainText(content.words)
            self.days.setText(self.kit.words.digits(str(content.days)))

    def content(self) -> Content | None:
        """Give the terms."""
        days = whole(self.days)
        return Returns(bare(self.words.toPlainText()).strip(), days) if days >= 0 else None


def _lines(area: TextArea) -> tuple[str, ...]:
    found: Iterable[str] = (one_line(line) for line in area.toPlainText().splitlines())
    return tuple(line for line in found if line)
