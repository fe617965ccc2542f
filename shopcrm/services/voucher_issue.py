"""Vouchers come to be: one or a thousand at once, active or blank; and they are withdrawn with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_codes
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.sayings import Saying, saying, to_json
from shopcrm.rules.text import one_line
from shopcrm.rules.vouchers import MOST_USES, WHOLE, Combines, Kind, Limit, Reason
from shopcrm.services import moments, people, stock, store_credit, wrong_codes
from shopcrm.services.categories import NoSuchCategory
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.services.wrong_codes import UnknownCode
from shopcrm.store.base import Topic
from shopcrm.store.goods import Category, Product
from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.vouchers import Campaign, CreditEntry, Voucher, VoucherLimit, VoucherUse

MOST_AT_ONCE = 1_000
MOST_VALUE = 10**15
"""Whatever is worth more is a slip of the finger."""
_AT_ONCE = 500
_CODE = Prepared(select(Voucher.code).where(Voucher.code == bindparam("code")))
_VOUCHER = PreparedInsert(Voucher)


class PercentRefused(BadInput):
    """A percentage that cannot be."""

    sentence = "The percentage must be more than 0 and at most 100. Nothing was made."


class AmountRefused(BadInput):
    """An amount that cannot be."""

    sentence = "The amount must be more than zero and not beyond all bounds. Nothing was made."


class GoodsMissing(BadInput):
    """A voucher for goods that names none."""

    sentence = "Say which goods or which service the voucher is for. Nothing was made."


class GoodsNotWanted(BadInput):
    """Another kind of voucher that names what it gives."""

    sentence = "Only a voucher for goods or a service says which one it gives. Nothing was made."


class CountRefused(BadInput):
    """Too many at once, or none."""

    sentence = "From 1 to {most} vouchers are made at once, not {count}. Nothing was made."


class UsesRefused(BadInput):
    """Too many uses, or none."""

    sentence = "A voucher has from 1 to {most} uses, not {uses}. Nothing was made."


class DaysRefused(BadInput):
    """The last day lies before the first."""

    sentence = "The last day, {until}, lies before the first, {begins}. Nothing was made."


class DayOver(BadInput):
    """The last day lies in the past."""

    sentence = "The last day, {until}, is over already. Nothing was made. Choose today or later."


class ReasonMissing(BadInput):
    """A voucher is not withdrawn without saying why."""

    sentence = "Say why the voucher is withdrawn. It stays as it was."


class NotWithdrawn(Refused):
    """It was withdrawn or used up before."""

    sentence = "The voucher {code} cannot be withdrawn: it is {state}. It stays as it was."


class NotBlank(Refused):
    """It was activated before."""

    sentence = "The voucher {code} is not a blank one: it is {state}. It stays as it was."


class NoSuchVoucher(NotFound):
    """The voucher is not there."""

    sentence = "There is no voucher {id}. Choose one from the list."


@dataclass(frozen=True, slots=True)
class VoucherDraft:
    """What a new voucher is to be; its fields are those of `Terms`, in the same units.

    `value` is basis points, smallest units, or thousandths of the goods (whole services where only `words`
    describe it). A blank one is activated later. A campaign that has the name is taken, or made.
    `sale_id` is the sale that earned it, which must come to `earned_at_least` for it to stay (R6).
    """

    kind: str
    value: int
    most: int | None = None
    product_id: int | None = None
    words: str = ""
    from_on: date | None = None
    until_on: date | None = None
    minimum: int = 0
    uses: int = 1
    customer_id: int | None = None
    combines: str = Combines.ALL
    reason: str = Reason.GIFT
    reason_words: str = ""
    campaign: str = ""
    blank: bool = False
    limits: tuple[Limit, ...] = ()
    sale_id: int | None = None
    earned_at_least: int = 0
    replaces_id: int | None = None
    reward_id: int | None = None


def issue(session: Session, draft: VoucherDraft, count: int = 1) -> list[int]:
    """Make so many vouchers alike, each with a code of its own, and give their numbers.

    Raises PercentRefused, AmountRefused, GoodsMissing, GoodsNotWanted, CountRefused, UsesRefused,
    DaysRefused, DayOver, NoSuchCustomer, NoSuchProduct or NoSuchCategory, with nothing made.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise CountRefused(most=MOST_AT_ONCE, count=count)
    check(session, draft)
    if draft.until_on is not None and draft.until_on < moments.today(session):
        raise DayOver(until=draft.until_on)
    return write(session, draft, count)


