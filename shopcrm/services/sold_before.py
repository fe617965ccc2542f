"""A sale that is written down, as it is told to whoever made it, and told again from the file."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.pricing import Step, StepKind
from shopcrm.rules.sayings import Saying, from_json
from shopcrm.rules.tenders import CREDIT, POINTS, Paid
from shopcrm.services import payments, points, tiers
from shopcrm.services.pricing import Quote
from shopcrm.store.points import PointPosting
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale, SaleStep

_BY_KEY = Prepared(
    select(Sale.id, Sale.number, Sale.request, Sale.sold_at, Sale.customer_id, Sale.total, Sale.tax).where(
        Sale.key == bindparam("key")
    )
)
_STEPS = Prepared(
    select(
        SaleStep.kind,
        SaleStep.before,
        SaleStep.amount,
        SaleStep.why,
        SaleStep.line,
        SaleStep.promotion_id,
        SaleStep.tier_id,
        SaleStep.voucher_id,
        SaleStep.shares,
    )
    .where(SaleStep.sale_id == bindparam("sale"))
    .order_by(SaleStep.place)
)
_EARNED = Prepared(
    select(func.sum(PointPosting.points)).where(
        PointPosting.document == bindparam("document"), PointPosting.kind == "earn"
    )
)


@dataclass(frozen=True, slots=True)
class SoldPoints:
    """What a sale did to somebody's points, and how many they have then."""

    earned: int = 0
    spent: int = 0
    balance: int = 0


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale that is written down; amounts in smallest units.

    `tier` is the buyer's after it, `notices` what to know besides, such as goods of which the count says
    that none are left. `was_known` says that the sale was there already, and nothing was written.
    """

    sale_id: int
    number: str
    total: int
    tax: int
    paid: tuple[Paid, ...]
    steps: tuple[Step, ...]
    points: SoldPoints
    tier: str | None = None
    notices: tuple[Saying, ...] = ()
    customer_id: int | None = None
    was_known: bool = False
    quote: Quote | None = field(default=None, compare=False, repr=False)
    """What it was reckoned from; nothing where the sale was there already."""

    @property
    def change(self) -> int:
        """The cash to give back."""
        return sum(one.change for one in self.paid)

    @property
    def to_pay(self) -> int:
        """What was left to pay after store credit and points."""
        return sum(one.amount for one in self.paid if one.kind not in {CREDIT, POINTS})


@dataclass(frozen=True, slots=True)
class Known:
    """What stands under a key already."""

    id: int
    number: str
    request: str
    sold_at: datetime
    customer_id: int | None
    total: int
    tax: int


def document(sale_id: int) -> str:
    """Name a sale as the document under which its points are posted (P8)."""
    return f"sale {sale_id}"


def find(session: Session, key: str) -> Known | None:
    """Find the sale of a key."""
    rows = _BY_KEY.rows(session, key=key)
    return Known(*rows[0]) if rows else None


def steps(session: Session, sale_id: int) -> tuple[Step, ...]:
    """Give the steps on the way to the total of a sale, in their order (V5)."""
    return tuple(
        Step(
            StepKind(kind),
            before,
            amount,
            from_json(why)[0],
            line=line,
            promotion_id=promotion,
            tier_id=tier,
            voucher_id=voucher,
            shares=tuple(json.loads(shares or "[]")),
        )
        for kind, before, amount, why, line, promotion, tier, voucher, shares in _STEPS.rows(
            session, sale=sale_id
        )
    )


def read(session: Session, known: Known) -> Sold:
    """Tell a sale again; points and tier are those of its buyer now."""
    paid = payments.of_sale(session, known.id)
    account, tier = SoldPoints(), None
    if known.customer_id is not None:
        earned = int(_EARNED.rows(session, document=document(known.id))[0][0] or 0)
        spent = sum(one.points or 0 for one in paid if one.kind == POINTS)
        account = SoldPoints(earned, spent, points.standing(session, known.customer_id).balance)
        now = tiers.of_customer(session, known.customer_id)
        tier = now.tier.name if now else None
    return Sold(
        sale_id=known.id,
        number=known.number,
        total=known.total,
        tax=known.tax,
        paid=tuple(Paid(one.kind, one.amount, one.handed, one.points, one.voucher_id) for one in paid),
        steps=steps(session, known.id),
        points=account,
        tier=tier,
        customer_id=known.customer_id,
        was_known=True,
    )
