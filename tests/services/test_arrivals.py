from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from shopcrm.services import arrivals, goods, stock
from shopcrm.services.arrivals import ArrivalDraft, Came
from shopcrm.services.goods import ProductDraft, UnknownGoods
from shopcrm.services.shop import Shop
from shopcrm.store.base import Topic


def _walnuts(shop: Shop) -> int:
    return shop.do(goods.add, ProductDraft("Walnuts", "W-1", unit="kg", price=100, barcodes=["200", "201"]))


def test_what_came_is_written_down_by_code_barcode_or_id(shop: Shop, now: datetime) -> None:
    key = _walnuts(shop)
    almonds = shop.do(goods.add, ProductDraft("Almonds", "A-1"))
    lines = [Came("w-1", 1_000), Came("۲۰۱", 2_000, cost=70), Came(almonds, 3_000)]
    view = shop.do(arrivals.record, ArrivalDraft(lines, supplier=" Touyserkan ", note="this year's harvest"))
    assert [(line.code, line.name, line.quantity) for line in view.lines] == [
        ("W-1", "Walnuts", 1_000),
        ("W-1", "Walnuts", 2_000),
        ("A-1", "Almonds", 3_000),
    ]
    assert (view.supplier, view.note, view.arrived_at) == ("Touyserkan", "this year's harvest", now)
    assert view.recorded_by == "owner"
    assert shop.ask(arrivals.show, view.id) == view
    assert shop.ask(stock.on_hand, [key, almonds]) == {key: 3_000, almonds: 3_000}


def test_from_then_on_stock_is_kept_and_price_and_cost_are_the_new_ones(shop: Shop) -> None:
    key = _walnuts(shop)
    shop.do(arrivals.record, ArrivalDraft([Came(key, 2_500, cost=70, price=120)]))
    seen = shop.ask(goods.show, key)
    assert (seen.stock_kept, seen.on_hand, seen.cost, seen.price) == (True, 2_500, 70, 120)
    shop.do(arrivals.record, ArrivalDraft([(key, 500)]))
    seen = shop.ask(goods.show, key)
    assert (seen.on_hand, seen.cost, seen.price) == (3_000, 70, 120)


def test_an_unknown_code_is_named_and_nothing_is_written(shop: Shop) -> None:
    key = _walnuts(shop)
    with pytest.raises(UnknownGoods, match="X-9"):
        shop.do(arrivals.record, ArrivalDraft([("W-1", 1_000), ("X-9", 1_000)]))
    with pytest.raises(stock.NoSuchProduct, match="99"):
        shop.do(arrivals.record, ArrivalDraft([(99, 1_000)]))
    with pytest.raises(arrivals.ArrivalEmpty):
        shop.do(arrivals.record, ArrivalDraft([]))
    with pytest.raises(arrivals.ArrivalQuantity, match="W-1"):
        shop.do(arrivals.record, ArrivalDraft([("W-1", 0)]))
    with pytest.raises(arrivals.NoSuchArrival):
        shop.ask(arrivals.show, 1)
    assert shop.ask(arrivals.count) == 0
    assert shop.ask(arrivals.latest) is None
    assert shop.ask(goods.show, key).on_hand is None


def test_arrivals_are_listed_newest_first(shop: Shop) -> None:
    key = _walnuts(shop)
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (3, 1, 2)]
    ids = shop.do(
        arrivals.record_many, [ArrivalDraft([(key, 1_000)], note=str(d.day), arrived_at=d) for d in days]
    )
    assert [view.note for view in shop.ask(arrivals.page)] == ["3", "2", "1"]
    assert [view.note for view in shop.ask(arrivals.page, limit=1, offset=1)] == ["2"]
    latest = shop.ask(arrivals.latest)
    assert latest is not None
    assert latest.id == ids[0]
    assert shop.ask(arrivals.count) == 3
    assert shop.do(arrivals.record_many, []) == []


def test_the_others_are_told_that_goods_came(shop: Shop) -> None:
    key = _walnuts(shop)
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)
    shop.do(arrivals.record, ArrivalDraft([(key, 1_000)]))
    assert heard == [frozenset({Topic.ARRIVALS, Topic.GOODS, Topic.AUDIT})]


def test_a_paste_is_shown_before_it_is_written(shop: Shop) -> None:
    key = _walnuts(shop)
    preview = shop.ask(arrivals.preview, "کد\tتعداد\n۲۰۰\t۲٫۵\nX-9\t1\nW-1")
    assert [(line.row, line.product.id, line.quantity) for line in preview.lines] == [(2, key, 2_500)]
    assert [(row.row, row.text) for row in preview.refused] == [(3, "X-9"), (4, "W-1")]
    assert "X-9" in preview.refused[0].why.plainly()
    assert shop.ask(arrivals.count) == 0


@profile(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(quantities=st.lists(st.integers(1, 10**7), min_size=1, max_size=6))
def test_what_is_on_hand_is_the_sum_of_what_came(shop: Shop, quantities: list[int]) -> None:
    key = shop.do(goods.add, ProductDraft("Almonds"))
    for quantity in quantities:
        shop.do(arrivals.record, ArrivalDraft([(key, quantity)]))
    assert shop.ask(stock.on_hand, [key]) == {key: sum(quantities)}
