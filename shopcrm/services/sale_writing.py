"""Writes a priced basket down as a sale with its lines and steps, and lets happen what follows from it.

Stock moves where it is kept, the buyer was seen, their wishes for what they bought close (A3), and the
message that came before is linked.
"""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.money import Quantity
from shopcrm.rules.pricing import Priced
from shopcrm.rules.sayings import Saying, saying, to_json
from shopcrm.services import follow_ups, settings, stock, stock_sums, wishes
from shopcrm.services.pricing import Reckoned
from shopcrm.services.pricing_facts import Buyer
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.prepared_updates import PreparedUpdate
from shopcrm.store.sales import Sale, SaleLine, SaleStep

SOURCE, SALE = "counter", "sale"

_LATEST = Prepared(select(func.max(Sale.id)))
_NUMBER = Prepared(select(Sale.id).where(Sale.source == SOURCE, Sale.number == bindparam("taken")))
_HEAD, _LINES, _STEPS = PreparedInsert(Sale), PreparedInsert(SaleLine), PreparedInsert(SaleStep)
_SEEN = PreparedUpdate(
    update(Customer)
    .where(Customer.id == bindparam("who"))
    .values(first_seen_at=bindparam("first"), last_seen_at=bindparam("last"))
)


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be written: the basket as it was reckoned, its key, and the seal on what was asked."""

    found: Reckoned
    key: str
    request: str
    exchange_of_id: int | None = None

    @property
    def priced(self) -> Priced:
        """The basket as it was priced."""
        return self.found.quote.priced

    @property
    def buyer_id(self) -> int | None:
        """Who buys, if anybody known."""
        return None if self.found.buyer is None else self.found.buyer.id


def write(session: Session, document: Document) -> tuple[int, str]:
    """Write the sale with its lines and steps, and give its id and number."""
    priced, who, now = document.priced, who_of(session), now_of(session)
    number = next_number(session)
    sale_id = _HEAD.one(
        session,
        source=SOURCE,
        number=number,
        kind=SALE,
        customer_id=document.buyer_id,
        sold_at=now,
        day=settings.read(session).days.of(now),
        total=priced.total,
        served_by=who.actor,
        till=who.till,
        key=document.key,
        request=document.request,
        tax=priced.tax,
        exchange_of_id=document.exchange_of_id,
        allowed_by=who.allowed_by if document.found.quote.needs_manager else "",
    )
    _LINES.many(session, [_line(sale_id, place, priced) for place in range(len(priced.lines))])
    _STEPS.many(session, [_step(sale_id, place, priced) for place in range(len(priced.steps))])
    whose = "nobody known" if document.buyer_id is None else f"customer {document.buyer_id}"
    touched(session, Topic.SALES, f"{note_of(sale_id)}{priced.total} by {whose}")
    return sale_id, number


def note_of(sale_id: int) -> str:
    """Tell how the note of a sale in the trail begins."""
    return f"sale {sale_id}: "


def next_number(session: Session) -> str:
    """Give the number of the next document of the counter."""
    following = (_LATEST.rows(session)[0][0] or 0) + 1
    while _NUMBER.rows(session, taken=str(following)):
        following += 1
    return str(following)


def follow(session: Session, document: Document, sale_id: int) -> tuple[Saying, ...]:
    """Move stock, note that the buyer was seen, close wishes and link messages; gives what to know of it."""
    found, now = document.found, now_of(session)
    sold = [
        (line.product_id, line.quantity)
        for line in (one.line for one in document.priced.lines)
        if line.product_id is not None
    ]
    kept = [(key, quantity) for key, quantity in sold if found.goods[key].stock_kept]
    there = stock_sums.before_writing(session, {key for key, _quantity in kept})
    if found.buyer is not None:
        buyer = found.buyer.id
        _note_seen(session, found.buyer)
        # Who takes what was held for them frees it first; only then is the stock looked at (A4).
        closed = wishes.close_bought(session, [wishes.Bought(buyer, key, now, much) for key, much in sold])
        follow_ups.link(session, [sale_id], closed)
    moves = [stock.Move(key, -much, SALE, now, f"sale {sale_id}") for key, much in kept]
    stock.post(session, moves)
    for key, much in kept:
        there[key] -= much
    return tuple(_gone(found, key, left) for key, left in there.items() if left < 0)


def _gone(found: Reckoned, product_id: int, left: int) -> Saying:
    goods = found.goods[product_id]
    return saying(
        "The count of {goods} is {quantity} below zero now. Count them when there is time.",
        quantity=Quantity(-left, goods.unit),
        goods=goods.name,
    )


def _line(sale_id: int, place: int, priced: Priced) -> dict[str, object]:
    one = priced.lines[place]
    return {
        "sale_id": sale_id,
        "ordinal": place,
        "product_id": one.line.product_id,
        "kind": SALE,
        "quantity": one.line.quantity,
        "price": one.line.price,
        "amount": one.amount,
        "note": "" if one.line.product_id is not None else one.line.name,
        "tax": one.tax,
    }


def _step(sale_id: int, place: int, priced: Priced) -> dict[str, object]:
    step = priced.steps[place]
    return {
        "sale_id": sale_id,
        "place": place,
        "kind": step.kind.value,
        "before": step.before,
        "amount": step.amount,
        "why": to_json([step.why]),
        "line": step.line,
        "promotion_id": step.promotion_id,
        "tier_id": step.tier_id,
        "voucher_id": step.voucher_id,
        "shares": json.dumps(step.shares) if step.shares else "",
    }


def _note_seen(session: Session, buyer: Buyer) -> None:
    now = now_of(session)
    first, last = min(buyer.first_seen_at, now), max(buyer.last_seen_at, now)
    if (first, last) != (buyer.first_seen_at, buyer.last_seen_at):
        _SEEN.make(session, who=buyer.id, first=first, last=last)
        touched(session, Topic.CUSTOMERS)
