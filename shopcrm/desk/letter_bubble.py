"""A message as the person who gets it reads it, in the direction of its own language."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.brush import lines_of
from shopcrm.desk.widgets.cards import Card


class LetterBubble(Card):
    """Subject and text on a quiet ground; a Persian message runs from the right in an English window too."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, ground="sunken", edge=None, radius=10)
        self._subject, self._text = _Words(look, Type.TITLE), _Words(look, Type.BODY)
        self.body.addWidget(self._subject)
        self.body.addWidget(self._text)

    def show_letter(self, subject: str, text: str, *, right: bool | None = None) -> None:
        """Show a message, from the right where its language is known to run so; no subject takes no room."""
        right = _runs_right(text) if right is None else right
        self._subject.setVisible(bool(subject))
        self._subject.show_words(subject, right=right)
        self._text.show_words(text, right=right)


class _Words(QLabel):
    """Some words that run to one side, whatever the window does."""

    def __init__(self, look: Look, kind: Type) -> None:
        super().__init__()
        self._look = look
        self._right = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(look.font(kind))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_words(self, words: str, *, right: bool) -> None:
        """Show words that begin at the right, or at the left."""
        self._right = right
        self.setText(f"\u200f{words}" if right else words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the words; Qt would begin a broken line further in, by the space at its end."""
        side = Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
        ways = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        option.setTextDirection(ways[self._right])
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        place, painter = self.contentsRect(), QPainter(self)
        painter.setPen(self._look.colour("text"))
        lines = lines_of(self.text(), self.font(), place.width())
        painter.drawText(QRectF(place), "\n".join(lines), option)


def _runs_right(text: str) -> bool:
    """Tell the direction of a text by its letters; names and goods of the other script do not turn it."""
    letters = [letter for letter in text if letter.isalpha()]
    return 4 * sum("\u0590" <= letter <= "\u08ff" for letter in letters) > len(letters)
