"""What is done for several people at once: one message to all of them, one paper about all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import person_reading
from shopcrm.desk.chosen_people import ChosenPeople
from shopcrm.desk.dialogs.message_form import MessageForm
from shopcrm.desk.dialogs.report_choice import ReportChoice
from shopcrm.desk.kit import Kit
from shopcrm.desk.message_way import Addressee
from shopcrm.rules.people import called
from shopcrm.services.reach import Reach


class SeveralDeeds(QObject):
    """Writes to those who are chosen, and prints about them; `changed` carries the words of what was done."""

    changed = Signal(str, object)
    printed = Signal(object)

    def __init__(self, kit: Kit, page: QWidget, chosen: ChosenPeople) -> None:
        super().__init__(page)
        self._kit, self._page, self._chosen = kit, page, chosen
        chosen.message_asked.connect(self.write)
        chosen.papers_asked.connect(self.report)

    def write(self) -> None:
        """Write a message to all of them."""
        if ids := self._chosen.ids():
            self._kit.lanes.quick.ask(self, self._on_read, person_reading.addressees, ids)

    def report(self) -> None:
        """Ask for a paper about all of them."""
        if ids := self._chosen.ids():
            choice = ReportChoice(self._kit, ids, self._page)
            choice.printed.connect(self.printed)
            choice.open()

    def _on_read(self, found: Sequence[Reach]) -> None:
        words = self._kit.words
        whom = [Addressee(called(words, one.name, None, one.customer_id), one) for one in found]
        if whom:
            form = MessageForm(self._kit, self._page, whom)
            form.queued.connect(self._on_queued)
            form.open()

    def _on_queued(self, said: str) -> None:
        self.changed.emit(said, None)
