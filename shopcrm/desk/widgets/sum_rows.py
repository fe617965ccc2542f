"""A reckoning, line by line: what it is, why in quiet words, and the amount, with thin lines between."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align, text_width
from shopcrm.desk.widgets.cards import Rule
from shopcrm.desk.widgets.labels import Icon, Label

_AIR, _CLOSE = 8, 3
_READABLE = 64


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of a reckoning; `more` is told beside the pointer, `parts` draws a thin line above it."""

    name: str
    amount: str = ""
    why: str = ""
    more: str = ""
    icon: str = ""
    tint: Tint = "text"
    strong: bool = False
    parts: bool = False

    def spoken(self) -> str:
        """Say the line in one breath."""
        return ", ".join(part for part in (self.name, self.why, self.amount) if part)


class SumRow(QWidget):
    """Shows one line; amounts stand physically right, under one another."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rule = Rule(look)
        self._icon = Icon(look, "sparkles", "ok", 16)
        self._icon.hide()
        self._name = Label(look, "", Type.BODY, ellipsis=True)
        self._why = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        # Where there is little room the reason gives way before the name, and the amount never does.
        self._why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._amount = Label(look, "", Type.MEDIUM, align=Align.NUMBER)
        self._said = row(self._name, (self._why, 1), gap=look.size(8))
        self._line = row(self._icon, (self._said, 1), self._amount, gap=look.size(8))
        self._box = column(self._rule, self._line, gap=look.size(6))
        self.setLayout(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_line(self, line: SumLine, amount_width: int) -> None:
        """Show a line, its amount in a column so many pixels wide."""
        look = self._look
        self._rule.setVisible(line.parts)
        self._icon.setVisible(bool(line.icon))
        if line.icon:
            self._icon.show_icon(line.icon, line.tint)
        self._name.setText(line.name)
        self._name.set_kind(Type.TITLE if line.strong else (Type.LABEL if line.icon else Type.BODY))
        self._name.set_tint(line.tint)
        self._why.setText(line.why)
        self._why.put_tip(line.more)
        self._name.put_tip(line.more)
        self._amount.setText(line.amount)
        self._amount.set_kind(Type.TITLE if line.strong else Type.MEDIUM)
        self._amount.setFixedWidth(max(amount_width, look.size(8)) if line.amount else 0)
        self.setAccessibleName(line.spoken())
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the reason under the name where nothing of it could be read beside it."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        look, gap = self._look, self._look.size(8)
        taken = self._amount.maximumWidth() + gap + self._name.sizeHint().width() + gap
        taken += 0 if self._icon.isHidden() else self._icon.sizeHint().width() + gap
        room, wanted = self.width() - taken, self._why.sizeHint().width()
        under = bool(self._why.text()) and room < min(wanted, look.size(_READABLE))
        direction = QBoxLayout.Direction.TopToBottom if under else QBoxLayout.Direction.LeftToRight
        self._said.setDirection(direction)
        self._said.setSpacing(0 if under else gap)


class SumRows(QWidget):
    """Shows a whole reckoning; lines that stay keep their place, so that nothing jumps."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look, self._name, self._lines = look, name, list[SumLine]()
        self._rows: list[SumRow] = []
        self._box = column(gap=look.size(_AIR))
        self._box.addStretch(1)
        self.setLayout(self._box)
        self.setAccessibleName(name)

    @property
    def lines(self) -> list[SumLine]:
        """Give what is shown."""
        return list(self._lines)

    def make_small(self, *, small: bool) -> None:
        """Stand closer together, or less close."""
        self._box.setSpacing(self._look.size(_CLOSE if small else _AIR))

    def show_lines(self, lines: Sequence[SumLine]) -> None:
        """Show other lines."""
        self._lines = list(lines)
        while len(self._rows) < len(lines):
            fresh = SumRow(self._look)
            self._box.insertWidget(len(self._rows), fresh)
            self._rows.append(fresh)
        wide = max((self._width(line) for line in lines), default=0)
        for place, shown in enumerate(self._rows):
            if place < len(lines):
                shown.show_line(lines[place], wide)
            shown.setVisible(place < len(lines))
        said = ". ".join(line.spoken() for line in lines)
        self.setAccessibleName(f"{self._name}: {said}" if said else self._name)

    def _width(self, line: SumLine) -> int:
        kind = Type.TITLE if line.strong else Type.MEDIUM
        return text_width(self._look, line.amount, kind, tabular=True)
