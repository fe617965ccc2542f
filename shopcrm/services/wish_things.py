"""What a wish may be for, found as one types, and what the shop should know before it is written down."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import attributes
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import fold
from shopcrm.services import avoiding, categories, goods, search, stock, wishes
from shopcrm.services.asking import Thing
from shopcrm.services.categories import CategoryRow
from shopcrm.services.search import GoodsHit
from shopcrm.services.wish_rows import WishRow
from shopcrm.store.goods import Product


@dataclass(frozen=True, slots=True)
class Trait:
    """An attribute as goods have it, and how many goods do."""

    name: str
    value: str
    goods: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the words that were typed may mean; best first."""

    goods: tuple[GoodsHit, ...]
    shelves: tuple[CategoryRow, ...]
    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What speaks for or against a wish: an open one for the same thing, what they avoid, what is there.

    `free` are thousandths that are held for nobody, None where no stock is kept or no goods are named.
    """

    known: WishRow | None = None
    avoids: Saying | None = None
    free: int | None = None
    unit: str = ""
    price: int | None = None


def find(session: Session, asked: str, most: int = 4) -> Found:
    """Find goods, categories and attributes by any part of their names (C1)."""
    words = fold(asked).split()
    shelves = [row for row in categories.tree(session) if words and _has(row.name, words)]
    traits = [one for one in _traits(session) if words and _has(f"{one.name} {one.value}", words)]
    hits = search.find_goods(session, asked, most) if words else []
    return Found(tuple(hits), tuple(shelves[:most]), tuple(traits[:most]))


def look(session: Session, customer_id: int, thing: Thing) -> Look:
    """Look at what is known of a person and a thing before the wish is written down."""
    known = wishes.known(
        session,
        customer_id,
        product_id=thing.product_id,
        category_id=thing.category_id,
        words=thing.words,
        attribute=thing.attribute,
    )
    if thing.product_id is None:
        return Look(known)
    view = goods.show(session, thing.product_id)
    free = stock.free(session, [view.id])[view.id] if view.stock_kept else None
    why = avoiding.avoiders(session, view.id).get(customer_id)
    return Look(known, why, free, view.unit, view.price)


def _has(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _traits(session: Session) -> Iterator[Trait]:
    """Give the attributes that goods have, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    query = select(Product.attributes, func.count()).where(Product.attributes != "{}")
    for kept, times in session.execute(query.group_by(Product.attributes)).all():
        for pair in attributes.pairs(kept).items():
            counts[pair] += times
    for (name, value), times in counts.most_common():
        yield Trait(name, value, times)
