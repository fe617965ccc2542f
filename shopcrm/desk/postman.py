"""Sends what waits in the outbox, one message after the other, and fetches what people write back.

The outbox decides who sends: a window and `shopcrm send` may run at the same time.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from shopcrm.desk.lanes import Lane
from shopcrm.services.shop import Shop

LOOK_EVERY_MS = 3000
FETCH_EVERY_MS = 30_000
REST_MS = 600_000
"""How long nothing is fetched after that went wrong."""


class Postman(QObject):
    """Looks for waiting messages and delivers them on a thread of his own, because a line may stall."""

    failed = Signal(object)

    def __init__(
        self,
        shop: Shop,
        deliver_next: Callable[[], bool],
        parent: QObject | None = None,
        *,
        fetch: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._deliver_next = deliver_next
        self._fetcher = _Fetcher(shop, fetch, self) if fetch is not None else None
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
        if self._fetcher is not None:
            self._fetcher.start()

    def look(self) -> None:
        """Deliver one message if one waits, and go on until none does."""
        if not self._busy:
            self._busy = True
            self._lane.run(self, self._on_delivered, self._deliver_next)

    def close(self) -> None:
        """Finish the message in hand and stop."""
        self._timer.stop()
        if self._fetcher is not None:
            self._fetcher.close()
        self._lane.close()

    def _on_delivered(self, there_was_one: bool) -> None:  # noqa: FBT001 -- an answer of the outbox
        self._busy = False
        if there_was_one:
            self.look()

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)


class _Fetcher(QObject):
    """Fetches replies now and then on a thread of its own, so that a slow line holds no message up."""

    def __init__(self, shop: Shop, fetch: Callable[[], None], postman: Postman) -> None:
        super().__init__(postman)
        self._fetch = fetch
        self._lane = Lane(shop, "replies", self)
        self._lane.failed.connect(self._on_failed)
        self._lane.failed.connect(postman.failed)
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(FETCH_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to fetch, now and every half minute."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Fetch what is there, unless that is being done."""
        if not self._busy:
            self._busy = True
            self._lane.run(self, self._on_fetched, self._fetch)

    @property
    def pause_ms(self) -> int:
        """Tell how long it waits until it fetches again."""
        return self._timer.interval()

    def close(self) -> None:
        """Finish what is being fetched and stop."""
        self._timer.stop()
        self._lane.close()

    def _on_fetched(self, _nothing: None) -> None:
        self._busy = False
        self._timer.setInterval(FETCH_EVERY_MS)

    def _on_failed(self, _error: Exception) -> None:
        self._busy = False
        self._timer.setInterval(REST_MS)
