"""The card of files: bring one in or take it back, hand one out, leave the sample."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from shopcrm.desk.file_dialogs import name_parts
from shopcrm.desk.handing_out import HandingOut
from shopcrm.desk.imported_files import ImportedFiles
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Label


class FilesCard(Card):
    """What goes in and out of the shop as a file."""

    did = Signal(str)
    failed = Signal(object)
    file_chosen = Signal(object)
    wanted_shop = Signal(object)

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(look, title=say("Files"), padding=16)
        self._kit = kit
        self.body.setSpacing(look.size(12))
        self._text(say("Sales, customers or goods from another program, as Excel, CSV or address cards."))
        bring = Button(look, say("Bring in a file"), icon="file-up", key="Ctrl+I")
        bring.clicked.connect(self.choose_file)
        self.body.addLayout(row(bring, None))
        self.imported, self.handing_out = ImportedFiles(kit), HandingOut(kit)
        self.imported.did.connect(self.did)
        self.handing_out.did.connect(self.did)
        self.handing_out.failed.connect(self.failed)
        self.body.addWidget(self.imported)
        self.body.addWidget(self.handing_out)
        if kit.settings.is_sample:
            self._text(say("This shop is a sample. Removing it deletes its file and opens your own shop."))
            remove = Button(look, say("Remove the sample"), ButtonKind.DANGER, icon="trash-2")
            remove.clicked.connect(self._on_remove)
            self.body.addLayout(row(remove, None))

    def refresh(self) -> None:
        """Look again what was brought in."""
        self.imported.refresh()

    def choose_file(self) -> None:
        """Ask which file to bring in."""
        say = self._kit.words.say
        dialog = QFileDialog(self.window(), say("Bring in a file"))
        name_parts(dialog, self._kit.words)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        tables = "*.csv *.tsv *.txt *.gz *.xlsx *.xls *.xlsb *.ods *.vcf"
        dialog.setNameFilters(
            [say("Tables ({endings})", endings=tables), say("All files ({endings})", endings="*")]
        )
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _text(self, words: str) -> Label:
        label = Label(self._kit.look, words, Type.SMALL, "muted", wrap=True)
        self.body.addWidget(label)
        return label

    def _on_chosen(self, name: str) -> None:
        self.file_chosen.emit(Path(name))

    def _on_remove(self) -> None:
        self.wanted_shop.emit(self._kit.program.remove_sample())
