"""What paid a sale, or was paid back for a return: one row for each kind, only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.tenders import Paid
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.till import Payment

_OF_SALE = Prepared(
    select(
        Payment.kind,
        Payment.amount,
        Payment.handed,
        Payment.points,
        Payment.voucher_id,
        Payment.at,
        Payment.till,
        Payment.by,
    )
    .where(Payment.sale_id == bindparam("sale"))
    .order_by(Payment.id)
)
_ADDED = PreparedInsert(Payment)


@dataclass(frozen=True, slots=True)
class PaymentView(Paid):
    """A payment as it was made: when, at which till, by whom."""

    at: datetime | None = None
    till: str = ""
    by: str = ""


def post(session: Session, sale_id: int, paid: Sequence[Paid]) -> None:
    """Write down what paid a document; what is paid back carries a minus."""
    now, who = now_of(session), who_of(session)
    rows = [
        {
            "sale_id": sale_id,
            "kind": one.kind,
            "amount": one.amount,
            "handed": one.handed,
            "points": one.points,
            "voucher_id": one.voucher_id,
            "at": now,
            "till": who.till,
            "by": who.actor,
        }
        for one in paid
    ]
    _ADDED.many(session, rows)
    touched(session, Topic.SALES)


def of_sale(session: Session, sale_id: int) -> tuple[PaymentView, ...]:
    """List what paid a document, in the order in which it was written."""
    return tuple(PaymentView(*row) for row in _OF_SALE.rows(session, sale=sale_id))
