"""How money goes back for a return: as the sale was paid, to the last smallest unit.

Points that paid come back as points, in proportion, and store credit to its voucher; what the sale put on the
tab and is still owed lowers the tab; the rest goes back in the way that is chosen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.rules.returns import Split, off_the_tab, split
from shopcrm.rules.sayings import saying
from shopcrm.rules.tenders import CARD, CASH, CREDIT, POINTS, TAB, TRANSFER, Paid
from shopcrm.rules.vouchers import Kind, Reason
from shopcrm.services import payments, settings, store_credit, tabs, voucher_issue
from shopcrm.services.people import ERASED
from shopcrm.services.returned_sales import SoldSale
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.customers import Customer
from shopcrm.store.vouchers import Voucher

CHOICES = (CASH, CARD, TRANSFER, CREDIT)
"""The ways in which the rest of a refund can go back."""


class RefundKindUnknown(BadInput):
    """Money goes back in a few ways only."""

    sentence = "Money cannot go back as {kind}. Nothing was changed. Choose one of: {choices}."


@dataclass(frozen=True, slots=True)
class WayBack:
    """So many smallest units that go back in one way, with the points or the store credit that they are.

    What is kept for missing points goes by the kind of points, and counts none, because none come.
    """

    kind: str
    amount: int
    points: int | None = None
    voucher_id: int | None = None


def usual(session: Session, sale: SoldSale) -> str:
    """Tell in which way the rest of a refund goes back where nobody chose: as most of the sale was paid."""
    wanted = settings.read(session).usual_payment
    return sale.tender or (wanted if wanted in CHOICES else CASH)


def check(kind: str | None) -> None:
    """Raise RefundKindUnknown where money cannot go back so."""
    if kind is not None and kind not in CHOICES:
        raise RefundKindUnknown(kind=kind, choices=saying("cash, card, transfer or credit"))


def parts(sale: SoldSale, amount: int) -> tuple[Split, Split]:
    """Part what goes back now, and all that is back then, as the sale was paid."""
    before = split(sale.paid, sale.refunded, sale.total)
    after = split(sale.paid, sale.refunded + amount, sale.total)
    return after.less(before), after


def ways(session: Session, sale: SoldSale, part: Split, kind: str | None) -> list[WayBack]:
    """Say in which ways a part of a sale goes back; without a choice as most of it was paid."""
    owes = 0 if sale.customer_id is None else tabs.balance(session, sale.customer_id)
    found = [WayBack(POINTS, part.worth, part.points)]
    found += [WayBack(CREDIT, amount, voucher_id=key) for key, amount in part.credit]
    lowers = off_the_tab(part.rest, sale.on_tab, owes)
    found += [WayBack(TAB, lowers), WayBack(kind or usual(session, sale), part.rest - lowers)]
    return [one for one in found if one.amount]


def mirrored(sale: SoldSale) -> list[WayBack]:
    """Say how a sale that never was goes back: exactly as it was paid."""
    return [WayBack(one.kind, one.amount, one.points, one.voucher_id) for one in sale.paid]


def keep_back(found: Sequence[WayBack], worth: int) -> list[WayBack]:
    """Keep the worth of missing points from a refund: from money first, then from the tab (R3).

    `worth` is no more than `money_in` tells.
    """
    kept: list[WayBack] = []
    left = worth
    for one in reversed(found):
        part = min(left, one.amount) if _is_money(one) else 0
        left -= part
        kept.append(replace(one, amount=one.amount - part))
    return [one for one in (*reversed(kept), WayBack(POINTS, worth - left)) if one.amount]


def money_in(found: Iterable[WayBack]) -> int:
    """Tell how much of a refund is money or lowers the tab, and so can be kept for missing points."""
    return sum(one.amount for one in found if _is_money(one))


def write(session: Session, sale: SoldSale, return_id: int, found: Sequence[WayBack]) -> None:
    """Write down what goes back, and put store credit and the tab right."""
    payments.post(session, return_id, [_payment(session, sale, return_id, one) for one in found])
    lowers = sum(one.amount for one in found if one.kind == TAB)
    if lowers and sale.customer_id is not None:
        tabs.take_back(session, sale.customer_id, lowers, return_id)


def _payment(session: Session, sale: SoldSale, return_id: int, one: WayBack) -> Paid:
    voucher_id = _credit(session, sale, return_id, one) if one.kind == CREDIT else None
    points = None if one.points is None else -one.points
    return Paid(one.kind, -one.amount, points=points, voucher_id=voucher_id)


def _credit(session: Session, sale: SoldSale, return_id: int, one: WayBack) -> int:
    """Put store credit back on its voucher, or on a new one where nobody could use that any more."""
    row = None if one.voucher_id is None else session.get(Voucher, one.voucher_id)
    if row is not None and row.state != "withdrawn" and not _is_erased(session, row.customer_id):
        store_credit.give_back(session, row.id, one.amount, return_id)
        return row.id
    draft = VoucherDraft(
        kind=Kind.CREDIT,
        value=one.amount,
        until_on=row.until_on if row is not None else None,
        # Who was erased has it as whoever bears it, because nothing is written to their name again.
        customer_id=None if _is_erased(session, sale.customer_id) else sale.customer_id,
        reason=Reason.RETURN,
        sale_id=return_id,
        replaces_id=row.id if row is not None else None,
    )
    return voucher_issue.write(session, draft)[0]


def _is_erased(session: Session, customer_id: int | None) -> bool:
    row = None if customer_id is None else session.get(Customer, customer_id)
    return row is not None and row.state == ERASED


def _is_money(one: WayBack) -> bool:
    return one.kind in {CASH, CARD, TRANSFER, TAB} or (one.kind == CREDIT and one.voucher_id is None)
