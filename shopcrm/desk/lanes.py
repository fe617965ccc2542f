"""The four lanes through which the window asks and acts, so that it never waits.

Search: a newer question stops the one before. Quick: pages, the counter and all writes, in order. Slow:
reports, imports and learning, with progress and cancel. Paper: slips and their printer, which nobody at the
counter waits for and no import may hold up. Answers come back in the window's thread; an answer
whose question was asked again meanwhile, or whose asker is gone, is dropped.

What is posted is done in the name of whoever was signed in then, though somebody else may be by the time.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from shopcrm.desk.garbage import Collector
from shopcrm.rules.errors import Trouble
from shopcrm.services.shop import Interrupted, NeedsAgreement, NotSignedIn, Session, Shop, Who

P = ParamSpec("P")
R = TypeVar("R")
Then = Callable[[R], None]
Failed = Callable[[Exception], None]
Tick = Callable[[int, int], None]
Referee = Callable[[NeedsAgreement, Callable[[Who, str], None], Callable[[], None]], None]
"""Has somebody in charge agree: gets the refusal, what to do if they do, and what to do if they do not."""
_PROGRESS_EVERY = 0.05


class Cancelled(Trouble):
    """Somebody took the work back."""

    sentence = "Stopped as you asked. Nothing was changed."


@dataclass(frozen=True)
class _Task:
    """What was posted, by which part of the window, and in whose name it is done."""

    owner: QObject
    slot: str
    work: Callable[[], Any]
    then: Then[Any]
    failed: Failed | None
    who: Who


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
        self.referee: Referee | None = None
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
        self._begin(_Task(owner, slot, work, then, failed, self._shop.who))

    def _begin(self, task: _Task) -> None:
        if not self._open:
            return
        self._count += 1
        mine = self._count
        place = (id(task.owner), task.slot)
        if task.slot:
            self._newest[place] = mine
        if self._newest_only and self._thread is not None:
            self._shop.interrupt(self._thread)
        self.waiting += 1

        def finish(answer: Any, error: Exception | None) -> None:
            self.waiting -= 1
            stale = bool(task.slot) and self._newest.get(place) != mine
            if self._open and not stale and shiboken6.isValid(task.owner):
                self._settle(task, answer, error)

        def run() -> None:
            self._thread = threading.get_ident()
            if task.slot and self._newest.get(place) != mine:
                # It was asked again before its turn came, so that its answer would be dropped.
                self._emit(lambda: finish(None, Interrupted()))
                return
            try:
                with self._shop.acting(task.who):
                    answer = task.work()
            except Exception as error:  # noqa: BLE001 -- every error goes to the window, which words it
                caught = error
                self._emit(lambda: finish(None, caught))
            else:
                self._emit(lambda: finish(answer, None))

        self._pool.submit(run)

    def _settle(self, task: _Task, answer: Any, error: Exception | None) -> None:
        """Hand the answer over; what somebody in charge may agree to is asked of them, once."""
        if isinstance(error, NeedsAgreement) and self.referee is not None and not task.who.allowed_by:
            self.referee(
                error,
                lambda by, reason: self._begin(replace(task, who=task.who.agreed_by(by, reason))),
                lambda: self._hand_over(answer, error, task.then, task.failed),
            )
        else:
            self._hand_over(answer, error, task.then, task.failed)

    def _hand_over(
        self, answer: Any, error: Exception | None, then: Then[Any], failed: Failed | None
    ) -> None:
        if error is None:
            then(answer)
        elif isinstance(error, Interrupted | NotSignedIn):
            # Behind the lock nobody is told anything; all is read again when somebody has signed in.
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
    """The search, quick, slow and paper lanes of one window, and the collector that keeps threads safe."""

    def __init__(self, shop: Shop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.search = Lane(shop, "search", self, newest_only=True)
        self.quick = Lane(shop, "quick", self)
        self.slow = Lane(shop, "slow", self)
        self.paper = Lane(shop, "paper", self)
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

    def let_referee(self, referee: Referee) -> None:
        """Have somebody asked wherever a deed needs the agreement of whoever is in charge."""
        for lane in (self.search, self.quick, self.slow, self.paper):
            lane.referee = referee

    @property
    def idle(self) -> bool:
        """Whether every question was answered."""
        lanes = (self.search, self.quick, self.slow, self.paper)
        return not any(lane.waiting for lane in lanes)

    def close(self) -> None:
        """Finish what runs and what is still to be written down, and give the collection back."""
        for lane in (self.search, self.slow, self.paper):
            lane.close()
        self.quick.close(finish=True)
        self.collector.stop()
