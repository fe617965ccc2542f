"""Notes while they are written: saved when the typing rests, and while it goes on within each second."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.fields import LineEdit, TextArea
from shopcrm.services import notes
from shopcrm.services.notes import NoteKind

REST_MS = 500
"""After so long without a key what was written is saved."""
LATEST_MS = 800
"""Whoever writes without a rest has it saved all the same, so that at most a second can be lost."""


class Writing(QObject):
    """One note of one customer, whoever is shown by now; its writes follow one another in the quick lane."""

    kept = Signal()
    failed = Signal(object)

    def __init__(
        self, kit: Kit, parent: QObject, customer_id: int, kind: NoteKind, note_id: int | None = None
    ) -> None:
        super().__init__(parent)
        self._kit, self.customer_id, self.kind, self._note_id = kit, customer_id, kind, note_id
        self._text: str | None = None
        self._rest, self._latest = self._timer(REST_MS), self._timer(LATEST_MS)

    def hear(self, text: str) -> None:
        """Take in what stands there now; it is saved soon."""
        self._text = text
        self._rest.start()
        if not self._latest.isActive():
            self._latest.start()

    def settle(self) -> None:
        """Save at once what was not saved yet."""
        self._rest.stop()
        self._latest.stop()
        text, self._text = self._text, None
        if text is None:
            return
        shop = self._kit.program.shop

        def work() -> None:
            # The lane does one after the other, so that the second write knows the note of the first.
            told = shop.do(notes.write, self.customer_id, self.kind, text, self._note_id)
            self._note_id = told or None

        self._kit.lanes.quick.run(self, self._on_kept, work, self._on_failed)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.settle)
        return timer

    def _on_kept(self, _nothing: None) -> None:
        self.kept.emit()

    def _on_failed(self, error: Exception) -> None:
        self._note_id = None
        self.failed.emit(error)


class NoteLine(QWidget):
    """The line in which a note begins; a visit or a call is written down by one key, words may follow."""

    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._customer_id = kit, 0
        self._writing: Writing | None = None
        look, words = kit.look, kit.words
        hint = words.say("Write a note, saved as you type")
        self.line = LineEdit(
            look, placeholder=hint, icon="notebook-pen", key="Ctrl+D", name=words.say("Note")
        )
        visit, call = words.say("They came in"), words.say("We called them")
        # The keys belong to the sheet, since in a small window this line may lie behind a tab.
        self.visit = IconButton(look, "store", f"{visit} (Ctrl+Shift+V)")
        self.call = IconButton(look, "phone", f"{call} (Ctrl+Shift+C)")
        self.row = row((self.line, 1), self.visit, self.call, gap=look.size(4))
        self.setLayout(self.row)
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self.finish)
        self.line.installEventFilter(self)
        self.visit.clicked.connect(self.note_visit)
        self.call.clicked.connect(self.note_call)

    def show_customer(self, customer_id: int) -> None:
        """Write about somebody else from now on; what was begun about the one before is kept."""
        if customer_id != self._customer_id:
            self.finish()
            self._customer_id = customer_id

    def save(self) -> None:
        """Save at once what was not saved yet."""
        if self._writing is not None:
            self._writing.settle()

    def finish(self) -> None:
        """Be done with this note, which is kept, and be ready for the next."""
        self.save()
        self._writing = None
        self.line.clear()
        self.line.set_unit("")

    def note_visit(self) -> None:
        """Write down that they came in."""
        self._begin(NoteKind.VISIT, self._kit.words.say("Came in"))

    def note_call(self) -> None:
        """Write down that they were called."""
        self._begin(NoteKind.CALL, self._kit.words.say("Called"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be done on Esc as on Enter: nothing that was written is lost."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            ends = event.key() == Qt.Key.Key_Escape and bool(self.line.text())
            if ends:
                self.finish()
            return ends
        return False

    def _begin(self, kind: NoteKind, text: str) -> None:
        """Write down at once what happened; the words stand ready to be replaced."""
        if not self._customer_id:
            return
        self.finish()
        self._writing = self._new(kind)
        self.line.setText(text)
        self._writing.hear(text)
        self._writing.settle()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _on_edited(self, text: str) -> None:
        if not self._customer_id:
            return
        if self._writing is None:
            self._writing = self._new(NoteKind.NOTE)
        self.line.set_unit("")
        self._writing.hear(text)

    def _new(self, kind: NoteKind) -> Writing:
        writing = Writing(self._kit, self, self._customer_id, kind)
        writing.kept.connect(self._on_kept)
        writing.failed.connect(self.failed)
        return writing

    def _on_kept(self) -> None:
        words = self._kit.words
        if self.sender() is self._writing and self.line.text():
            moment = self._kit.program.shop.clock()
            self.line.set_unit(words.say("Saved {clock}", clock=words.clock(moment)))


class NoteEditor(TextArea):
    """A note that is changed where it stands; Enter or Esc ends it, and `ended` comes when it is left."""

    ended = Signal()

    def __init__(self, kit: Kit, writing: Writing, text: str) -> None:
        super().__init__(kit.look, name=kit.words.say("Change the note"), lines=2)
        self._writing = writing
        writing.setParent(self)
        self.setPlainText(text)
        self.selectAll()
        self.textChanged.connect(self._on_changed)
        self.left.connect(self.end)

    def end(self) -> None:
        """Save what was changed, and go."""
        self._writing.settle()
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End on Enter and on Esc; Shift+Enter begins a line."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter) if plain else ()
        if event.key() in (*ends, Qt.Key.Key_Escape):
            self.end()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        self._writing.hear(self.toPlainText())
