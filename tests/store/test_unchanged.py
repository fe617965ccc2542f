from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services.shop import Shop
from shopcrm.store.goods import Product
from shopcrm.store.unchanged import while_unchanged
from tests import makers
from tests.conftest import NOW


class _Counter:
    """Counts the goods, and how often it had to look."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self, session: Session, about: str = "") -> int:
        return while_unchanged(session, "counted", self._count, about)

    def _count(self, session: Session) -> int:
        self.looks += 1
        return session.scalar(select(func.count(Product.id))) or 0


def test_it_is_worked_out_once_while_nothing_changes(shop: Shop) -> None:
    count = _Counter()
    makers.product(shop)
    assert [shop.ask(count) for _ in range(3)] == [1, 1, 1]
    assert count.looks == 1
    assert shop.ask(count, "another shelf") == 1
    assert count.looks == 2


def test_every_write_is_noticed_one_s_own_and_that_of_others(shop: Shop, tmp_path: Path) -> None:
    count = _Counter()
    with program.opened(tmp_path / "shop.db", clock=lambda: NOW) as other:
        for number in range(1, 7):
            makers.product((shop, other.shop)[number % 2], code=f"P{number}")
            assert shop.ask(count) == number
            assert other.shop.ask(count) == number
    assert count.looks == 12


def _added(session: Session, count: _Counter) -> int:
    session.add(Product(code="N", name="New"))
    session.flush()
    return count(session)


def _failed(session: Session, count: _Counter) -> None:
    _added(session, count)
    raise ArithmeticError


def test_what_is_taken_back_was_never_kept(shop: Shop) -> None:
    count = _Counter()
    with pytest.raises(ArithmeticError):
        shop.do(_failed, count)
    assert shop.ask(count) == 0
    assert shop.do(_added, count) == 1
    assert shop.ask(count) == 1
