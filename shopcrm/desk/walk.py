"""Opens a window without anybody before it and waits until it has shown everything it was asked for."""

import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from shopcrm.desk import start
from shopcrm.desk.program import Program
from shopcrm.desk.window import Window

_PATIENCE_S = 60.0
_QUIET_TURNS = 3
_REST_S = 0.3
"""Timers that wait for a rest of the hands (search, preview, loading) are over by then."""


class StillBusy(TimeoutError):
    """The window did not come to rest."""


class Walk:
    """A window that is closed and freed in the end; `errors` holds what it had to complain about."""

    def __init__(self, program: Program) -> None:
        self.app: QApplication = start.application()
        self.window: Window = start.open_window(program)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.window.leave()
        self.window.deleteLater()
        self.turn()

    def turn(self) -> None:
        """Let everything that waits be done, once."""
        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def settle(self, rest: float = _REST_S) -> None:
        """Wait until every question was answered, and a moment longer; raises StillBusy after a minute."""
        ends = time.monotonic() + _PATIENCE_S
        rests = time.monotonic() + rest
        quiet = 0
        while quiet < _QUIET_TURNS or time.monotonic() < rests:
            self.turn()
            quiet = quiet + 1 if self.window.lanes.idle else 0
            if time.monotonic() > ends:
                raise StillBusy
            time.sleep(0.002)
