"""Goods come back: what of a sale, what is paid back and how, and what becomes of points and vouchers.

A return is a document of its own that names its sale. It is reckoned from all that came back of the sale so
far, so that no cycle of buying and returning makes money or points (R1 to R6).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from shopcrm.rules.errors import Refused
from shopcrm.rules.returns import LineBack, ReturnLine, SoldLine, bring_back, is_all_back, share_back
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import one_line
from shopcrm.services import (
    once,
    people,
    point_ledger,
    refunds,
    return_terms,
    returned_benefits,
    returned_documents,
    returned_sales,
    settings,
    tiers,
    voucher_back,
)
from shopcrm.services.refunds import WayBack
from shopcrm.services.returned_benefits import Due
from shopcrm.services.returned_documents import Head, Returned, show
from shopcrm.services.returned_sales import SoldSale
from shopcrm.services.shop import who_of

__all__ = [
    "ReturnDraft",
    "ReturnLine",
    "ReturnQuote",
    "Returnable",
    "Returned",
    "SoldToAnother",
    "complete",
    "look",
    "quote",
    "show",
    "take_back",
]


class SoldToAnother(Refused):
    """Only who bought something brings it back (R1)."""

    sentence = (
        "Sale {number} was made to somebody else. Nothing was changed. Choose the sale, not the customer."
    )


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """What is to come back of a sale; without lines, everything that is left of it.

    `refund` is how the rest of the money goes back (None is as most of it was paid), `outside` tells that the
    goods are not as the shop's terms say.
    """

    sale_id: int
    lines: tuple[ReturnLine, ...] = ()
    customer_id: int | None = None
    reason: str = ""
    refund: str | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Returnable:
    """A sale in front of somebody who brings something back.

    `days_left` is below 0 where the shop's days are over; `usual` is how money goes back if nobody chooses.
    """

    sale: SoldSale
    days_left: int
    terms: str
    usual: str
    beyond: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class ReturnQuote:
    """What a return would do: smallest units, and points.

    `points_owed` is what of `points_taken` is not there any more, and `forgiven` or `kept` (from the refund)
    what becomes of it; `regained` were forgiven once and do not stay. `vouchers` of the sale come back by the
    shop's terms. `beyond` says for what a manager is needed.
    """

    lines: tuple[LineBack, ...]
    refund: int
    tax: int
    ways: tuple[WayBack, ...]
    points_back: int = 0
    points_taken: int = 0
    points_owed: int = 0
    forgiven: int = 0
    kept: int = 0
    regained: int = 0
    vouchers: tuple[voucher_back.Back, ...] = ()
    beyond: tuple[Saying, ...] = ()
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a return comes to before anything is written."""

    sale: SoldSale
    back: list[LineBack]
    after: list[SoldLine]
    due: Due
    ways: list[WayBack]

    @property
    def refund(self) -> int:
        return sum(one.amount for one in self.back)


def look(session: Session, sale_id: int) -> Returnable:
    """Show a sale that something is brought back of; raises NoSuchSale, NotASale or DepositOfOrder."""
    sale = returned_sales.read(session, sale_id)
    returned_sales.refuse_deposit(session, sale.id, sale.number)
    return Returnable(
        sale,
        return_terms.days_left(session, sale.day),
        settings.read(session).return_policy,
        refunds.usual(session, sale),
        return_terms.beyond(session, sale, (), (), outside=False),
    )


def quote(session: Session, draft: ReturnDraft) -> ReturnQuote:
    """Reckon what a return would do, by the same steps; raises as `complete`, but not for its terms."""
    plan = _plan(session, draft)
    left = _beyond_take(session, plan)
    missing = max(0, -left)
    decided = settings.read(session).owed_points
    money = refunds.money_in(plan.ways)
    forgiven, kept = returned_benefits.settled_how(decided, missing, plan.due.worth_of_one, money)
    worth = kept * plan.due.worth_of_one
    return ReturnQuote(
        lines=tuple(plan.back),
        refund=plan.refund,
        tax=sum(one.tax for one in plan.back),
        ways=tuple(refunds.keep_back(plan.ways, worth)),
        points_back=plan.due.give,
        points_taken=plan.due.take,
        points_owed=missing,
        forgiven=forgiven,
        kept=kept,
        regained=min(sum(plan.due.regain.values()), max(0, left)),
        vouchers=tuple(
            voucher_back.foresee(
                session, plan.sale.id, partial(share_back, plan.after), full=is_all_back(plan.after)
            )
        ),
        beyond=_beyond(session, draft, plan),
        is_all=is_all_back(plan.after),
    )


