"""Goods for other goods: a return and a sale, each reckoned apart, and the difference settled once (R7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from shopcrm.rules.tenders import CARD, CASH, CREDIT, TAB, TRANSFER, Tender
from shopcrm.services import (
    once,
    pricing,
    refunds,
    returned_documents,
    returned_sales,
    returns,
    selling,
    sold_before,
)
from shopcrm.services.pricing import Basket, Quote
from shopcrm.services.refunds import WayBack
from shopcrm.services.returns import ReturnDraft, Returned, ReturnQuote
from shopcrm.services.sold_before import Sold
from shopcrm.store.vouchers import Voucher

_SALE = " sale"
"""What is added to the key of an exchange for that of its sale."""
_DRAWERS = (CASH, CARD, TRANSFER)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Both documents of an exchange; `difference` is what the customer paid more, below 0 what they got."""

    returned: Returned
    sold: Sold
    difference: int


@dataclass(frozen=True, slots=True)
class ExchangeQuote:
    """What an exchange would do: both documents, and what is left to pay then, below 0 to give."""

    returned: ReturnQuote
    sold: Quote
    to_pay: int


def quote(session: Session, draft: ReturnDraft, basket: Basket) -> ExchangeQuote:
    """Reckon what an exchange would do; raises as `returns.quote` and `pricing.quote` do."""
    back, sold = returns.quote(session, draft), pricing.quote(session, basket)
    money = refunds.money_in(one for one in back.ways if one.kind != TAB)
    return ExchangeQuote(back, sold, sold.to_pay - money)


def complete(
    session: Session,
    draft: ReturnDraft,
    basket: Basket,
    tenders: Sequence[Tender],
    key: str,
    *,
    is_agreed: bool = False,
) -> Exchanged:
    """Take goods back and sell others for what they come to; the tenders pay only the difference.

    Where the new goods come to less, the rest goes back as the draft says. Where it `is_agreed`, nobody has
    to agree to what is taken off by hand. Raises as `returns.complete` and `selling.complete` do, with
    neither of the two written down.
    """
    if not key:
        raise selling.KeyMissing(most=once.LONGEST)
    seal = once.seal("exchange", draft, basket, tuple(tenders))
    known = once.find(session, key, seal)
    sold = None if known is None else sold_before.find(session, key + _SALE)
    if known is not None and sold is not None:
        return _exchanged(returns.show(session, known, was_known=True), sold_before.read(session, sold))
    kind = _settled_in(session, draft, tenders)
    asked = once.Asked(key, seal)
    returned = returns.take_back(session, replace(draft, refund=kind), returned_documents.Head(asked=asked))
    if kind == CREDIT:
        codes, offset = (*basket.voucher_codes, *_new_credit(session, returned)), 0
        basket = replace(basket, voucher_codes=codes)
    else:
        offset = min(_money(returned.ways, kind), pricing.reckon(session, basket).quote.to_pay)
    paid = [Tender(kind, offset), *tenders] if offset else list(tenders)
    done = selling.complete(
        session, basket, paid, key + _SALE, exchange_of_id=returned.return_id, is_agreed=is_agreed
    )
    return _exchanged(returned, done)


def _exchanged(returned: Returned, sold: Sold) -> Exchanged:
    paid = sum(one.amount for one in sold.paid if one.kind in _DRAWERS)
    return Exchanged(returned, sold, paid - sum(one.amount for one in returned.ways if one.kind in _DRAWERS))


def _settled_in(session: Session, draft: ReturnDraft, tenders: Sequence[Tender]) -> str:
    """Choose in which kind of payment the two documents meet, so that only the difference moves in it."""
    refunds.check(draft.refund)
    if draft.refund is not None:
        return draft.refund
    paid = next((one.kind for one in tenders if one.kind in _DRAWERS), None)
    return paid or refunds.usual(session, returned_sales.read(session, draft.sale_id))


def _money(ways: Sequence[WayBack], kind: str) -> int:
    return sum(one.amount for one in ways if one.kind == kind)


def _new_credit(session: Session, returned: Returned) -> list[str]:
    """Name the store credit that the refund is: it pays the new goods as far as it goes."""
    ids = {one.voucher_id for one in returned.vouchers if one.what == "credit"}
    return [session.get_one(Voucher, key).code for key in ids]
