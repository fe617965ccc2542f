"""A shop in which a sale touches everything: tax, promotion, tier, points, vouchers, credit, tab, stock."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.points import Multiplier
from shopcrm.services import (
    ledgers,
    point_rules,
    promotions,
    settings,
    tier_rules,
    voucher_issue,
)
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.shop import Shop
from shopcrm.services.tier_rules import TierDraft
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.goods import Product
from shopcrm.store.vouchers import Voucher
from tests import makers

BEGINNING = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Furnished:
    """Who and what is in the shop: people, goods (two with stock), a percent voucher and store credit."""

    people: tuple[int, ...]
    goods: tuple[int, ...]
    percent: str
    credit: str


def furnish(shop: Shop) -> Furnished:
    """Fill an empty shop; one point for every 1,000, worth 10 each."""
    shop.do(settings.change, currency="IRR", shop_name="Corner Shop")
    shelf = makers.category(shop, "Nuts")
    goods = (
        makers.product(shop, name="Walnuts", code="W1", category_id=shelf, price=9_210, stock=50_000),
        makers.product(shop, name="Tea", code="T1", price=12_345),
        makers.product(shop, name="Figs", code="F1", category_id=shelf, price=777, stock=20_000),
    )
    shop.do(_tax, goods[1], 900)
    people = tuple(makers.customer(shop, name=name) for name in ("Sara", "Reza", "Nima"))
    multiplier = Multiplier(200, category_id=shelf)
    rule = RuleDraft(
        "Points", 1, 1_000, BEGINNING, worth=10, expiry="days", expiry_days=5, multipliers=(multiplier,)
    )
    shop.do(point_rules.save, None, rule)
    shop.do(tier_rules.save, None, TierDraft("Silver", 60_000, "silver", discount=300, points_percent=150))
    shop.do(tier_rules.save, None, TierDraft("Gold", 150_000, "gold", discount=500, points_percent=200))
    shop.do(promotions.save, None, PromotionDraft("Nut week", "percent", 700, BEGINNING, category_id=shelf))
    (percent,) = shop.do(voucher_issue.issue, VoucherDraft("percent", 1_000, uses=3))
    (credit,) = shop.do(voucher_issue.issue, VoucherDraft("credit", 40_000))
    return Furnished(people, goods, shop.ask(code_of, percent), shop.ask(code_of, credit))


def code_of(session: Session, voucher_id: int) -> str:
    """Give the code of a voucher."""
    return session.scalars(select(Voucher.code).where(Voucher.id == voucher_id)).one()


def contradictions(session: Session) -> dict[str, int]:
    """Name the books that do not agree, with how often they do not."""
    found = {check.name: ledgers.contradictions(session, check) for check in ledgers.CHECKS}
    return {name: count for name, count in found.items() if count}


def _tax(session: Session, product_id: int, rate: int) -> None:
    session.get_one(Product, product_id).tax_rate = rate
