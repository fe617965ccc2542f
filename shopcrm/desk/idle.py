"""Notices that nobody has touched key or mouse for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
_MINUTE_MS = 60_000


class Idle(QObject):
    """Counts the time since the last touch; `over` comes when it was the minutes that were asked for."""

    over = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.over)
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def count(self, minutes: int) -> None:
        """Begin to count anew; 0 minutes are never over."""
        if minutes:
            self.timer.start(minutes * _MINUTE_MS)
        else:
            self.timer.stop()

    def stop(self) -> None:
        """Count no more, and watch no more."""
        self.timer.stop()
        self._app.focusWindowChanged.disconnect(self._watch)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin anew with each touch; everything goes on to where it was meant for."""
        if event.type() in _TOUCHES and self.timer.isActive():
            self.timer.start()
        return False

    def _watch(self, window: QWindow | None) -> None:
        """Watch the windows of the screen alone: a filter for all events would slow the program down."""
        if window is not None:
            window.installEventFilter(self)
