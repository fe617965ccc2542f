"""Putting it right: what was done for a customer, and the document that it made, in one transaction.

Each kind is done once while a case is open; doing it again finds what was made (K1). A voucher for it is a
cost of service, not of loyalty (V9). What the standards do not allow for how upset somebody is is refused;
above what staff may give alone a manager agrees. Limits are of all that a case was given, so that nobody
gives in parts what they may not give at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import UNSETTLED, Kind, RemedyKind, State
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.money import Money, line_total
from shopcrm.rules.returns import ReturnLine
from shopcrm.rules.roles import Role
from shopcrm.rules.text import one_line
from shopcrm.rules.vouchers import Kind as VoucherKind
from shopcrm.rules.vouchers import Reason
from shopcrm.services import (
    complaint_ends,
    exchanges,
    moments,
    points,
    returned_sales,
    returns,
    standards,
    voucher_issue,
)
from shopcrm.services.complaint_drafts import one
from shopcrm.services.complaints import MIDDLE, answered
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returns import ReturnDraft
from shopcrm.services.shop import NeedsAgreement, now_of, who_of
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.complaints import Complaint, Remedy
from shopcrm.store.prepared import Prepared

_VOUCHER_LASTS = timedelta(days=90)
_IN_WORDS = frozenset({RemedyKind.APOLOGY, RemedyKind.EXPLANATION, RemedyKind.SERVICE})
_PAID = frozenset({RemedyKind.VOUCHER, RemedyKind.REFUND})
_OF_CASE = Remedy.complaint_id == bindparam("case")
_GIVEN = Prepared(select(Remedy.kind, Remedy.amount, Remedy.points).where(_OF_CASE))
_MADE = Prepared(
    select(Remedy.id).where(_OF_CASE, Remedy.turn == bindparam("turn"), Remedy.kind == bindparam("kind"))
)


class NotForThis(Refused):
    """The shop's standards do not offer it."""

    sentence = (
        "The standards of the shop do not offer this to somebody who is {severity}. Nothing was made. "
        "Choose another way, or change the standards."
    )


class BeyondStandards(Refused):
    """More than the shop gives at all."""

    sentence = "The standards of the shop give at most {most} for one case. Nothing was made. Give less."


class AboveAlone(NeedsAgreement):
    """More than staff may give alone."""

    sentence = (
        "Above {alone} for one case a manager must agree. Nothing was made. "
        "Let them agree in the window with their PIN, or give less."
    )


class NothingSaid(BadInput):
    """An apology, an explanation and a service are in words."""

    sentence = "It is not said what was told or done. Nothing was made. Write it in a few words."


class NothingGiven(BadInput):
    """Putting right takes nothing."""

    sentence = "That gives nothing. Nothing was made. Write how much they get, such as 50."


class NobodyToGive(BadInput):
    """There is no customer to give it to."""

    sentence = "Nobody is named on No. {number}. Nothing was made. Say who it is for."


class NoSaleNamed(BadInput):
    """Nothing can be brought back of nothing."""

    sentence = "No. {number} names no sale to bring something back of. Nothing was made. Name the sale first."


class NotOpen(Refused):
    """It is put right while it is open."""

    sentence = "No. {number} is {state}. Nothing was made. Open it again first."


@dataclass(frozen=True, slots=True)
class RemedyDraft:
    """What is to be done: an amount in smallest units or points, or what comes back of the sale.

    Of the sale a blank quantity or price is as sold, and no lines are all that is left of it (K5). An
    exchange gives the same goods again.
    """

    kind: RemedyKind
    words: str = ""
    amount: int = 0
    points: int = 0
    lines: tuple[ReturnLine, ...] = ()
    refund: str | None = None


@dataclass(frozen=True, slots=True)
class Remedied:
    """What was done, with the number of the document that it made."""

    id: int
    kind: RemedyKind
    words: str
    amount: int = 0
    points: int = 0
    voucher_id: int | None = None
    sale_id: int | None = None
    by: str = ""
    allowed_by: str = ""
    was_known: bool = field(default=False, compare=False)


def put_right(session: Session, complaint_id: int, draft: RemedyDraft) -> Remedied:
    """Do one thing that puts a case right; a second time it finds what was made.

    Raises NoSuchComplaint, NotOpen, NotForThis, BeyondStandards, AboveAlone, NothingSaid, NobodyToGive,
    NothingGiven, NoSaleNamed, NothingLeft, and as `voucher_issue.issue`, `points.adjust` and
    `returns.complete` do.
    """
    row = one(session, complaint_id)
    turn = complaint_ends.turn_of(session, complaint_id)
    known = _MADE.rows(session, case=complaint_id, turn=turn, kind=draft.kind.value)
    if known:
        return _done(session.get_one(Remedy, known[0][0]), was_known=True)
    if State(row.state) not in UNSETTLED:
        raise NotOpen(number=str(row.number), state=rules.state_words(State(row.state)))
    _allowed(session, row, draft)
    made = Remedy(
        complaint_id=complaint_id,
        turn=turn,
        kind=draft.kind.value,
        words=one_line(draft.words),
        made_at=now_of(session),
        by=who_of(session).actor,
        allowed_by=who_of(session).allowed_by,
    )
    _make(session, row, made, draft)
    answered(session, row)
    session.add(made)
    session.flush()
    return _done(made)


