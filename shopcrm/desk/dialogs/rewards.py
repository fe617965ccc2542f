"""What somebody's points buy: each reward with what it costs, or how many points are missing for it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services.rewards import RewardRow

_ROW, _MOST_ROWS = 52, 7


class RewardChoice(DialogFrame):
    """`chosen` carries the reward that is to be bought; those that cost too much cannot be chosen."""

    chosen = Signal(object)

    def __init__(
        self, kit: Kit, rewards: Sequence[RewardRow], name: str, points: int, parent: QWidget
    ) -> None:
        words, look = kit.words, kit.look
        many = words.plural("{count} point to spend", "{count} points to spend", count=points)
        super().__init__(
            look,
            words,
            words.say("Rewards for {name}", name=name),
            words.say("Give this reward"),
            parent=parent,
            icon="gift",
            line=many,
            width=560,
        )
        self._kit = kit
        rows = Rows(self._columns(), rewards, Shape(quiet=_is_too_dear))
        self.table = RowTable(look, rows, name=words.say("Rewards"), row_height=_ROW)
        self.table.setFixedHeight(look.size(32 + _ROW * min(_MOST_ROWS, max(2, len(rewards)))))
        self.body.addWidget(self.table)
        self.table.opened.connect(self._on_opened)
        self.table.moved.connect(self._on_moved)
        self.agreed.connect(self._on_agreed)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _columns(self) -> list[Column[RewardRow]]:
        words = self._kit.words

        def name(row: RewardRow) -> str:
            return words.alone(row.name)

        def benefit(row: RewardRow) -> str:
            return words.tell(row.benefit)

        def points(row: RewardRow) -> str:
            return words.number(row.points)

        def missing(row: RewardRow) -> str:
            return words.say("{count} missing", count=row.missing) if row.missing else ""

        return [
            Column(words.say("Reward"), name, share=1, strong=True, second=benefit, sign=_sign),
            Column(words.say("Points"), points, Align.NUMBER, second=missing, tint=_tint),
        ]

    def _on_moved(self, row: RewardRow | None) -> None:
        if row is not None and row.missing:
            self.main.turn_off(self._kit.words.say("There are not enough points for it."))
        else:
            self.main.turn_on()

    def _on_opened(self, row: RewardRow) -> None:
        if not row.missing:
            self.chosen.emit(row)
            self.accept()

    def _on_agreed(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._on_opened(row)


def _sign(_row: RewardRow) -> Sign:
    return Sign("gift", size=28)


def _tint(row: RewardRow) -> Tint:
    return "muted" if row.missing else "text"


def _is_too_dear(row: RewardRow) -> bool:
    return bool(row.missing)
