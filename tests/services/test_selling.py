from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.points import PointsShort
from shopcrm.rules.pricing import StepKind
from shopcrm.rules.roles import Role
from shopcrm.rules.tenders import PaidTooLittle, PaidTooMuch, Tender
from shopcrm.services import (
    audit,
    customers,
    day_close,
    erasure,
    holds,
    payments,
    points,
    promotions,
    sales,
    settings,
    sold_before,
    stock,
    store_credit,
    tabs,
    tiers,
    wishes,
)
from shopcrm.services.people import ErasedOnRequest
from shopcrm.services.pricing_facts import BasketTooLarge, BelowNothing, GoodsGone, LineRefused, PriceMissing
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.sales import SaleEmpty
from shopcrm.services.selling import (
    Basket,
    BasketLine,
    BasketRefused,
    DiscountNeedsManager,
    KeyMissing,
    KeyUsed,
)
from shopcrm.services.shop import Session, Shop, Who
from shopcrm.services.tabs import TabLimitReached, TabNeedsCustomer
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.services.vouchers import NotACode, UnknownCode, VoucherSpent
from shopcrm.store.base import Base
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.messages import Message
from shopcrm.store.points import PointEntry, PointPosting
from shopcrm.store.sales import Sale, SaleLine, SaleStep
from shopcrm.store.settings import AuditEntry
from shopcrm.store.till import Payment, TabEntry
from shopcrm.store.vouchers import CreditEntry, VoucherUse
from tests import makers
from tests.services import counters
from tests.services.counters import CASH, TODAY, basket, quote, sell

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WRITTEN: tuple[type[Base], ...] = (
    Sale,
    SaleLine,
    SaleStep,
    Payment,
    TabEntry,
    PointPosting,
    PointEntry,
    VoucherUse,
    CreditEntry,
    AuditEntry,
)


@pytest.fixture
def sara(shop: Shop) -> int:
    return makers.customer(shop, seen=NOW - timedelta(days=90))


@pytest.fixture
def walnuts(shop: Shop) -> int:
    return makers.product(shop, price=100_000, stock=10_000)


def _counts(session: Session) -> list[int]:
    return [session.scalars(select(func.count()).select_from(table)).one() for table in WRITTEN]


def _refused(
    shop: Shop, error: type[ShopError], what: Basket, tenders: tuple[Tender, ...] = CASH
) -> ShopError:
    """Have a sale refused, and see that it left nothing behind."""
    before = shop.ask(_counts)
    with pytest.raises(error) as caught:
        sell(shop, what, "refused", tenders)
    assert shop.ask(_counts) == before
    return caught.value


def _earn(shop: Shop, customer: int, product: int) -> int:
    """Have somebody buy so much that they have points, and tell how many."""
    counters.points_rule(shop)
    return sell(shop, basket(product, customer), "earning").points.balance


def test_V5_a_sale_is_written_with_lines_steps_and_payments_that_agree(
    shop: Shop, sara: int, walnuts: int
) -> None:
    counters.tier(shop)
    shop.do(tiers.set_by_hand, sara, 1, "friend")
    what = replace(
        basket(walnuts, sara, 1_500, whole_off=500),
        lines=(BasketLine(walnuts, 1_500, off=1_000), BasketLine(price=7_000, words="Bag")),
    )
    sold = sell(shop, what, tenders=(Tender("cash", 100_000, 120_000), Tender("card")))
    view = shop.ask(sales.show, sold.sale_id)
    assert [(line.name, line.note, line.quantity, line.price, line.amount) for line in view.lines] == [
        ("Walnuts", "", 1_500, 100_000, 144_052),
        ("", "Bag", 1_000, 7_000, 6_768),
    ]
    assert view.head.total == sold.total == 156_000 - 4_680 - 500
    assert (sold.change, sold.to_pay, sold.tier) == (20_000, 150_820, "Gold")
    paid = shop.ask(payments.of_sale, sold.sale_id)
    assert [(one.kind, one.amount, one.handed, one.till, one.by) for one in paid] == [
        ("cash", 100_000, 120_000, "1", "owner"),
        ("card", 50_820, None, "1", "owner"),
    ]
    assert shop.ask(sold_before.steps, sold.sale_id) == sold.steps
    assert [step.kind for step in sold.steps] == [StepKind.LINE, StepKind.TIER, StepKind.WHOLE]


