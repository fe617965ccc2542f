"""What becomes of points and levels when goods come back: the remaining sale is reckoned anew (R2 to R4, R6).

What it deserves is told by the very rules and the level of the sale itself. What somebody has beyond it is
taken back; what was spent already is owed, forgiven or kept from the refund, as the shop decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.money import line_total
from shopcrm.rules.points import Earned, EarningLine, earned
from shopcrm.rules.returns import SoldLine, Split, remaining
from shopcrm.rules.sayings import saying
from shopcrm.services import (
    forgiven_points,
    point_ledger,
    point_rates,
    points,
    pricing_facts,
    settings,
    tiers,
)
from shopcrm.services.point_ledger import Posting
from shopcrm.services.pricing_facts import Goods
from shopcrm.services.returned_sales import SoldSale
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.prepared import Prepared, among

REFUNDED = "refund"
"""Missing points are paid by the refund: the rule of the posting, and the shop's setting."""
_POSTED = Prepared(
    select(PointPosting.kind, PointPosting.document, func.sum(PointPosting.points))
    .where(PointPosting.sale_id == bindparam("sale"))
    .where(or_(PointPosting.kind == "earn", PointPosting.kind == "take_back"))
    .group_by(PointPosting.kind, PointPosting.document)
)
_OWN_LOTS = Prepared(
    select(PointLot.id)
    .join(PointPosting, PointPosting.id == PointLot.posting_id)
    .where(PointPosting.sale_id == bindparam("sale"), PointPosting.kind == "earn")
)
_LAPSED = Prepared(
    select(func.sum(PointEntry.points))
    .join(PointPosting, PointPosting.id == PointEntry.posting_id)
    .where(PointEntry.lot_id.in_(among("lots")), PointPosting.kind == "expire")
)


@dataclass(frozen=True, slots=True)
class Due:
    """What a return does to points: so many come back, so many are taken, or more are deserved.

    `worth_of_one` is what a missing point is worth (smallest units) where it is kept from the refund.
    `regain` are those of the points that come back which were forgiven earlier, by the sale that earned them.
    """

    give: int = 0
    take: int = 0
    more: Earned | None = None
    worth_of_one: int = 0
    regain: Mapping[int, int] = field(default_factory=dict)


def due(session: Session, sale: SoldSale, after: Sequence[SoldLine], now: Split, back: Split) -> Due:
    """Tell what a return does to points; `after` are the lines then, `now` what goes back, `back` all of it.

    Four small returns come to what one large one does, because all of it is reckoned from what remains (R2).
    """
    customer_id = sale.customer_id
    if customer_id is None:
        return Due(give=now.points)
    rows = _POSTED.rows(session, sale=sale.id)
    at_first = sum(count for _kind, document, count in rows if document == sale.document)
    net = sum(count for _kind, _document, count in rows)
    worth = point_rates.worth_of_one(session, point_ledger.today(session))
    regain = forgiven_points.regained(session, sale.document, now.points) if now.points else {}
    if not at_first:
        return Due(now.points, 0, None, worth, regain)
    found = _deserved(session, sale, after, back)
    deserved = _in_proportion(session, sale, found, at_first, back)
    more = deserved - net
    gained = replace(found[0], points=more) if more > 0 and found else None
    lost = max(0, net - _lapsed(session, sale.id, customer_id) - deserved)
    return Due(now.points, lost, gained, worth, regain)


def settle(session: Session, sale: SoldSale, return_id: int, what: Due, money: int) -> int:
    """Post what a return does to points; tells how many smallest units are kept from the refund for them.

    `money` is how much of the refund can be kept. What came back pays first, so that less is missing.
    """
    customer_id, document = sale.customer_id, f"return {return_id}"
    if customer_id is None:
        return 0
    points.lapse(session, customer_id)
    if what.give:
        points.give_back(session, customer_id, what.give, document, sale.document)
    if what.more is not None:
        points.earn(session, customer_id, document, sale.id, [what.more])
    missing = 0
    if what.take:
        why = saying("The sale {number} came back in part or whole", number=sale.number)
        missing = points.take_back(session, customer_id, what.take, document, sale.id, why).owed
    # What this sale itself must give up goes first, or it would be missing and be forgiven again.
    forgiven_points.regain(session, customer_id, document, what.regain)
    return _settle_missing(session, sale, document, missing, (what.worth_of_one, money))


