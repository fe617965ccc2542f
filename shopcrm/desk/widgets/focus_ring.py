"""A ring two pixels away from the thing that the keyboard is on; a click with the pointer draws none."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.brush import draw_box

_AWAY = 4
"""Two pixels of air and two of ring."""
_BY_HAND = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
_MOVED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class FocusRing(QObject):
    """Rings one widget while the keyboard is on it; keep nothing but the widget itself."""

    def __init__(self, look: Look, target: QWidget, radius: int = 6) -> None:
        super().__init__(target)
        self._look = look
        self._target = target
        self._radius = radius
        self._line: _Line | None = None
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw, move or take away the ring."""
        kind = event.type()
        if watched is self._target and kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            if event.reason() not in _BY_HAND:
                self._draw()
        elif watched is self._target and kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._take_away()
        elif self._line is not None and kind in _MOVED:
            self._place()
        return False

    def is_shown(self) -> bool:
        """Tell whether the ring is drawn now."""
        return self._line is not None and isValid(self._line) and self._line.isVisible()

    def _draw(self) -> None:
        self._take_away()
        self._line = _Line(self._look, _host(self._target), self._radius + 3)
        for widget in self._around():
            widget.installEventFilter(self)
        self._place()
        self._line.show()

    def _place(self) -> None:
        line = self._line
        if line is None or not isValid(line):
            return
        corner = self._target.mapTo(_host(self._target), QPoint(0, 0))
        away = self._look.size(_AWAY)
        line.setGeometry(QRect(corner, self._target.size()).adjusted(-away, -away, away, away))
        line.raise_()

    def _take_away(self) -> None:
        if self._line is not None and isValid(self._line):
            for widget in self._around():
                widget.removeEventFilter(self)
            self._line.hide()
            self._line.deleteLater()
        self._line = None

    def _around(self) -> list[QWidget]:
        host = _host(self._target)
        found, widget = [], self._target.parentWidget()
        while widget is not None:
            found.append(widget)
            if widget is host:
                break
            widget = widget.parentWidget()
        return found


class _Line(QWidget):
    """The ring itself, over everything and deaf to the pointer."""

    def __init__(self, look: Look, host: QWidget, radius: int) -> None:
        super().__init__(host)
        self._look = look
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        radius = self._look.size(self._radius) - 1
        draw_box(painter, self.rect(), radius, edge=self._look.colour("accent"), width=self._look.size(2))


def _host(target: QWidget) -> QWidget:
    """Find the window, or the scrolling area, within which the ring may lie."""
    widget = target.parentWidget()
    while widget is not None and not widget.isWindow():
        above = widget.parentWidget()
        if isinstance(above, QAbstractScrollArea):
            return widget
        widget = above
    return widget if widget is not None else target
