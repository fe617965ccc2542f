"""Rings in the window when something in the shop changed, here or in another program on the same file."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from shopcrm.desk.lanes import Lanes
from shopcrm.services.shop import Shop
from shopcrm.services.topics import ALL_TOPICS, Topic

LOOK_EVERY_MS = 1000


class Bell(QObject):
    """Turns changes into one signal in the window's thread, with the topics that changed."""

    rang = Signal(object)
    _heard = Signal(object)

    def __init__(self, shop: Shop, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._watch = shop.watch()
        self._heard.connect(self.rang, Qt.ConnectionType.QueuedConnection)
        shop.on_change(self._on_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()

    def stop(self) -> None:
        """Stop looking."""
        self._timer.stop()

    def _on_changed(self, topics: frozenset[Topic]) -> None:
        self._heard.emit(topics)

    def _on_look(self) -> None:
        self._lanes.quick.run(self, self._on_looked, self._watch, slot="look")

    def _on_looked(self, changed: bool) -> None:  # noqa: FBT001 -- a signal's argument
        if changed:
            self.rang.emit(ALL_TOPICS)
