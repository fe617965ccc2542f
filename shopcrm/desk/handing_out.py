"""Hands customers, goods or everything out as a file for other programs, while the desk goes on working."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from shopcrm.desk.file_dialogs import name_parts
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Cancelled, Work
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.loading import Progress
from shopcrm.services.exports import Kind

_FORMS = {
    Kind.CUSTOMERS: (".xlsx", ".csv", ".vcf", ".json"),
    Kind.GOODS: (".xlsx", ".csv", ".json"),
    Kind.EVERYTHING: (".zip", ".xlsx", ".json"),
}
"""The forms of each, the usual one first."""


class HandingOut(QWidget):
    """Three buttons, and how far it is while one of them works."""

    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        say, look = kit.words.say, kit.look
        self._kit = kit
        self._work: Work | None = None
        names = {
            Kind.CUSTOMERS: say("Customers"),
            Kind.GOODS: say("Goods"),
            Kind.EVERYTHING: say("Everything"),
        }
        spoken = {
            Kind.CUSTOMERS: say("Hand out the customers"),
            Kind.GOODS: say("Hand out the goods"),
            Kind.EVERYTHING: say("Hand out everything"),
        }
        self.buttons = {kind: Button(look, name, icon="file-down") for kind, name in names.items()}
        for kind, button in self.buttons.items():
            button.setAccessibleName(spoken[kind])
            button.clicked.connect(partial(self.choose_place, kind, spoken[kind]))
        told = say("For other programs, as Excel, CSV, JSON or address cards.")
        text = Label(look, told, Type.SMALL, "muted", wrap=True)
        self.progress = Progress(look, kit.words, meaning=say("What was there stays until the end."))
        self.progress.cancelled.connect(self._on_cancel)
        self.setLayout(
            column(text, row(*self.buttons.values(), None, gap=look.size(8)), self.progress, gap=look.size(8))
        )
        self.progress.hide()

    def choose_place(self, kind: Kind, title: str, *_: object) -> None:
        """Ask where to write; the ending of the name chooses the form."""
        say = self._kit.words.say
        dialog = QFileDialog(self.window(), title)
        name_parts(dialog, self._kit.words)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        forms = _FORMS[kind]
        dialog.setNameFilters([say("Files ({endings})", endings=f"*{form}") for form in forms])
        dialog.setDefaultSuffix(forms[0].removeprefix("."))
        dialog.filterSelected.connect(partial(take_ending, dialog, forms))
        dialog.selectFile(kind)
        dialog.fileSelected.connect(partial(self.write, kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, kind: Kind, name: str) -> None:
        """Write the file on the slow lane."""
        program, words, place = self._kit.program, self._kit.words, Path(name)
        self._let(press=False)
        self._on_progress(0, 1)
        self._work = self._kit.lanes.work(
            self,
            partial(self._on_done, place.name),
            self._on_failed,
            lambda tick: program.export_to(place, kind, words, tick),
        )
        self._work.progressed.connect(self._on_progress)

    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _on_progress(self, done: int, total: int) -> None:
        words = self._kit.words
        self.progress.show_progress(
            words.plural("{count} row written", "{count} rows written", count=done), done / max(total, 1)
        )

    def _on_done(self, name: str, counts: dict[str, int]) -> None:
        self._let(press=True)
        words, count = self._kit.words, sum(counts.values())
        self.did.emit(
            words.plural("{file}: {count} row", "{file}: {count} rows", file=words.isolate(name), count=count)
        )

    def _on_failed(self, error: Exception) -> None:
        self._let(press=True)
        if isinstance(error, Cancelled):
            self.did.emit(self._kit.words.tell(error))
            return
        self.failed.emit(error)

    def _let(self, *, press: bool) -> None:
        """Let the buttons be pressed, or show how far it is."""
        reason = self._kit.words.say("A file is being written.")
        for button in self.buttons.values():
            if press:
                button.turn_on()
            else:
                button.turn_off(reason)
        self.progress.setVisible(not press)
        self._work = None


def take_ending(dialog: QFileDialog, forms: tuple[str, ...], chosen: str) -> None:
    """Make the ending follow the form that was chosen, unless the name brings its own."""
    form = next((one for one in forms if f"*{one}" in chosen), forms[0])
    dialog.setDefaultSuffix(form.removeprefix("."))
