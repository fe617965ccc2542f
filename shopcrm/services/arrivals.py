"""What came in: written down with a scanner or a paste, it raises the stock that is on hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.pasted_goods import RefusedRow, parse_rows
from shopcrm.rules.text import one_line
from shopcrm.services import goods, stock
from shopcrm.services.goods import ProductView, UnknownGoods
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.arrivals import Arrival, ArrivalLine
from shopcrm.store.base import Topic
from shopcrm.store.goods import Product


class ArrivalEmpty(BadInput):
    """Nothing came in."""

    sentence = "An arrival needs at least one line. Nothing was written down."


class ArrivalQuantity(BadInput):
    """A line of nothing, or of less."""

    sentence = "What came in of {code} must be more than zero. Nothing was written down."


class NoSuchArrival(NotFound):
    """The arrival is not there."""

    sentence = "There is no arrival {id}. Choose one from the list."


class Came(NamedTuple):
    """One line: goods by id, code or barcode; thousandths; cost and price for one unit, if known."""

    goods: int | str
    quantity: int
    cost: int | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class ArrivalDraft:
    """What came in at one time; without a moment, now. Tuples in the order of `Came` will do as lines."""

    lines: Sequence[Came | tuple[int | str, int] | tuple[int | str, int, int | None, int | None]]
    supplier: str = ""
    note: str = ""
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArrivalLineView:
    """One line as people read it; quantity in thousandths."""

    product_id: int
    code: str
    name: str
    unit: str
    quantity: int
    cost: int | None
    price: int | None


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """What came in at one time, with its lines."""

    id: int
    arrived_at: datetime
    supplier: str
    note: str
    recorded_by: str
    lines: tuple[ArrivalLineView, ...]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A pasted row whose goods were found; quantity in thousandths."""

    row: int
    product: ProductView
    quantity: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a paste would bring in, and the rows that cannot be read or whose goods are not known."""

    lines: tuple[PreviewLine, ...]
    refused: tuple[RefusedRow, ...]


def record(session: Session, draft: ArrivalDraft) -> ArrivalView:
    """Write down what came in; from then on the stock of these goods is kept.

    A cost or price that is given becomes that of the goods. Raises ArrivalEmpty, ArrivalQuantity,
    NoSuchProduct, or UnknownGoods naming the code.
    """
    return show(session, record_many(session, [draft])[0])


def record_many(session: Session, drafts: Sequence[ArrivalDraft]) -> list[int]:
    """Write down several arrivals and give their ids in order; errors as in `record`."""
    if not drafts:
        return []
    lines = [[Came(*line) for line in draft.lines] for draft in drafts]
    known = _find_goods(session, [line for some in lines for line in some])
    if not all(lines):
        raise ArrivalEmpty
    moments = [draft.arrived_at or now_of(session) for draft in drafts]
    ids = _write_heads(session, drafts, moments)
    rows = [row for key, some in zip(ids, lines, strict=True) for row in _line_rows(key, some, known)]
    session.connection().execute(insert(ArrivalLine), rows)
    at = dict(zip(ids, moments, strict=True))
    stock.post(session, [_move(row, at[row["arrival_id"]]) for row in rows])
    stock.keep(session, set(known.values()))
    _set_prices(session, rows)
    touched(session, Topic.ARRIVALS, f"{len(ids)} arrivals, {ids[0]} to {ids[-1]}")
    return ids


def preview(session: Session, pasted: str) -> Preview:
    """Read pasted rows and find their goods, without writing anything down."""
    parsed = parse_rows(pasted)
    known = goods.ids_by_code(session, [line.code for line in parsed.lines])
    refused = [
        RefusedRow(line.row, line.code, UnknownGoods(code=line.code).saying)
        for line in parsed.lines
        if line.code not in known
    ]
    found = tuple(
        PreviewLine(line.row, goods.show(session, known[line.code]), line.quantity)
        for line in parsed.lines
        if line.code in known
    )
    return Preview(found, tuple(sorted([*parsed.refused, *refused], key=lambda row: row.row)))


def show(session: Session, arrival_id: int) -> ArrivalView:
    """Show one arrival with its lines; raises NoSuchArrival."""
    found = _views(session, Arrival.id == arrival_id)
    if not found:
        raise NoSuchArrival(id=arrival_id)
    return found[0]


def latest(session: Session) -> ArrivalView | None:
    """Show what came in last, if anything ever did."""
    return next(iter(_views(session)), None)


def page(session: Session, *, limit: int = 50, offset: int = 0) -> list[ArrivalView]:
    """List arrivals with their lines, newest first."""
    return _views(session, limit=limit, offset=offset)


def count(session: Session) -> int:
    """Count all arrivals."""
    return session.scalars(select(func.count()).select_from(Arrival)).one()


def _find_goods(session: Session, lines: Sequence[Came]) -> dict[int | str, int]:
    """Give the product of each id or code; raises for what is unknown, and for a quantity that is none."""
    for line in lines:
        if line.quantity <= 0:
            raise ArrivalQuantity(code=str(line.goods))
    by_code = {line.goods: cells.code(line.goods) for line in lines if isinstance(line.goods, str)}
    known = goods.ids_by_code(session, by_code.values())
    for code in by_code.values():
        if code not in known:
            raise UnknownGoods(code=code)
    by_id = {line.goods for line in lines if isinstance(line.goods, int)}
    there = set(session.scalars(select(Product.id).where(Product.id.in_(by_id))))
    for missing in sorted(by_id - there):
        raise stock.NoSuchProduct(id=missing)
    return {**{key: key for key in by_id}, **{given: known[code] for given, code in by_code.items()}}


def _write_heads(session: Session, drafts: Sequence[ArrivalDraft], moments: Sequence[datetime]) -> list[int]:
    rows = [
        {
            "arrived_at": moment,
            "supplier": one_line(draft.supplier),
            "note": one_line(draft.note),
            "recorded_by": who_of(session).actor,
        }
        for draft, moment in zip(drafts, moments, strict=True)
    ]
    added = insert(Arrival).returning(Arrival.id, sort_by_parameter_order=True)
    return list(session.connection().execute(added, rows).scalars())


def _line_rows(
    arrival_id: int, lines: Sequence[Came], known: Mapping[int | str, int]
) -> Iterable[dict[str, Any]]:
    for ordinal, line in enumerate(lines):
        yield {
            "arrival_id": arrival_id,
            "ordinal": ordinal,
            "product_id": known[line.goods],
            "quantity": line.quantity,
            "cost": line.cost,
            "price": line.price,
        }


def _move(row: Mapping[str, Any], at: datetime) -> stock.Move:
    return stock.Move(row["product_id"], row["quantity"], "arrival", at, f"arrival {row['arrival_id']}")


def _set_prices(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the goods cost what the latest of these lines says."""
    for name in ("cost", "price"):
        new = {row["product_id"]: row[name] for row in rows if row[name] is not None}
        if new:
            statement = (
                update(Product).where(Product.id == bindparam("which")).values({name: bindparam("new")})
            )
            session.connection().execute(
                statement, [{"which": key, "new": value} for key, value in new.items()]
            )


