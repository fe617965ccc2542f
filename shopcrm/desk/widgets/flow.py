"""Lays pills one after the other and starts a new line where the room ends, from the leading side."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from shopcrm.desk.widgets.boxes import show_now


class FlowLayout(QLayout):
    """A layout that breaks lines as a text does."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, line_gap: int = 8) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Take a thing in, as Qt asks."""
        self._heights.clear()
        self._items.append(item)

    def addWidget(self, widget: QWidget) -> None:
        """Take a widget in, and show it at once."""
        super().addWidget(widget)
        show_now(self, widget)

    def count(self) -> int:
        """Count the things."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give a thing, or none past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a thing out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Take everything out and let it go."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than there is."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Need more height where there is less width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Tell how high the lines are together; Qt asks for the same width again and again."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._lay(QRect(0, 0, width, 0), move=False)
        return known

    def invalidate(self) -> None:
        """Measure anew, since something in it has changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, place: QRect) -> None:
        """Lay the things out."""
        super().setGeometry(place)
        self._lay(place, move=True)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() + self._gap for size in sizes)
        return QSize(max(0, wide - self._gap), max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Need the room of the largest thing."""
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, place: QRect, *, move: bool) -> int:
        top = 0
        for line in self._lines(place.width()):
            high = max(size.height() for _item, _at, size in line)
            for item, at, size in line:
                if move:
                    # What is lower than its neighbours stands in the middle of the line.
                    down = top + (high - size.height()) // 2
                    item.setGeometry(QRect(self._corner(place, at, down, size), size))
            top += high + self._line_gap
        return max(0, top - self._line_gap)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, int, QSize]]]:
        """Break the things into lines: each with its place from the leading side and its size."""
        lines: list[list[tuple[QLayoutItem, int, QSize]]] = []
        at = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not lines or at + size.width() > width:
                lines.append([])
                at = 0
            lines[-1].append((item, at, size))
            at += size.width() + self._gap
        return lines

    def _corner(self, place: QRect, at: int, top: int, size: QSize) -> QPoint:
        parent = self.parentWidget()
        rtl = parent is not None and parent.isRightToLeft()
        left = place.right() + 1 - at - size.width() if rtl else place.left() + at
        return QPoint(left, place.top() + top)


class Spread(FlowLayout):
    """Things that share a line evenly; where it is too short, they stand in as many columns as it holds.

    No line has more than `most` of them.
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 8, line_gap: int = 8, most: int = 1000
    ) -> None:
        super().__init__(parent, gap=gap, line_gap=line_gap)
        self.most = most

    def minimumSize(self) -> QSize:
        """Need the room of the largest thing, and the height of one line."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        high = max((item.sizeHint().height() for item in self._items if not item.isEmpty()), default=0)
        return QSize(max((size.width() for size in sizes), default=0), high)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, int, QSize]]]:
        """Break the things into lines of equal columns, or one line in which each has what it needs."""
        there = [item for item in self._items if not item.isEmpty()]
        least = [item.minimumSize().width() for item in there]
        if len(there) <= self.most and sum(least) + self._gap * max(0, len(there) - 1) <= width:
            return [self._line(there, _shared(least, width - self._gap * (len(there) - 1)))] if there else []
        fitting = max(1, (width + self._gap) // (max(least, default=0) + self._gap))
        across = min(self.most, fitting)
        each = (width - self._gap * (across - 1)) // across
        rows = [there[start : start + across] for start in range(0, len(there), across)]
        return [self._line(row, [each] * len(row)) for row in rows]

    def _line(self, items: list[QLayoutItem], widths: list[int]) -> list[tuple[QLayoutItem, int, QSize]]:
        line, at = [], 0
        for item, wide in zip(items, widths, strict=True):
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
            line.append((item, at, QSize(wide, high)))
            at += wide + self._gap
        return line


def flow(*widgets: QWidget, gap: int = 8) -> FlowLayout:
    """Lay things side by side, in a new line where one is full."""
    layout = FlowLayout(gap=gap, line_gap=gap)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def _shared(least: list[int], room: int) -> list[int]:
    """Share room evenly among things, none with less than it needs."""
    widths, open_ = list(least), set(range(len(least)))
    while open_:
        each = (room - sum(widths[i] for i in range(len(least)) if i not in open_)) // len(open_)
        over = {i for i in open_ if least[i] > each}
        if not over:
            for i in open_:
                widths[i] = each
            break
        open_ -= over
    return widths
