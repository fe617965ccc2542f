"""Reads what was sold to whom into columns of numbers, fast enough to rank with a million lines.

Most lines come packed from the digest; only those of later sales are read one by one.
"""

import itertools
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from shopcrm.rules import matching_history
from shopcrm.rules.matching_history import History
from shopcrm.rules.text import fold
from shopcrm.services import categories, settings
from shopcrm.services.people import ACTIVE
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.matching import SalesDigest
from shopcrm.store.merges import Merge
from shopcrm.store.sales import Sale

_COLUMNS = 3
_PACKED = np.dtype("<i4")
_EPOCH = date(1970, 1, 1).toordinal()
TAIL = 20_000
"""With more lines than this after the digest, a new one is worth making."""

_LINES = text(
    "SELECT s.customer_id, l.product_id, CAST(julianday(s.day) - 2440587.5 AS INTEGER) "
    "FROM sale AS s CROSS JOIN sale_line AS l ON l.sale_id = s.id "
    "WHERE s.id > :after AND s.id <= :until AND s.customer_id IS NOT NULL AND l.product_id IS NOT NULL "
    "AND l.kind = 'sale' AND l.quantity > 0 AND l.amount > 0"
)

Columns = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Known:
    """What was known on a day: the history with dense indexes, and whose they are.

    `customer_ids` and `product_ids` are the shop's numbers in the order of the indexes.
    """

    history: History
    customer_ids: npt.NDArray[np.int64]
    product_ids: npt.NDArray[np.int64]
    names: list[str]
    grounds: str
    tail: int

    def index_of(self, product_id: int) -> int:
        """Give the index of a product; it is there, since every product is."""
        return int(np.searchsorted(self.product_ids, product_id))


def grounds(session: Session) -> str:
    """Tell the sales on which everything rests, so that a change of them shows; cheap at any size.

    A merge changes who bought what.
    """
    merges = session.execute(select(func.count(Merge.id), func.count(Merge.undone_at))).one()
    return f"{session.scalar(select(func.max(Sale.id))) or 0}:{_upto(session, None)}:{sum(merges)}"


def read(session: Session, as_of: date | None = None) -> Known:
    """Read everything that was known before a day; without one, everything."""
    lines, tail = _lines(session)
    if as_of is not None:
        lines = lines[:, lines[2] < as_of.toordinal() - _EPOCH]
    people = _people(session, as_of)
    products, names, paths = _products(session)
    who = np.searchsorted(people, lines[0])
    known = who < len(people)
    known[known] = people[who[known]] == lines[0][known]
    lines, who = lines[:, known], who[known]
    # Ranking asks who bought what on which day, not how much; every line here was paid for.
    paid = np.ones(len(who), dtype=np.int64)
    history = matching_history.merged(
        who,
        np.searchsorted(products, lines[1]),
        lines[2] + _EPOCH,
        paid,
        paid,
        n_customers=len(people),
        n_products=len(products),
        names=[fold(name) for name in names],
        category=paths if len(products) else None,
    )
    return Known(history, people, products, names, grounds(session), tail)


def pack(session: Session) -> None:
    """Make the digest anew from all sales."""
    last = session.scalar(select(func.max(Sale.id))) or 0
    # Sorted as ranking wants them, and each day's purchase of the same goods once.
    lines = np.unique(_read_lines(session, 0, last), axis=1) if last else np.empty((_COLUMNS, 0), np.int64)
    session.execute(delete(SalesDigest))
    packed = lines.astype(_PACKED).tobytes()
    session.add(SalesDigest(last_sale_id=last, grounds=str(_upto(session, last)), columns=packed))
    touched(session, Topic.MATCHING)


def _lines(session: Session) -> tuple[Columns, int]:
    """Give all lines and how many of them the digest does not hold."""
    last = session.scalar(select(func.max(Sale.id))) or 0
    digest = session.execute(
        select(SalesDigest.last_sale_id, SalesDigest.grounds, SalesDigest.columns).limit(1)
    ).first()
    if (
        digest is None
        or digest.last_sale_id > last
        or digest.grounds != str(_upto(session, digest.last_sale_id))
    ):
        lines = _read_lines(session, 0, last)
        return lines, lines.shape[1]
    packed = np.frombuffer(digest.columns, dtype=_PACKED).reshape(_COLUMNS, -1).astype(np.int64)
    if digest.last_sale_id == last:
        return packed, 0
    tail = _read_lines(session, digest.last_sale_id, last)
    return np.concatenate([packed, tail], axis=1), tail.shape[1]


def _upto(session: Session, last: int | None) -> int:
    """Count the sales up to one of them; what comes after it is little, and the whole is in an index."""
    whole = session.scalar(select(func.count()).select_from(Sale)) or 0
    if last is None:
        return whole
    return whole - (session.scalar(select(func.count()).select_from(Sale).where(Sale.id > last)) or 0)


def _read_lines(session: Session, after: int, until: int) -> Columns:
    rows = session.execute(_LINES, {"after": after, "until": until})
    flat = np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int64)
    return np.ascontiguousarray(flat.reshape(-1, _COLUMNS).T)


def _people(session: Session, as_of: date | None) -> npt.NDArray[np.int64]:
    query = select(Customer.id).where(Customer.state == ACTIVE).order_by(Customer.id)
    if as_of is not None:
        query = query.where(Customer.first_seen_at < settings.read(session).days.begins(as_of))
    return np.fromiter(session.scalars(query), dtype=np.int64)


def _products(session: Session) -> tuple[npt.NDArray[np.int64], list[str], npt.NDArray[np.int64]]:
    rows = session.execute(select(Product.id, Product.name, Product.category_id).order_by(Product.id)).all()
    shelves = categories.everything(session)
    ways = {key: categories.above_in(shelves, key)[::-1] for key in shelves}
    levels = max((len(way) for way in ways.values()), default=1)
    paths = np.full((len(rows), levels), -1, dtype=np.int64)
    for place, (_id, _name, shelf) in enumerate(rows):
        way = () if shelf is None else ways.get(shelf, ())
        paths[place, : len(way)] = way
    return np.array([row[0] for row in rows], dtype=np.int64), [row[1] for row in rows], paths
