"""Sums of stock that are carried on say the same as summing up anew, whoever wrote and whatever went back."""

import random
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services import stock, stock_sums
from shopcrm.services.shop import Shop, now_of, touched
from shopcrm.services.stock import Move
from shopcrm.services.topics import Topic
from shopcrm.store.goods import StockMove
from shopcrm.store.imports import ImportBatch
from tests import makers
from tests.conftest import NOW


def _anew(session: Session) -> dict[int, int]:
    query = select(StockMove.product_id, func.sum(StockMove.quantity)).group_by(StockMove.product_id)
    return {key: int(total) for key, total in session.execute(query).all()}


def _moves(session: Session, moves: list[Move]) -> None:
    stock.post(session, moves)


def _bring(session: Session, moves: list[Move]) -> list[int]:
    stock.post(session, moves)
    query = select(StockMove.id).order_by(StockMove.id.desc()).limit(len(moves))
    return list(session.scalars(query))


def _take_back(session: Session, ids: list[int]) -> None:
    """Do to the stock what taking an imported file back does."""
    counts = dict.fromkeys(("rows_read", "rows_added", "rows_changed", "rows_unchanged", "rows_refused"), 0)
    now = now_of(session)
    session.add(
        ImportBatch(kind="goods", file_name="", imported_at=now, imported_by="", undone_at=now, **counts)
    )
    session.execute(delete(StockMove).where(StockMove.id.in_(ids)))
    touched(session, Topic.GOODS, "taken back")


@pytest.mark.parametrize("seed", range(3))
def test_sums_carried_on_are_those_made_anew(shop: Shop, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    goods = [makers.product(shop, code=f"P{n}") for n in range(4)]
    brought: list[list[int]] = []
    with program.opened(tmp_path / "shop.db", clock=lambda: NOW) as other:
        for _ in range(40):
            door = draw.choice((shop, other.shop))
            some = [
                Move(draw.choice(goods), draw.randint(-3, 9) * 500, "correction", NOW)
                for _ in range(draw.randint(1, 4))
            ]
            if brought and draw.random() < 0.3:
                door.do(_take_back, brought.pop(draw.randrange(len(brought))))
            elif draw.random() < 0.5:
                brought.append(door.do(_bring, some))
            else:
                door.do(_moves, some)
            wanted = draw.sample(goods, draw.randint(1, 4))
            right = shop.ask(_anew)
            for one in (shop, other.shop):
                assert one.ask(stock.on_hand, wanted) == {key: right.get(key, 0) for key in wanted}


def _failing(session: Session, goods: int) -> None:
    stock.post(session, [Move(goods, 5000, "correction", NOW)])
    assert stock.on_hand(session, [goods]) == {goods: 6000}
    raise ArithmeticError


def test_what_is_not_written_in_the_end_is_in_no_sum(shop: Shop) -> None:
    walnuts = makers.product(shop, stock=1000)
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 1000}
    with pytest.raises(ArithmeticError):
        shop.do(_failing, walnuts)
    shop.do(_moves, [Move(walnuts, 200, "correction", NOW)])
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 1200}


def test_a_long_absence_is_made_up_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_sums, "_FEW", 3)
    walnuts = makers.product(shop, stock=1000)
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 1000}
    shop.do(_moves, [Move(walnuts, 100, "correction", NOW)] * 10)
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 2000}
