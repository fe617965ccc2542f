"""The last net: whatever nobody caught is kept as a report and explained, and the window lives on."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal


class Net(QObject):
    """Catches what falls through in any thread and hands it to the window's thread."""

    caught = Signal(object)
    _fell = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fell.connect(self.caught, Qt.ConnectionType.QueuedConnection)
        self._before: Callable[..., object] = sys.excepthook
        self._before_thread: Callable[..., object] = threading.excepthook

    def spread(self) -> None:
        """Begin to catch."""
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def fold(self) -> None:
        """Stop catching; Python prints errors again."""
        sys.excepthook = self._before
        threading.excepthook = self._before_thread

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        del kind, trace
        if not isinstance(error, KeyboardInterrupt):
            self._fell.emit(error)

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._fell.emit(args.exc_value)
