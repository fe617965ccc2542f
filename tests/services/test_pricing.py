from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from shopcrm.outside import catalogues, paths
from shopcrm.rules.wording import Words
from shopcrm.services import pricing_facts, rewards, settings, tiers
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from shopcrm.services.voucher_issue import VoucherDraft
from tests import makers
from tests.services import counters
from tests.services.counters import basket, quote, sell


@pytest.fixture
def sara(shop: Shop) -> int:
    return makers.customer(shop)


@pytest.fixture
def walnuts(shop: Shop) -> int:
    return makers.product(shop, price=100_000)


@pytest.fixture
def regular(shop: Shop) -> tuple[int, int, str]:
    """Reza, almonds and a voucher that is not used up soon."""
    counters.points_rule(shop, worth=37)
    code = counters.voucher(shop, VoucherDraft("percent", 777, uses=10_000))
    return makers.customer(shop, name="Reza"), makers.product(shop, code="A", price=99_999), code


def _said(shop: Shop, what: Basket) -> list[str]:
    return [one.plainly() for one in quote(shop, what).next_benefits]


def test_what_could_be_added_to_reach_the_next_benefit_is_said(shop: Shop, sara: int, walnuts: int) -> None:
    counters.points_rule(shop)
    counters.tier(shop, threshold=250_000)
    shop.do(rewards.save, RewardDraft("Delivery", 150, "amount", 10_000))
    code = counters.voucher(shop, VoucherDraft("amount", 5_000, minimum=120_000))
    shown = f"{code[:5]}-{code[5:10]}-{code[10:]}"
    what = basket(walnuts, sara, voucher_codes=(code,))
    assert _said(shop, what) == [
        f"20000 more, and the voucher {shown} counts",
        "150000 more, and they reach the tier Gold",
        "50 more points, and they can choose Delivery",
    ]
    assert _said(shop, basket(walnuts, sara, 2_500)) == [
        "With this sale they reach the tier Gold",
        "With this sale their points come to the reward Delivery",
    ]
    assert _said(shop, basket(walnuts)) == []
    assert _said(shop, Basket(customer_id=sara)) == []


def test_nothing_is_promised_where_there_is_nothing_to_reach(shop: Shop, sara: int, walnuts: int) -> None:
    assert _said(shop, basket(walnuts, sara)) == []
    counters.tier(shop)
    shop.do(tiers.set_by_hand, sara, 1, "friend")
    assert _said(shop, basket(walnuts, sara)) == []


def test_the_preview_clips_points_to_what_can_be_spent_and_says_so(
    shop: Shop, sara: int, walnuts: int
) -> None:
    counters.points_rule(shop)
    sell(shop, basket(walnuts, sara), "before")
    seen = quote(shop, basket(walnuts, sara, points=500))
    assert (seen.points.available, seen.points.spending, seen.points.pays) == (100, 100, 10_000)
    assert seen.troubles[0].plainly() == "Only 100 points can be used now, not 500."
    assert (seen.to_pay, seen.points.left_after) == (90_000, 90)
    assert quote(shop, basket(walnuts, points=5)).troubles[0].plainly().startswith("Only a customer")


def test_points_that_pay_nothing_are_left_out(shop: Shop, sara: int, walnuts: int) -> None:
    counters.points_rule(shop, worth=0)
    sell(shop, basket(walnuts, sara), "before")
    assert "pay nothing" in quote(shop, basket(walnuts, sara, points=5)).troubles[0].plainly()


def test_wrong_codes_are_troubles_of_the_preview_and_the_rest_is_priced(shop: Shop, walnuts: int) -> None:
    good = counters.voucher(shop, VoucherDraft("amount", 5_000))
    seen = quote(shop, basket(walnuts, voucher_codes=("nonsense", good)))
    assert (seen.to_pay, len(seen.troubles)) == (95_000, 1)


def test_V5_vouchers_of_a_basket_in_any_order_come_to_the_same(shop: Shop, walnuts: int) -> None:
    drafts = (VoucherDraft("amount", 7_777), VoucherDraft("percent", 1_050), VoucherDraft("percent", 333))
    codes = [counters.voucher(shop, draft) for draft in drafts]
    lines = (BasketLine(walnuts), BasketLine(price=1_234), BasketLine(walnuts, 333, off=7))
    found = {
        quote(shop, Basket(mixed, voucher_codes=order)).to_pay
        for order in permutations(codes)
        for mixed in permutations(lines)
    }
    assert len(found) == 1


def test_shelves_are_those_around_the_goods(shop: Shop) -> None:
    nuts = makers.category(shop, "Nuts")
    walnuts = makers.category(shop, "Walnuts", nuts)
    assert shop.ask(pricing_facts.shelves, {walnuts, nuts}) == {walnuts: (walnuts, nuts), nuts: (nuts,)}


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    quantities=st.lists(st.integers(1, 9_999), min_size=1, max_size=4),
    off=st.integers(0, 500_000),
    points=st.integers(0, 300),
)
def test_V5_what_is_sold_is_what_the_preview_said(
    shop: Shop, regular: tuple[int, int, str], quantities: list[int], off: int, points: int
) -> None:
    sara, walnuts, code = regular
    lines = tuple(BasketLine(walnuts, quantity) for quantity in quantities)
    what = Basket(lines, sara, (code,), whole_off=off, points=points)
    seen = quote(shop, what)
    if seen.troubles:
        what = replace(what, points=seen.points.spending, voucher_codes=())
        seen = quote(shop, what)
    sold = sell(shop, what, f"{quantities} {off} {points} {seen.points.available}")
    assert (sold.total, sold.steps, sold.to_pay) == (seen.priced.total, seen.priced.steps, seen.to_pay)
    assert sum(one.amount for one in sold.paid) == sold.total
    assert sold.points.balance == seen.points.left_after


def test_no_amount_is_promised_where_tiers_come_from_visits(shop: Shop, sara: int, walnuts: int) -> None:
    shop.do(settings.change, tier_measure="visits")
    counters.tier(shop, threshold=5)
    assert _said(shop, basket(walnuts, sara)) == []


def test_why_this_number_is_told_in_both_languages(shop: Shop, sara: int, walnuts: int) -> None:
    counters.tier(shop)
    shop.do(tiers.set_by_hand, sara, 1, "friend")
    (step,) = quote(shop, basket(walnuts, sara)).priced.steps
    english, persian = (_words(language) for language in ("en", "fa"))
    assert english.tell(step.why) == "Gold tier: 3% of 10,000 toman"
    assert persian.tell(step.why) == "سطح \u200eGold\u200e\u200f: ۳٪ از ۱۰٬۰۰۰ تومان"


def _words(language: str) -> Words:
    return Words(language, catalogue=catalogues.catalogue(paths.resources(), language))
