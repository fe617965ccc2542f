"""The line for what somebody answered to a message; where they ask to stop, it says so at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Scroller
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services.consents import ASKED
from shopcrm.services.opt_out import Heard

_KEY = "Ctrl+D"


class ReplyLine(QWidget):
    """Takes a reply in; `answered` carries it on Enter."""

    answered = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit = kit
        self.line = LineEdit(look, placeholder=say("What they said"), key=_KEY)
        field = Field(look, say("They answered…"), self.line)
        self._note = Button(look, say("Note it"), icon="check", key="Enter", bind_key=False, height=32)
        self.stopped = Card(look, ground="warn_soft", edge="warn_line", radius=6)
        self._said = Label(look, "", Type.SMALL, "warn", wrap=True)
        self.stopped.body.addLayout(row(Icon(look, "ban", "warn", 18), (self._said, 1)))
        self.stopped.hide()
        self.setLayout(column(field, row(None, self._note), self.stopped, gap=look.size(6)))
        self.line.returnPressed.connect(self._on_note)
        self._note.clicked.connect(self._on_note)
        shortcut = QShortcut(QKeySequence(_KEY), self)
        shortcut.activated.connect(self._on_key)

    def clear(self) -> None:
        """Begin anew, for another message."""
        self.line.clear()
        self.stopped.hide()

    def show_heard(self, heard: Heard) -> None:
        """Say what was made of the reply: where it takes a consent back, on which ways and what else."""
        self.line.clear()
        self.stopped.setVisible(heard.stopped)
        if heard.stopped:
            self._said.setText(stopped_words(self._kit, heard))

    def _on_key(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        above = self.parentWidget()
        while above is not None and not isinstance(above, Scroller):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self)

    def _on_note(self) -> None:
        text = self.line.text().strip()
        if text:
            self.answered.emit(text)
        else:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)


def stopped_words(kit: Kit, heard: Heard) -> str:
    """Say that somebody gets no more news, by which ways, and what waiting was taken back."""
    words = kit.words
    if set(heard.channels) >= set(ASKED):
        said = words.say("They asked to stop. They get no more news in any way.")
    else:
        ways = words.listing([named.channel_name(words, channel) for channel in heard.channels])
        said = words.say("They asked to stop. They get no more news by {ways}.", ways=ways)
    if not heard.taken_back:
        return said
    back = words.plural(
        "{count} message that waited was taken back.",
        "{count} messages that waited were taken back.",
        count=heard.taken_back,
    )
    return f"{said} {back}"
