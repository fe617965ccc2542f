"""Lays pills one after the other and starts a new line where the room ends, from the leading side."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


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
