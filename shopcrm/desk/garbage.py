"""Runs Python's cyclic garbage collection in the window's thread only.

A worker thread that happened to collect a discarded widget would destroy it in the wrong thread, and the
program would end there and then.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1500


class Collector(QObject):
    """Collects on a timer of the thread that made it; automatic collection is off while it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._on_due)
        self._timer.start()

    def stop(self) -> None:
        """Hand the collection back to Python."""
        self._timer.stop()
        gc.enable()

    def _on_due(self) -> None:
        counts = gc.get_count()
        due = [age for age in range(3) if counts[age] > self._thresholds[age]]
        if due:
            gc.collect(max(due))
