"""Who read a standard, and the button by which the person at the till says that they have."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.wording import Words
from shopcrm.services.standards import Book, Version


class ReadingLine(QWidget):
    """Names who read the version that holds and who has not yet; `read` comes from its button."""

    read = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.told = Label(kit.look, "", Type.CAPTION, "muted", wrap=True)
        self.button = Button(kit.look, kit.words.say("I have read it"), icon="book-check", key="Alt+R")
        self.setLayout(column(self.told, gap=0))
        self.button.clicked.connect(self.read)

    def show_version(self, book: Book, version: Version, *, is_changed: bool) -> None:
        """Show who read a version."""
        words = self._kit.words
        have = [person(words, one.name) for one in book.readers if one.has_read(version)]
        missing = [person(words, one.name) for one in book.readers if not one.has_read(version)]
        told = []
        if have:
            told.append(words.say("Read by {names}.", names=words.listing(have)))
        if missing:
            told.append(words.say("Not read yet by {names}.", names=words.listing(missing)))
        self.told.setText(" ".join(told))
        self.told.setVisible(bool(told))
        if version.kind not in book.unread:
            self.button.turn_off(words.say("You have read this version."))
        elif is_changed:
            self.button.turn_off(words.say("Keep the change first."))
        else:
            self.button.turn_on()


def person(words: Words, name: str) -> str:
    """Name somebody who works here."""
    return words.say("the owner") if name == "owner" else words.isolate(name)
