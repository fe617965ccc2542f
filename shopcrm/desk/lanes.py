"""The three lanes through which the window asks and acts, so that it never waits.

Search: a newer question stops the one before. Quick: pages, the counter and all writes, in order. Slow:
reports, imports and learning, with progress and cancel. Answers come back in the window's thread; an answer
whose question was asked again meanwhile, or whose asker is gone, is dropped.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from shopcrm.desk.garbage import Collector
from shopcrm.rules.errors import Trouble
from shopcrm.services.shop import Interrupted, Session, Shop

P = ParamSpec("P")
R = TypeVar("R")
Then = Callable[[R], None]
Failed = Callable[[Exception], None]
Tick = Callable[[int, int], None]
_PROGRESS_EVERY = 0.05


class Cancelled(Trouble):
    """Somebody took the work back."""

    sentence = "Stopped as you asked. Nothing was changed."


class _Bridge(QObject):
    """Carries an answer from a worker's thread to the window's."""

    arrived = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def _on_arrived(self, deliver: Callable[[], None]) -> None:
        deliver()


class Lane(QObject):
    """One worker thread; questions with the same owner and slot replace each other."""

    failed = Signal(object)
    """An error that its asker did not want to handle."""

    def __init__(self, shop: Shop, name: str, parent: QObject, *, newest_only: bool = False) -> None:
        super().__init__(parent)
        self._shop = shop
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._bridge = _Bridge(self)
        self._newest: dict[tuple[int, str], int] = {}
        self._count = 0
        self._open = True
        self._newest_only = newest_only
        self._thread: int | None = None
        self.waiting = 0

    def ask(
        self,
        owner: QObject,
        then: Then[R],
        query: Callable[Concatenate[Session, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Ask a query of the shop; `then` gets the answer unless the owner asked the same again meanwhile."""
        slot = f"{query.__module__}.{query.__qualname__}"
        self._post(owner, slot, lambda: self._shop.ask(query, *args, **kwargs), then, None)

    def do(
        self,
        owner: QObject,
        then: Then[R],
        use_case: Callable[Concatenate[Session, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Run a use case of the shop; its answer is never dropped while the owner lives."""
        self._post(owner, "", lambda: self._shop.do(use_case, *args, **kwargs), then, None)

    def run(
        self,
        owner: QObject,
        then: Then[R],
        work: Callable[[], R],
        failed: Failed | None = None,
        slot: str = "",
    ) -> None:
        """Run anything else beside the window; with a slot, a newer run drops the answer of an older one."""
        self._post(owner, slot, work, then, failed)

    def try_do(
        self,
        owner: QObject,
        then: Then[R],
        failed: Failed,
        use_case: Callable[Concatenate[Session, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Run a use case whose errors the asker shows itself, beside the field they are about."""
        self._post(owner, "", lambda: self._shop.do(use_case, *args, **kwargs), then, failed)

    def close(self, *, finish: bool = False) -> None:
        """Finish what runs; drop what waits, or finish that too."""
        self._open = False
        if self._thread is not None:
            self._shop.interrupt(self._thread)
        self._pool.shutdown(wait=True, cancel_futures=not finish)

    def _post(
        self, owner: QObject, slot: str, work: Callable[[], Any], then: Then[Any], failed: Failed | None
    ) -> None:
        if not self._open:
            return
        self._count += 1
        mine = self._count
        place = (id(owner), slot)
        if slot:
            self._newest[place] = mine
        if self._newest_only and self._thread is not None:
            self._shop.interrupt(self._thread)
        self.waiting += 1

        def finish(answer: Any, error: Exception | None) -> None:
            self.waiting -= 1
            stale = bool(slot) and self._newest.get(place) != mine
            if not self._open or stale or not shiboken6.isValid(owner):
                return
            self._hand_over(answer, error, then, failed)

        def run() -> None:
            self._thread = threading.get_ident()
            if self._newest_only and self._newest.get(place) != mine:
                self._emit(lambda: finish(None, Interrupted()))
                return
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 -- every error goes to the window, which words it
                caught = error
                self._emit(lambda: finish(None, caught))
            else:
                self._emit(lambda: finish(answer, None))

        self._pool.submit(run)

    def _hand_over(
        self, answer: Any, error: Exception | None, then: Then[Any], failed: Failed | None
    ) -> None:
        if error is None:
            then(answer)
        elif isinstance(error, Interrupted):
            return
        elif failed is not None:
            failed(error)
        else:
            self.failed.emit(error)

    def _emit(self, deliver: Callable[[], None]) -> None:
        try:
            self._bridge.arrived.emit(deliver)
        except RuntimeError:
            return  # The window was closed while the work ran; nobody is left to hear the answer.


class Work(QObject):
    """One piece of slow work that can be watched and taken back."""

    progressed = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Take the work back; it stops at its next step and leaves the shop as it was."""
        self._cancelled.set()

    def tick(self, done: int, total: int) -> None:
        """Report progress from the worker; raises Cancelled when the work was taken back."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _PROGRESS_EVERY or done == total:
            self._last = now
            self.progressed.emit(done, total)


class Lanes(QObject):
    """The search, quick and slow lanes of one window, and the collector that keeps threads safe."""

    def __init__(self, shop: Shop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.search = Lane(shop, "search", self, newest_only=True)
        self.quick = Lane(shop, "quick", self)
        self.slow = Lane(shop, "slow", self)
        self.collector = Collector(self)

    def work(self, owner: QObject, then: Then[R], failed: Failed, job: Callable[[Tick], R]) -> Work:
        """Start slow work that reports by its tick; give the handle by which it is watched and cancelled."""
        handle = Work(self)

        def settle(answer: R) -> None:
            handle.deleteLater()
            then(answer)

        def fail(error: Exception) -> None:
            handle.deleteLater()
            failed(error)

        self.slow.run(owner, settle, lambda: job(handle.tick), fail)
        return handle

    @property
    def idle(self) -> bool:
        """Whether every question was answered."""
        return not (self.search.waiting or self.quick.waiting or self.slow.waiting)

    def close(self) -> None:
        """Finish what runs and what is still to be written down, and give the collection back."""
        for lane in (self.search, self.slow):
            lane.close()
        self.quick.close(finish=True)
        self.collector.stop()
