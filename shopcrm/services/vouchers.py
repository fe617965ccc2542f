"""Vouchers at the counter: looked up, checked, used once, and given back when goods are (V2, V3, R5).

Each use takes a numbered place. Whoever writes a place first has it; the database keeps everybody else from
the same one, and they learn when and where it was used.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_codes, vouchers
from shopcrm.rules.errors import Refused
from shopcrm.rules.sayings import Saying
from shopcrm.rules.voucher_codes import CodeMistyped, NotACode
from shopcrm.rules.vouchers import Combines, Kind, Limit, Reason, State, Terms, Used
from shopcrm.services import moments, wrong_codes
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.services.voucher_back import free, lapse_earned_by
from shopcrm.services.voucher_issue import NoSuchVoucher, VoucherDraft, issue
from shopcrm.services.wrong_codes import WRONG, UnknownCode
from shopcrm.store.base import Topic
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import CreditEntry, Voucher, VoucherLimit, VoucherUse

__all__ = [
    "WRONG",
    "CodeMistyped",
    "NoSuchVoucher",
    "NotACode",
    "UnknownCode",
    "VoucherDraft",
    "VoucherSpent",
    "VoucherUnusable",
    "check",
    "free",
    "issue",
    "lapse_earned_by",
    "look_up",
    "problem",
    "redeem",
    "terms",
    "terms_of",
]


class VoucherSpent(Refused):
    """Every place of the voucher is taken."""

    sentence = (
        "The voucher {code} was used already: {moment}, till {till}, sale {number}. "
        "Nothing was written down. Leave it out and finish again."
    )


class VoucherUnusable(Refused):
    """The voucher is not active."""

    sentence = "The voucher {code} cannot be used. Nothing was written down. Leave it out and finish again."


@dataclass(frozen=True, slots=True)
class VoucherView:
    """A voucher in front of somebody who holds it; `problem` says why it cannot be used, if it cannot."""

    terms: Terms
    state: State
    problem: Saying | None = None

    @property
    def id(self) -> int:
        """Its number in the shop."""
        return self.terms.id

    @property
    def code(self) -> str:
        """Its code as people read it."""
        return self.terms.shown_code


_COLUMNS = (
    Voucher.id,
    Voucher.code,
    Voucher.kind,
    Voucher.value,
    Voucher.most,
    Voucher.product_id,
    Voucher.words,
    Voucher.from_on,
    Voucher.until_on,
    Voucher.minimum,
    Voucher.uses,
    Voucher.customer_id,
    Voucher.combines,
    Voucher.reason,
    Voucher.state,
    select(func.count())
    .select_from(VoucherUse)
    .where(VoucherUse.voucher_id == Voucher.id, VoucherUse.freed_at.is_(None))
    .scalar_subquery()
    .label("taken"),
    select(CreditEntry.rest)
    .where(CreditEntry.voucher_id == Voucher.id)
    .order_by(CreditEntry.ordinal.desc())
    .limit(1)
    .scalar_subquery()
    .label("rest"),
)
_BY_CODE = Prepared(select(*_COLUMNS).where(Voucher.code == bindparam("code")))
_BY_ID = Prepared(select(*_COLUMNS).where(Voucher.id.in_(among("ids"))))
_LIMITS = Prepared(
    select(VoucherLimit.voucher_id, VoucherLimit.product_id, VoucherLimit.category_id)
    .where(VoucherLimit.voucher_id.in_(among("ids")))
    .order_by(VoucherLimit.id)
)
_LAST_USE = Prepared(
    select(VoucherUse.at, VoucherUse.till, Sale.number)
    .join(Sale, Sale.id == VoucherUse.sale_id)
    .where(VoucherUse.voucher_id == bindparam("which"), VoucherUse.freed_at.is_(None))
    .order_by(VoucherUse.id.desc())
    .limit(1)
)
_LAST_SPENT = Prepared(
    select(CreditEntry.at, Sale.till, Sale.number)
    .join(Sale, Sale.id == CreditEntry.sale_id)
    .where(CreditEntry.voucher_id == bindparam("which"), CreditEntry.kind == "spend")
    .order_by(CreditEntry.ordinal.desc())
    .limit(1)
)
_PLACES = Prepared(
    select(VoucherUse.place).where(VoucherUse.voucher_id == bindparam("which"), VoucherUse.freed_at.is_(None))
)
_USES = PreparedInsert(VoucherUse)
_LOCKED = Prepared(
    select(Voucher.code, Voucher.uses, Voucher.state)
    .where(Voucher.id == bindparam("which"))
    .with_for_update()
)


def look_up(session: Session, code: str) -> VoucherView:
    """Find the voucher that a code names, in whatever disguise it was typed.

    Raises NotACode, CodeMistyped or UnknownCode (which is to be noted, V8), or TooManyWrongCodes.
    """
    wrong_codes.check(session)
    found = _by_code(session, voucher_codes.parse(code))
    return VoucherView(found, vouchers.state_of(found, moments.today(session)))


def check(session: Session, code: str, customer_id: int | None = None) -> VoucherView:
    """Look a voucher up and say what keeps somebody (None is the bearer) from using it today, if anything.

    Raises as `look_up`.
    """
    view = look_up(session, code)
    return replace(view, problem=problem(session, view.terms, customer_id))


def problem(session: Session, of: Terms, customer_id: int | None = None) -> Saying | None:
    """Say what keeps somebody from using a voucher today, if anything does."""
    return vouchers.refusal(of, customer_id, moments.today(session))


def terms(session: Session, codes: Iterable[str]) -> tuple[Terms, ...]:
    """Read the terms of vouchers by their codes, each once; raises NotACode, CodeMistyped or UnknownCode.

    The codes of a basket were looked up before, so nothing waits here.
    """
    tidy = dict.fromkeys(voucher_codes.parse(code) for code in codes)
    return tuple(_by_code(session, code) for code in tidy)


def terms_of(session: Session, voucher_ids: Sequence[int]) -> dict[int, Terms]:
    """Read the terms of vouchers by their numbers; those that are not there are absent."""
    rows = _BY_ID.named(session, ids=set(voucher_ids)) if voucher_ids else []
    limits = _limits(session, voucher_ids) if rows else {}
    return {row.id: _terms(session, row, limits.get(row.id, ())) for row in rows}


def redeem(session: Session, voucher_id: int, sale_id: int, amount: int) -> None:
    """Use a voucher on a sale, of which it took off an amount in smallest units (V2, V3).

    It takes the first free place. Raises VoucherSpent with when and where it was used, VoucherUnusable, or
    NoSuchVoucher. Store credit is spent by `store_credit.spend`.
    """
    found = _LOCKED.rows(session, which=voucher_id)
    if not found:
        raise NoSuchVoucher(id=voucher_id)
    code, uses, state = found[0]
    if state != "active":
        raise VoucherUnusable(code=voucher_codes.shown(code))
    taken = {place for (place,) in _PLACES.rows(session, which=voucher_id)}
    place = next((place for place in range(1, uses + 1) if place not in taken), None)
    if place is None:
        raise _spent(session, voucher_id, code)
    take_place(session, {"voucher_id": voucher_id, "place": place, "allowed": uses}, sale_id, amount, code)


def take_place(session: Session, place: dict[str, int], sale_id: int, amount: int, code: str) -> None:
    """Write a use down at its place; whoever comes second is refused by the database (V3)."""
    who = who_of(session)
    row = {
        **place,
        "sale_id": sale_id,
        "amount": amount,
        "at": now_of(session),
        "till": who.till,
        "by": who.actor,
    }
    try:
        _USES.many(session, [row])
    except IntegrityError as error:
        raise _spent(session, place["voucher_id"], code) from error
    note = f"voucher {place['voucher_id']} used on sale {sale_id}: {amount}"
    touched(session, Topic.VOUCHERS, note)


def _by_code(session: Session, code: str) -> Terms:
    rows = _BY_CODE.named(session, code=code)
    if not rows:
        raise UnknownCode(code=voucher_codes.masked(code))
    row = rows[0]
    return _terms(session, row, _limits(session, [row.id]).get(row.id, ()))


def _limits(session: Session, ids: Sequence[int]) -> dict[int, tuple[Limit, ...]]:
    found: dict[int, tuple[Limit, ...]] = {}
    for key, product_id, category_id in _LIMITS.rows(session, ids=set(ids)):
        found[key] = (*found.get(key, ()), Limit(product_id, category_id))
    return found


def _terms(session: Session, row: Any, limits: tuple[Limit, ...]) -> Terms:
    read = Terms(
        id=row.id,
        code=row.code,
        kind=Kind(row.kind),
        value=row.value,
        most=row.most,
        product_id=row.product_id,
        words=row.words,
        from_on=row.from_on,
        until_on=row.until_on,
        minimum=row.minimum,
        uses=row.uses,
        uses_left=row.uses - row.taken,
        customer_id=row.customer_id,
        combines=Combines(row.combines),
        reason=Reason(row.reason),
        limits=limits,
        credit_rest=row.rest or 0,
        state=row.state,
    )
    return replace(read, last=_last(session, read)) if read.is_spent else read


def _last(session: Session, of: Terms) -> Used | None:
    question = _LAST_SPENT if of.kind is Kind.CREDIT else _LAST_USE
    rows: list[tuple[datetime, str, str]] = question.rows(session, which=of.id)
    return Used(*rows[0]) if rows else None


def _spent(session: Session, voucher_id: int, code: str) -> VoucherSpent:
    """Tell when and where the voucher was used."""
    rows = _LAST_USE.rows(session, which=voucher_id)
    at, till, number = rows[0] if rows else (now_of(session), "", "")
    return VoucherSpent(code=voucher_codes.shown(code), moment=at, till=till, number=number)