def write(session: Session, draft: VoucherDraft, count: int = 1) -> list[int]:
    """Make vouchers from a draft that was looked at; one in the place of another may have lapsed already."""
    campaign_id = _campaign(session, draft.campaign)
    owner = None if draft.customer_id is None else people.find(session, draft.customer_id)
    values = _values(session, draft, campaign_id, owner)
    ids = _add(session, [{**values, "code": code} for code in _codes(session, draft.kind, count)])
    connection = session.connection()
    limits = [
        {"voucher_id": key, "product_id": limit.product_id, "category_id": limit.category_id}
        for key in ids
        for limit in draft.limits
    ]
    if limits:
        connection.execute(insert(VoucherLimit), limits)
    if draft.kind == Kind.CREDIT and not draft.blank:
        connection.execute(insert(CreditEntry), [_load(session, key, draft.value) for key in ids])
    touched(session, Topic.VOUCHERS, f"{len(ids)} vouchers, {ids[0]} to {ids[-1]}: {draft.reason}")
    return ids


def activate(
    session: Session, code: str, customer_id: int | None = None, until_on: date | None = None
) -> int:
    """Make a blank voucher good, for somebody or until another day where that is said; give its number.

    Raises NotACode or UnknownCode (which is to be noted, V8), TooManyWrongCodes, NotBlank, NoSuchCustomer or
    DayOver.
    """
    row = _by_code(session, code)
    if row.state != "blank":
        raise NotBlank(code=voucher_codes.shown(row.code), state=_said_state(session, row))
    if until_on is not None:
        row.until_on = until_on
    if row.until_on is not None and row.until_on < moments.today(session):
        raise DayOver(until=row.until_on)
    if customer_id is not None:
        row.customer_id = people.kept_id(session, customer_id)
    row.state, row.activated_at = "active", now_of(session)
    session.flush()
    if row.kind == Kind.CREDIT:
        store_credit.load(session, row.id, row.value)
    return row.id


def withdraw(session: Session, voucher_id: int, reason: str) -> None:
    """Withdraw a voucher that is not used up, with what is left of it; raises ReasonMissing, NotWithdrawn.

    Raises NoSuchVoucher where it is not there.
    """
    why = one_line(reason)
    if not why:
        raise ReasonMissing
    row = session.get(Voucher, voucher_id, with_for_update=True)
    if row is None:
        raise NoSuchVoucher(id=voucher_id)
    said = _said_state(session, row)
    if row.state == "withdrawn" or (row.state == "active" and is_used_up(session, row)):
        raise NotWithdrawn(code=voucher_codes.shown(row.code), state=said)
    take_away(session, row, saying("{reason}", reason=why), "withdraw")


def check(session: Session, draft: VoucherDraft) -> None:
    """Look at a draft; raises as `issue`, but for a last day that is over."""
    _check_value(draft)
    if not 1 <= draft.uses <= MOST_USES:
        raise UsesRefused(most=MOST_USES, uses=draft.uses)
    if draft.from_on is not None and draft.until_on is not None and draft.until_on < draft.from_on:
        raise DaysRefused(until=draft.until_on, begins=draft.from_on)
    # What is not one of the choices is a mistake of the program, not of a person.
    Combines(draft.combines)
    Reason(draft.reason)
    if draft.customer_id is not None:
        people.kept_id(session, draft.customer_id)
    for product_id in [draft.product_id, *(limit.product_id for limit in draft.limits)]:
        if product_id is not None and session.get(Product, product_id) is None:
            raise stock.NoSuchProduct(id=product_id)
    for limit in draft.limits:
        if limit.category_id is not None and session.get(Category, limit.category_id) is None:
            raise NoSuchCategory(id=limit.category_id)


def take_away(session: Session, row: Voucher, why: Saying, kind: str) -> None:
    """Make a voucher good for nothing; `kind` is withdraw or lapse, for the ledger of its credit."""
    row.state, row.withdrawn_at, row.withdrawn_why = "withdrawn", now_of(session), to_json([why])
    session.flush()
    if row.kind == Kind.CREDIT:
        store_credit.clear(session, row.id, kind)


def is_touched(session: Session, row: Voucher) -> bool:
    """Whether a voucher was used at all, in whole or in part."""
    if row.kind == Kind.CREDIT:
        return store_credit.rest(session, row.id) < row.value
    taken = select(VoucherUse.id).where(VoucherUse.voucher_id == row.id, VoucherUse.freed_at.is_(None))
    return session.scalar(taken.limit(1)) is not None


