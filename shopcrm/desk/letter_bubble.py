"""A message as the person who gets it reads it, in the direction of its own language."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.cards import Card


class LetterBubble(Card):
    """Subject and text on a quiet ground; a Persian message runs from the right in an English window too."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, ground="sunken", edge=None, radius=10)
        self._subject, self._text = _words(look, Type.TITLE), _words(look, Type.BODY)
        self.body.addWidget(self._subject)
        self.body.addWidget(self._text)

    def show_letter(self, subject: str, text: str, *, right: bool | None = None) -> None:
        """Show a message, from the right where its language is known to run so; no subject takes no room."""
        right = _runs_right(text) if right is None else right
        self._subject.setVisible(bool(subject))
        for label, words in ((self._subject, subject), (self._text, text)):
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
            label.setText(f"\u200f{words}" if right else words)


def _words(look: Look, kind: Type) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(look.font(kind))
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def _runs_right(text: str) -> bool:
    """Tell the direction of a text by its letters; names and goods of the other script do not turn it."""
    letters = [letter for letter in text if letter.isalpha()]
    return 4 * sum("\u0590" <= letter <= "\u08ff" for letter in letters) > len(letters)
