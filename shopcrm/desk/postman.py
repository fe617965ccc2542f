"""Sends what waits in the outbox, one message after the other, beside the window.

The outbox decides who sends: a window and `shopcrm send` may run at the same time.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from shopcrm.desk.lanes import Lane
from shopcrm.services.shop import Shop

LOOK_EVERY_MS = 3000


class Postman(QObject):
    """Looks for waiting messages and delivers them on a thread of his own, because a line may stall."""

    failed = Signal(object)

    def __init__(self, shop: Shop, deliver_next: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deliver_next = deliver_next
        self._lane = Lane(shop, "postman", self)
        self._lane.failed.connect(self._on_failed)
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look, now and every few seconds."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Deliver one message if one waits, and go on until none does."""
        if not self._busy:
            self._busy = True
            self._lane.run(self, self._on_delivered, self._deliver_next)

    def close(self) -> None:
        """Finish the message in hand and stop."""
        self._timer.stop()
        self._lane.close()

    def _on_delivered(self, there_was_one: bool) -> None:  # noqa: FBT001 -- an answer of the outbox
        self._busy = False
        if there_was_one:
            self.look()

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)
