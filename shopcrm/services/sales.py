"""What was bought: sales, returns and corrections with their lines, written down as they happened.

The total of a document is the sum of its lines; the lines of a return carry a minus.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.money import line_total
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import follow_ups, settings, stock, wishes
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine


class SaleEmpty(BadInput):
    """A document without lines."""

    sentence = "A sale needs at least one line. Nothing was written down."


class QuantityMissing(BadInput):
    """A line of nothing."""

    sentence = "A line needs a quantity other than zero. Nothing was written down."


class SaleKnown(BadInput):
    """The same document is there already."""

    sentence = "The sale {number} from {source} is written down already. Nothing was changed."


class UnknownInSale(NotFound):
    """The buyer or the goods are not there."""

    sentence = "The sale names a customer or goods that are not in the shop ({id}). Nothing was written down."


class NoSuchSale(NotFound):
    """The sale is not there."""

    sentence = "There is no sale {id}. Choose one from the list."


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: thousandths of the unit, and the price of one unit; `amount` None is their product."""

    product_id: int | None
    quantity: int
    price: int
    amount: int | None = None
    note: str = ""

    @property
    def paid(self) -> int:
        """What the line came to, in smallest units."""
        return line_total(self.price, self.quantity) if self.amount is None else self.amount


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """A document to write down; `kind` is sale, return or correction.

    The quantities of a return are given plain and kept with a minus. Without a number it gets the next one.
    """

    sold_at: datetime
    lines: Sequence[LineDraft]
    customer_id: int | None = None
    kind: str = "sale"
    source: str = "counter"
    number: str = ""
    served_by: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line as people read it."""

    product_id: int | None
    name: str
    unit: str
    quantity: int
    price: int
    amount: int
    note: str


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A document in a list."""

    id: int
    kind: str
    number: str
    customer_id: int | None
    customer: FieldValue
    sold_at: datetime
    day: date
    total: int


@dataclass(frozen=True, slots=True)
class SaleView:
    """A document with its lines."""

    head: SaleRow
    lines: tuple[LineView, ...]


def record(session: Session, draft: SaleDraft) -> int:
    """Write one document down and give its id; raises SaleEmpty, QuantityMissing, SaleKnown, UnknownInSale.

    Stock moves where it is kept, the customer was seen, and their wishes for what they bought close (A3).
    """
    return record_many(session, [draft])[0]


def record_many(session: Session, drafts: Sequence[SaleDraft]) -> list[int]:
    """Write many documents down at once and give their ids in order; errors as in `record`."""
    if not drafts:
        return []
    for draft in drafts:
        _check(draft)
    kept = _kept_stock(session, drafts)
    _refuse_unknown(session, drafts)
    ids = _write_heads(session, drafts)
    session.connection().execute(insert(SaleLine), list(_line_rows(ids, drafts)))
    _note_seen(session, drafts)
    # Who takes what was held for them frees it first; only then is the stock looked at (A4).
    closed = wishes.close_bought(session, list(_purchases(drafts)))
    follow_ups.link(session, ids, closed)
    stock.post(session, list(_moves(ids, drafts, kept)))
    touched(session, Topic.SALES, f"{len(ids)} sales, {ids[0]} to {ids[-1]}")
    return ids


def show(session: Session, sale_id: int) -> SaleView:
    """Show one document with its lines; raises NoSuchSale."""
    heads = _heads(session, Sale.id == sale_id)
    if not heads:
        raise NoSuchSale(id=sale_id)
    query = (
        select(SaleLine, Product.name, Product.unit)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id == sale_id)
        .order_by(SaleLine.ordinal)
    )
    lines = tuple(
        LineView(line.product_id, name or "", unit or "", line.quantity, line.price, line.amount, line.note)
        for line, name, unit in session.execute(query).all()
    )
    return SaleView(heads[0], lines)


def page(
    session: Session, customer_id: int | None = None, *, limit: int = 50, offset: int = 0
) -> list[SaleRow]:
    """List documents, newest first: of one customer, or of all."""
    whose = [] if customer_id is None else [Sale.customer_id == customer_id]
    return _heads(session, *whose, limit=limit, offset=offset)


def count(session: Session) -> int:
    """Count all documents."""
    return session.scalars(select(func.count()).select_from(Sale)).one()


def _check(draft: SaleDraft) -> None:
    if not draft.lines:
        raise SaleEmpty
    if not all(line.quantity for line in draft.lines):
        raise QuantityMissing


def _sign(draft: SaleDraft) -> int:
    return -1 if draft.kind == "return" else 1


def _total(draft: SaleDraft) -> int:
    return _sign(draft) * sum(line.paid for line in draft.lines)


