"""The deposit of a special order: store credit that its customer buys, and that is paid back as it was sold.

It is a sale like any other for till and day close, but nothing is taken off it and nothing is earned by it
(P2): the goods it pays for are sold later, with all that belongs to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.rules.pricing import Facts, price
from shopcrm.rules.returns import ReturnLine, bring_back
from shopcrm.rules.sayings import saying
from shopcrm.rules.tenders import CARD, CASH, TRANSFER, Tender, settle
from shopcrm.rules.vouchers import Kind, Reason
from shopcrm.services import (
    payments,
    pricing_facts,
    refunds,
    returned_benefits,
    returned_sales,
    returns,
    sale_writing,
    store_credit,
    voucher_issue,
)
from shopcrm.services.once import Asked
from shopcrm.services.points import Standing
from shopcrm.services.pricing import BasketLine, Presented, Quote, Reckoned
from shopcrm.services.returned_documents import Head
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import Voucher

WAYS = (CASH, CARD, TRANSFER)
"""How a deposit is paid and paid back."""


class DepositKindUnknown(BadInput):
    """A deposit is money that is there."""

    sentence = "A deposit is paid and paid back by {kinds}, not by {kind}. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit that was taken: the sale of it, and the store credit that it is."""

    sale_id: int
    voucher_id: int


def check(kinds: Sequence[str]) -> None:
    """Raise DepositKindUnknown where money is neither given nor given back so."""
    for kind in kinds:
        if kind not in WAYS:
            raise DepositKindUnknown(kinds=saying("cash, card or transfer"), kind=kind)


def take(
    session: Session, customer_id: int, amount: int, words: str, tenders: Sequence[Tender], asked: Asked
) -> Deposit:
    """Sell somebody store credit over smallest units; `words` name it on slips and in the list of vouchers.

    Raises DepositKindUnknown, LineRefused, NoSuchCustomer, ErasedOnRequest, and as `tenders.settle` does.
    """
    check([one.kind for one in tenders])
    buyer, hour = pricing_facts.buyer(session, customer_id), pricing_facts.hour(session)
    lines = pricing_facts.lines(session, [BasketLine(price=amount, words=words, earns=False)], {})
    # No promotion and no tier takes anything off money.
    priced = price(lines, Facts(hour.day, hour.minute, hour.weekday, day_begins=hour.begins))
    paid = settle(tenders, priced.total)
    quote = Quote(priced=priced, to_pay=priced.total)
    found = Reckoned(quote, hour, {}, buyer, Presented((), (), (), ()), Standing())
    document = sale_writing.Document(found, asked.key, asked.seal)
    sale_id, _number = sale_writing.write(session, document)
    payments.post(session, sale_id, paid)
    sale_writing.follow(session, document, sale_id)
    draft = VoucherDraft(Kind.CREDIT, amount, customer_id=buyer.id, reason=Reason.BOUGHT, reason_words=words)
    return Deposit(sale_id, voucher_issue.issue(session, draft)[0])


def left(session: Session, voucher_id: int) -> int:
    """Tell what of a deposit was not used yet, in smallest units."""
    return store_credit.rest(session, voucher_id)


def paid_back(session: Session, sale_id: int | None) -> tuple[int | None, int]:
    """Tell which return paid a deposit back, and how much it was; None and 0 where none did."""
    query = select(Sale.id, Sale.total).where(Sale.of_sale_id == sale_id, Sale.kind == "return")
    found = None if sale_id is None else session.execute(query.order_by(Sale.id).limit(1)).first()
    return (None, 0) if found is None else (found[0], -found[1])


def give_back(session: Session, deposit: Deposit, kind: str, reason: str) -> int:
    """Pay back what is left of a deposit, take its store credit away, and give the number of the return.

    Where nothing is left, nothing is written and 0 given. Raises DepositKindUnknown.
    """
    check([kind])
    returned_sales.keep_still(session, deposit.sale_id)
    sale = returned_sales.read(session, deposit.sale_id)
    rest = min(left(session, deposit.voucher_id), sale.total - sale.refunded)
    if rest <= 0:
        return 0
    whole = sale.lines[0]
    back, after = bring_back(sale.number, sale.lines, [ReturnLine(whole.ordinal, price=rest)])
    now, everything = refunds.parts(sale, rest)
    due = returned_benefits.due(session, sale, after, now, everything)
    ways = refunds.ways(session, sale, now, kind)
    done = returns.post(session, sale, back, after, Head(reason=reason), due, ways)
    row = session.get_one(Voucher, deposit.voucher_id, with_for_update=True)
    voucher_issue.take_away(session, row, saying("{reason}", reason=reason), "withdraw")
    return done.return_id
