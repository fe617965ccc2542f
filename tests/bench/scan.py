"""From the Enter of a scanned card to the memory card on the screen, in the real window on a sample shop.

python -m tests.bench.scan; drawn without a screen, so that no display's own time is in it. Goal: 50 ms.
"""

import json
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.memory_card import RememberCard
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.walk import Walk
from shopcrm.sample import make
from shopcrm.services import cards, customer_lists, memory
from shopcrm.services.customer_lists import Order

CUSTOMERS, ROUNDS, WARM_UP = 2000, 40, 5
GOAL_MS = 50


def main(_arguments: list[str] | None = None) -> float:
    """Print how long a scan takes; gives the median in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOPCRM_HOME"] = folder
        start.keep_places_in(Path(folder))
        path = Path(folder) / "sample.db"
        program.make_sample_at(path, make.Plan(7, CUSTOMERS, "en"), lambda _share: None)
        with program.opened(path) as app:
            found = _measure(app)
    times = sorted(found[WARM_UP:])
    median, worst = statistics.median(times), times[round(0.95 * (len(times) - 1))]
    print(json.dumps({"median_ms": round(median, 1), "p95_ms": round(worst, 1), "goal_ms": GOAL_MS}))
    print(f"scan to memory card: {median:.1f} ms, p95 {worst:.1f} ms (goal {GOAL_MS})")
    return median


class _Painted(QObject):
    """Notes when the memory card was first painted with the lines of the person who is waited for."""

    def __init__(self, card: RememberCard) -> None:
        super().__init__()
        self._card = card
        self.wanted, self.at = 0, 0.0
        card.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at the clock when the right person is painted."""
        if event.type() == QEvent.Type.Paint and not self.at and self._card._card.customer_id == self.wanted:
            self.at = time.perf_counter()
        return False


def _measure(app: App) -> list[float]:
    numbers = _cards(app)
    times: list[float] = []
    with Walk(app) as hands:
        hands.window.show()
        hands.resize(1440, 900)
        page = hands.window.page("customers")
        if not isinstance(page, CustomersPage):
            raise TypeError
        painted = _Painted(page.sheet.memory)
        for customer_id, number in numbers * (ROUNDS // len(numbers) + 1):
            hands.go("today")
            times.append(_scan(hands, painted, customer_id, number))
    return times[:ROUNDS]


def _scan(hands: Walk, painted: _Painted, customer_id: int, number: str) -> float:
    painted.wanted, painted.at = customer_id, 0.0
    target = QApplication.focusWidget() or hands.window.frame
    for letter in number:
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(target, key)
    began = time.perf_counter()
    QTest.keyClick(target, Qt.Key.Key_Return)
    while not painted.at:
        hands.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return (painted.at - began) * 1000


def _cards(app: App) -> list[tuple[int, str]]:
    """Give the people of whom there is most to remember, with their cards."""
    people = app.shop.ask(customer_lists.page, 0, ROUNDS, Order.SEEN)
    lines = {one.id: len(app.shop.ask(memory.card, one.id).lines) for one in people}
    best = sorted(lines, key=lambda key: -lines[key])[: ROUNDS // 4]
    return [(key, app.shop.ask(cards.in_use, key) or app.shop.do(cards.give, key)) for key in best]


if __name__ == "__main__":
    main()
