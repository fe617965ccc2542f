"""Saves everything that is kept of one person where somebody wants it: to be read, or for another program."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from shopcrm.desk.file_dialogs import name_parts
from shopcrm.desk.handing_out import take_ending
from shopcrm.desk.kit import Kit

_FORMS = (".pdf", ".json")
_NAME = "all-that-we-know"


class PersonExport(QObject):
    """Asks for the place and writes there; `did` carries the words for it, `failed` an error."""

    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit

    def choose_place(self, customer_id: int, window: QWidget) -> None:
        """Ask over a window where to write; the ending of the name chooses the form."""
        say = self._kit.words.say
        dialog = QFileDialog(window, say("Save all that is kept of them"))
        name_parts(dialog, self._kit.words)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        names = (say("To read and print (*.pdf)"), say("For another program (*.json)"))
        dialog.setNameFilters(list(names))
        dialog.setDefaultSuffix(_FORMS[0].removeprefix("."))
        dialog.filterSelected.connect(partial(take_ending, dialog, _FORMS))
        # A name in a folder is read by everybody who passes by; the number is known in the shop only.
        dialog.selectFile(f"{_NAME}-{customer_id}")
        dialog.fileSelected.connect(partial(self.write, customer_id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, customer_id: int, name: str) -> None:
        """Write the file beside the window."""
        program, words, place = self._kit.program, self._kit.words, Path(name)
        done = partial(self._on_done, place.name)
        write = partial(program.export_person_to, place, customer_id, words)
        self._kit.lanes.slow.run(self, done, write, self._on_failed)

    def _on_done(self, name: str, _nothing: None) -> None:
        words = self._kit.words
        self.did.emit(words.say("Saved: {file}", file=words.ltr(name)))

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
