"""A purchase after a message is what came of it: linked by itself, in time, and never over a word to stop."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Decision, Outcome
from shopcrm.services import (
    answers,
    arrival_news,
    follow_ups,
    messages,
    sales,
    sending,
    settings,
    templates,
    wishes,
)
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.messages import Message
from tests import makers, telling
from tests.services.test_imports import Rows, bring
from tests.telling import Basket


def _told(shop: Shop, goods_in: tuple[int, int] | None = None) -> tuple[int, int]:
    """Send the news of goods to somebody; gives them and the goods."""
    customer = telling.listener(shop, email="a@example.com", yes="email")
    found = goods_in or telling.came_in(shop)
    telling.tell(shop, found, [customer])
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    return customer, found[0]


def _buys(
    shop: Shop, customer: int, product: int, after: timedelta = timedelta(days=1), kind: str = "sale"
) -> int:
    draft = SaleDraft(shop.clock() + after, [LineDraft(product, 1_000, 5)], customer, kind=kind)
    return shop.do(sales.record, draft)


def _outcome(shop: Shop, message: int = 1) -> tuple[Outcome, int | None]:
    row = shop.ask(messages.one, message)
    return row.outcome, row.sale_id


def test_a_purchase_within_the_days_is_what_came_of_the_message(shop: Shop) -> None:
    customer, product = _told(shop)
    sale = _buys(shop, customer, product)
    assert _outcome(shop) == (Outcome.BOUGHT, sale)


@pytest.mark.parametrize(("days", "linked"), [(0, True), (14, True), (15, False), (-1, False)])
def test_only_a_purchase_within_the_shops_days_counts(shop: Shop, days: int, *, linked: bool) -> None:
    customer, product = _told(shop)
    _buys(shop, customer, product, timedelta(days=days))
    assert (_outcome(shop)[0] is Outcome.BOUGHT) is linked


def test_the_last_of_the_shops_days_counts_until_its_end(shop: Shop) -> None:
    customer, product = _told(shop)
    days = shop.ask(settings.read).days
    last = days.of(shop.clock()) + timedelta(days=14)
    end = days.begins(last + timedelta(days=1)) - shop.clock()
    _buys(shop, customer, product, end)
    assert _outcome(shop)[0] is Outcome.NONE
    _buys(shop, customer, product, end - timedelta(minutes=1))
    assert _outcome(shop)[0] is Outcome.BOUGHT


def test_other_goods_other_people_and_returns_do_not_count(shop: Shop) -> None:
    customer, product = _told(shop)
    _buys(shop, customer, makers.product(shop, name="Dates", code="D"))
    _buys(shop, makers.customer(shop), product)
    _buys(shop, customer, product, kind="return")
    assert _outcome(shop) == (Outcome.NONE, None)


def test_what_was_not_told_led_to_nothing(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    telling.tell(shop, (product, arrival), [customer])
    _buys(shop, customer, product)
    assert _outcome(shop)[0] is Outcome.NONE


def test_a_word_to_stop_stands_whatever_is_bought_later(shop: Shop) -> None:
    customer, product = _told(shop)
    shop.do(answers.settle, 1, Decision.ASKED_TO_STOP)
    _buys(shop, customer, product)
    assert _outcome(shop) == (Outcome.ASKED_TO_STOP, None)


def test_who_came_in_and_then_bought_has_bought(shop: Shop) -> None:
    customer, product = _told(shop)
    shop.do(answers.settle, 1, Decision.CAME_IN)
    sale = _buys(shop, customer, product)
    assert _outcome(shop) == (Outcome.BOUGHT, sale)
    _buys(shop, customer, product, timedelta(days=2))
    assert _outcome(shop)[1] == sale, "the first purchase stays"
    _buys(shop, customer, product, timedelta(days=3), kind="return")
    assert _outcome(shop) == (Outcome.BOUGHT, sale), "what came back stands at the sale"


def test_of_two_messages_on_one_thing_the_latest_led_to_it(shop: Shop) -> None:
    shop.do(settings.change, repeat_days=0)
    goods_in = telling.came_in(shop)
    customer, product = _told(shop, goods_in)
    telling.at(shop, shop.clock() + timedelta(days=3))
    texts = shop.ask(templates.read, templates.ARRIVAL)
    again = makers.arrival(shop, product)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, again)], texts)
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    sale = _buys(shop, customer, product)
    assert (_outcome(shop, 1), _outcome(shop, 2)) == ((Outcome.NONE, None), (Outcome.BOUGHT, sale))


def test_a_purchase_that_meets_the_wish_counts_though_it_is_another_product(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop, "Walnuts in the shell")
    other = makers.product(shop, name="Walnut halves", code="WH")
    wish = shop.do(wishes.ask, customer, words="walnut").wish_id
    texts = shop.ask(templates.read, templates.WISH)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts)
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    sale = _buys(shop, customer, other)
    assert _outcome(shop) == (Outcome.BOUGHT, sale)


def test_a_history_of_purchases_is_linked_in_one_go(shop: Shop, *, full: bool) -> None:
    goods = makers.product(shop)
    count = 10_000 if full else 1_000
    shop.do(_many, goods, count)
    drafts = [SaleDraft(shop.clock(), [LineDraft(goods, 1_000, 5)], n) for n in range(1, count + 1)]
    ids = shop.do(sales.record_many, drafts)
    rows = telling.rows(shop)
    assert {(row.outcome, row.sale_id) for row in rows} == {("bought", sale) for sale in ids}
    start = time.perf_counter()
    assert shop.do(follow_ups.link, ids) == 0
    assert time.perf_counter() - start < 2


def _many(session: Session, goods: int, count: int) -> None:
    now = session.info["now"]
    seen = {"first_seen_at": now, "last_seen_at": now}
    ids = range(1, count + 1)
    session.execute(insert(Customer), [{"id": n, "name": f"Person {n}", **seen} for n in ids])
    told = {"channel": "email", "purpose": "news", "language": "en", "state": "sent", "product_id": goods}
    at = {"made_at": now, "not_before": now, "settled_at": now}
    session.execute(insert(Message), [{"key": f"m{n}", "customer_id": n, **told, **at} for n in ids])


def test_purchases_that_come_from_a_file_are_linked_as_well(shop: Shop) -> None:
    customer, product = _told(shop)
    shop.do(_coded, customer, product)
    names = ("Invoice", "Date", "Customer ID", "Code", "Product", "Quantity", "Price")
    later = [["I1", "2026-11-24", "C7", "W7", "Walnuts", "1", "5"]]
    assert bring(shop, Rows(names, later)).added == 1
    outcome, sale = _outcome(shop)
    assert outcome is Outcome.BOUGHT
    assert sale is not None


def _coded(session: Session, customer: int, product: int) -> None:
    session.get_one(Customer, customer).code = "C7"
    session.get_one(Product, product).code = "W7"


def test_an_answer_that_is_noted_later_moves_nothing(shop: Shop) -> None:
    customer, product = _told(shop)
    told_at = shop.clock()
    telling.at(shop, told_at + timedelta(days=10))
    shop.do(answers.settle, 1, Decision.NOT_NOW)
    _buys(shop, customer, product, timedelta(days=10))
    assert _outcome(shop) == (Outcome.NOT_NOW, None)
    sale = _buys(shop, customer, product, timedelta(days=-9))
    assert _outcome(shop) == (Outcome.BOUGHT, sale)
