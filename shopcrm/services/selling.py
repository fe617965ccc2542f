"""One sale, whole or not at all: goods, reductions, payments, points, vouchers, tier, stock, wishes, trail.

Everything is reckoned again in the transaction that writes it, by the reckoning that the screen shows. The
key of a basket stands for one sale: asked again, the same sale is told and nothing is written (P8).
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.points import PointsShort
from shopcrm.rules.roles import Role
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.tenders import CREDIT, POINTS, TAB, Paid, Tender, settle
from shopcrm.services import (
    payments,
    points,
    pricing,
    sale_writing,
    settings,
    sold_before,
    store_credit,
    tabs,
    tiers,
    vouchers,
)
from shopcrm.services.pricing import Basket, BasketLine, Quote, Reckoned
from shopcrm.services.sales import SaleEmpty
from shopcrm.services.shop import NeedsAgreement, who_of
from shopcrm.services.sold_before import Sold, SoldPoints

__all__ = [
    "Basket",
    "BasketLine",
    "BasketRefused",
    "DiscountNeedsManager",
    "KeyMissing",
    "KeyUsed",
    "Sold",
    "SoldPoints",
    "Tender",
    "complete",
]

_LONGEST_KEY = 120


class KeyMissing(BadInput):
    """A basket without a key could be sold twice."""

    sentence = "A basket needs a key of its own, at most {most} letters long. Nothing was sold."


class KeyUsed(Refused):
    """The key stands for another basket."""

    sentence = (
        "Under the key of this basket another sale was written down: number {number}, {moment}. "
        "Nothing more was sold. Begin a new basket."
    )


class BasketRefused(Refused):
    """Something in the basket does not hold any more."""

    sentence = "{why} Nothing was sold."


class DiscountNeedsManager(NeedsAgreement):
    """More is taken off by hand than staff may."""

    sentence = (
        "More than {percent}% is taken off by hand. Nothing was sold. "
        "Let a manager agree with their PIN, or take off less."
    )


def complete(
    session: Session,
    basket: Basket,
    tenders: Sequence[Tender],
    key: str,
    *,
    exchange_of_id: int | None = None,
    is_agreed: bool = False,
) -> Sold:
    """Sell a basket: write down the sale with everything that follows from it, and tell what it came to.

    The tenders pay what store credit and points leave; of cash more may be handed. The same key with the same
    request gives the same sale again. `exchange_of_id` is the return that the sale goes with (R7); where it
    `is_agreed`, nobody has to agree to what is taken off by hand.
    Raises KeyMissing, KeyUsed, SaleEmpty, BasketRefused, PointsShort, VoucherSpent, DiscountNeedsManager,
    TabNeedsCustomer, TabLimitReached, and as `pricing.quote` and `tenders.settle` do.
    """
    if not 0 < len(key) <= _LONGEST_KEY:
        raise KeyMissing(most=_LONGEST_KEY)
    request = _seal(basket, tenders)
    known = sold_before.find(session, key)
    if known is not None:
        if known.request != request:
            raise KeyUsed(number=known.number, moment=known.sold_at)
        return sold_before.read(session, known)
    found = pricing.reckon(session, basket)
    _refuse(session, basket, found, is_agreed=is_agreed)
    paid = (*_paid_before(found.quote), *settle(tenders, found.quote.to_pay))
    if found.buyer is None and any(one.kind == TAB for one in paid):
        raise tabs.TabNeedsCustomer
    return _sell(session, sale_writing.Document(found, key, request, exchange_of_id), paid)


def _sell(session: Session, document: sale_writing.Document, paid: tuple[Paid, ...]) -> Sold:
    """Write the sale down with everything that follows from it."""
    found, priced = document.found, document.priced
    sale_id, number = sale_writing.write(session, document)
    payments.post(session, sale_id, paid)
    _use_vouchers(session, found.quote, sale_id)
    account = _move_accounts(session, found, sale_id, paid)
    tier, rose = _lift(session, found, sale_id)
    notices = sale_writing.follow(session, document, sale_id)
    return Sold(
        sale_id=sale_id,
        number=number,
        total=priced.total,
        tax=priced.tax,
        paid=paid,
        steps=priced.steps,
        points=account,
        tier=tier,
        notices=(*rose, *notices),
        customer_id=document.buyer_id,
        quote=found.quote,
    )


def _seal(basket: Basket, tenders: Sequence[Tender]) -> str:
    """Seal what was asked, so that another request under the same key is told apart."""
    return hashlib.sha256(repr((basket, tuple(tenders))).encode()).hexdigest()


def _refuse(session: Session, basket: Basket, found: Reckoned, *, is_agreed: bool) -> None:
    """Refuse what does not hold any more, with the sentence that says why."""
    if not basket.lines:
        raise SaleEmpty
    for error in found.vouchers.errors:
        raise error
    for terms in found.vouchers.read:
        if terms.is_spent and terms.last is not None:
            at, till, number = terms.last.at, terms.last.till, terms.last.number
            raise vouchers.VoucherSpent(code=terms.shown_code, moment=at, till=till, number=number)
    if found.buyer is not None and basket.points > found.standing.usable:
        raise PointsShort(have=found.standing.usable, asked=basket.points)
    for why in found.quote.troubles:
        raise BasketRefused(why=why)
    may = is_agreed or who_of(session).is_at_least(Role.MANAGER)
    if found.quote.needs_manager and not may:
        raise DiscountNeedsManager(percent=settings.read(session).discount_limit)


def _paid_before(quote: Quote) -> tuple[Paid, ...]:
    """Tell what store credit and points pay."""
    credit = [Paid(CREDIT, one.pays, voucher_id=one.voucher_id) for one in quote.credit if one.pays]
    spent = [Paid(POINTS, quote.points.pays, points=quote.points.spending)] if quote.points.pays else []
    return (*credit, *spent)


def _use_vouchers(session: Session, quote: Quote, sale_id: int) -> None:
    for step in quote.priced.steps:
        if step.voucher_id is not None:
            vouchers.redeem(session, step.voucher_id, sale_id, step.amount)
    for credit in quote.credit:
        if credit.pays:
            store_credit.spend(session, credit.voucher_id, credit.pays, sale_id)


def _move_accounts(session: Session, found: Reckoned, sale_id: int, paid: Sequence[Paid]) -> SoldPoints:
    """Put on the buyer's tab what goes there, take the points that pay, and give those that are earned."""
    buyer, quote = found.buyer, found.quote
    if buyer is None:
        return SoldPoints()
    owed = sum(one.amount for one in paid if one.kind == TAB)
    if owed:
        most = settings.read(session).tab_limit if buyer.tab_limit is None else buyer.tab_limit
        tabs.put(session, buyer.id, owed, sale_id, name=buyer.name, most=most)
    document, spent = sold_before.document(sale_id), quote.points.spending
    account = points.spend(session, buyer.id, spent, document, sale_id) if spent else None
    earned = points.earn(session, buyer.id, document, sale_id, quote.points.earns, account)
    if found.standing.over and not spent + earned:
        points.lapse(session, buyer.id)
    return SoldPoints(earned, spent, found.standing.balance - spent + earned)


def _lift(session: Session, found: Reckoned, sale_id: int) -> tuple[str | None, tuple[Saying, ...]]:
    """Give the buyer's tier after the sale, and say so where it is a new one."""
    if found.buyer is None:
        return None, ()
    before = found.quote.tier.tier if found.quote.tier else None
    after = tiers.after_sale(session, found.buyer.id, sale_id)
    if after is None:
        return None, ()
    if before is not None and before.id == after.tier.id:
        return after.tier.name, ()
    rose = saying("{name} reached the tier {tier}.", name=found.buyer.name, tier=after.tier.name)
    return after.tier.name, (rose,)
