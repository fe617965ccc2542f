"""Several tills that reach for the last units at once, in processes of their own (A4)."""

import multiprocessing
from collections import Counter
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.services import holds, stock, turns, wishes
from shopcrm.services.shop import Session, Shop
from shopcrm.store.arrivals import Hold
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 26)
TILLS = 3
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.services.test_hold_race"])


def _held(shop: Shop) -> int:
    return sum(row.quantity for row in shop.ask(holds.all_open))


def _till(path: Path, customer: int, product: int, gate: Barrier, careless: bool) -> None:  # noqa: FBT001 -- a process takes plain values
    """Hold one unit again and again until nothing is left; the careless one looks first and holds later."""
    with program.opened(path, clock=lambda: NOW) as app:
        gate.wait(60)
        if careless:
            free = app.shop.ask(stock.free, [product])[product]
            gate.wait(60)
            if free >= 1_000:
                app.shop.do(_hold_unasked, customer, product)
            return
        try:
            while True:
                app.shop.do(holds.hold, customer, product, 1_000, THURSDAY)
        except holds.NotEnough:
            return


def _hold_unasked(session: Session, customer: int, product: int) -> None:
    session.add(
        Hold(
            product_id=product, customer_id=customer, quantity=1_000, until=THURSDAY, made_at=NOW, made_by="x"
        )
    )


def _race(path: Path, people: list[int], product: int, *, careless: bool) -> None:
    gate = _FORKS.Barrier(len(people))
    tills = [_FORKS.Process(target=_till, args=(path, one, product, gate, careless)) for one in people]
    for till in tills:
        till.start()
    for till in tills:
        till.join(60)
    assert [till.exitcode for till in tills] == [0] * len(tills)


def test_A4_of_several_tills_on_the_last_units_none_holds_what_another_has(
    application: program.App,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    shop = application.shop
    people = [makers.customer(shop, name=f"Person {n}") for n in range(TILLS)]
    product = makers.product(shop, stock=1_000)
    for units in range(1, 11 if full else 2):
        shop.do(stock.correct, product, units * 1_000, "counted")
        _race(application.path, people, product, careless=False)
        assert _held(shop) == units * 1_000
        assert shop.ask(stock.free, [product]) == {product: 0}
        for row in shop.ask(holds.all_open):
            shop.do(holds.release, row.id)


def test_A4_control_who_looks_first_and_holds_later_holds_too_much(application: program.App) -> None:
    shop = application.shop
    people = [makers.customer(shop, name=f"Person {n}") for n in range(TILLS)]
    product = makers.product(shop, stock=1_000)
    _race(application.path, people, product, careless=True)
    assert _held(shop) == TILLS * 1_000


def _holds_for_all(path: Path, product: int, gate: Barrier) -> None:
    with program.opened(path, clock=lambda: NOW) as app:
        gate.wait(60)
        try:
            app.shop.do(turns.hold_for_waiting, product, THURSDAY)
        except ShopError:
            return


def test_A2_A4_two_tills_that_hold_for_all_who_asked_hold_once_for_each(application: program.App) -> None:
    shop = application.shop
    product = makers.product(shop, stock=2_000)
    for number in range(3):
        shop.do(wishes.ask, makers.customer(shop, name=f"Person {number}"), product_id=product)
    gate = _FORKS.Barrier(2)
    tills = [_FORKS.Process(target=_holds_for_all, args=(application.path, product, gate)) for _ in range(2)]
    for till in tills:
        till.start()
    for till in tills:
        till.join(60)
    assert Counter(row.customer_id for row in shop.ask(holds.all_open)).most_common(1)[0][1] == 1
    assert _held(shop) == 2_000
