"""Fills a shop for the measure of a sale: people with points and a tier, rules, and vouchers not yet used."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm.services import categories, point_rules, promotions, rewards, tier_rules, vouchers
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.tier_rules import TierDraft
from shopcrm.services.voucher_issue import VoucherDraft
from tests.bench import memory_shop
from tests.bench.people import NOW

DAY = date(2026, 11, 22)
LOTS_EACH, POINTS_EACH = 2, 1_000


def fill(path: Path, customers: int, sales: int, vouchers_made: int) -> list[str]:
    """Make a shop of so many customers and sales, and give the codes of its vouchers."""
    memory_shop.fill(path, customers, sales)
    with program.opened(path, clock=lambda: NOW) as app:
        shop = app.shop
        shelf = shop.ask(categories.tree)[0].id
        shop.do(point_rules.save, None, RuleDraft("Points", 1, 10_000, DAY, worth=100))
        for name, threshold, discount in (("Silver", 1, 200), ("Gold", 10**11, 300)):
            shop.do(tier_rules.save, None, TierDraft(name, threshold, "gold", discount=discount))
        shop.do(promotions.save, None, PromotionDraft("Shelf", "percent", 500, DAY, category_id=shelf))
        shop.do(rewards.save, RewardDraft("Delivery", 10**6, "amount", 50_000))
        made: list[int] = []
        for _ in range(0, vouchers_made, 1_000):
            made += shop.do(vouchers.issue, VoucherDraft("amount", 5_000), 1_000)
        codes = [one.code for one in shop.ask(vouchers.terms_of, made).values()]
    bare = driver.connect(str(path), isolation_level=None)
    bare.execute("BEGIN")
    _give_accounts(bare, customers)
    bare.execute("COMMIT")
    bare.execute("ANALYZE")
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bare.close()
    return codes


def _give_accounts(bare: Any, customers: int) -> None:
    """Give everybody a tier and points in two lots."""
    bare.execute("UPDATE product SET price = 20000 + id * 37, tax_rate = 900")
    at, day = memory_shop._text(NOW - timedelta(days=30)), str(DAY - timedelta(days=30))
    people = range(1, customers + 1)
    changes = ((who, at, str(DAY + timedelta(days=300))) for who in people)
    memory_shop._add(
        bare, "tier_change (customer_id, at, kept_until)", changes, "tier_id=1 kind='reached' by='bench'"
    )
    numbers = [(n, 1 + (n - 1) // LOTS_EACH) for n in range(1, customers * LOTS_EACH + 1)]
    postings = ((n, who, f"old {n}", at) for n, who in numbers)
    same = f"rule='earn' kind='earn' points={POINTS_EACH} by='bench'"
    memory_shop._add(bare, "point_posting (id, customer_id, document, at)", postings, same)
    lots = ((n, who, n, day) for n, who in numbers)
    memory_shop._add(
        bare, "point_lot (id, customer_id, posting_id, usable_from)", lots, f"points={POINTS_EACH}"
    )
    entries = ((who, n, n) for n, who in numbers)
    memory_shop._add(bare, "point_entry (customer_id, posting_id, lot_id)", entries, f"points={POINTS_EACH}")
