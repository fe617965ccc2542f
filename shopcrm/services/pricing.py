"""What a basket comes to now: the same reckoning for the screen that shows it and the sale made of it.

Pricing a basket touches no balance (P9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import line_total
from shopcrm.rules.paying import CreditUse, PointsQuote, with_credit, with_points
from shopcrm.rules.points import Earned, EarningLine, earned
from shopcrm.rules.pricing import Facts, Priced, StepKind, price
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.vouchers import Kind, Terms, refusal
from shopcrm.services import next_benefits, points, pricing_facts, promotions, settings, tiers, vouchers
from shopcrm.services.points import Standing
from shopcrm.services.pricing_facts import BasketLine, BelowNothing, Buyer, Goods, Hour
from shopcrm.services.tiers import TierNow

__all__ = ["Basket", "BasketLine", "CreditUse", "PointsQuote", "Quote", "Reckoned", "quote", "reckon"]


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody is about to buy; amounts in smallest units, `points` those they want to spend."""

    lines: tuple[BasketLine, ...] = ()
    customer_id: int | None = None
    voucher_codes: tuple[str, ...] = ()
    whole_off: int = 0
    whole_why: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What a basket comes to and why; `to_pay` is what is left for cash, card, transfer or tab.

    `troubles` say what cannot be as it was asked; the quote goes on without it, a sale does not.
    `needs_manager` tells that more is taken off by hand than staff may.
    """

    priced: Priced
    points: PointsQuote = field(default_factory=PointsQuote)
    credit: tuple[CreditUse, ...] = ()
    to_pay: int = 0
    tier: TierNow | None = None
    next_benefits: tuple[Saying, ...] = ()
    troubles: tuple[Saying, ...] = ()
    needs_manager: bool = False


@dataclass(frozen=True, slots=True)
class Presented:
    """The vouchers of a basket: all that were read, those that can be used today, and what is wrong."""

    read: tuple[Terms, ...]
    usable: tuple[Terms, ...]
    errors: tuple[ShopError, ...]
    troubles: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A quote with what was read for it, so that a sale reads nothing twice."""

    quote: Quote
    hour: Hour
    goods: Mapping[int, Goods]
    buyer: Buyer | None
    vouchers: Presented
    standing: Standing


def quote(session: Session, basket: Basket) -> Quote:
    """Reckon what a basket comes to now, and what could be added to reach a benefit.

    Raises GoodsGone, PriceMissing, LineRefused, BelowNothing, NoSuchCustomer or ErasedOnRequest.
    """
    found = reckon(session, basket)
    made, read = found.quote, found.vouchers.read
    return replace(made, next_benefits=next_benefits.of(session, made.priced, read, found.buyer, made.points))


def reckon(session: Session, basket: Basket) -> Reckoned:
    """Reckon what a basket comes to now; errors as in `quote`."""
    if basket.whole_off < 0 or basket.points < 0:
        raise BelowNothing
    hour = pricing_facts.hour(session)
    goods = pricing_facts.goods(
        session, {one.product_id for one in basket.lines if one.product_id is not None}
    )
    buyer = None if basket.customer_id is None else pricing_facts.buyer(session, basket.customer_id)
    tier = None if buyer is None else tiers.of_customer(session, buyer.id)
    presented = _vouchers(session, basket.voucher_codes, buyer, hour)
    facts = _facts(session, basket, hour, tier, presented.usable)
    priced = price(pricing_facts.lines(session, basket.lines, goods), facts)
    standing = Standing() if buyer is None else points.standing(session, buyer.id)
    credit = with_credit(presented.usable, priced.total)
    left = priced.total - sum(one.pays for one in credit)
    spent = with_points(basket.points, standing.usable, standing.worth_of_one, left)
    paid_otherwise = priced.total - left + spent.pays
    earns = () if buyer is None else _earns(session, priced, paid_otherwise, tier, hour)
    after = standing.balance - spent.spending + sum(one.points for one in earns)
    idle = (one.why for one in priced.idle)
    made = Quote(
        priced=priced,
        points=replace(spent, earns=earns, left_after=after),
        credit=credit,
        to_pay=left - spent.pays,
        tier=tier,
        troubles=(*presented.troubles, *idle, *_short(basket, buyer, standing)),
        needs_manager=_is_beyond(basket, goods, priced, settings.read(session).discount_limit),
    )
    return Reckoned(made, hour, goods, buyer, presented, standing)


