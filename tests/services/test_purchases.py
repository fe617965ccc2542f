from datetime import UTC, datetime, timedelta

from shopcrm.services import goods, purchases, sales
from shopcrm.services.goods import ProductDraft
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from tests import makers

DAY = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def _sell(shop: Shop, customer_id: int, day: int, *lines: tuple[int | None, int], kind: str = "sale") -> int:
    drafts = [LineDraft(product_id, quantity * 1000, 100, note="by hand") for product_id, quantity in lines]
    return shop.do(sales.record, SaleDraft(DAY + timedelta(days=day), drafts, customer_id, kind=kind))


def test_purchases_name_their_first_goods_and_count_the_rest(shop: Shop) -> None:
    sara = makers.customer(shop)
    ids = [shop.do(goods.add, ProductDraft(name=name)) for name in ("Tea", "Figs", "Dates", "Nuts")]
    _sell(shop, sara, 0, *[(key, 1) for key in ids], (ids[0], 2))
    _sell(shop, sara, 3, (ids[1], 1), kind="return")
    _sell(shop, sara, 2, (None, 1))
    newest, by_hand, oldest = shop.ask(purchases.page, sara)
    assert (newest.kind, newest.total, newest.goods) == ("return", -100, ("Figs",))
    assert by_hand.goods == ("by hand",)
    assert (oldest.goods, oldest.lines, oldest.total) == (("Tea", "Figs", "Dates"), 5, 600)
    assert shop.ask(purchases.page, sara, limit=1, offset=1) == [by_hand]
    assert shop.ask(purchases.count, sara) == 3


def test_habits_are_goods_of_more_than_one_sale(shop: Shop) -> None:
    sara = makers.customer(shop)
    tea, figs = (shop.do(goods.add, ProductDraft(name=name)) for name in ("Tea", "Figs"))
    for day in range(3):
        _sell(shop, sara, day, (tea, 1), (tea, 1))
    _sell(shop, sara, 4, (figs, 9))
    _sell(shop, sara, 5, (figs, 9), kind="return")
    assert [(habit.name, habit.times) for habit in shop.ask(purchases.habits, sara)] == [("Tea", 3)]


def test_buyers_are_those_who_kept_the_goods(shop: Shop) -> None:
    sara, ali, mina = (makers.customer(shop, name=name) for name in ("Sara", "Ali", "Mina"))
    tea = shop.do(goods.add, ProductDraft(name="Tea"))
    _sell(shop, sara, 0, (tea, 1))
    _sell(shop, ali, 1, (tea, 2))
    _sell(shop, ali, 2, (tea, 2))
    _sell(shop, mina, 1, (tea, 2))
    _sell(shop, mina, 2, (tea, 2), kind="return")
    found = shop.ask(purchases.buyers, tea)
    kept = [(buyer.name, buyer.times, buyer.quantity) for buyer in found]
    assert kept == [("Ali", 2, 4000), ("Sara", 1, 1000)]
    assert found[0].last_on == (DAY + timedelta(days=2)).date()
    assert [buyer.name for buyer in shop.ask(purchases.buyers, tea, 1)] == ["Ali"]
