"""Tells as whom a text is read; where it goes to several, one walks from one reader to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.labels import Icon, Label


class ReaderWalk(QWidget):
    """Stands on one of some readers, given by name; `moved` tells that it stands on another."""

    moved = Signal()

    def __init__(self, kit: Kit, names: Sequence[str]) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._words, self._names, self.place = kit.words, list(names), 0
        self.who = Label(look, "", Type.LABEL, ellipsis=True)
        self.count = Label(look, "", Type.CAPTION, "muted")
        self.before = IconButton(look, "chevron-left", say("The person before"), key="Alt+PgUp", mirror=True)
        self.after = IconButton(look, "chevron-right", say("The next person"), key="Alt+PgDown", mirror=True)
        ends = (self.count, self.before, self.after)
        self.setLayout(row(Icon(look, "eye", "muted", 16), (self.who, 1), *ends, gap=look.size(6)))
        for part in ends:
            part.setVisible(len(names) > 1)
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        self._tell()

    def _on_before(self) -> None:
        self._walk(-1)

    def _on_after(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        self.place = (self.place + step) % len(self._names)
        self._tell()
        self.moved.emit()

    def _tell(self) -> None:
        say = self._words.say
        self.who.setText(say("As {name} will read it", name=self._names[self.place]))
        self.count.setText(say("{count} of {whole}", count=self.place + 1, whole=len(self._names)))
