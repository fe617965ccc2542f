"""Vouchers in a list: where each stands, whose it is and where it was used, a page at a time.

Codes are masked here; only the sheet of one voucher shows its code.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_codes, voucher_words, vouchers
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying
from shopcrm.rules.text import fold
from shopcrm.rules.vouchers import Reason, State, Terms, Used
from shopcrm.services import moments, search
from shopcrm.services.vouchers import terms_of
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import Campaign, CreditEntry, Voucher, VoucherUse

__all__ = ["CampaignRow", "Show", "State", "VoucherRow", "campaigns", "counts", "of_customer", "page"]

_MOST_PEOPLE = 500
"""So many customers a search for vouchers looks through."""
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Show:
    """Which vouchers to list: in one state, of one customer or campaign, and with what was typed.

    What was typed is part of a code, of a customer, or of the name of a campaign.
    """

    state: State | None = None
    text: str = ""
    customer_id: int | None = None
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher in a list; `left` says what is left of one that is spent in parts, `used` its last use."""

    id: int
    masked: str
    benefit: Saying
    state: State
    left: Saying | None
    customer_id: int | None
    customer: FieldValue
    from_on: date | None
    until_on: date | None
    reason: Reason
    reason_words: str
    campaign: str
    issued_at: datetime
    used: Used | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with how many vouchers it has."""

    id: int
    name: str
    made_at: datetime
    vouchers: int


_TAKEN = select(VoucherUse.voucher_id).where(VoucherUse.freed_at.is_(None))
_MOVED = select(CreditEntry.voucher_id).where(CreditEntry.ordinal == 2)
"""The store credits of which more is written down than that they were loaded."""
_USES = (
    select(func.count())
    .select_from(VoucherUse)
    .where(VoucherUse.voucher_id == Voucher.id, VoucherUse.freed_at.is_(None))
    .scalar_subquery()
)
_REST = (
    select(CreditEntry.rest)
    .where(CreditEntry.voucher_id == Voucher.id)
    .order_by(CreditEntry.ordinal.desc())
    .limit(1)
    .scalar_subquery()
)


def page(session: Session, show: Show | None = None, offset: int = 0, limit: int = 50) -> list[VoucherRow]:
    """List a part of all vouchers, the newest first."""
    query = _chosen(session, show or Show())
    return rows_of(session, list(session.scalars(query.limit(limit).offset(offset))))


def ids(session: Session, show: Show, limit: int) -> list[int]:
    """List the numbers of the first vouchers of a list that can be printed, the newest first."""
    used_up = _stands(moments.today(session))[State.USED]
    query = _chosen(session, show).where(Voucher.state != "withdrawn", ~used_up)
    return list(session.scalars(query.limit(limit)))


def counts(session: Session, show: Show | None = None) -> dict[State, int]:
    """Count vouchers by where they stand; the state that is asked for does not matter here.

    Only those that were used are looked at one by one, which keeps it short among a hundred thousand.
    """
    wanted, today = _conditions(session, show or Show()), moments.today(session)
    over = case((_is_over(today), State.LAPSED.value), else_=State.UNUSED.value)
    plainly = case((Voucher.state == "active", over), else_=Voucher.state).label("state")
    found = _counted(session, plainly, wanted)
    touched = [Voucher.state == "active", or_(Voucher.id.in_(_TAKEN), Voucher.id.in_(_MOVED))]
    stands = {one.value: holds for one, holds in _stands(today).items()}
    really = case(*((holds, name) for name, holds in stands.items())).label("state")
    found.subtract(_counted(session, plainly, [*wanted, *touched]))
    found.update(_counted(session, really, [*wanted, *touched]))
    return {State(name): number for name, number in found.items() if number}


def of_customer(session: Session, customer_id: int) -> list[VoucherRow]:
    """List the vouchers that are somebody's own, the newest first."""
    return page(session, Show(customer_id=customer_id), limit=200)


def campaigns(session: Session) -> list[CampaignRow]:
    """List all campaigns, the newest first."""
    query = (
        select(Campaign.id, Campaign.name, Campaign.made_at, func.count(Voucher.id))
        .outerjoin(Voucher, Voucher.campaign_id == Campaign.id)
        .group_by(Campaign.id)
        .order_by(Campaign.made_at.desc(), Campaign.id.desc())
    )
    return [CampaignRow(*row) for row in session.execute(query)]


def rows_of(session: Session, ids: Sequence[int]) -> list[VoucherRow]:
    """Read some vouchers as they stand in lists, in the order of their numbers given."""
    terms = terms_of(session, ids)
    uses = last_uses(session, ids)
    today = moments.today(session)
    rows = {row.id: row for row in session.execute(_LISTED.where(Voucher.id.in_(ids)))}
    return [_row(rows[key], terms[key], uses.get(key), today) for key in ids if key in rows]


