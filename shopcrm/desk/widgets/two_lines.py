"""Words that may take a second line before they are cut."""

from PySide6.QtGui import QPainter, QPaintEvent

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import draw_text, elided, lines_of
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.tips import plain_tip


class TwoLines(Label):
    """A label of at most two lines; what has no room there ends in an ellipsis, with the whole in a tip."""

    def __init__(self, look: Look, kind: Type, tint: Tint = "text") -> None:
        super().__init__(look, "", kind, tint, wrap=True, ellipsis=True)

    def heightForWidth(self, width: int) -> int:
        """Need one line, or two."""
        return min(super().heightForWidth(width), self._most())

    def shown(self) -> str:
        """Tell what stands there: all of it, or a line and the beginning of what follows."""
        text, width = self.text(), self.contentsRect().width()
        first, *rest = lines_of(text, self.font(), width)
        if len(rest) <= 1:
            return text
        return f"{first}\n{elided(self._look, ' '.join(rest), self._kind, width)}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the words."""
        place, painter = self.contentsRect(), QPainter(self)
        draw_text(painter, self._look, place, self.shown(), self._kind, self._tint, wrap=True)

    def _most(self) -> int:
        return self.fontMetrics().height() + self.fontMetrics().lineSpacing()

    def _cut(self) -> None:
        whole = self.shown() == self.text()
        self.setToolTip(plain_tip("" if whole else self.text()))
