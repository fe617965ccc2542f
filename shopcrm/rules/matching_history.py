"""What was sold to whom on which day, as columns of numbers.

A row is one customer, one product, one day; rows are sorted by these three, and no two are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class History:
    """Everything sold: quantity in thousandths, amount in the smallest unit, `date.toordinal` of the day."""

    customer: Ints
    product: Ints
    day: Ints
    quantity: Ints
    amount: Ints
    n_customers: int
    n_products: int
    names: Sequence[str]
    category: Ints
    """One row per product, one column per level of the category path from the root; -1 for none."""

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.day)


def merged(
    customer: Sequence[int] | npt.NDArray[np.integer],
    product: Sequence[int] | npt.NDArray[np.integer],
    day: Sequence[int] | npt.NDArray[np.integer],
    quantity: Sequence[int] | npt.NDArray[np.integer],
    amount: Sequence[int] | npt.NDArray[np.integer],
    *,
    n_customers: int,
    n_products: int,
    names: Sequence[str] = (),
    category: npt.ArrayLike | None = None,
) -> History:
    """Merge sale lines in any order into a history; lines without positive quantity and amount fall out.

    Customer and product are dense indexes from 0. Missing names count as empty.
    """
    columns = [np.asarray(x, dtype=np.int64) for x in (customer, product, day, quantity, amount)]
    good = (columns[3] > 0) & (columns[4] > 0)
    if not good.all():
        columns = [x[good] for x in columns]
    columns = _sorted(columns, n_products)
    who, what, when, quantities, amounts = columns
    starts = np.flatnonzero(changes(who, what, when))
    if len(starts) < len(who):
        who, what, when = who[starts], what[starts], when[starts]
        quantities, amounts = np.add.reduceat(quantities, starts), np.add.reduceat(amounts, starts)
    texts = [*names[:n_products], *[""] * (n_products - len(names))]
    return History(
        who, what, when, quantities, amounts, n_customers, n_products, texts, _paths(category, n_products)
    )


def before(history: History, day: int) -> History:
    """Keep what was sold before the day."""
    keep = history.day < day
    if bool(keep.all()):
        return history
    return _kept(history, keep)


def within(history: History, first: int, end: int) -> History:
    """Keep what was sold from the first day, it included, to the end, it excluded."""
    return _kept(history, (history.day >= first) & (history.day < end))


def _kept(history: History, keep: Flags) -> History:
    return History(
        history.customer[keep],
        history.product[keep],
        history.day[keep],
        history.quantity[keep],
        history.amount[keep],
        history.n_customers,
        history.n_products,
        history.names,
        history.category,
    )


def _sorted(columns: list[Ints], n_products: int) -> list[Ints]:
    who, what, when = columns[:3]
    if not len(when):
        return columns
    first = int(when.min())
    span = int(when.max()) - first + 1
    key = (who * n_products + what) * span + (when - first)
    if bool((key[1:] >= key[:-1]).all()):
        return columns
    order = np.argsort(key, kind="stable")
    return [x[order] for x in columns]


def changes(*columns: Ints) -> Flags:
    """Mark each row that differs from the row before it; the first row does."""
    marks = np.zeros(len(columns[0]), dtype=np.bool_)
    marks[:1] = True
    for column in columns:
        marks[1:] |= column[1:] != column[:-1]
    return marks


def _paths(category: npt.ArrayLike | None, n_products: int) -> Ints:
    if category is None:
        return np.full((n_products, 1), -1, dtype=np.int64)
    return np.asarray(category, dtype=np.int64).reshape(n_products, -1)
