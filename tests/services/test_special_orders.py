import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from shopcrm.rules.promises import Compensation, Makes, OrderState, PromiseState
from shopcrm.rules.remember import Act, Kind
from shopcrm.rules.standards import Guarantee, Guarantees, StandardKind
from shopcrm.rules.tenders import Tender
from shopcrm.services import (
    daily,
    day_close,
    deposits,
    erasure,
    health,
    memory,
    merges,
    once,
    order_rows,
    points,
    promises,
    promotions,
    returned_sales,
    returns,
    reversals,
    selling,
    special_orders,
    standards,
    store_credit,
    timeline,
    today,
    vouchers,
)
from shopcrm.services.order_rows import OrderRow
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.returns import ReturnDraft
from shopcrm.services.shop import Shop
from shopcrm.services.special_orders import OrderDraft, OrderTaken
from shopcrm.services.timeline import Group
from shopcrm.store.promises import SpecialOrder
from shopcrm.store.sales import Sale
from tests import makers
from tests.conftest import NOW
from tests.services import counters

TODAY = date(2026, 11, 22)
CASH = (Tender("cash"),)


def draft(customer_id: int, **more: Any) -> OrderDraft:
    day, nothing = TODAY + timedelta(days=1), Compensation()
    made = OrderDraft(customer_id, "A cake for ten", day, ("with nuts", "no sugar"), if_late=nothing)
    return replace(made, **more)


def ordered(shop: Shop, customer_id: int, deposit: int = 50_000, **more: Any) -> OrderTaken:
    tenders = CASH if deposit else ()
    return shop.do(
        special_orders.take, draft(customer_id, deposit=deposit, **more), "k" if deposit else "", tenders
    )


def order(shop: Shop, order_id: int = 1) -> OrderRow:
    return shop.ask(order_rows.show, order_id).order


def later(shop: Shop, days: int) -> None:
    moment = shop.clock() + timedelta(days=days)
    shop.clock = lambda: moment


def count(shop: Shop, table: type[Sale] | type[SpecialOrder]) -> int:
    return shop.ask(lambda s: s.scalar(select(func.count()).select_from(table))) or 0


def ticked(shop: Shop, order_id: int = 1) -> None:
    for one in order(shop, order_id).details:
        shop.do(special_orders.tick, order_id, one.place)


def test_an_order_is_written_down_with_its_details_and_its_own_number(shop: Shop) -> None:
    maryam = makers.customer(shop, name="Maryam")
    first, second = ordered(shop, maryam, 0), ordered(shop, maryam, 0)
    assert (first.number, second.number, first.deposit_sale_id) == (1, 2, None)
    row = order(shop)
    assert (row.customer, row.words, row.state) == ("Maryam", "A cake for ten", OrderState.OPEN)
    assert [(one.place, one.words, one.is_ticked) for one in row.details] == [
        (1, "with nuts", False),
        (2, "no sugar", False),
    ]
    assert shop.ask(order_rows.by_number, 2) == second.order_id


def test_P2_a_deposit_is_store_credit_that_is_sold_and_earns_nothing(shop: Shop) -> None:
    counters.points_rule(shop)
    counters.tier(shop, threshold=1, discount=2_000)
    shop.do(promotions.save, None, PromotionDraft("Half", "percent", 5_000, TODAY))
    maryam = makers.customer(shop)
    taken = ordered(shop, maryam)
    assert taken.deposit_sale_id is not None
    assert taken.deposit_voucher_id is not None
    sale = shop.ask(returned_sales.read, taken.deposit_sale_id)
    assert (sale.total, [(one.kind, one.amount) for one in sale.paid]) == (50_000, [("cash", 50_000)])
    assert sale.words == {0: "A cake for ten"}
    terms = shop.ask(vouchers.terms_of, [taken.deposit_voucher_id])[taken.deposit_voucher_id]
    assert (terms.kind, terms.customer_id, terms.credit_rest, terms.reason) == (
        "credit",
        maryam,
        50_000,
        "bought",
    )
    assert shop.ask(points.standing, maryam).balance == 0
    figures = shop.ask(day_close.open_now).figures
    assert (figures.sold, figures.cash, figures.tax) == (50_000, 50_000, 0)
    assert [one.name for one in shop.ask(health.examine) if not one.fine] == []


def test_K1_the_same_key_takes_a_deposit_once(shop: Shop) -> None:
    maryam = makers.customer(shop)
    first, again = ordered(shop, maryam), ordered(shop, maryam)
    assert (again.order_id, again.was_known, first.was_known) == (first.order_id, True, False)
    assert (count(shop, Sale), count(shop, SpecialOrder)) == (1, 1)
    with pytest.raises(once.KeyUsed):
        ordered(shop, maryam, words="A pie")


