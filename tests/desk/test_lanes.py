"""The window never waits: questions go to lanes, and only the answers that are still wanted come back."""

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm.desk.lanes import Cancelled, Lane, Lanes, Tick
from shopcrm.rules.errors import ShopError
from shopcrm.services import customers
from shopcrm.services.customers import Draft, NothingKnown
from shopcrm.services.shop import Shop

PATIENCE_MS = 5000
ENDLESS = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


@pytest.fixture
def lanes(shop: Shop, qtbot: QtBot) -> Iterator[Lanes]:
    del qtbot
    made = Lanes(shop)
    yield made
    made.close()
    delete(made)


@pytest.fixture
def owner() -> QObject:
    return QObject()


def _count(session: Session, wait: threading.Event, mark: int) -> int:
    wait.wait(PATIENCE_MS / 1000)
    return customers.count(session) * 100 + mark


def _for_ever(session: Session) -> int:
    return int(session.execute(ENDLESS).scalar_one())


def _idle(qtbot: QtBot, lanes: Lanes) -> None:
    qtbot.waitUntil(lambda: lanes.idle, timeout=PATIENCE_MS)


def test_an_answer_comes_in_the_thread_of_the_window(lanes: Lanes, owner: QObject, qtbot: QtBot) -> None:
    came: list[tuple[int, int]] = []
    asked_in: list[int] = []

    def query(session: Session) -> int:
        asked_in.append(threading.get_ident())
        return customers.count(session)

    lanes.quick.ask(owner, lambda n: came.append((n, threading.get_ident())), query)
    _idle(qtbot, lanes)
    assert came == [(0, threading.get_ident())]
    assert asked_in != [threading.get_ident()]


def test_an_answer_is_dropped_where_a_newer_question_was_asked(
    lanes: Lanes, owner: QObject, qtbot: QtBot
) -> None:
    first, second = threading.Event(), threading.Event()
    came: list[int] = []
    lanes.quick.ask(owner, came.append, _count, first, 1)
    lanes.quick.ask(owner, came.append, _count, second, 2)
    first.set()
    second.set()
    _idle(qtbot, lanes)
    assert came == [2]


def test_answers_to_two_askers_both_come(lanes: Lanes, owner: QObject, qtbot: QtBot) -> None:
    other, go = QObject(), threading.Event()
    go.set()
    came: list[int] = []
    lanes.quick.ask(owner, came.append, _count, go, 1)
    lanes.quick.ask(other, came.append, _count, go, 2)
    _idle(qtbot, lanes)
    assert came == [1, 2]


def test_a_newer_search_interrupts_the_one_that_runs(lanes: Lanes, owner: QObject, qtbot: QtBot) -> None:
    came: list[int] = []
    errors: list[object] = []
    lanes.search.failed.connect(errors.append)
    lanes.search.ask(owner, came.append, _for_ever)
    qtbot.wait(50)
    began = time.monotonic()
    lanes.search.ask(owner, came.append, customers.count)
    _idle(qtbot, lanes)
    assert came == [0]
    assert errors == []
    assert time.monotonic() - began < PATIENCE_MS / 1000


def test_nobody_is_told_when_the_asker_is_gone(lanes: Lanes, qtbot: QtBot) -> None:
    owner, go = QObject(), threading.Event()
    came: list[int] = []
    lanes.quick.ask(owner, came.append, _count, go, 1)
    delete(owner)
    go.set()
    _idle(qtbot, lanes)
    assert came == []


def test_what_was_done_is_told_each_time(lanes: Lanes, owner: QObject, qtbot: QtBot, shop: Shop) -> None:
    came: list[object] = []
    for name in ("Sara", "Reza"):
        lanes.quick.do(owner, came.append, customers.add, Draft(name=name))
    _idle(qtbot, lanes)
    assert len(came) == 2
    assert shop.ask(customers.count) == 2


def test_an_error_goes_to_whoever_wants_it_else_to_the_window(
    lanes: Lanes, owner: QObject, qtbot: QtBot
) -> None:
    window: list[object] = []
    asker: list[object] = []
    lanes.quick.failed.connect(window.append)
    lanes.quick.do(owner, lambda _saved: None, customers.add, Draft())
    lanes.quick.try_do(owner, lambda _saved: None, asker.append, customers.add, Draft())
    _idle(qtbot, lanes)
    assert [type(error) for error in (*window, *asker)] == [NothingKnown, NothingKnown]


def test_slow_work_tells_how_far_it_is_and_is_taken_back(lanes: Lanes, owner: QObject, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    ended: list[Exception] = []

    def job(tick: Tick) -> int:
        for done in range(100_000):
            tick(done, 100_000)
            time.sleep(0.001)
        return 0

    came: list[int] = []
    work = lanes.work(owner, came.append, ended.append, job)
    work.progressed.connect(lambda done, total: steps.append((done, total)))
    qtbot.waitUntil(lambda: len(steps) >= 2, timeout=PATIENCE_MS)
    work.cancel()
    _idle(qtbot, lanes)
    assert [type(error) for error in ended] == [Cancelled]
    assert isinstance(ended[0], ShopError)
    assert came == []
    assert steps == sorted(steps)


def test_slow_work_that_ends_gives_its_answer(lanes: Lanes, owner: QObject, qtbot: QtBot) -> None:
    came: list[int] = []

    def job(tick: Tick) -> int:
        tick(1, 1)
        return 7

    lanes.work(owner, came.append, lambda _error: None, job)
    _idle(qtbot, lanes)
    assert came == [7]


def test_closing_stops_a_question_that_runs_and_drops_those_that_wait(shop: Shop, qtbot: QtBot) -> None:
    parent, owner = QObject(), QObject()
    lane = Lane(shop, "slow", parent)
    came: list[int] = []
    lane.ask(owner, came.append, _for_ever)
    lane.ask(owner, came.append, customers.count)
    qtbot.wait(50)
    began = time.monotonic()
    lane.close()
    assert time.monotonic() - began < PATIENCE_MS / 1000
    lane.ask(owner, came.append, customers.count)
    qtbot.wait(50)
    assert came == []
    delete(parent)


def test_what_is_being_written_is_finished_when_the_window_closes(shop: Shop, qtbot: QtBot) -> None:
    del qtbot
    parent, owner = QObject(), QObject()
    lane = Lane(shop, "quick", parent)
    begun = threading.Event()

    def slowly(session: Session) -> None:
        begun.set()
        customers.add(session, Draft(name="Sara"))
        time.sleep(0.1)

    lane.do(owner, lambda _nothing: None, slowly)
    assert begun.wait(PATIENCE_MS / 1000)
    lane.close()
    assert shop.ask(customers.count) == 1
    delete(parent)