def test_the_sale_says_who_served_at_which_till_and_takes_the_next_number(shop: Shop, walnuts: int) -> None:
    shop.become(Who("reza", "2"))
    numbers = [sell(shop, basket(walnuts), key).number for key in ("a", "b")]

    def head(session: Session) -> tuple[str, str, str, str, date, datetime]:
        row = session.scalars(select(Sale).order_by(Sale.id.desc())).first()
        assert row is not None
        return row.served_by, row.till, row.source, row.kind, row.day, row.sold_at

    assert numbers == ["1", "2"]
    assert shop.ask(head) == ("reza", "2", "counter", "sale", TODAY, NOW)


def test_D1_the_sale_belongs_to_the_business_day_of_the_shop(shop: Shop, walnuts: int) -> None:
    shop.do(settings.change, day_starts_at=4)
    shop.clock = lambda: datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    sold = sell(shop, basket(walnuts))
    assert shop.ask(sales.show, sold.sale_id).head.day == date(2026, 11, 22)


def test_P8_the_same_basket_is_sold_once_however_often_it_is_finished(
    shop: Shop, sara: int, walnuts: int
) -> None:
    counters.points_rule(shop)
    code = counters.voucher(shop, VoucherDraft("amount", 5_000))
    what = basket(walnuts, sara, voucher_codes=(code,))
    first = sell(shop, what)
    counts = shop.ask(_counts)
    again = [sell(shop, what) for _ in range(10)]
    assert shop.ask(_counts) == counts
    assert all(one.was_known and replace(one, was_known=False) == first for one in again)
    assert (first.points.earned, first.was_known) == (95, False)


def test_Q14_the_same_key_for_another_basket_is_refused(shop: Shop, walnuts: int) -> None:
    sell(shop, basket(walnuts))
    counts = shop.ask(_counts)
    for other in (basket(walnuts, quantity=2_000), basket(walnuts, points=1)):
        with pytest.raises(KeyUsed, match="number 1"):
            sell(shop, other)
    with pytest.raises(KeyUsed):
        sell(shop, basket(walnuts), tenders=(Tender("card"),))
    assert shop.ask(_counts) == counts
    for key in ("", "x" * 121):
        with pytest.raises(KeyMissing):
            sell(shop, basket(walnuts), key)


def test_P2_points_are_earned_after_discounts_before_tax_and_not_on_what_points_and_credit_paid(
    shop: Shop, sara: int
) -> None:
    taxed = makers.product(shop, price=110_000)
    shop.do(_set_tax, taxed)
    counters.points_rule(shop, worth=100)
    assert sell(shop, basket(taxed, sara), "a").points.earned == 100
    off = sell(shop, basket(taxed, sara, whole_off=11_000), "b")
    assert off.points.earned == 90
    credit = counters.voucher(shop, VoucherDraft("credit", 55_000))
    mixed = sell(shop, basket(taxed, sara, voucher_codes=(credit,), points=100), "c")
    # 55,000 of credit and 10,000 of points leave 45,000 of 110,000, of which 10,000 are tax.
    assert (mixed.points.earned, mixed.points.spent, mixed.to_pay) == (40, 100, 45_000)
    load = Basket((BasketLine(price=100_000, earns=False),), sara)
    assert sell(shop, load, "d").points.earned == 0


def _set_tax(session: Session, product_id: int) -> None:
    session.get_one(Product, product_id).tax_rate = 1_000


def test_P3_the_preview_and_the_posting_say_the_same_points(shop: Shop, sara: int, walnuts: int) -> None:
    counters.points_rule(shop, per_amount=999)
    what = basket(walnuts, sara, 1_234)
    seen = quote(shop, what)
    sold = sell(shop, what)
    assert seen.points.earning == sold.points.earned == 123
    assert seen.points.left_after == sold.points.balance == shop.ask(points.standing, sara).balance


def test_P10_points_that_are_not_there_are_refused_and_none_are_taken(
    shop: Shop, sara: int, walnuts: int
) -> None:
    have = _earn(shop, sara, walnuts)
    error = _refused(shop, PointsShort, basket(walnuts, sara, points=have + 1))
    assert (error.fields["have"], error.fields["asked"]) == (100, 101)
    assert "choose who buys" in str(_refused(shop, BasketRefused, basket(walnuts, points=1))).lower()
    sold = sell(shop, basket(walnuts, sara, points=have))
    assert (sold.points.spent, sold.to_pay, sold.points.balance) == (100, 90_000, 90)


