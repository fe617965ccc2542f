"""Things side by side that turn under each other where there is no room, as with large writing."""

from collections.abc import Callable
from operator import methodcaller

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QBoxLayout, QLayoutItem, QSizePolicy, QWidget

from shopcrm.desk.widgets.boxes import Edges, Thing, fill

_ANY = 16_777_215
# Called by name: the function of the class itself is empty in Qt, and calling it ends the program.
_WISHED, _LEAST = methodcaller("sizeHint"), methodcaller("minimumSize")
_BESIDE, _UNDER = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Fold(QBoxLayout):
    """A row while it is `least` pixels wide and all fits into it, else a column."""

    def __init__(self, *, least: int = 0, air: int = 0) -> None:
        super().__init__(_BESIDE)
        self._least, self._air = least, air
        self._given: dict[QWidget, int] = {}
        self._lowest: dict[QWidget, int] = {}

    @property
    def is_folded(self) -> bool:
        """Tell whether things stand under each other."""
        return self.direction() == _UNDER

    def give(self, widget: QWidget, width: int) -> None:
        """Make a thing so many pixels wide while it has others beside it."""
        self._given[widget] = width
        self._share()

    def keep_high(self, widget: QWidget, height: int) -> None:
        """Make a thing that scrolls by itself at least so many pixels high while others stand under it."""
        self._lowest[widget] = height
        self._share()

    def sizeHint(self) -> QSize:
        """Ask for the room of one line."""
        return QSize(self._needed(_WISHED), super().sizeHint().height())

    def minimumSize(self) -> QSize:
        """Need no more width than the widest thing, for all else can stand under it."""
        size, sides = super().minimumSize(), self.contentsMargins()
        least = max((item.minimumSize().width() for item in self._things()), default=0)
        return QSize(min(size.width(), least + sides.left() + sides.right()), size.height())

    def heightForWidth(self, width: int) -> int:
        """Tell how high it is in this width, turned as it will be; asking turns nothing."""
        turned = self._turned(width)
        if turned == self.direction() or not self.hasHeightForWidth():
            return super().heightForWidth(width)
        sides = self.contentsMargins()
        inner = width - sides.left() - sides.right()
        highs = [
            item.heightForWidth(inner) if item.hasHeightForWidth() else item.sizeHint().height()
            for item in self._things()
        ]
        gaps = self.spacing() * max(0, len(highs) - 1)
        high = sum(highs) + gaps if turned == _UNDER else max(highs, default=0)
        return high + sides.top() + sides.bottom()

    def setGeometry(self, place: QRect) -> None:
        """Turn if the room asks for it, and lay the things out."""
        self._turn(place.width())
        super().setGeometry(place)

    def _things(self) -> list[QLayoutItem]:
        items = (self.itemAt(place) for place in range(self.count()))
        return [item for item in items if item is not None and not item.isEmpty()]

    def _needed(self, measure: Callable[[QLayoutItem], QSize]) -> int:
        """Tell how wide one line of all things is."""
        sides, things, needed = self.contentsMargins(), self._things(), 0
        for item in things:
            widget = item.widget()
            given = self._given.get(widget) if widget is not None else None
            needed += measure(item).width() if given is None else given
        return needed + self.spacing() * max(0, len(things) - 1) + sides.left() + sides.right()

    def _turned(self, width: int) -> QBoxLayout.Direction:
        needed = max(self._needed(_LEAST), self._least)
        return _UNDER if width < needed else _BESIDE

    def _turn(self, width: int) -> None:
        direction = self._turned(width)
        if direction != self.direction():
            self.setDirection(direction)
            sides, air = self.contentsMargins(), self._air if self.is_folded else -self._air
            self.setContentsMargins(sides.left(), sides.top() + air, sides.right(), sides.bottom() + air)
            self._share()

    def _share(self) -> None:
        along = QSizePolicy.Policy.Minimum if self.is_folded else QSizePolicy.Policy.Expanding
        for item in (self.itemAt(place) for place in range(self.count())):
            spacer = item.spacerItem() if item is not None else None
            if spacer is not None:
                # Room that pushes things apart in a line would only part them when they stand in a column.
                spacer.changeSize(0, 0, along, QSizePolicy.Policy.Minimum)
        for widget, width in self._given.items():
            widget.setMinimumWidth(0 if self.is_folded else width)
            widget.setMaximumWidth(_ANY if self.is_folded else width)
        for widget, height in self._lowest.items():
            widget.setMinimumHeight(height if self.is_folded else 0)


def fold(*things: Thing, gap: int = 8, least: int = 0, air: int = 0, edges: Edges = (0, 0, 0, 0)) -> Fold:
    """Lay things side by side where they fit, else under each other; as `row` otherwise.

    So much `air` comes above and below them only when they stand under each other.
    """
    return fill(Fold(least=least, air=air), things, gap, edges)
