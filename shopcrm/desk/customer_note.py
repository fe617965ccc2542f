"""The card with the note on a customer: saved as it is typed, and never lost by going on to somebody else."""

from PySide6.QtCore import QTimer, Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.fields import TextArea
from shopcrm.desk.widgets.keycaps import Keycap
from shopcrm.services import customers
from shopcrm.services.customers import CustomerSheet, Draft, Saved

_REST_MS = 600
"""After so long without a key what was written is saved."""


class NoteCard(Card):
    """Keeps the note; what is being written is never replaced by what is read."""

    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        words = kit.words
        super().__init__(kit.look, words.say("Note"))
        self._kit = kit
        self._customer_id = 0
        self._kept = ""
        hint = words.say("Write here; it is saved as you type")
        self.text = TextArea(kit.look, placeholder=hint, name=words.say("Note"), lines=2)
        self.head.addWidget(Keycap(kit.look, "Ctrl+D"))
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self.save)
        self.text.textChanged.connect(self._on_changed)
        self.text.left.connect(self.save)
        self.body.addWidget(self.text)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show another customer's note, after what was written on the one before is saved."""
        if sheet.id == self._customer_id and self._is_newer():
            return
        self.save()
        if sheet.id != self._customer_id:
            self.text.show_saved("")
        self._customer_id, self._kept = sheet.id, sheet.note
        if self.text.toPlainText() != sheet.note:
            self.text.setPlainText(sheet.note)
        self._resting.stop()

    def save(self) -> None:
        """Save what was written since the last time; does nothing where nothing was."""
        self._resting.stop()
        if not self._customer_id or not self._is_newer():
            return
        self._kept = self.text.toPlainText()
        lane, draft, saved_for = self._kit.lanes.quick, Draft(note=self._kept), self._customer_id

        def tell(_saved: Saved) -> None:
            if saved_for == self._customer_id:
                self._show_saved()

        lane.try_do(self, tell, self._on_refused, customers.edit, saved_for, draft)

    def _is_newer(self) -> bool:
        return self.text.toPlainText() != self._kept

    def _on_changed(self) -> None:
        if self._is_newer():
            self.text.show_saved("")
            self._resting.start()

    def _show_saved(self) -> None:
        words = self._kit.words
        moment = self._kit.program.shop.clock()
        self.text.show_saved(words.say("Saved {clock}", clock=words.clock(moment)))

    def _on_refused(self, error: Exception) -> None:
        """Keep what was written in the field, to be saved at the next try."""
        self._kept = ""
        self.failed.emit(error)