def done(session: Session, complaint_id: int) -> Sequence[Remedied]:
    """List what was done for a case, the first first."""
    query = select(Remedy).where(Remedy.complaint_id == complaint_id).order_by(Remedy.id)
    return [_done(row) for row in session.scalars(query)]


def _allowed(session: Session, row: Complaint, draft: RemedyDraft) -> None:
    """Look at what the standards offer for how upset somebody is, and at what staff may give alone."""
    severity = row.severity or MIDDLE
    terms = standards.remedies(session, severity)
    # Ideas and praise can be thanked for in any way, within the same limits.
    if row.kind == Kind.COMPLAINT and draft.kind not in terms.kinds:
        raise NotForThis(severity=rules.severity_words(severity))
    money, given = _given(session, row.id)
    if draft.kind is RemedyKind.POINTS:
        asked, most, alone = draft.points and draft.points + given, terms.most_points, terms.alone_points
    else:
        worth = _worth(session, row, draft)
        asked, most, alone = worth and worth + money, terms.most, terms.alone
    if most is not None and asked > most:
        raise BeyondStandards(most=most if draft.kind is RemedyKind.POINTS else Money(most))
    if asked > alone and not who_of(session).is_at_least(Role.MANAGER):
        raise AboveAlone(alone=alone if draft.kind is RemedyKind.POINTS else Money(alone))


def _given(session: Session, complaint_id: int) -> tuple[int, int]:
    """Tell how much money and how many points a case was given before."""
    rows = _GIVEN.rows(session, case=complaint_id)
    return sum(amount for kind, amount, _points in rows if kind in _PAID), sum(row[2] for row in rows)


def _worth(session: Session, row: Complaint, draft: RemedyDraft) -> int:
    if draft.kind is RemedyKind.REFUND and row.sale_id is not None:
        return returns.quote(session, _return_of(row, draft)).refund
    return draft.amount if draft.kind is RemedyKind.VOUCHER else 0


def _make(session: Session, row: Complaint, made: Remedy, draft: RemedyDraft) -> None:
    """Make the document of a remedy and link it."""
    if draft.kind in _IN_WORDS:
        if not made.words:
            raise NothingSaid
    elif draft.kind is RemedyKind.VOUCHER:
        if draft.amount < 1:
            raise NothingGiven
        made.amount, made.voucher_id = draft.amount, _voucher(session, row, draft)
    elif draft.kind is RemedyKind.POINTS:
        if row.customer_id is None:
            raise NobodyToGive(number=str(row.number))
        if draft.points < 1:
            raise NothingGiven
        made.points = draft.points
        made.posting_id = points.adjust(session, row.customer_id, draft.points, _reason(row, made.words))
    else:
        made.sale_id, made.amount = _bring_back(session, row, draft)


def _voucher(session: Session, row: Complaint, draft: RemedyDraft) -> int:
    return voucher_issue.issue(
        session,
        VoucherDraft(
            VoucherKind.AMOUNT,
            draft.amount,
            until_on=moments.today(session) + _VOUCHER_LASTS,
            customer_id=row.customer_id,
            reason=Reason.COMPLAINT,
            reason_words=_reason(row, one_line(draft.words)),
        ),
    )[0]


def _bring_back(session: Session, row: Complaint, draft: RemedyDraft) -> tuple[int, int]:
    """Take goods of the sale back for money, or for the same goods again; gives the return and its worth."""
    if row.sale_id is None:
        raise NoSaleNamed(number=str(row.number))
    back, key = (
        _return_of(row, draft),
        f"complaint {row.id} {draft.kind} {complaint_ends.turn_of(session, row.id)}",
    )
    if draft.kind is RemedyKind.REFUND:
        returned = returns.complete(session, back, key)
    else:
        # What was taken off when it was sold was agreed to then.
        again = _same_again(session, row, draft)
        returned = exchanges.complete(session, back, again, (), key, is_agreed=True).returned
    return returned.return_id, returned.refund


def _return_of(row: Complaint, draft: RemedyDraft) -> ReturnDraft:
    lines = draft.lines
    if not lines and row.sale_ordinal is not None:
        lines = (ReturnLine(row.sale_ordinal),)
    reason = _reason(row, one_line(draft.words))
    return ReturnDraft(row.sale_id or 0, lines, row.customer_id, reason, draft.refund, outside=False)


def _same_again(session: Session, row: Complaint, draft: RemedyDraft) -> Basket:
    """Put the goods that come back into a basket again, for what they were sold for."""
    sale = returned_sales.read(session, row.sale_id or 0)
    sold = {line.ordinal: line for line in sale.lines}
    lines: list[BasketLine] = []
    for one_back in returns.quote(session, _return_of(row, draft)).lines:
        was = sold[one_back.ordinal]
        off = line_total(was.price, one_back.quantity) - one_back.amount
        goods = sale.goods.get(one_back.ordinal)
        lines.append(BasketLine(goods, one_back.quantity, was.price, max(0, off), words=was.name))
    return Basket(tuple(lines), row.customer_id)


def _reason(row: Complaint, words: str) -> str:
    return f"No. {row.number}: {words}" if words else f"No. {row.number}"


def _done(row: Remedy, *, was_known: bool = False) -> Remedied:
    return Remedied(
        row.id,
        RemedyKind(row.kind),
        row.words,
        row.amount,
        row.points,
        row.voucher_id,
        row.sale_id,
        row.by,
        row.allowed_by,
        was_known,
    )
