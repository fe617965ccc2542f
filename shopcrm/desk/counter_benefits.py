"""What somebody could reach next: how much is missing in words, and a bar that shows how near it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chance import ShareBar
from shopcrm.desk.widgets.labels import Icon, Label

_MOST = 3
_BAR = 6


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing within reach: what is missing for it, of how much, and how much of that is there (0 to 1)."""

    icon: str
    words: str
    whole: str
    share: float


class BenefitsCard(Card):
    """Shows up to three, the nearest first; in a small window only that one."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.look, kit.words.say("Next benefit"), spacing=12)
        self._small = False
        self._shown: Sequence[Reach] = ()
        self._lines = [_ReachView(kit) for _ in range(_MOST)]
        for line in self._lines:
            self.body.addWidget(line)

    @property
    def has_lines(self) -> bool:
        """Whether anything is within reach."""
        return bool(self._shown)

    @property
    def lines(self) -> list[Reach]:
        """Give what is shown."""
        return list(self._shown[: 1 if self._small else _MOST])

    def make_small(self, *, small: bool) -> None:
        """Show one line, or all."""
        self._small = small
        self._arrange()

    def show_lines(self, lines: Sequence[Reach]) -> None:
        """Show what is within reach, the nearest first."""
        self._shown = sorted(lines, key=lambda one: -one.share)
        self._arrange()

    def _arrange(self) -> None:
        lines = self.lines
        for place, view in enumerate(self._lines):
            view.setVisible(place < len(lines))
            if place < len(lines):
                view.show_reach(lines[place])


class _ReachView(QWidget):
    """A line of words over its bar."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look = kit.look
        self._icon = Icon(look, "gift", "accent", 16)
        self._words = Label(look, "", Type.LABEL, ellipsis=True)
        self._whole = Label(look, "", Type.CAPTION, "muted", align=Align.TRAIL)
        self._bar = ShareBar(look, height=_BAR)
        top = row(self._icon, (self._words, 1), self._whole, gap=look.size(8))
        self.setLayout(column(top, self._bar, gap=look.size(6)))

    def show_reach(self, reach: Reach) -> None:
        """Show another one."""
        self._icon.show_icon(reach.icon, "accent")
        self._words.setText(reach.words)
        self._whole.setText(reach.whole)
        self._bar.show_share(reach.share, reach.words)
