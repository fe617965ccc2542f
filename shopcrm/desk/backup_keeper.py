"""Makes backups by itself, beside the window, and brings further folders up to date when they are back."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from shopcrm.desk.lanes import Cancelled, Lane
from shopcrm.desk.program import BackupMaker
from shopcrm.services.shop import Shop

FIRST_AFTER_MS = 30_000
"""So long the window has the computer for itself when it has opened."""
LOOK_EVERY_MS = 60_000
REST_MS = 600_000
"""How long it rests after one could not be made."""


class BackupKeeper(QObject):
    """Asks once a minute whether a backup is due, on a thread of its own, so that nobody waits for it."""

    looked = Signal()
    """One was made, or could not be made, or there was no need."""

    def __init__(self, shop: Shop, backups: BackupMaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backups = backups
        self._lane = Lane(shop.itself(), "backups", self)
        self._closed = threading.Event()
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_AFTER_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look after a while, and every minute from then on."""
        self._timer.start()

    def look(self) -> None:
        """Make a backup if one is due."""
        self._timer.setInterval(LOOK_EVERY_MS)
        if not self._busy:
            self._busy = True
            self._lane.run(self, self._on_looked, self._work, self._on_failed)

    def close(self) -> None:
        """Stop at the next step; the half copy goes, and what it lacked is in the one made at the end."""
        self._timer.stop()
        self._closed.set()
        self._lane.close()

    def _work(self) -> Path | None:
        return self._backups.make_if_due(self._step)

    def _step(self) -> None:
        if self._closed.is_set():
            raise Cancelled

    def _on_looked(self, _made: Path | None) -> None:
        self._busy = False
        self.looked.emit()

    def _on_failed(self, _error: Exception) -> None:
        # Why is in the standing of the backups, which is always in view.
        self._busy = False
        self._timer.setInterval(REST_MS)
        self.looked.emit()