def test_P11_points_pay_up_to_the_exact_total(shop: Shop, sara: int, walnuts: int) -> None:
    _earn(shop, sara, walnuts)
    small = Basket((BasketLine(price=1_950),), sara, points=100)
    sold = sell(shop, small)
    assert (sold.points.spent, sold.to_pay, sold.points.earned) == (20, 0, 0)
    assert [(one.kind, one.amount, one.points) for one in sold.paid] == [("points", 1_950, 20)]


def test_T5_the_benefit_and_the_rate_are_those_of_the_tier_before_the_sale(
    shop: Shop, sara: int, walnuts: int
) -> None:
    counters.tier(shop, threshold=100_000, discount=1_000)
    first = sell(shop, basket(walnuts, sara), "a")
    assert (first.total, first.tier, first.steps) == (100_000, "Gold", ())
    assert "reached the tier Gold" in first.notices[0].plainly()
    second = sell(shop, basket(walnuts, sara), "b")
    (step,) = second.steps
    assert (second.total, step.tier_id, second.notices) == (90_000, 1, ())
    assert step.why.plainly() == "Gold tier: 10% of 100000"


def test_V2_a_used_voucher_says_when_and_where_and_the_sale_is_not_half_done(
    shop: Shop, sara: int, walnuts: int
) -> None:
    code = counters.voucher(shop, VoucherDraft("amount", 5_000))
    sold = sell(shop, basket(walnuts, sara, voucher_codes=(code,)), "a")
    assert sold.total == 95_000
    error = _refused(shop, VoucherSpent, basket(walnuts, sara, voucher_codes=(code,)))
    assert (error.fields["till"], error.fields["number"], error.fields["moment"]) == ("1", sold.number, NOW)
    assert "used already" in quote(shop, basket(walnuts, sara, voucher_codes=(code,))).troubles[0].plainly()


def test_V7_store_credit_pays_up_to_what_is_left_and_keeps_the_rest(shop: Shop, walnuts: int) -> None:
    code = counters.voucher(shop, VoucherDraft("credit", 130_000))
    first = sell(shop, basket(walnuts, voucher_codes=(code,)), "a")
    assert (first.to_pay, [(one.kind, one.amount) for one in first.paid]) == (0, [("credit", 100_000)])
    second = sell(shop, basket(walnuts, voucher_codes=(code,)), "b")
    assert second.to_pay == 70_000
    assert shop.ask(store_credit.rest, 1) == 0


def test_a_voucher_used_twice_in_one_basket_is_used_once(shop: Shop, walnuts: int) -> None:
    code = counters.voucher(shop, VoucherDraft("amount", 5_000, uses=2))
    assert sell(shop, basket(walnuts, voucher_codes=(code, code.lower()))).total == 95_000


def test_A3_a_purchase_closes_the_wish_takes_what_was_held_and_moves_the_stock(
    shop: Shop, sara: int, walnuts: int
) -> None:
    shop.do(wishes.ask, sara, product_id=walnuts)
    shop.do(holds.hold, sara, walnuts, 1_000, TODAY + timedelta(days=2))
    message = makers.message(shop, sara, state="sent")
    shop.do(_told_of, message, walnuts)
    sold = sell(shop, basket(walnuts, sara))
    assert [row.state for row in shop.ask(wishes.of_customer, sara)] == ["bought"]
    assert [row.state.value for row in shop.ask(holds.history, sara)] == ["taken"]
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 9_000}
    assert shop.ask(lambda session: session.get_one(Message, message).sale_id) == sold.sale_id
    assert shop.ask(customers.show, sara).last_seen_at == NOW


def _told_of(session: Session, message: int, product: int) -> None:
    row = session.get_one(Message, message)
    row.product_id, row.settled_at = product, NOW - timedelta(days=1)


def test_the_last_unit_is_sold_twice_but_the_second_till_hears_of_it(shop: Shop) -> None:
    lamp = makers.product(shop, name="Lamp", code="L", price=500, stock=1_000)
    assert sell(shop, basket(lamp), "a").notices == ()
    (notice,) = sell(shop, basket(lamp), "b").notices
    assert "Lamp is 1 below zero" in notice.plainly()
    assert shop.ask(stock.on_hand, [lamp]) == {lamp: -1_000}


def test_a_sale_is_sealed_into_the_trail(shop: Shop, sara: int, walnuts: int) -> None:
    sell(shop, basket(walnuts, sara))

    def last(session: Session) -> tuple[str, str]:
        row = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert row is not None
        return row.act, row.detail

    act, detail = shop.ask(last)
    assert act == "selling.complete"
    assert f"sale 1: 100000 by customer {sara}" in detail
    assert shop.ask(audit.first_break) is None