def test_K1_two_tills_with_one_key_take_one_deposit(shop: Shop) -> None:
    maryam = makers.customer(shop)
    tills = [threading.Thread(target=ordered, args=(shop, maryam)) for _till in range(4)]
    for till in tills:
        till.start()
    for till in tills:
        till.join()
    assert (count(shop, Sale), count(shop, SpecialOrder)) == (1, 1)


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"words": " "}, special_orders.OrderWordsMissing),
        ({"promised_on": TODAY - timedelta(days=1)}, special_orders.OrderDayOver),
        ({"details": tuple("x" * 61)}, special_orders.TooManyDetails),
        ({"deposit": -1}, special_orders.DepositRefused),
        ({"deposit": 5}, special_orders.DepositRefused),
    ],
)
def test_what_cannot_be_ordered_is_refused(
    shop: Shop, more: dict[str, Any], refused: type[Exception]
) -> None:
    maryam = makers.customer(shop)
    with pytest.raises(refused):
        shop.do(special_orders.take, draft(maryam, **more), "k")
    assert count(shop, SpecialOrder) == 0


@pytest.mark.parametrize(
    ("key", "kind", "refused"),
    [
        ("", "cash", special_orders.OrderKeyMissing),
        ("k", "tab", deposits.DepositKindUnknown),
        ("k", "credit", deposits.DepositKindUnknown),
    ],
)
def test_a_deposit_is_money_that_is_there(shop: Shop, key: str, kind: str, refused: type[Exception]) -> None:
    maryam = makers.customer(shop)
    with pytest.raises(refused):
        shop.do(special_orders.take, draft(maryam, deposit=5), key, (Tender(kind),))
    assert (count(shop, Sale), count(shop, SpecialOrder)) == (0, 0)


def test_a_detail_unticked_keeps_it_back_unless_it_is_said_why(shop: Shop) -> None:
    ordered(shop, makers.customer(shop), 0)
    shop.do(special_orders.tick, 1, 1)
    with pytest.raises(special_orders.DetailsUnticked) as refused:
        shop.do(special_orders.hand_over, 1)
    assert "no sugar" in str(refused.value)
    assert "with nuts" not in str(refused.value)
    assert order(shop).state is OrderState.OPEN
    done = shop.do(special_orders.hand_over, 1, "they want it with sugar")
    assert (done.why, done.was_known) == ("they want it with sugar", False)
    again = shop.do(special_orders.hand_over, 1)
    assert (again.why, again.was_known) == ("they want it with sugar", True)
    assert (order(shop).state, order(shop).handed_by) == (OrderState.HANDED_OVER, "owner")


def test_details_are_ticked_unticked_and_added(shop: Shop) -> None:
    ordered(shop, makers.customer(shop), 0)
    shop.do(special_orders.tick, 1, 2)
    shop.do(special_orders.tick, 1, 2)
    assert [(one.is_ticked, one.ticked_by) for one in order(shop).details] == [(False, ""), (True, "owner")]
    shop.do(special_orders.untick, 1, 2)
    assert order(shop).ticked == 0
    assert shop.do(special_orders.add_detail, 1, "a red ribbon") == 3
    with pytest.raises(special_orders.NoSuchDetail):
        shop.do(special_orders.tick, 1, 9)
    with pytest.raises(special_orders.NoSuchOrder):
        shop.do(special_orders.tick, 9, 1)
    shop.do(special_orders.hand_over, 1, "as it is")
    with pytest.raises(special_orders.OrderClosed):
        shop.do(special_orders.untick, 1, 2)


def test_handing_over_is_taken_back(shop: Shop) -> None:
    ordered(shop, makers.customer(shop), 0, details=())
    shop.do(special_orders.ready, 1)
    shop.do(special_orders.hand_over, 1)
    shop.do(special_orders.put_back, 1)
    assert (order(shop).state, order(shop).handed_at) == (OrderState.READY, None)
    shop.do(special_orders.put_back, 1)
    assert (order(shop).state, order(shop).ready_at) == (OrderState.OPEN, None)
    with pytest.raises(special_orders.OrderClosed):
        shop.do(special_orders.put_back, 1)


def test_the_deposit_pays_what_they_fetch(shop: Shop) -> None:
    maryam = makers.customer(shop)
    taken = ordered(shop, maryam)
    cake = makers.product(shop, name="Cake", code="C1", price=80_000)
    ticked(shop)
    done = shop.do(special_orders.hand_over, 1)
    assert done.left == 50_000
    basket = Basket((BasketLine(cake),), maryam, (order(shop).deposit_code,))
    sold = shop.do(selling.complete, basket, CASH, "s")
    assert [(one.kind, one.amount) for one in sold.paid] == [("credit", 50_000), ("cash", 30_000)]
    assert taken.deposit_voucher_id is not None
    assert shop.ask(store_credit.rest, taken.deposit_voucher_id) == 0
    assert shop.ask(day_close.open_now).figures.cash == 80_000


