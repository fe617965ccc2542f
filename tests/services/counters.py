"""A counter to sell at: goods, people, rules of points and tiers, and vouchers, made through the services."""

from dataclasses import replace
from datetime import date

from shopcrm.services import point_rules, pricing, selling, tier_rules, vouchers
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.pricing import Basket, BasketLine, Quote
from shopcrm.services.selling import Sold, Tender
from shopcrm.services.shop import Shop
from shopcrm.services.tier_rules import TierDraft
from shopcrm.services.voucher_issue import VoucherDraft

TODAY = date(2026, 11, 22)
CASH = (Tender("cash"),)


def points_rule(shop: Shop, *, per_amount: int = 1_000, worth: int = 100, points: int = 1) -> int:
    """Have each so much money give points, of which each pays something."""
    return shop.do(point_rules.save, None, RuleDraft("Points", points, per_amount, TODAY, worth=worth))


def tier(shop: Shop, name: str = "Gold", threshold: int = 10**9, discount: int = 300) -> int:
    return shop.do(tier_rules.save, None, TierDraft(name, threshold, "gold", discount=discount))


def voucher(shop: Shop, draft: VoucherDraft) -> str:
    """Make a voucher and give its code."""
    key = shop.do(vouchers.issue, draft)[0]
    return shop.ask(vouchers.terms_of, [key])[key].code


def basket(product_id: int, customer_id: int | None = None, quantity: int = 1_000, **more: object) -> Basket:
    made = Basket((BasketLine(product_id, quantity),), customer_id)
    return replace(made, **more)  # type: ignore[arg-type] # each test names what it changes


def sell(shop: Shop, what: Basket, key: str = "k", tenders: tuple[Tender, ...] = CASH) -> Sold:
    return shop.do(selling.complete, what, tenders, key)


def quote(shop: Shop, what: Basket) -> Quote:
    return shop.ask(pricing.quote, what)