def _write_heads(session: Session, drafts: Sequence[SaleDraft]) -> list[int]:
    days = settings.read(session).days
    following = (session.scalar(select(func.max(Sale.id))) or 0) + 1
    numbers = [draft.number or str(following + place) for place, draft in enumerate(drafts)]
    _refuse_known(session, drafts, numbers)
    rows = [
        {
            "source": draft.source,
            "number": number,
            "kind": draft.kind,
            "customer_id": draft.customer_id,
            "sold_at": draft.sold_at,
            "day": days.of(draft.sold_at),
            "total": _total(draft),
            "served_by": draft.served_by,
        }
        for number, draft in zip(numbers, drafts, strict=True)
    ]
    added = insert(Sale).returning(Sale.id, sort_by_parameter_order=True)
    return list(session.connection().execute(added, rows).scalars())


def _line_rows(ids: Sequence[int], drafts: Sequence[SaleDraft]) -> Iterable[dict[str, Any]]:
    for sale_id, draft in zip(ids, drafts, strict=True):
        sign = _sign(draft)
        for ordinal, line in enumerate(draft.lines):
            yield {
                "sale_id": sale_id,
                "ordinal": ordinal,
                "product_id": line.product_id,
                "kind": draft.kind,
                "quantity": sign * line.quantity,
                "price": line.price,
                "amount": sign * line.paid,
                "note": line.note,
            }


def _moves(ids: Sequence[int], drafts: Sequence[SaleDraft], kept: Collection[int]) -> Iterable[stock.Move]:
    for sale_id, draft in zip(ids, drafts, strict=True):
        for line in draft.lines:
            if line.product_id in kept and line.product_id is not None:
                out = -_sign(draft) * line.quantity
                yield stock.Move(line.product_id, out, draft.kind, draft.sold_at, f"sale {sale_id}")


def _purchases(drafts: Sequence[SaleDraft]) -> Iterable[wishes.Bought]:
    for draft in drafts:
        if draft.kind == "sale" and draft.customer_id is not None:
            for line in draft.lines:
                if line.product_id is not None and line.quantity > 0:
                    yield wishes.Bought(draft.customer_id, line.product_id, draft.sold_at, line.quantity)


def _kept_stock(session: Session, drafts: Sequence[SaleDraft]) -> set[int]:
    """Find the goods whose stock is kept; raises UnknownInSale for goods that are not there."""
    wanted = {line.product_id for draft in drafts for line in draft.lines} - {None}
    query = select(Product.id, Product.stock_kept)
    if len(wanted) <= stock.MANY:
        query = query.where(Product.id.in_(wanted))
    found = dict(session.execute(query).all())
    for missing in wanted - found.keys():
        raise UnknownInSale(id=missing or 0)
    return {key for key in wanted if key is not None and found[key]}


def _refuse_unknown(session: Session, drafts: Sequence[SaleDraft]) -> None:
    wanted = {draft.customer_id for draft in drafts} - {None}
    query = select(Customer.id)
    if len(wanted) <= stock.MANY:
        query = query.where(Customer.id.in_(wanted))
    for missing in wanted - set(session.scalars(query)):
        raise UnknownInSale(id=missing or 0)


def _refuse_known(session: Session, drafts: Sequence[SaleDraft], numbers: Sequence[str]) -> None:
    given = [(d.source, n) for d, n in zip(drafts, numbers, strict=True) if d.number]
    for source in {source for source, _number in given}:
        asked = [number for of, number in given if of == source]
        query = select(Sale.number).where(Sale.source == source)
        if len(asked) <= stock.MANY:
            query = query.where(Sale.number.in_(asked))
        for number in sorted(set(session.scalars(query)).intersection(asked)):
            raise SaleKnown(number=number, source=source)


def _note_seen(session: Session, drafts: Sequence[SaleDraft]) -> None:
    seen: dict[int, list[datetime]] = {}
    for draft in drafts:
        if draft.customer_id is not None:
            seen.setdefault(draft.customer_id, []).append(draft.sold_at)
    rows = [{"who": key, "first": min(at), "last": max(at)} for key, at in seen.items()]
    if not rows:
        return
    earlier = (
        update(Customer)
        .where(Customer.id == bindparam("who"), Customer.first_seen_at > bindparam("first"))
        .values(first_seen_at=bindparam("first"))
    )
    later = (
        update(Customer)
        .where(Customer.id == bindparam("who"), Customer.last_seen_at < bindparam("last"))
        .values(last_seen_at=bindparam("last"))
    )
    connection = session.connection()
    connection.execute(earlier, rows)
    connection.execute(later, rows)
    touched(session, Topic.CUSTOMERS)


def _heads(
    session: Session, *conditions: ColumnElement[bool], limit: int = 1, offset: int = 0
) -> list[SaleRow]:
    query = (
        select(Sale, Customer.name, Customer.code)
        .outerjoin(Customer, Customer.id == Sale.customer_id)
        .where(*conditions)
        .order_by(Sale.sold_at.desc(), Sale.id.desc())
    )
    return [
        SaleRow(
            id=sale.id,
            kind=sale.kind,
            number=sale.number,
            customer_id=sale.customer_id,
            customer="" if sale.customer_id is None else shown_name(name, code, sale.customer_id),
            sold_at=sale.sold_at,
            day=sale.day,
            total=sale.total,
        )
        for sale, name, code in session.execute(query.limit(limit).offset(offset)).all()
    ]
