"""The latest files that were brought in, each of which can be taken back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.dialogs.taking_back import TakingBackDialog
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.wording import Words
from shopcrm.services import import_undo
from shopcrm.services.import_undo import ImportRow, Undone

_SHOWN = 4


class ImportedFiles(QWidget):
    """A short list that is not there as long as nothing was brought in."""

    did = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(kit.look.size(8))
        self._lines: list[QWidget] = []

    def refresh(self) -> None:
        """Look again what was brought in."""
        self._kit.lanes.quick.ask(self, self._on_rows, import_undo.recent, _SHOWN)

    def _on_rows(self, rows: Sequence[ImportRow]) -> None:
        for line in self._lines:
            self._list.removeWidget(line)
            line.deleteLater()
        heading = Label(self._kit.look, self._kit.words.say("Brought in lately"), Type.LABEL)
        self._lines = [heading, *map(self._line, rows)] if rows else []
        for line in self._lines:
            self._list.addWidget(line)

    def _line(self, one: ImportRow) -> QWidget:
        look, words = self._kit.look, self._kit.words
        name = Label(look, words.isolate(one.file_name), Type.SMALL, ellipsis=True)
        counts = Label(look, told(one, words), Type.CAPTION, "muted", ellipsis=True)
        line = QWidget()
        texts = column(name, counts, gap=0)
        if not one.can_undo:
            line.setLayout(row((texts, 1), gap=look.size(8)))
            return line
        take = Button(look, words.say("Take back"), ButtonKind.DANGER, icon="undo-2", height=32)
        take.setAccessibleName(words.say("Take back {file}", file=one.file_name))
        take.clicked.connect(partial(self._on_take, one))
        line.setLayout(row((texts, 1), take, gap=look.size(8)))
        return line

    def _on_take(self, one: ImportRow, *_: object) -> None:
        dialog = TakingBackDialog(self._kit, self.window(), one)
        dialog.taken_back.connect(self._on_taken_back)
        dialog.open()

    def _on_taken_back(self, undone: Undone) -> None:
        words = self._kit.words
        said = words.say("Taken back. Nothing of the file is left.")
        if undone.kept:
            said = words.plural(
                "Taken back. {count} thing stays, as it was used or changed since.",
                "Taken back. {count} things stay, as they were used or changed since.",
                count=undone.kept,
            )
        self.did.emit(said)
        self.refresh()


def told(one: ImportRow, words: Words) -> str:
    """Say of an import when it was, and what it added and changed, or that it was taken back."""
    if one.undone_at is not None:
        return words.say("Taken back on {moment}", moment=one.undone_at)
    return words.say(
        "{moment} · {added} added, {changed} changed",
        moment=one.imported_at,
        added=one.added,
        changed=one.changed,
    )
