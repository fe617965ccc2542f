"""Holds answers back for a moment, so that cards that belong together change in one stroke."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

Gather: TypeAlias = Callable[[Callable[[], None]], None]
"""Takes what shows an answer, and calls it now or a little later."""

_LATEST_MS = 100
"""An answer that is late does not keep the others waiting longer than this."""


def at_once(show: Callable[[], None]) -> None:
    """Show an answer as soon as it comes."""
    show()


class Gathering:
    """Waits for so many answers, then shows all of them with one painting of the widget."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._wanted = 0
        self._waiting: list[Callable[[], None]] = []
        self._latest = QTimer(widget)
        self._latest.setSingleShot(True)
        self._latest.setInterval(_LATEST_MS)
        self._latest.timeout.connect(self.show)

    def begin(self, wanted: int) -> None:
        """Wait for so many answers from now on; what came for an older question is shown first."""
        self.show()
        self._wanted = wanted
        self._latest.start()

    def take(self, show: Callable[[], None]) -> None:
        """Take an answer; the last one of those that are wanted shows them all, a late one comes alone."""
        self._waiting.append(show)
        self._wanted -= 1
        if self._wanted <= 0 or not self._latest.isActive():
            self.show()

    def show(self) -> None:
        """Show what has come so far."""
        self._latest.stop()
        shown, self._waiting = self._waiting, []
        if not shown:
            return
        self._widget.setUpdatesEnabled(False)
        try:
            for show in shown:
                show()
        finally:
            self._widget.setUpdatesEnabled(True)