def complete(session: Session, draft: ReturnDraft, key: str) -> Returned:
    """Take goods back, and give what goes back for them; the same key again changes nothing.

    Raises NoSuchSale, NotASale, DepositOfOrder, SoldToAnother, NoSuchLine, NothingLeft,
    ReturnQuantityRefused, TooMuchReturned, RefundTooHigh, RefundKindUnknown, BeyondTerms,
    ReturnReasonMissing or KeyUsed.
    """
    seal = once.seal("return", draft)
    known = once.find(session, key, seal)
    if known is not None:
        return show(session, known, was_known=True)
    return take_back(session, draft, Head(asked=once.Asked(key, seal)))


def take_back(session: Session, draft: ReturnDraft, head: Head) -> Returned:
    """Take goods back as `complete` does, for who looked at the key already; errors as there."""
    returned_sales.keep_still(session, draft.sale_id)
    plan = _plan(session, draft)
    reason = one_line(draft.reason) or who_of(session).reason
    allowed = return_terms.agreed_by(session, _beyond(session, draft, plan), reason)
    signed = replace(head, reason=reason, allowed_by=allowed)
    return post(session, plan.sale, plan.back, plan.after, signed, plan.due, plan.ways)


def post(
    session: Session,
    sale: SoldSale,
    back: Sequence[LineBack],
    after: Sequence[SoldLine],
    head: Head,
    due: Due,
    ways: Sequence[WayBack],
) -> Returned:
    """Write a return that was reckoned: the document, points, money, vouchers and level, in this order."""
    return_id = returned_documents.write(session, sale, back, head)
    kept = returned_benefits.settle(session, sale, return_id, due, refunds.money_in(ways))
    refunds.write(session, sale, return_id, refunds.keep_back(ways, kept))
    voucher_back.free(session, sale.id, return_id, partial(share_back, after), full=is_all_back(after))
    voucher_back.lapse_earned_by(session, sale.id, sum(line.ceiling for line in after))
    if sale.customer_id is not None:
        tiers.after_return(session, sale.customer_id, return_id)
    return show(session, return_id)


def _plan(session: Session, draft: ReturnDraft) -> _Plan:
    refunds.check(draft.refund)
    sale = returned_sales.read(session, draft.sale_id)
    returned_sales.refuse_deposit(session, sale.id, sale.number)
    if draft.customer_id is not None and people.find(session, draft.customer_id) != sale.customer_id:
        raise SoldToAnother(number=sale.number)
    back, after = bring_back(sale.number, sale.lines, draft.lines)
    now, whole = refunds.parts(sale, sum(one.amount for one in back))
    due = returned_benefits.due(session, sale, after, now, whole)
    return _Plan(sale, back, after, due, refunds.ways(session, sale, now, draft.refund))


def _beyond(session: Session, draft: ReturnDraft, plan: _Plan) -> tuple[Saying, ...]:
    return return_terms.beyond(session, plan.sale, draft.lines, plan.back, outside=draft.outside)


def _beyond_take(session: Session, plan: _Plan) -> int:
    """Tell how many points are left once a return took what it takes; below zero are those that are gone.

    What comes back is there before.
    """
    if plan.sale.customer_id is None:
        return 0
    account = point_ledger.look(session, plan.sale.customer_id)
    there = sum(lot.rest for lot in account.lots if not lot.is_over(account.day)) + plan.due.give
    return max(0, there - account.owed) - plan.due.take
