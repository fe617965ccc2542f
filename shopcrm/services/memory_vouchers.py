"""What to remember of somebody's vouchers at the counter: those that lapse soon and are not used (E)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_words
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.sayings import saying
from shopcrm.services.vouchers import terms_of
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared
from shopcrm.store.vouchers import Voucher

SOON = timedelta(days=21)
"""Whoever comes once a fortnight comes at least once within it."""

_LAPSING = Prepared(
    select(Voucher.id, Product.name, Product.unit)
    .outerjoin(Product, Product.id == Voucher.product_id)
    .where(
        Voucher.customer_id == bindparam("who"),
        Voucher.state == "active",
        Voucher.until_on >= bindparam("today"),
        Voucher.until_on <= bindparam("soon"),
    )
    .order_by(Voucher.until_on, Voucher.id)
)


def lapsing(session: Session, customer_id: int, today: date) -> Iterator[Reminder]:
    """Gather the vouchers of somebody that can be used now and lapse soon."""
    rows = _LAPSING.rows(session, who=customer_id, today=today, soon=today + SOON)
    terms = terms_of(session, [key for key, _goods, _unit in rows])
    for key, goods, unit in rows:
        one = terms[key]
        if one.is_spent or (one.from_on is not None and one.from_on > today):
            continue
        benefit = voucher_words.benefit(one, goods or "", unit or "")
        yield Reminder(
            Kind.VOUCHER,
            saying("Their voucher: {benefit}", benefit=benefit),
            voucher_words.conditions(one)[0],
            Act.USE_VOUCHER,
            key,
            due=one.until_on,
            worth=one.value,
        )
