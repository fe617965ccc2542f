"""The baskets that were put aside: whose, how many lines, since when; Enter takes one up, Del lets it go."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services import baskets
from shopcrm.services.baskets import HeldRow

_ROW, _MOST_ROWS = 48, 7


class HeldBaskets(DialogFrame):
    """`chosen` carries the number of the basket that is to be taken up."""

    chosen = Signal(int)

    def __init__(self, kit: Kit, rows: Sequence[HeldRow], parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Baskets put aside"),
            words.say("Take it up"),
            parent=parent,
            icon="pause",
            main_icon="play",
            line=words.say("Enter takes one up, Del lets it go."),
            width=560,
        )
        self._kit = kit
        self._rows = Rows(self._columns(), rows)
        self.table = RowTable(look, self._rows, name=words.say("Baskets put aside"), row_height=_ROW)
        self.table.setFixedHeight(look.size(32 + _ROW * min(_MOST_ROWS, max(2, len(rows)))))
        self.body.addWidget(self.table)
        self.table.opened.connect(self._on_opened)
        self.table.left_out.connect(self._on_left_out)
        self.agreed.connect(self._on_agreed)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _columns(self) -> list[Column[HeldRow]]:
        words = self._kit.words

        def who(row: HeldRow) -> str:
            return (
                words.alone(words.shown(row.customer)) if row.customer_id is not None else words.say("Nobody")
            )

        def what(row: HeldRow) -> str:
            many = words.plural("{count} line", "{count} lines", count=row.lines)
            return words.listing([part for part in (many, words.isolate(row.words)) if part])

        def when(row: HeldRow) -> str:
            return words.clock(row.at)

        def by(row: HeldRow) -> str:
            return words.say("till {till}", till=row.till)

        return [
            Column(words.say("Who"), who, share=1, strong=True, second=what, sign=_sign),
            Column(words.say("Since"), when, Align.TRAIL, second=by),
        ]

    def _on_opened(self, row: HeldRow) -> None:
        self.chosen.emit(row.id)
        self.accept()

    def _on_agreed(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._on_opened(row)

    def _on_left_out(self, row: HeldRow) -> None:
        self._kit.lanes.quick.do(self, self._on_dropped, baskets.drop, row.id)
        left = [one for one in self._rows.all() if one.id != row.id]
        self._rows.show_rows(left)

    def _on_dropped(self, _answer: object) -> None:
        if not self._rows.rowCount():
            self.reject()


def _sign(_row: HeldRow) -> Sign:
    return Sign("shopping-basket", size=28)
