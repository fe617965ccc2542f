"""The help of the page one is on, in both languages, without a network."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.room import room_in

_HIGH = 440


class HelpDialog(DialogFrame):
    """Shows one help page; the text is the program's own, so it may have headings.

    `keys_wanted` leads to the list of keys, also from a field in which a question mark is a letter.
    """

    keys_wanted = Signal()

    def __init__(self, kit: Kit, page: str, parent: QWidget) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Help"),
            say("Close"),
            parent=parent,
            icon="circle-question-mark",
            width=720,
        )
        self.cancel.hide()
        self.reader = QTextBrowser()
        self.reader.setOpenLinks(False)
        self.reader.setStyleSheet("QTextBrowser { border: none; padding: 0; }")
        self.reader.setMinimumHeight(room_in(kit.look, parent, _HIGH))
        self.reader.setAccessibleName(say("Help"))
        self.reader.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        right = Qt.LayoutDirection.RightToLeft if kit.words.rtl else Qt.LayoutDirection.LeftToRight
        option = self.reader.document().defaultTextOption()
        option.setTextDirection(right)
        self.reader.document().setDefaultTextOption(option)
        self.reader.setMarkdown(read_help(kit, page))
        self.body.addWidget(self.reader)
        keys = Button(kit.look, say("All keys"), icon="keyboard", key="?")
        self.add_side(keys)
        keys.clicked.connect(self._on_keys)
        self.agreed.connect(self.accept)

    def _on_keys(self) -> None:
        self.accept()
        self.keys_wanted.emit()


def read_help(kit: Kit, page: str) -> str:
    """Read the help of a page in the language of the window."""
    path = kit.program.resources / "help" / kit.words.language / f"{page}.md"
    return path.read_text(encoding="utf-8")