def test_R1_the_deposit_does_not_come_back_as_goods_do(shop: Shop) -> None:
    taken = ordered(shop, makers.customer(shop))
    assert taken.deposit_sale_id is not None
    with pytest.raises(returned_sales.DepositOfOrder):
        shop.do(returns.complete, ReturnDraft(taken.deposit_sale_id), "r")
    with pytest.raises(returned_sales.DepositOfOrder):
        shop.ask(returns.look, taken.deposit_sale_id)
    with pytest.raises(returned_sales.DepositOfOrder):
        shop.do(reversals.reverse, None, "r")
    assert (order(shop).deposit_left, count(shop, Sale)) == (50_000, 1)


def test_K1_withdrawn_it_gives_the_deposit_back_once(shop: Shop) -> None:
    maryam = makers.customer(shop)
    ordered(shop, maryam)
    with pytest.raises(special_orders.OrderReasonMissing):
        shop.do(special_orders.withdraw, 1, "", "cash")
    later(shop, 40)  # The shop's days for bringing back goods are no matter here.
    first, again = (shop.do(special_orders.withdraw, 1, "the feast is off", "cash") for _time in range(2))
    assert (first.paid_back, first.left, first.was_known) == (50_000, 0, False)
    assert (again.paid_back, again.return_id, again.was_known) == (50_000, first.return_id, True)
    figures = shop.ask(day_close.open_now).figures
    assert (figures.sold, figures.returned, figures.cash) == (50_000, 50_000, 0)
    row = order(shop)
    assert (row.state, row.handed_why, row.deposit_left) == (OrderState.WITHDRAWN, "the feast is off", 0)
    with pytest.raises(special_orders.OrderClosed):
        shop.do(special_orders.hand_over, 1, "x")


def test_V7_what_of_the_deposit_was_used_does_not_go_back(shop: Shop) -> None:
    maryam = makers.customer(shop)
    ordered(shop, maryam)
    nuts = makers.product(shop, price=20_000)
    basket = Basket((BasketLine(nuts),), maryam, (order(shop).deposit_code,))
    shop.do(selling.complete, basket, (), "s")
    done = shop.do(special_orders.withdraw, 1, "no more", "card")
    assert (done.paid_back, done.left) == (30_000, 0)
    assert shop.ask(day_close.open_now).figures.cash == 50_000


def test_withdrawn_the_deposit_can_stay_store_credit(shop: Shop) -> None:
    ordered(shop, makers.customer(shop))
    done = shop.do(special_orders.withdraw, 1, "another time")
    assert (done.paid_back, done.return_id, done.left) == (0, None, 50_000)


@pytest.mark.parametrize("deed", ["ready", "hand over"])
def test_in_time_the_promise_of_its_day_is_kept(shop: Shop, deed: str) -> None:
    agreed = Compensation(Makes.VOUCHER, 9_000)
    ordered(shop, makers.customer(shop), 0, details=(), if_late=agreed)
    later(shop, 1)
    shop.do(special_orders.ready if deed == "ready" else special_orders.hand_over, 1)
    later(shop, 5)
    shop.do(daily.do_daily)
    (promise,) = shop.ask(promises.of_order, 1)
    assert (promise.state, promise.order_number) == (PromiseState.KEPT, 1)


@pytest.mark.parametrize("deed", ["nothing", "ready", "hand over"])
def test_D1_late_its_compensation_is_prepared_by_itself(shop: Shop, deed: str) -> None:
    maryam = makers.customer(shop)
    agreed = Compensation(Makes.VOUCHER, 9_000, "free if late")
    ordered(shop, maryam, 0, details=(), if_late=agreed)
    later(shop, 2)
    if deed == "nothing":
        shop.do(daily.do_daily)
    else:
        shop.do(special_orders.ready if deed == "ready" else special_orders.hand_over, 1)
    (promise,) = shop.ask(promises.of_order, 1)
    assert promise.state is PromiseState.BROKEN
    given = shop.do(promises.make_up, promise.id)
    assert given.voucher_id is not None
    assert shop.ask(vouchers.terms_of, [given.voucher_id])[given.voucher_id].reason == "complaint"


def test_withdrawn_nothing_is_owed_for_its_day(shop: Shop) -> None:
    ordered(shop, makers.customer(shop), 0, if_late=Compensation(Makes.POINTS, 9))
    shop.do(special_orders.withdraw, 1, "the feast is off")
    later(shop, 9)
    assert shop.do(daily.do_daily).broken == 0
    assert [one.state for one in shop.ask(promises.of_order, 1)] == [PromiseState.WITHDRAWN]