def is_used_up(session: Session, row: Voucher) -> bool:
    """Whether nothing is left of a voucher that is or was good."""
    if row.kind == Kind.CREDIT:
        return store_credit.rest(session, row.id) == 0
    taken = select(VoucherUse.place).where(VoucherUse.voucher_id == row.id, VoucherUse.freed_at.is_(None))
    return len(session.scalars(taken).all()) >= row.uses


def _said_state(session: Session, row: Voucher) -> Saying:
    match row.state:
        case "blank":
            return saying("not activated")
        case "withdrawn":
            return saying("withdrawn")
    return saying("used up") if is_used_up(session, row) else saying("good already")


def _by_code(session: Session, code: str) -> Voucher:
    wrong_codes.check(session)
    tidy = voucher_codes.parse(code)
    row = session.scalar(select(Voucher).where(Voucher.code == tidy).with_for_update())
    if row is None:
        raise UnknownCode(code=voucher_codes.masked(tidy))
    return row


def _check_value(draft: VoucherDraft) -> None:
    kind = Kind(draft.kind)
    if kind is Kind.PERCENT and not 1 <= draft.value <= WHOLE:
        raise PercentRefused
    amounts = [draft.value, draft.minimum + 1, 1 if draft.most is None else draft.most]
    if not all(0 < amount <= MOST_VALUE for amount in amounts):
        raise AmountRefused
    if kind is Kind.GOODS and draft.product_id is None and not one_line(draft.words):
        raise GoodsMissing
    if kind is not Kind.GOODS and (draft.product_id is not None or one_line(draft.words)):
        raise GoodsNotWanted


def _campaign(session: Session, name: str) -> int | None:
    tidy = one_line(name)
    if not tidy:
        return None
    row = session.scalar(select(Campaign).where(Campaign.name == tidy).limit(1))
    if row is None:
        row = Campaign(name=tidy, made_at=now_of(session), made_by=who_of(session).actor)
        session.add(row)
        session.flush()
    return row.id


def _codes(session: Session, kind: str, count: int) -> list[str]:
    """Make codes that no voucher has; the database would refuse one that another has (V1)."""
    found: dict[str, None] = {}
    while len(found) < count:
        fresh = [voucher_codes.make(kind) for _ in range(count - len(found))]
        found |= dict.fromkeys(set(fresh) - _known(session, fresh))
    return list(found)


def _known(session: Session, codes: Sequence[str]) -> set[str]:
    if len(codes) == 1:
        return {code for (code,) in _CODE.rows(session, code=codes[0])}
    known: set[str] = set()
    for start in range(0, len(codes), _AT_ONCE):
        some = codes[start : start + _AT_ONCE]
        known |= set(
            session.connection().execute(select(Voucher.code).where(Voucher.code.in_(some))).scalars()
        )
    return known


def _add(session: Session, rows: Sequence[dict[str, object]]) -> list[int]:
    if len(rows) == 1:
        return [_VOUCHER.one(session, **rows[0])]
    added = insert(Voucher).returning(Voucher.id, sort_by_parameter_order=True)
    return list(session.connection().execute(added, rows).scalars())


def _values(
    session: Session, draft: VoucherDraft, campaign_id: int | None, owner: int | None
) -> dict[str, object]:
    """Give what all vouchers of a draft have alike."""
    return {
        "kind": draft.kind,
        "state": "blank" if draft.blank else "active",
        "value": draft.value,
        "most": draft.most if draft.kind == Kind.PERCENT else None,
        "product_id": draft.product_id,
        "words": one_line(draft.words) if draft.product_id is None else "",
        "from_on": draft.from_on,
        "until_on": draft.until_on,
        "minimum": draft.minimum,
        "uses": 1 if draft.kind == Kind.CREDIT else draft.uses,
        "customer_id": owner,
        "combines": draft.combines,
        "reason": draft.reason,
        "reason_words": one_line(draft.reason_words),
        "campaign_id": campaign_id,
        "reward_id": draft.reward_id,
        "sale_id": draft.sale_id,
        "earned_at_least": draft.earned_at_least,
        "replaces_id": draft.replaces_id,
        "issued_at": now_of(session),
        "issued_by": who_of(session).actor,
        "activated_at": None if draft.blank else now_of(session),
    }


def _load(session: Session, voucher_id: int, amount: int) -> dict[str, object]:
    return {
        "voucher_id": voucher_id,
        "ordinal": 1,
        "kind": "load",
        "amount": amount,
        "rest": amount,
        "at": now_of(session),
        "by": who_of(session).actor,
    }