def settled_how(decided: str, missing: int, worth_of_one: int, money: int) -> tuple[int, int]:
    """Tell how many missing points are forgiven, and how many are kept from so much money (R3)."""
    if decided == forgiven_points.FORGIVEN:
        return missing, 0
    if decided == REFUNDED and worth_of_one > 0:
        return 0, min(missing, money // worth_of_one)
    return 0, 0


def _settle_missing(
    session: Session, sale: SoldSale, document: str, missing: int, means: tuple[int, int]
) -> int:
    """Settle what was missing as the shop decided: it stays owed, is forgiven, or kept from the refund."""
    worth, money = means
    forgiven, kept = settled_how(settings.read(session).owed_points, missing, worth, money)
    if not forgiven + kept or sale.customer_id is None:
        return 0
    rule = forgiven_points.FORGIVEN if forgiven else REFUNDED
    why = saying("Points that were missing are forgiven") if forgiven else saying("Paid by the refund")
    account = point_ledger.look(session, sale.customer_id)
    posting = Posting(document, rule, "settle", sale.id, why)
    point_ledger.write(session, account, posting, [(None, forgiven + kept)])
    return kept * worth


def _lapsed(session: Session, sale_id: int, customer_id: int) -> int:
    """Tell how many points of a sale lapsed unspent: they were of no use, and are not taken a second time."""
    lots = {key for (key,) in _OWN_LOTS.rows(session, sale=sale_id)}
    account = point_ledger.look(session, customer_id)
    over = sum(lot.rest for lot in account.lots if lot.id in lots and lot.is_over(account.day))
    return over - int(_LAPSED.rows(session, lots=lots)[0][0] or 0)


def _deserved(session: Session, sale: SoldSale, lines: Sequence[SoldLine], back: Split) -> tuple[Earned, ...]:
    """Reckon what remains of a sale by its own rules and its own level."""
    rules = points.rules_of_sale(session, sale.id)
    paid = sum(one.amount for one in sale.paid if one.kind in {"points", "credit"})
    tier = None if sale.customer_id is None else tiers.at_sale(session, sale.customer_id, sale.id)
    return earned(rules, _earning(session, sale, lines), paid - back.otherwise, tier, sale.day)


def _in_proportion(
    session: Session, sale: SoldSale, found: Sequence[Earned], at_first: int, back: Split
) -> int:
    """Tell what the remaining sale deserves of what it earned at first.

    Where its goods stand on other shelves by now, or a line was told not to earn, the whole sale comes to
    something else today; then what remains has its part of what was earned, by what was paid.
    """
    whole = [replace(line, returned=0, refunded=0, tax_back=0) for line in sale.lines]
    as_today = sum(one.points for one in _deserved(session, sale, whole, Split()))
    if as_today == at_first:
        return min(sum(one.points for one in found), at_first)
    return at_first * (sale.total - back.amount) // sale.total if sale.total > 0 else 0


def _earning(session: Session, sale: SoldSale, lines: Sequence[SoldLine]) -> list[EarningLine]:
    goods = pricing_facts.goods(session, set(sale.goods.values()))
    shelves = {thing.category_id for thing in goods.values() if thing.category_id is not None}
    around = pricing_facts.shelves(session, shelves)
    return [_earning_line(line, goods.get(sale.goods.get(line.ordinal, 0)), around) for line in lines]


def _earning_line(line: SoldLine, thing: Goods | None, around: dict[int, tuple[int, ...]]) -> EarningLine:
    quantity, amount, tax = remaining(line)
    if thing is None:
        return EarningLine(amount, tax)
    cost = None if thing.cost is None else line_total(thing.cost, quantity)
    shelves = around.get(thing.category_id, ()) if thing.category_id is not None else ()
    return EarningLine(amount, tax, thing.id, shelves, thing.earns_points, cost)
