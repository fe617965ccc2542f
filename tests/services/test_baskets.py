import pytest

from shopcrm.services import baskets, points, stock
from shopcrm.services.baskets import BasketEmpty, BasketTaken, NoSuchBasket
from shopcrm.services.selling import Basket, BasketLine
from shopcrm.services.shop import Shop, Who
from shopcrm.services.voucher_issue import VoucherDraft
from tests import makers
from tests.services import counters
from tests.services.counters import basket, quote, sell


def test_P9_a_basket_that_is_held_or_priced_touches_no_balance(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, price=100_000, stock=5_000)
    counters.points_rule(shop)
    sell(shop, basket(walnuts, sara), "before")
    code = counters.voucher(shop, VoucherDraft("amount", 5_000))
    what = basket(walnuts, sara, points=50, voucher_codes=(code,))
    standing = shop.ask(points.standing, sara)
    for _ in range(3):
        quote(shop, what)
        shop.do(baskets.hold, what)
    assert shop.ask(points.standing, sara) == standing
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 4_000}
    assert sell(shop, what).points.spent == 50


def test_a_basket_comes_back_as_it_was_put_aside(shop: Shop) -> None:
    walnuts, sara = makers.product(shop), makers.customer(shop)
    lines = (
        BasketLine(walnuts, 1_500, off=20, off_why="broken"),
        BasketLine(price=7, words="Bag", earns=False),
    )
    what = Basket(lines, sara, ("A1", "B2"), whole_off=3, whole_why="friend", points=9)
    shop.become(Who("reza", "2"))
    key = shop.do(baskets.hold, what, " the lady in  red ")
    (row,) = shop.ask(baskets.held)
    assert (row.id, row.customer, row.words, row.lines, row.till, row.by) == (
        key,
        "Sara",
        "the lady in red",
        2,
        "2",
        "reza",
    )
    assert shop.do(baskets.take_up, key) == what
    assert shop.ask(baskets.held) == []


def test_P9_two_tills_cannot_both_take_up_one_basket(shop: Shop) -> None:
    key = shop.do(baskets.hold, basket(makers.product(shop)))
    shop.do(baskets.take_up, key)
    for again in (baskets.take_up, baskets.drop):
        with pytest.raises(BasketTaken):
            shop.do(again, key)
    with pytest.raises(NoSuchBasket):
        shop.do(baskets.take_up, 99)


def test_several_baskets_wait_the_oldest_first_and_one_can_be_dropped(shop: Shop) -> None:
    walnuts = makers.product(shop)
    keys = [shop.do(baskets.hold, basket(walnuts), word) for word in ("one", "two", "three")]
    shop.do(baskets.drop, keys[1])
    assert [row.words for row in shop.ask(baskets.held)] == ["one", "three"]
    assert shop.ask(baskets.held)[0].customer == ""
    with pytest.raises(BasketEmpty):
        shop.do(baskets.hold, Basket())