def _facts(
    session: Session, basket: Basket, hour: Hour, tier: TierNow | None, usable: Sequence[Terms]
) -> Facts:
    return Facts(
        day=hour.day,
        minute=hour.minute,
        weekday=hour.weekday,
        day_begins=hour.begins,
        promotions=promotions.on(session, hour.day),
        tier=tier.tier if tier else None,
        vouchers=tuple(one for one in usable if one.kind != Kind.CREDIT),
        whole_off=basket.whole_off,
        whole_why=basket.whole_why,
        prices_include_tax=settings.read(session).prices_include_tax,
    )


def _vouchers(session: Session, codes: Sequence[str], buyer: Buyer | None, hour: Hour) -> Presented:
    read: dict[int, Terms] = {}
    errors: list[ShopError] = []
    for code in codes:
        try:
            read.update((one.id, one) for one in vouchers.terms(session, (code,)))
        except ShopError as error:
            errors.append(error)
    ordered = tuple(one for _key, one in sorted(read.items()))
    why_not = {one.id: refusal(one, buyer.id if buyer else None, hour.day) for one in ordered}
    troubles = (*(error.saying for error in errors), *(why for why in why_not.values() if why is not None))
    usable = tuple(one for one in ordered if why_not[one.id] is None)
    return Presented(ordered, usable, tuple(errors), troubles)


def _earns(
    session: Session, priced: Priced, paid_otherwise: int, tier: TierNow | None, hour: Hour
) -> tuple[Earned, ...]:
    """Tell what a sale earns: by the tier before it, without what points and store credit paid (P2, T5)."""
    rules = points.rules_on(session, hour.day)
    if not rules:
        return ()
    lines = [
        EarningLine(
            amount=one.amount,
            tax=one.tax,
            product_id=one.line.product_id,
            shelves=one.line.shelves,
            earns=one.line.earns,
            cost_total=one.line.cost_total,
        )
        for one in priced.lines
    ]
    return earned(rules, lines, paid_otherwise, tier.tier if tier else None, hour.day)


def _short(basket: Basket, buyer: Buyer | None, standing: Standing) -> tuple[Saying, ...]:
    if basket.points <= 0:
        return ()
    if buyer is None:
        return (saying("Only a customer can spend points. Choose who buys."),)
    if standing.worth_of_one <= 0:
        return (saying("Points pay nothing in this shop now. Leave them out."),)
    if basket.points <= standing.usable:
        return ()
    have, asked = standing.usable, basket.points
    return (saying("Only {have} points can be used now, not {asked}.", have=have, asked=asked),)


def _is_beyond(basket: Basket, goods: Mapping[int, Goods], priced: Priced, limit: int) -> bool:
    """Whether more is taken off goods by hand, on their line and with the whole, than staff may (percent).

    A price that was typed lower than the shop's is a discount too.
    """
    whole = next((step for step in priced.steps if step.kind is StepKind.WHOLE), None)
    off, of = (whole.amount, whole.before) if whole else (0, 1)
    if off * 100 > limit * of:
        return True
    for one, line in zip(basket.lines, priced.lines, strict=True):
        thing = None if one.product_id is None else goods[one.product_id]
        usual = line_total(thing.price, one.quantity) if thing and thing.price is not None else 0
        base = max(usual, line.gross)
        taken = base - line.gross + min(one.off, line.gross)
        # The whole takes its part of what the line's own discount leaves.
        if (taken * of + (base - taken) * off) * 100 > limit * base * of:
            return True
    return False
