"""What a timeline tells of vouchers: those somebody was given, and those used on their sales."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import timeline, voucher_words
from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.sayings import Saying
from shopcrm.rules.timeline import Entry, Kind
from shopcrm.rules.voucher_codes import masked
from shopcrm.services.vouchers import terms_of
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.till import Payment
from shopcrm.store.vouchers import Voucher, VoucherUse

_GIVEN = Prepared(
    select(
        Voucher.id, Voucher.activated_at, Voucher.reason_words, Voucher.issued_by, Product.name, Product.unit
    )
    .outerjoin(Product, Product.id == Voucher.product_id)
    .where(Voucher.id.in_(among("ids")))
)
_USED = Prepared(
    select(VoucherUse.sale_id, Voucher.code, VoucherUse.amount)
    .join(Voucher, Voucher.id == VoucherUse.voucher_id)
    .where(VoucherUse.sale_id.in_(among("ids")))
    .order_by(VoucherUse.id)
)
_PAID = Prepared(
    select(Payment.sale_id, Voucher.code, Payment.amount)
    .join(Voucher, Voucher.id == Payment.voucher_id)
    .where(Payment.sale_id.in_(among("ids")), Payment.kind == "credit", Payment.amount > 0)
    .order_by(Payment.id)
)


def given(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell of vouchers that somebody was given, by their numbers."""
    terms = terms_of(session, ids)
    told: dict[int, Entry] = {}
    for key, at, words, by, goods, unit in _GIVEN.rows(session, ids=ids):
        one = terms[key]
        if at is not None:
            what = timeline.voucher_given(
                voucher_words.benefit(one, goods or "", unit or ""), masked(one.code)
            )
            why = (voucher_words.REASONS[one.reason],)
            told[key] = Entry(at, days.of(at), Kind.VOUCHER, key, what, why, text=words, who=by)
    return told


def used(session: Session, sale_ids: Sequence[int]) -> dict[int, tuple[Saying, ...]]:
    """Tell which vouchers took something off some sales, or paid for them; sales without any are absent."""
    told: dict[int, tuple[Saying, ...]] = {}
    for question, says in ((_USED, timeline.voucher_used), (_PAID, timeline.credit_used)):
        for key, code, amount in question.rows(session, ids=sale_ids):
            told[key] = (*told.get(key, ()), says(masked(code), amount))
    return told