def test_staff_need_a_manager_for_more_off_than_the_shop_allows(shop: Shop, walnuts: int) -> None:
    shop.become(Who("ali", role=Role.STAFF))
    line = BasketLine(walnuts, off=10_000)
    for allowed in (Basket((line,)), basket(walnuts, whole_off=10_000)):
        assert not quote(shop, allowed).needs_manager
        sell(shop, allowed, f"within {allowed.whole_off}")
    both = Basket((replace(line, off=6_000), BasketLine(walnuts)), whole_off=8_000)
    assert not quote(shop, both).needs_manager
    beyond = (
        Basket((replace(line, off=10_001),)),
        basket(walnuts, whole_off=10_001),
        Basket((BasketLine(walnuts, price=89_999),)),
        Basket((BasketLine(walnuts, price=95_000, off=5_001),)),
        Basket((BasketLine(price=1_000, off=101),)),
        # Each within the limit, but not one on top of the other.
        Basket((replace(line, off=6_000),), whole_off=5_000),
        Basket((replace(line, off=6_000), BasketLine(walnuts)), whole_off=10_000),
    )
    for one in beyond:
        assert quote(shop, one).needs_manager
        assert _refused(shop, DiscountNeedsManager, one).fields["percent"] == 10
    shop.become(Who("ali", role=Role.STAFF, allowed_by="reza"))
    sold = sell(shop, beyond[0], "agreed")
    assert shop.ask(lambda session: session.get_one(Sale, sold.sale_id).allowed_by) == "reza"
    shop.become(Who("reza", role=Role.MANAGER))
    sell(shop, beyond[1], "manager")


@pytest.mark.parametrize(
    "lines",
    [
        (BasketLine(price=10**12, quantity=1_001),),
        (BasketLine(price=10**12), BasketLine(price=1)),
        (BasketLine(price=10**9, quantity=10**12),),
    ],
)
def test_a_total_beyond_all_measure_is_refused(shop: Shop, lines: tuple[BasketLine, ...]) -> None:
    _refused(shop, BasketTooLarge, Basket(lines))
    with pytest.raises(BasketTooLarge):
        quote(shop, Basket(lines))


def test_many_of_the_largest_sales_are_added_up(shop: Shop) -> None:
    sara, largest = makers.customer(shop), Basket((BasketLine(price=10**12),))
    makers.point_rule(shop, {"weekday": TODAY.weekday(), "percent": 10_000}, points=1_000_000, per_amount=1)
    for number in range(12):
        sell(shop, replace(largest, customer_id=sara), f"large {number}")
    figures = shop.do(day_close.close).figures
    assert figures.sold == 12 * 10**12
    assert shop.ask(points.standing, sara).balance > 0
    assert shop.ask(tiers.outlook, sara).so_far == 12 * 10**12


def test_P5_points_whose_last_day_is_over_are_in_no_balance(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop)
    makers.point_rule(shop, per_amount=1_000, expiry="days", expiry_days=10)
    assert sell(shop, basket(walnuts, customer_id=sara), "before").points.balance == 100
    later = shop.clock() + timedelta(days=20)
    shop.clock = lambda: later
    # The day's round has not written their end yet.
    again = basket(walnuts, customer_id=sara)
    assert shop.ask(points.standing, sara).balance == 0
    assert quote(shop, again).points.left_after == 100
    assert sell(shop, again, "after").points.balance == 100 == shop.ask(points.standing, sara).balance


def test_a_dearer_price_is_no_discount(shop: Shop, walnuts: int) -> None:
    assert not quote(shop, Basket((BasketLine(walnuts, price=200_000),))).needs_manager


def test_the_tab_owes_what_it_paid_and_knows_its_limit(shop: Shop, sara: int, walnuts: int) -> None:
    shop.do(settings.change, tab_limit=150_000)
    tab = (Tender("tab"),)
    sold = sell(shop, basket(walnuts, sara), "a", tab)
    assert (shop.ask(tabs.balance, sara), sold.paid[0].kind) == (100_000, "tab")
    error = _refused(shop, TabLimitReached, basket(walnuts, sara), tab)
    assert "50000" in str(error.fields["free"])
    _refused(shop, TabNeedsCustomer, basket(walnuts), tab)
    assert sell(shop, basket(walnuts, sara), "b", (Tender("tab", 50_000), Tender("cash"))).to_pay == 100_000
    shop.do(tabs.limit, sara, 200_000)
    sell(shop, basket(walnuts, sara, 500), "c", tab)
    assert shop.ask(tabs.balance, sara) == 200_000


