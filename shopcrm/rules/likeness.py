"""Tells how alike two goods are by the words of their names and by their place among the categories.

A good is a vector of length one over words, three-letter pieces of words (so that endings and small slips
do not part what belongs together) and the levels of its category path; likeness is the cosine.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shopcrm.rules.matching_history import Bools, Floats, Ints

PIECE = 3
PIECE_WEIGHT = 0.4
LEVEL_WEIGHT = 1.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class Likenesses:
    """The goods' vectors: one entry per product and token by product, and where each product starts."""

    product: Ints
    token: Ints
    weight: Floats
    start: Ints
    n_tokens: int

    @property
    def n_products(self) -> int:
        """Count the products."""
        return len(self.start) - 1


def read(names: Sequence[str], category: Ints, sold: Ints | None = None) -> Likenesses:
    """Make the vectors from folded names and category paths (one row per product, -1 for none).

    How rare a word is, only the goods in `sold` tell (each may stand there often), so that goods which came
    later change nothing for an earlier day; without it all goods do.
    """
    counts = np.ones(len(names), dtype=np.bool_)
    if sold is not None:
        counts[:] = False
        counts[sold] = True
    vocabulary: dict[str | tuple[int, int], int] = {}
    product: list[int] = []
    token: list[int] = []
    weight: list[float] = []
    for index, name in enumerate(names):
        parts: Counter[str | tuple[int, int]] = _tokens(name)
        for level, kind in enumerate(category[index].tolist()):
            if kind >= 0:
                parts[level, kind] += LEVEL_WEIGHT  # type: ignore[assignment] # Counter's values may be floats.
        product += [index] * len(parts)
        token += [vocabulary.setdefault(part, len(vocabulary)) for part in parts]
        weight += parts.values()
    return _weighed(
        np.array(product, dtype=np.int64),
        np.array(token, dtype=np.int64),
        np.array(weight, dtype=np.float64),
        counts,
        len(vocabulary),
    )


def like(goods: Likenesses, product: int) -> Floats:
    """Return the likeness, 0 to 1, of every product to this one; its likeness to itself is left at 0."""
    own = slice(int(goods.start[product]), int(goods.start[product + 1]))
    looked_for = np.zeros(goods.n_tokens)
    looked_for[goods.token[own]] = goods.weight[own]
    alike = np.bincount(
        goods.product, goods.weight * looked_for[goods.token], minlength=goods.n_products
    ).astype(np.float64)
    alike[product] = 0.0
    return alike


def _tokens(name: str) -> "Counter[str | tuple[int, int]]":
    parts: Counter[str | tuple[int, int]] = Counter()
    for word in _WORD.findall(name):
        parts[word] += 1
        edged = f"<{word}>"
        for place in range(len(edged) - PIECE + 1):
            parts[edged[place : place + PIECE]] += PIECE_WEIGHT  # type: ignore[assignment] # As above.
    return parts


def _weighed(product: Ints, token: Ints, weight: Floats, counts: Bools, n_tokens: int) -> Likenesses:
    """Weigh each token by how rare it is among the goods that count, and bring each vector to length one."""
    holders = np.bincount(token[counts[product]], minlength=n_tokens)
    weight *= (np.log((1 + counts.sum()) / (1 + holders)) + 1.0)[token]
    length = np.sqrt(np.bincount(product, weight * weight, minlength=len(counts)))
    weight /= np.maximum(length, 1e-9)[product]
    start = np.searchsorted(product, np.arange(len(counts) + 1))
    return Likenesses(product, token, weight, start.astype(np.int64), n_tokens)
