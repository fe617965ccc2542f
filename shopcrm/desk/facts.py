"""Pairs of a quiet name and the fact under it, as they stand on the sheets of people and goods."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.labels import Label


class Facts(QWidget):
    """A few facts in lines of `across`; each is named in small letters above it."""

    def __init__(self, look: Look, *, across: int = 2, kind: Type = Type.MEDIUM) -> None:
        super().__init__()
        self._look, self._across, self._kind = look, across, kind
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.size(20))
        self._grid.setVerticalSpacing(look.size(8))

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show pairs of a name and a fact in place of those before."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, (name, fact) in enumerate(facts):
            self._grid.addWidget(self._pair(name, fact), *divmod(place, self._across))

    def _pair(self, name: str, fact: str) -> QWidget:
        look, pair = self._look, QWidget()
        caption = Label(look, name, Type.CAPTION, "muted", ellipsis=True)
        pair.setLayout(column(caption, Label(look, fact, self._kind, ellipsis=True), gap=0))
        return pair