def test_the_memory_card_leads_to_the_order_and_its_deposit(shop: Shop) -> None:
    maryam = makers.customer(shop)
    taken = ordered(shop, maryam, if_late=Compensation(words="free if late"))
    shop.do(special_orders.tick, 1, 1)
    first, second = shop.ask(memory.card, maryam).lines
    assert (first.kind, first.act, first.thing) == (Kind.PROMISE, Act.HAND_OVER, taken.order_id)
    assert first.why.plainly() == "Promised for 2026-11-23, 1 of 2 details ticked"
    assert (second.kind, second.act, second.thing) == (
        Kind.VOUCHER,
        Act.USE_VOUCHER,
        taken.deposit_voucher_id,
    )
    with pytest.raises(special_orders.DetailsUnticked):
        shop.do(memory.act, maryam, first)
    ticked(shop)
    done = shop.do(memory.act, maryam, shop.ask(memory.card, maryam).lines[0])
    assert order(shop).state is OrderState.HANDED_OVER
    shop.do(memory.undo, done)
    assert order(shop).state is OrderState.OPEN


def test_today_shows_what_is_due_late_or_waits_to_be_fetched(shop: Shop) -> None:
    maryam = makers.customer(shop, name="Maryam")
    for days in (1, 30, 40):
        ordered(shop, maryam, 0, promised_on=TODAY + timedelta(days=days))
    shop.do(special_orders.ready, 3)
    (group,) = shop.ask(today.today).groups
    assert (group.kind, [one.thing for one in group.tasks]) == ("order", [1, 3])
    later(shop, 3)
    (group,) = shop.ask(today.today).groups
    assert "is late" in group.tasks[0].why.plainly()
    shop.do(special_orders.hand_over, 1, "late")
    assert [one.thing for one in shop.ask(today.today).groups[0].tasks] == [3]


def test_the_timeline_tells_of_an_order_from_first_to_last(shop: Shop) -> None:
    maryam = makers.customer(shop)
    ordered(shop, maryam, 0)
    later(shop, 1)
    shop.do(special_orders.ready, 1)
    later(shop, 1)
    shop.do(special_orders.hand_over, 1, "one nut less")
    entries = shop.ask(timeline.page, maryam, Group.CARE).entries
    assert [one.what.plainly() for one in entries] == [
        "Special order 1 was handed over: A cake for ten",
        "Special order 1 is ready: A cake for ten",
        "Special order 1: A cake for ten",
    ]
    assert entries[0].text == "one nut less"


def test_C2_an_order_moves_with_a_merge_and_its_deposit_with_it(shop: Shop) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    taken = ordered(shop, gone)
    done = shop.do(merges.merge, keep, gone)
    assert order(shop).customer_id == keep
    nuts = makers.product(shop, price=60_000)
    basket = Basket((BasketLine(nuts),), keep, (order(shop).deposit_code,))
    sold = shop.do(selling.complete, basket, CASH, "s")
    assert sold.paid[0].voucher_id == taken.deposit_voucher_id
    shop.do(merges.unmerge, done.merge_id)
    assert order(shop).customer_id == gone


def test_C3_an_erased_person_leaves_an_order_without_words(shop: Shop) -> None:
    maryam = makers.customer(shop)
    ordered(shop, maryam)
    shop.do(erasure.erase, maryam)
    row = order(shop)
    assert (row.words, row.handed_why, {one.words for one in row.details}) == ("", "", {""})
    assert (row.state, row.deposit, row.deposit_code) == (OrderState.WITHDRAWN, 50_000, "")
    assert row.made_at == NOW


def test_beyond_the_shops_guarantee_its_compensation_is_prepared(shop: Shop) -> None:
    agreed = Compensation(Makes.SERVICE, words="delivery for nothing")
    guarantee = Guarantee("Ready in time", if_broken=agreed, for_orders=True, grace_days=2)
    shop.do(standards.save, StandardKind.GUARANTEES, Guarantees((guarantee,)))
    maryam = makers.customer(shop)
    ordered(shop, maryam, 0, if_late=None)
    ordered(shop, maryam, 0)
    (promise,) = shop.ask(promises.of_order, 1)
    assert (promise.due_on, promise.if_broken) == (TODAY + timedelta(days=3), agreed)
    assert shop.ask(promises.of_order, 2) == []
    later(shop, 3)
    assert order(shop).is_late
    assert shop.ask(promises.of_order, 1)[0].state is PromiseState.OPEN
    later(shop, 1)
    assert shop.ask(promises.of_order, 1)[0].state is PromiseState.BROKEN
