"""A shop with points, tiers and goods in which something can be sold, returned and exchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.tenders import Tender
from shopcrm.services import exchanges, points, returns, selling, settings, tabs, voucher_issue
from shopcrm.services.exchanges import Exchanged
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returns import ReturnDraft, Returned, ReturnLine
from shopcrm.services.selling import Sold
from shopcrm.services.shop import Shop
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.points import PointEntry, PointLot, PointRule
from shopcrm.store.tiers import Tier
from shopcrm.store.till import Payment
from shopcrm.store.vouchers import Voucher
from tests import makers

_KEYS = count()


@dataclass
class Room:
    """The shop with Sara, who buys walnuts at 1000 and tea at 250."""

    shop: Shop
    sara: int
    walnuts: int
    tea: int

    def sell(
        self,
        *lines: tuple[int, int],
        who: int | None = -1,
        spend: int = 0,
        codes: Sequence[str] = (),
        pay: Sequence[Tender] = (Tender("cash"),),
        off: int = 0,
        key: str = "",
    ) -> Sold:
        """Sell thousandths of goods, to Sara where nobody else is named."""
        basket = Basket(
            tuple(BasketLine(product, quantity) for product, quantity in lines),
            self.sara if who == -1 else who,
            tuple(codes),
            off,
            "a friend" if off else "",
            spend,
        )
        return self.shop.do(selling.complete, basket, list(pay), key or f"k{next(_KEYS)}")

    def take_back(
        self,
        sale: int | Sold,
        *lines: tuple[int, int | None],
        refund: str | None = None,
        key: str = "",
        reason: str = "",
    ) -> Returned:
        """Take back thousandths of lines, or everything that is left."""
        return self.shop.do(returns.complete, self.draft(sale, *lines, refund=refund, reason=reason), key)

    def draft(
        self, sale: int | Sold, *lines: tuple[int, int | None], refund: str | None = None, reason: str = ""
    ) -> ReturnDraft:
        """Make the draft of a return."""
        number = sale if isinstance(sale, int) else sale.sale_id
        asked = tuple(ReturnLine(ordinal, quantity) for ordinal, quantity in lines)
        return ReturnDraft(number, asked, refund=refund, reason=reason)

    def exchange(
        self, sale: Sold, back: tuple[int, int | None], *new: tuple[int, int], pay: Sequence[Tender] = ()
    ) -> Exchanged:
        """Take something back and sell something else for it."""
        basket = Basket(tuple(BasketLine(product, quantity) for product, quantity in new), self.sara)
        return self.shop.do(exchanges.complete, self.draft(sale, back), basket, list(pay), f"k{next(_KEYS)}")

    def voucher(self, kind: str, value: int, **more: object) -> str:
        """Issue a voucher and give its code."""
        draft = VoucherDraft(kind, value, **more)  # type: ignore[arg-type] # the fields of a draft
        key = self.shop.do(voucher_issue.issue, draft)[0]
        return self.shop.ask(lambda s: s.get_one(Voucher, key).code)

    def balance(self) -> int:
        """Tell how many points Sara has."""
        return self.shop.ask(points.standing, self.sara).balance

    def owes(self) -> int:
        """Tell what Sara owes on her tab."""
        return self.shop.ask(tabs.balance, self.sara)

    def later(self, days: float) -> None:
        """Let days pass."""
        now = self.shop.clock() + timedelta(days=days)
        self.shop.clock = lambda: now

    def paid(self) -> dict[str, int]:
        """Add up all payments by kind."""
        return self.shop.ask(_by_kind)


def furnish(shop: Shop, *, points_for: int = 100, worth: int = 10, **rule: object) -> Room:
    """Make the shop: a point for so much money, and what one is worth."""
    shop.do(settings.change, shop_name="Corner Shop")
    room = Room(
        shop,
        makers.customer(shop, name="Sara"),
        makers.product(shop, stock=90_000, price=1_000),
        makers.product(shop, name="Tea", code="T1", price=250),
    )
    if points_for:
        shop.do(_rule, points_for, worth, rule)
    return room


def tier(
    shop: Shop,
    name: str,
    threshold: int,
    *,
    discount: int = 0,
    percent: int = 100,
    one_sale: int | None = None,
) -> int:
    """Make a level."""
    row = Tier(
        name=name,
        threshold=threshold,
        discount=discount,
        points_percent=percent,
        one_sale=one_sale,
        mark="gold",
    )
    return shop.do(makers._add, row)


def books_agree(session: Session, customer_id: int) -> bool:
    """Whether the entries of somebody's points are what lies in their lots less what they owe."""
    whole = select(func.coalesce(func.sum(PointEntry.points), 0)).where(PointEntry.customer_id == customer_id)
    rests = (
        select(func.sum(PointEntry.points).label("rest"))
        .where(PointEntry.customer_id == customer_id, PointEntry.lot_id.is_not(None))
        .group_by(PointEntry.lot_id)
    )
    lots = list(session.scalars(rests))
    most = dict(session.execute(select(PointLot.id, PointLot.points)).all())
    owed = session.scalar(whole.where(PointEntry.lot_id.is_(None))) or 0
    return min(lots, default=0) >= 0 and sum(lots) + owed == session.scalar(whole) and bool(most or not lots)


def _rule(session: Session, per_amount: int, worth: int, more: dict[str, object]) -> None:
    row = {"name": "usual", "starts_on": session.info["now"].date(), "points": 1, **more}
    session.add(PointRule(per_amount=per_amount, worth=worth, **row))


def _by_kind(session: Session) -> dict[str, int]:
    rows = session.execute(select(Payment.kind, func.sum(Payment.amount)).group_by(Payment.kind))
    return {kind: int(amount) for kind, amount in rows if amount}
