"""Shows a finished paper page by page, to be printed or saved as a PDF."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from shopcrm.desk import printers
from shopcrm.desk.file_dialogs import name_parts
from shopcrm.desk.finished_paper import FinishedPaper, finished
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Ground
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.room import room_in
from shopcrm.rules import disk_words
from shopcrm.rules.errors import ShopError, Trouble
from shopcrm.services import printing

_HIGH = 520
_SHOWN_SCALE = 1.2
_POINTS_PER_INCH = 72


class NotSaved(Trouble):
    """The paper could not be written there."""

    sentence = "The paper could not be saved at {place}: {reason}. Choose another folder."


class PaperDialog(DialogFrame):
    """A preview; the paper itself is a PDF that was made before.

    That it was printed or saved is written down for papers that name what they are of.
    """

    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit, paper: Path | FinishedPaper, parent: QWidget) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Preview"),
            say("Print"),
            parent=parent,
            icon="printer",
            main_icon="printer",
            cancel=say("Close"),
            width=820,
        )
        self._kit, self._paper = kit, finished(paper)
        self._pdf = pdf = self._paper.path
        self._sheet = Ground(kit.look, "sunken")
        self._pages = QVBoxLayout(self._sheet)
        self._pages.setSpacing(kit.look.size(12))
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setMinimumHeight(room_in(kit.look, parent, _HIGH))
        self._scroll.setAccessibleName(say("Pages of the paper"))
        self.body.addWidget(self._scroll)
        save = Button(kit.look, say("Save as PDF"), icon="save", key="Ctrl+S")
        save.clicked.connect(self._on_save)
        self.add_side(save)
        self.agreed.connect(self._on_print)
        kit.lanes.slow.run(
            self, self._on_pictures, lambda: kit.program.pictures_of(pdf, _SHOWN_SCALE), self._on_failed
        )

    def _on_pictures(self, pictures: Sequence[bytes]) -> None:
        words = self._kit.words
        for number, picture in enumerate(pictures, start=1):
            pixmap = QPixmap()
            pixmap.loadFromData(picture)
            page = QLabel()
            page.setPixmap(pixmap)
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            page.setAccessibleName(words.say("Page {number}", number=number))
            self._pages.addWidget(page)

    def _on_save(self) -> None:
        say = self._kit.words.say
        dialog = QFileDialog(self, say("Save as PDF"))
        name_parts(dialog, self._kit.words)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._pdf.name)
        dialog.fileSelected.connect(self._on_place)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_place(self, place: str) -> None:
        try:
            shutil.copyfile(self._pdf, place)
        except OSError as error:
            self._on_failed(NotSaved(place=place, reason=disk_words.why(error)))
            return
        self._note()
        self.did.emit(self._kit.words.say("Saved: {file}", file=Path(place).name))

    def _on_print(self) -> None:
        """Print a slip on the slip printer where there is one, else ask for a printer of the system."""
        if self._paper.slip and self._kit.settings.slip_printer.strip():
            self.main.setEnabled(False)
            papers, pdf = self._kit.program.papers, self._pdf
            lane = self._kit.lanes.paper
            lane.run(self, self._on_sent, lambda: papers.send_to_slip_printer(pdf), self._on_failed)
        else:
            self._choose_printer()

    def _choose_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(self._on_printer)
        dialog.finished.connect(dialog.deleteLater)
        self._printer = printer
        dialog.setModal(True)
        dialog.show()

    def _on_printer(self) -> None:
        scale = printers.DOTS_PER_INCH / _POINTS_PER_INCH
        self._kit.lanes.slow.run(
            self, self._on_sharp, lambda: self._kit.program.pictures_of(self._pdf, scale), self._on_failed
        )

    def _on_sharp(self, pages: Sequence[bytes]) -> None:
        try:
            printers.print_pages(self._printer, pages)
        except printers.NotPrinted as error:
            self._on_failed(error)
            return
        self._on_sent(None)

    def _on_sent(self, _nothing: None) -> None:
        self._note()
        self.did.emit(self._kit.words.say("Sent to the printer."))
        self.accept()

    def _note(self) -> None:
        """Write down that the paper left the shop's printer, or was saved as a file."""
        paper = self._paper
        if paper.what is not None:
            quick = self._kit.lanes.quick
            quick.do(self, self._on_noted, printing.note, paper.what, paper.ids, paper.layout)

    def _on_noted(self, _nothing: None) -> None:
        """Have nothing more to do."""

    def _on_failed(self, error: Exception) -> None:
        self.main.setEnabled(True)
        if isinstance(error, ShopError):
            self.line.setText(self._kit.words.tell(error))
            self.line.show()
        else:
            self.failed.emit(error)
