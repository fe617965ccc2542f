"""What came and went of goods, summed up; while somebody only looks, a sum that was made is carried on.

Movements are only ever added, so that a sum stands until more of them follow; only where a file that was
brought in is taken back do some go, and then all is summed up anew.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.store.engine import is_writing
from shopcrm.store.goods import StockMove
from shopcrm.store.imports import ImportBatch
from shopcrm.store.prepared import Prepared, among

_SUMS = "stock sums"
"""Under this name a connection keeps what it summed up, and a session how far the movements go."""
_WRITTEN = "stock moved"
"""Under this name a session notes that it wrote movements."""
_FEW = 5_000
"""With more new movements than these, summing up anew takes no longer."""

_End: TypeAlias = tuple[int, datetime | None, int]
"""How far the movements go: the newest, and when which file was last taken back."""

_END = Prepared(
    select(
        select(func.max(StockMove.id)).scalar_subquery(),
        select(func.max(ImportBatch.undone_at)).scalar_subquery(),
        select(func.count(ImportBatch.undone_at)).scalar_subquery(),
    )
)
_SUM = Prepared(
    select(StockMove.product_id, func.sum(StockMove.quantity))
    .where(StockMove.product_id.in_(among("ids")))
    .group_by(StockMove.product_id)
)
_SINCE = Prepared(
    select(StockMove.product_id, StockMove.quantity)
    .where(StockMove.id > bindparam("newest"))
    .order_by(StockMove.id)
)


@dataclass(slots=True)
class _Kept:
    """Sums by goods up to an end."""

    end: _End
    sums: dict[int, int] = field(default_factory=dict)


def of(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    """Sum up the movements of some goods, in thousandths; 0 where nothing ever moved."""
    if not product_ids:
        return {}
    if is_writing(session.connection()):
        # What is written may yet be taken back, so that nothing of it is kept.
        return _summed(session, product_ids)
    sums = _current(session).sums
    missing = [key for key in product_ids if key not in sums]
    if missing:
        sums.update(_summed(session, missing))
    return {key: sums[key] for key in product_ids}


def written(session: Session) -> None:
    """Note that the transaction wrote movements."""
    session.info[_WRITTEN] = True


def before_writing(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    """Sum up the movements of some goods, before the transaction writes any of its own.

    What was summed up is carried on, as while somebody only looks, for so far nothing can be taken back;
    after its own movements it is summed up anew.
    """
    if not product_ids:
        return {}
    if session.info.get(_WRITTEN):
        return _summed(session, product_ids)
    connection = session.connection()
    kept = connection.info[_SUMS] = _brought_up(session, connection.info.get(_SUMS))
    missing = [key for key in product_ids if key not in kept.sums]
    if missing:
        kept.sums.update(_summed(session, missing))
    return {key: kept.sums[key] for key in product_ids}


def _summed(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    found = dict.fromkeys(product_ids, 0)
    found.update((key, int(total)) for key, total in _SUM.rows(session, ids=product_ids))
    return found


def _current(session: Session) -> _Kept:
    """Give the sums that the connection keeps, brought up to what this transaction sees."""
    kept: _Kept | None = session.info.get(_SUMS)
    if kept is None:
        known: _Kept | None = session.connection().info.get(_SUMS)
        kept = session.info[_SUMS] = session.connection().info[_SUMS] = _brought_up(session, known)
    return kept


def _brought_up(session: Session, known: _Kept | None) -> _Kept:
    newest, undone_at, undone = _END.rows(session)[0]
    end = (newest or 0, undone_at, undone)
    if known is None or known.end[1:] != end[1:] or not 0 <= end[0] - known.end[0] <= _FEW:
        return _Kept(end)
    for key, quantity in _SINCE.rows(session, newest=known.end[0]) if end[0] > known.end[0] else ():
        if key in known.sums:
            known.sums[key] += quantity
    known.end = end
    return known
