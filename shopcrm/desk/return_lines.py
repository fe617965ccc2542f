"""The lines of a sale of which goods come back.

Space ticks one; + and - and digits say how much of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.counter_quantity import QuantityField
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.returns import ReturnLine, SoldLine
from shopcrm.rules.wording import Words

_MORE, _FEWER = "+", "-"
_DIGITS = "0123456789۰۱۲۳۴۵۶۷۸۹"
_HOW_MUCH = 2
"""The column of how much comes back."""
_ROW, _HEAD, _MOST_ROWS = 48, 32, 6


@dataclass(frozen=True, slots=True)
class BackRow:
    """A line, how many thousandths of it come back, and what is paid back for them, once that is reckoned."""

    line: SoldLine
    quantity: int = 0
    amount: int | None = None


class ReturnLines(QObject):
    """The table of the lines; `changed` comes when something else is to come back."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        words = kit.words
        self._kit = kit
        shape = Shape[BackRow](quiet=lambda row: not row.line.left)
        self._rows = Rows(_columns(words), [], shape)
        self.table = RowTable(kit.look, self._rows, name=words.say("Lines of the sale"), row_height=_ROW)
        self.table.watched = frozenset(_MORE + _FEWER + "−" + _DIGITS)
        self._field = QuantityField(kit, self.table)
        self._editing: BackRow | None = None
        self.table.ticked.connect(self._on_ticked)
        self.table.opened.connect(self._on_opened)
        self.table.keyed.connect(self._on_keyed)
        self._field.kept.connect(self._on_kept)
        self._field.over.connect(self.table.setFocus)

    def show_sale(self, lines: Sequence[SoldLine]) -> None:
        """Show the lines of a sale; where only one can come back, it is ticked already."""
        left = [line for line in lines if line.left]
        only = left[0].ordinal if len(left) == 1 else None
        self._rows.show_rows([BackRow(line, line.left if line.ordinal == only else 0) for line in lines])
        self.table.setFixedHeight(self._kit.look.size(_HEAD + _ROW * min(_MOST_ROWS, max(2, len(lines)))))
        self.table.fit()
        self.table.go_to(next((place for place, line in enumerate(lines) if line.left), 0))
        self.changed.emit()

    def chosen(self) -> tuple[ReturnLine, ...]:
        """Tell what is to come back."""
        return tuple(ReturnLine(row.line.ordinal, row.quantity) for row in self._rows.all() if row.quantity)

    def show_amounts(self, amounts: Mapping[int, int]) -> None:
        """Show what is paid back for each line, by its ordinal."""
        for place, row in enumerate(self._rows.all()):
            self._rows.replace(
                place, replace(row, amount=amounts.get(row.line.ordinal) if row.quantity else None)
            )

    def choose_all(self) -> None:
        """Let everything that is left come back."""
        for row in self._rows.all():
            self._put(row, row.line.left)
        self.changed.emit()

    def _on_ticked(self, row: BackRow) -> None:
        self._take(row, 0 if row.quantity else row.line.left)

    def _on_opened(self, row: BackRow) -> None:
        if row.line.left:
            self._edit(row, self._kit.words.quantity(row.quantity or row.line.left))

    def _on_keyed(self, row: BackRow, key: str) -> None:
        if not row.line.left:
            return
        if key in _DIGITS:
            self._edit(row, key)
        elif key == _MORE:
            self._take(row, min(row.quantity + THOUSANDTHS, row.line.left))
        else:
            self._take(row, max(row.quantity - THOUSANDTHS, 0))

    def _edit(self, row: BackRow, text: str) -> None:
        self._editing = row
        index = self._rows.index(self._place(row), _HOW_MUCH)
        self._field.open(self.table.visualRect(index), text)

    def _on_kept(self, quantity: int) -> None:
        if self._editing is not None:
            self._take(self._editing, quantity)

    def _take(self, row: BackRow, quantity: int) -> None:
        self._put(row, quantity)
        self.changed.emit()

    def _put(self, row: BackRow, quantity: int) -> None:
        self._rows.replace(self._place(row), replace(row, quantity=quantity, amount=None))

    def _place(self, row: BackRow) -> int:
        rows = self._rows.all()
        return next(place for place, one in enumerate(rows) if one.line.ordinal == row.line.ordinal)


def _columns(words: Words) -> list[Column[BackRow]]:
    def tick(row: BackRow) -> bool | None:
        return bool(row.quantity) if row.line.left else None

    def name(row: BackRow) -> str:
        return words.alone(row.line.name or words.say("A total that was typed in"))

    def second(row: BackRow) -> str:
        if not row.line.returned:
            return ""
        return words.say(
            "{quantity} came back before", quantity=_quantity(words, row.line, row.line.returned)
        )

    def sold(row: BackRow) -> str:
        return _quantity(words, row.line, row.line.quantity)

    def back(row: BackRow) -> str:
        return _quantity(words, row.line, row.quantity) if row.quantity else ""

    def amount(row: BackRow) -> str:
        return "" if row.amount is None else words.amount(row.amount)

    return [
        Column(words.say("Goods"), name, share=1, strong=True, second=second, tick=tick),
        Column(words.say("Sold"), sold, Align.NUMBER, least=84),
        Column(words.say("Comes back"), back, Align.NUMBER, strong=True, least=96),
        Column(words.say("Refund"), amount, Align.NUMBER, least=96),
    ]


def _quantity(words: Words, line: SoldLine, quantity: int) -> str:
    shown = words.quantity(quantity)
    whole = quantity % THOUSANDTHS == 0
    return shown if whole or not line.unit else f"{shown} {words.isolate(line.unit)}"
