"""Looks for people known twice by itself, beside the window; what it finds stands on the page of today."""

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from shopcrm.desk.lanes import Cancelled, Lane
from shopcrm.services.daily import Sweep
from shopcrm.services.duplicates import Swept
from shopcrm.services.shop import Shop

FIRST_AFTER_MS = 20_000
"""So long the window has the computer for itself when it has opened."""
LOOK_EVERY_MS = 60_000


class Lookout(QObject):
    """Asks once a minute whether it is time, on a thread of its own; `failed` carries what went wrong."""

    failed = Signal(object)

    def __init__(self, shop: Shop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sweep = Sweep(shop.itself())
        self._lane = Lane(shop, "lookout", self)
        self._lane.failed.connect(self._on_failed)
        self._closed = threading.Event()
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_AFTER_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look after a while, and every minute from then on."""
        self._timer.start()

    def look(self) -> None:
        """Look through everybody if it is time to."""
        self._timer.setInterval(LOOK_EVERY_MS)
        if not self._busy:
            self._busy = True
            self._lane.run(self, self._on_swept, self._work)

    def close(self) -> None:
        """Stop at the next step; nothing is lost, since it is made anew next time."""
        self._timer.stop()
        self._closed.set()
        self._lane.close()

    def _work(self) -> Swept | None:
        return self._sweep.make_if_due(self._tick)

    def _tick(self, _done: int, _total: int) -> None:
        if self._closed.is_set():
            raise Cancelled

    def _on_swept(self, _found: Swept | None) -> None:
        self._busy = False

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
