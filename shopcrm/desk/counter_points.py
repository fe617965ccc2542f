"""How many points somebody pays with: typed in, beside how many they have; F4 twice means all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.text import ascii_digits
from shopcrm.rules.wording import LRM
from shopcrm.services.pricing import PointsQuote

_DIGITS_AT_MOST = 12


class PointsField(QWidget):
    """`spent` carries the points that are to be paid with; `left` comes on Enter and Esc.

    `person_asked` comes where somebody has to be named first.
    """

    spent = Signal(object)
    left = Signal()
    person_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit = kit
        self._known: PointsQuote | None = None
        self._somebody = False
        label = Label(look, say("Points to spend"), Type.LABEL)
        self.line = LineEdit(look, key="F4", ltr=True, align=Align.TRAIL, name=say("Points to spend"))
        self._error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._error.hide()
        line = row(label, (self.line, 1), gap=look.size(8))
        self.setLayout(column(line, self._error, gap=look.size(2)))
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self.left)
        for key, slot in (("F4", self._on_key), ("Esc", self.left)):
            shortcut = QShortcut(QKeySequence(key), self if key == "F4" else self.line)
            if key == "Esc":
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)

    def show_points(self, points: PointsQuote | None, *, somebody: bool) -> None:
        """Show how many there are; None where nothing is being sold."""
        self._known, self._somebody = points, somebody
        words, there = self._kit.words, 0 if points is None else points.available
        self.line.setEnabled(there > 0)
        self.line.set_unit(self._beside(there))
        none = words.say("no points yet") if points is not None else ""
        self.line.setPlaceholderText("" if there else (none if somebody else words.say("nobody is chosen")))
        self._check()

    def _beside(self, there: int) -> str:
        """Tell how many there are; where more are asked for than the sale takes, also how many it takes."""
        words, asked, known = self._kit.words, self.asked() or 0, self._known
        if not there or known is None:
            return ""
        if known.spending < min(asked, there):
            return words.say("{needed} needed of {count}", needed=known.spending, count=there)
        return words.say("of {count}", count=there)

    def show_asked(self, points: int) -> None:
        """Show how many are asked for by the basket; what is being typed stays."""
        if self.asked() != points and not self.line.hasFocus():
            self.line.setText(self._kit.words.digits(str(points)) if points else "")
            self._check()

    def asked(self) -> int | None:
        """Tell how many are typed, None where it is no number."""
        text = ascii_digits(self.line.text().replace(LRM, "")).replace(",", "").replace("٬", "").strip()
        if not text:
            return 0
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS_AT_MOST else None

    def begin(self) -> None:
        """Put the keyboard on it."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _on_key(self) -> None:
        """Go there; pressed there, it asks for all that can be spent."""
        if not self.line.isEnabled():
            # What is typed next would be sold as an amount.
            if not self._somebody:
                self.person_asked.emit()
            return
        if self.line.hasFocus() and self._known is not None:
            self.line.setText(self._kit.words.digits(str(self._known.available)))
            self._on_edited()
        self.begin()

    def _on_edited(self) -> None:
        asked = self.asked()
        self._check()
        self.spent.emit(0 if self._error.text() else asked or 0)

    def _check(self) -> None:
        words, asked = self._kit.words, self.asked()
        there = 0 if self._known is None else self._known.available
        said = ""
        if asked is None:
            said = words.say("Write a whole number of points.")
        elif asked > there and self._known is not None:
            said = words.say("There are {count} points to spend.", count=there)
        self._error.setText(said)
        self._error.setVisible(bool(said))
        self.line.set_wrong(wrong=bool(said))
        self.line.setAccessibleDescription(said)
