import pytest

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import settings as decisions
from shopcrm.services import tabs
from shopcrm.services.selling import Tender
from shopcrm.services.shop import Shop
from shopcrm.services.tabs import TabKeyUsed, TabLimitRefused, TabPaidOtherwise, TabPaymentRefused
from tests import makers
from tests.services.counters import basket, sell


@pytest.fixture
def sara(shop: Shop) -> int:
    """Sara, who owes 1,000."""
    key = makers.customer(shop)
    sell(shop, basket(makers.product(shop), key), tenders=(Tender("tab"),))
    return key


def test_what_is_paid_off_is_owed_no_more_and_the_entries_tell_it(shop: Shop, sara: int) -> None:
    done = shop.do(tabs.pay_off, sara, 400, "card", "k1")
    assert (done.owed, done.was_known, shop.ask(tabs.balance, sara)) == (600, False, 600)
    entries = shop.ask(tabs.entries, sara)
    assert [(one.kind, one.amount, one.paid_by, one.number, one.by) for one in entries] == [
        ("paid", -400, "card", "", "owner"),
        ("sale", 1_000, "", "1", "owner"),
    ]
    assert sum(one.amount for one in entries) == 600


def test_P8_a_payment_is_written_once_under_its_key(shop: Shop, sara: int) -> None:
    first = shop.do(tabs.pay_off, sara, 400, "cash", "k1")
    again = shop.do(tabs.pay_off, sara, 400, "cash", "k1")
    assert (again.entry_id, again.owed, again.was_known) == (first.entry_id, 600, True)
    for amount, kind in ((300, "cash"), (400, "card")):
        with pytest.raises(TabKeyUsed):
            shop.do(tabs.pay_off, sara, amount, kind, "k1")
    assert shop.ask(tabs.balance, sara) == 600


@pytest.mark.parametrize("amount", [0, -5, 1_001])
def test_nothing_and_more_than_is_owed_cannot_be_paid_off(shop: Shop, sara: int, amount: int) -> None:
    with pytest.raises(TabPaymentRefused):
        shop.do(tabs.pay_off, sara, amount, "cash")
    with pytest.raises(TabPaidOtherwise):
        shop.do(tabs.pay_off, sara, 5, "points")
    with pytest.raises(NoSuchCustomer):
        shop.do(tabs.pay_off, 99, 5, "cash")
    assert shop.ask(tabs.balance, sara) == 1_000


def test_a_person_may_owe_what_the_shop_or_their_own_limit_says(shop: Shop, sara: int) -> None:
    assert shop.ask(tabs.state, sara).free is None
    shop.do(decisions.change, tab_limit=5_000)
    assert (shop.ask(tabs.state, sara).limit, shop.ask(tabs.state, sara).free) == (5_000, 4_000)
    shop.do(tabs.limit, sara, 300)
    assert (shop.ask(tabs.state, sara).owed, shop.ask(tabs.state, sara).free) == (1_000, 0)
    shop.do(tabs.limit, sara, None)
    assert shop.ask(tabs.state, sara).limit == 5_000
    with pytest.raises(TabLimitRefused):
        shop.do(tabs.limit, sara, -1)


def test_goods_that_came_back_are_owed_no_more(shop: Shop, sara: int) -> None:
    shop.do(tabs.take_back, sara, 1_000, 1)
    assert shop.ask(tabs.balance, sara) == 0
    assert [one.kind for one in shop.ask(tabs.entries, sara)] == ["return", "sale"]