def _views(
    session: Session, *conditions: ColumnElement[bool], limit: int = 1, offset: int = 0
) -> list[ArrivalView]:
    query = select(Arrival).where(*conditions).order_by(Arrival.arrived_at.desc(), Arrival.id.desc())
    heads = session.scalars(query.limit(limit).offset(offset)).all()
    lines = _lines(session, [head.id for head in heads])
    return [
        ArrivalView(
            id=head.id,
            arrived_at=head.arrived_at,
            supplier=head.supplier,
            note=head.note,
            recorded_by=head.recorded_by,
            lines=tuple(lines.get(head.id, ())),
        )
        for head in heads
    ]


def _lines(session: Session, ids: Collection[int]) -> dict[int, list[ArrivalLineView]]:
    query = (
        select(ArrivalLine, Product.code, Product.name, Product.unit)
        .join(Product, Product.id == ArrivalLine.product_id)
        .where(ArrivalLine.arrival_id.in_(ids))
        .order_by(ArrivalLine.arrival_id, ArrivalLine.ordinal)
    )
    found: dict[int, list[ArrivalLineView]] = {}
    for line, code, name, unit in session.execute(query).all():
        view = ArrivalLineView(line.product_id, code, name, unit, line.quantity, line.cost, line.price)
        found.setdefault(line.arrival_id, []).append(view)
    return found
