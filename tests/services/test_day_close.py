"""A close covers what happened at its till since the last one, and its figures add up to the documents."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as st

from shopcrm.rules.tenders import Tender
from shopcrm.services import day_close, tabs
from shopcrm.services.day_close import DrawerRefused, NoSuchClose
from shopcrm.services.shop import Shop, Who
from tests import makers
from tests.sold import bring_back, sell

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def walnuts(shop: Shop) -> int:
    return makers.product(shop, price=100_000)


def test_the_drawer_should_hold_what_came_in_as_cash(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop)
    sold = sell(shop, (walnuts, 2000), pay=[Tender("cash", None, handed=500_000)])
    sell(shop, (walnuts, 1000), pay=[Tender("card")])
    sell(shop, (walnuts, 1000), customer_id=sara, pay=[Tender("tab")])
    shop.do(tabs.pay_off, sara, 30_000, "cash")
    bring_back(shop, sold.sale_id, 0)
    day = shop.ask(day_close.open_now)
    assert day.expected == 30_000
    figures = day.figures
    assert (figures.sales, figures.sold, figures.returns, figures.returned) == (3, 400_000, 1, 200_000)
    assert {one.kind: (one.taken, one.paid_back) for one in figures.payments} == {
        "card": (100_000, 0),
        "cash": (200_000, 200_000),
        "tab": (100_000, 0),
    }
    assert figures.tab_given == 100_000
    assert [(one.kind, one.net) for one in figures.tab_paid] == [("cash", 30_000)]


def test_N3_a_return_counts_against_who_sold_whoever_takes_it(shop: Shop, walnuts: int) -> None:
    shop.become(Who("Maryam"))
    sold = sell(shop, (walnuts, 2000))
    shop.become(Who("Ali"))
    sell(shop, (walnuts, 1000))
    bring_back(shop, sold.sale_id, 0)
    people = {one.name: one for one in shop.ask(day_close.open_now).figures.people}
    assert people["Maryam"].net == 0
    assert (people["Maryam"].sales, people["Maryam"].returns) == (1, 1)
    assert (people["Ali"].net, people["Ali"].returns) == (100_000, 0)


def test_what_comes_after_a_close_belongs_to_the_next(shop: Shop, walnuts: int) -> None:
    sell(shop, (walnuts, 1000))
    first = shop.do(day_close.close, 100_000)
    assert (first.difference, first.figures.sales) == (0, 1)
    sell(shop, (walnuts, 3000))
    second = shop.do(day_close.close, 310_000, "ten too much")
    assert (second.figures.sales, second.expected, second.difference) == (1, 300_000, 10_000)
    assert second.note == "ten too much"
    assert [one.id for one in shop.ask(day_close.history)] == [second.id, first.id]


def test_a_clock_set_back_loses_and_doubles_nothing(shop: Shop, walnuts: int) -> None:
    sell(shop, (walnuts, 1000))
    shop.do(day_close.close)
    shop.clock = lambda: NOON - timedelta(days=3)
    sell(shop, (walnuts, 1000))
    assert shop.ask(day_close.open_now).figures.sales == 1


def test_each_till_has_its_own_close(shop: Shop, walnuts: int) -> None:
    sell(shop, (walnuts, 1000))
    shop.become(Who("Ali", till="2"))
    sell(shop, (walnuts, 2000))
    assert shop.do(day_close.close).expected == 200_000
    shop.become(Who("Ali", till="1"))
    assert shop.ask(day_close.open_now).expected == 100_000


def test_what_stays_for_change_is_where_the_next_begins(shop: Shop, walnuts: int) -> None:
    sell(shop, (walnuts, 1000))
    shop.do(day_close.close, 100_000, left=20_000)
    sell(shop, (walnuts, 1000))
    day = shop.ask(day_close.open_now)
    assert (day.opening, day.expected) == (20_000, 120_000)
    assert shop.do(day_close.close, 120_000).left == 20_000


def test_no_more_stays_for_change_than_lies_in_the_drawer(shop: Shop, walnuts: int) -> None:
    sold = sell(shop, (walnuts, 1000))
    shop.do(day_close.close, 100_000, left=20_000)
    bring_back(shop, sold.sale_id, 0)
    day = shop.ask(day_close.open_now)
    assert (day.opening, day.expected) == (20_000, -80_000)
    assert shop.do(day_close.close, 5_000).left == 5_000
    sell(shop, (walnuts, 1000))
    with pytest.raises(DrawerRefused):
        shop.do(day_close.close, None, "", 105_001)
    assert shop.do(day_close.close, None, "", 105_000).left == 105_000


def test_an_empty_day_can_be_closed_and_says_so(shop: Shop) -> None:
    closed = shop.do(day_close.close)
    assert closed.figures.is_empty
    assert closed.counted is closed.difference is None
    assert closed.says.text == "Nothing happened at this till since its last close."
    assert shop.ask(day_close.read, closed.id or 0) == closed


@pytest.mark.parametrize(("counted", "left"), [(-1, None), (10**18, None), (10, 11), (None, -1), (None, 1)])
def test_no_drawer_holds_that(shop: Shop, counted: int | None, left: int | None) -> None:
    with pytest.raises(DrawerRefused):
        shop.do(day_close.close, counted, "", left)
    assert shop.ask(day_close.history) == []
    with pytest.raises(NoSuchClose):
        shop.ask(day_close.read, 1)


def test_imported_sales_are_of_no_till(shop: Shop, walnuts: int) -> None:
    makers.sale(shop, None, (walnuts, 1000, 5_000), number="A1")
    assert shop.ask(day_close.open_now).figures.is_empty


_DEEDS = st.lists(st.sampled_from(["sell", "return", "close"]), min_size=1, max_size=8)


def test_closes_together_tell_each_document_once(shop: Shop, walnuts: int) -> None:
    open_sales: list[int] = []

    @pace(max_examples=10, deadline=None)
    @given(deeds=_DEEDS)
    def walk(deeds: list[str]) -> None:
        for deed in deeds:
            if deed == "close":
                shop.do(day_close.close)
            elif deed == "return" and open_sales:
                bring_back(shop, open_sales.pop(), 0)
            else:
                open_sales.append(sell(shop, (walnuts, 1000)).sale_id)
        told = [one.figures for one in shop.ask(day_close.history, 1_000)]
        told.append(shop.ask(day_close.open_now).figures)
        kept = sum(figures.net for figures in told)
        assert kept == 100_000 * len(open_sales) == sum(figures.cash for figures in told)

    walk()