def last_uses(session: Session, ids: Sequence[int]) -> dict[int, Used]:
    """Tell when and where some vouchers were used last; those never used are absent."""
    used = (
        select(VoucherUse.voucher_id, VoucherUse.at, VoucherUse.till, Sale.number)
        .join(Sale, Sale.id == VoucherUse.sale_id)
        .where(VoucherUse.voucher_id.in_(ids), VoucherUse.freed_at.is_(None))
        .order_by(VoucherUse.id)
    )
    spent = (
        select(CreditEntry.voucher_id, CreditEntry.at, Sale.till, Sale.number)
        .join(Sale, Sale.id == CreditEntry.sale_id)
        .where(CreditEntry.voucher_id.in_(ids), CreditEntry.kind == "spend")
        .order_by(CreditEntry.id)
    )
    found: dict[int, Used] = {}
    for query in (used, spent):
        found |= {key: Used(at, till, number) for key, at, till, number in session.execute(query)}
    return found


def _chosen(session: Session, show: Show) -> Select[int]:
    query = select(Voucher.id).where(*_conditions(session, show))
    if show.state is not None:
        query = query.where(_stands(moments.today(session))[show.state])
    return query.order_by(Voucher.issued_at.desc(), Voucher.id.desc())


def _counted(session: Session, state: Any, conditions: Sequence[ColumnElement[bool]]) -> Counter[str]:
    query = select(state, func.count()).select_from(Voucher).where(*conditions).group_by(state)
    return Counter({name: number for name, number in session.execute(query)})  # noqa: C416 -- rows are no pairs to mypy


_LISTED = (
    select(
        Voucher.id,
        Voucher.issued_at,
        Voucher.reason_words,
        Customer.name.label("person"),
        Customer.code.label("person_code"),
        Campaign.name.label("campaign"),
        Product.name.label("goods"),
        Product.unit,
    )
    .outerjoin(Customer, Customer.id == Voucher.customer_id)
    .outerjoin(Campaign, Campaign.id == Voucher.campaign_id)
    .outerjoin(Product, Product.id == Voucher.product_id)
)


def _row(row: Any, terms: Terms, used: Used | None, today: date) -> VoucherRow:
    whose = terms.customer_id
    return VoucherRow(
        id=row.id,
        masked=voucher_codes.masked(terms.code),
        benefit=voucher_words.benefit(terms, row.goods or "", row.unit or ""),
        state=vouchers.state_of(terms, today),
        left=voucher_words.left(terms),
        customer_id=whose,
        customer="" if whose is None else shown_name(row.person, row.person_code, whose),
        from_on=terms.from_on,
        until_on=terms.until_on,
        reason=terms.reason,
        reason_words=row.reason_words,
        campaign=row.campaign or "",
        issued_at=row.issued_at,
        used=used,
        terms=terms,
    )


def _conditions(session: Session, show: Show) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if show.customer_id is not None:
        found.append(Voucher.customer_id == show.customer_id)
    if show.campaign_id is not None:
        found.append(Voucher.campaign_id == show.campaign_id)
    if show.text.strip():
        found.append(_matching(session, show.text))
    return found


def _matching(session: Session, text: str) -> ColumnElement[bool]:
    """Say of a voucher that a part of its code, its customer or its campaign is what was typed."""
    ways: list[ColumnElement[bool]] = [literal(value=False)]
    part = voucher_codes.tidy(text)
    if len(part) >= _SHORTEST_PART and part.isalnum():
        ways.append(Voucher.code.contains(part, autoescape=True))
    people = search.find_ids(session, text)[:_MOST_PEOPLE]
    if people:
        ways.append(Voucher.customer_id.in_(people))
    asked = fold(text)
    named = [key for key, name in session.execute(select(Campaign.id, Campaign.name)) if asked in fold(name)]
    if asked and named:
        ways.append(Voucher.campaign_id.in_(named))
    return or_(*ways)


def _stands(today: date) -> dict[State, ColumnElement[bool]]:
    """Say of a voucher where it stands, as `vouchers.state_of` does.

    Few vouchers were used so far: whether one is among them is asked before how much of it was.
    """
    was_used, moved = Voucher.id.in_(_TAKEN), Voucher.id.in_(_MOVED)
    active = Voucher.state == "active"
    over = _is_over(today)
    spent = or_(and_(was_used, Voucher.uses <= _USES), and_(moved, _REST <= 0))
    begun = or_(was_used, and_(moved, Voucher.value > _REST))
    return {
        State.BLANK: Voucher.state == "blank",
        State.WITHDRAWN: Voucher.state == "withdrawn",
        State.USED: and_(active, spent),
        State.LAPSED: and_(active, over, ~spent),
        State.PARTLY_USED: and_(active, ~over, begun, ~spent),
        State.UNUSED: and_(active, ~over, ~begun),
    }


def _is_over(today: date) -> ColumnElement[bool]:
    return and_(Voucher.until_on.is_not(None), Voucher.until_on < today)