def test_a_promotion_and_a_voucher_leave_their_numbers_in_the_steps(
    shop: Shop, sara: int, walnuts: int
) -> None:
    offer = shop.do(promotions.save, None, PromotionDraft("Nut week", "percent", 500, TODAY))
    code = counters.voucher(shop, VoucherDraft("percent", 1_000, customer_id=sara))
    sold = sell(shop, basket(walnuts, sara, voucher_codes=(code,)))
    assert [(step.kind, step.promotion_id, step.voucher_id, step.line) for step in sold.steps] == [
        (StepKind.PROMOTION, offer, None, 0),
        (StepKind.PERCENT_VOUCHER, None, 1, None),
    ]
    assert sold.total == 85_500
    assert shop.ask(_uses) == [(sold.sale_id, 9_500)]


def _uses(session: Session) -> list[tuple[int, int]]:
    return [(row.sale_id, row.amount) for row in session.scalars(select(VoucherUse))]


BAD: dict[str, tuple[type[ShopError], dict[str, object]]] = {
    "nothing": (SaleEmpty, {"lines": ()}),
    "no quantity": (LineRefused, {"quantity": 0}),
    "below nothing": (LineRefused, {"quantity": -1_000}),
    "beyond all measure": (LineRefused, {"quantity": 10**13}),
    "a price below nothing": (LineRefused, {"price": -1}),
    "a huge price": (LineRefused, {"price": 10**13}),
    "a discount below nothing": (LineRefused, {"off": -1}),
    "no such goods": (GoodsGone, {"product_id": 99}),
    "nobody": (NoSuchCustomer, {"customer_id": 99}),
    "no code": (NotACode, {"voucher_codes": ("hello",)}),
    "whole below nothing": (BelowNothing, {"whole_off": -1}),
    "points below nothing": (BelowNothing, {"points": -1}),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_baskets_get_a_sentence_and_leave_nothing(shop: Shop, sara: int, walnuts: int, what: str) -> None:
    error, values = BAD[what]
    line = {name: value for name, value in values.items() if name in BasketLine.__dataclass_fields__}
    made = Basket((BasketLine(**({"product_id": walnuts} | line)),), sara)  # type: ignore[arg-type] # bad on purpose
    rest = {name: value for name, value in values.items() if name not in line}
    found = _refused(shop, error, replace(made, **rest))  # type: ignore[arg-type] # as above
    assert str(found).endswith(".")


def test_goods_without_a_price_and_goods_that_went_are_refused(shop: Shop) -> None:
    tea = makers.product(shop, name="Tea", code="T", price=None)
    assert _refused(shop, PriceMissing, basket(tea)).fields["goods"] == "Tea"
    shop.do(lambda session: session.execute(text("DELETE FROM product")))
    assert _refused(shop, GoodsGone, basket(tea)).fields["line"] == 1


def test_payments_that_do_not_fit_are_refused(shop: Shop, walnuts: int) -> None:
    _refused(shop, PaidTooLittle, basket(walnuts), (Tender("card", 99_999),))
    _refused(shop, PaidTooMuch, basket(walnuts), (Tender("card", 100_001),))


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (VoucherDraft("amount", 5, from_on=TODAY + timedelta(days=1)), "is good from"),
        (VoucherDraft("amount", 5, blank=True), "not activated"),
        (VoucherDraft("amount", 5, minimum=100_001), "needs goods for"),
        (VoucherDraft("amount", 5, customer_id=1), "another customer"),
    ],
)
def test_vouchers_that_do_not_hold_say_why(shop: Shop, walnuts: int, draft: VoucherDraft, why: str) -> None:
    makers.customer(shop)
    code = counters.voucher(shop, draft)
    what = basket(walnuts, makers.customer(shop, name="Reza"), voucher_codes=(code,))
    assert why in str(_refused(shop, BasketRefused, what))
    seen = quote(shop, what)
    assert (seen.to_pay, len(seen.troubles)) == (100_000, 1)


def test_a_lapsed_voucher_and_one_of_another_shop_are_refused(shop: Shop, walnuts: int) -> None:
    code = counters.voucher(shop, VoucherDraft("amount", 5, until_on=TODAY))
    shop.do(lambda session: session.execute(text("DELETE FROM voucher WHERE 0")))
    sell(shop, basket(walnuts, quantity=500), "other day")
    shop.clock = lambda: NOW + timedelta(days=1)
    assert "was good until" in str(_refused(shop, BasketRefused, basket(walnuts, voucher_codes=(code,))))
    shop.do(lambda session: session.execute(text("DELETE FROM voucher")))
    _refused(shop, UnknownCode, basket(walnuts, voucher_codes=(code,)))


def test_whoever_was_merged_buys_as_who_they_became_and_the_erased_buy_nothing(
    shop: Shop, sara: int, walnuts: int
) -> None:
    gone = makers.customer(shop, name="Sara again")
    makers.merged(shop, gone, sara)
    assert sell(shop, basket(walnuts, gone)).customer_id == sara
    shop.do(erasure.erase, sara)
    _refused(shop, ErasedOnRequest, basket(walnuts, sara))


def test_D1_a_clock_that_was_set_back_never_makes_a_customer_seen_earlier_than_they_were(
    shop: Shop, sara: int, walnuts: int
) -> None:
    shop.clock = lambda: NOW - timedelta(days=400)
    sell(shop, basket(walnuts, sara))

    def seen(session: Session) -> tuple[datetime, datetime]:
        row = session.get_one(Customer, sara)
        return row.first_seen_at, row.last_seen_at

    assert shop.ask(seen) == (NOW - timedelta(days=400), NOW - timedelta(days=90))


def test_N3_net_is_what_is_paid_before_tax(shop: Shop) -> None:
    taxed = makers.product(shop, price=110_000)
    shop.do(_set_tax, taxed)
    sold = sell(shop, basket(taxed, whole_off=55_000))
    assert (sold.total, sold.tax) == (55_000, 5_000)
    assert shop.ask(lambda session: session.get_one(Sale, sold.sale_id).tax) == 5_000


def test_a_quote_changes_nothing(shop: Shop, sara: int, walnuts: int) -> None:
    counts = shop.ask(_counts)
    made = quote(shop, basket(walnuts, sara))
    assert (made.to_pay, shop.ask(_counts)) == (100_000, counts)
    assert set(asdict(made)) >= {"priced", "points", "credit", "to_pay", "tier", "next_benefits", "troubles"}


def test_Q14_two_windows_that_finish_one_basket_at_once_sell_it_once(
    application: program.App, walnuts: int
) -> None:
    with program.opened(application.path, clock=lambda: NOW) as other:
        shops = [application.shop, other.shop] * 4
        with ThreadPoolExecutor(len(shops)) as pool:
            sold = list(pool.map(lambda shop: sell(shop, basket(walnuts)), shops))
    assert [one.sale_id for one in sold] == [1] * len(shops)
    assert sorted(one.was_known for one in sold) == [False] + [True] * (len(shops) - 1)
    assert application.shop.ask(stock.on_hand, [walnuts]) == {walnuts: 9_000}


def test_Q14_a_retry_after_a_restart_finds_the_sale(application: program.App, walnuts: int) -> None:
    first = sell(application.shop, basket(walnuts))
    with program.opened(application.path, clock=lambda: NOW) as again:
        known = sell(again.shop, basket(walnuts))
    assert (known.sale_id, known.number, known.was_known) == (first.sale_id, first.number, True)


def test_what_breaks_in_the_middle_leaves_nothing(
    shop: Shop, sara: int, walnuts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters.points_rule(shop)
    before = shop.ask(_counts)
    monkeypatch.setattr(stock, "post", _breaks)
    with pytest.raises(OSError, match="power"):
        sell(shop, basket(walnuts, sara))
    assert shop.ask(_counts) == before
    assert shop.ask(points.standing, sara).balance == 0


def _breaks(*_given: object) -> None:
    raise OSError("the power went")


def test_a_number_that_was_given_by_hand_is_not_given_again(shop: Shop, walnuts: int) -> None:
    line = sales.LineDraft(walnuts, 1_000, 5)
    shop.do(sales.record, sales.SaleDraft(NOW, [line], number="2"))
    assert sell(shop, basket(walnuts)).number == "3"


def test_V7_store_credit_of_a_sale_that_comes_to_nothing_stays_whole(shop: Shop, walnuts: int) -> None:
    code = counters.voucher(shop, VoucherDraft("credit", 5_000))
    sold = sell(shop, basket(walnuts, whole_off=100_000, voucher_codes=(code,)))
    assert (sold.total, sold.paid, shop.ask(store_credit.rest, 1)) == (0, (), 5_000)
