"""Whose turn it is when goods come in that people asked for: who asked first comes first (A2)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.money import THOUSANDTHS
from shopcrm.services import avoiding, categories, stock, wishes
from shopcrm.services.wishes import WishRow
from shopcrm.store.arrivals import Wish
from shopcrm.store.goods import Product


@dataclass(frozen=True, slots=True)
class Turn:
    """One person whose wish an arrival meets, with the thousandths that fall to them (A2)."""

    wish: WishRow
    share: int


def waiting_for(session: Session, product_id: int, states: Collection[str] = ("waiting",)) -> list[WishRow]:
    """List who waits for goods, the oldest wish first: by product, by a shelf around it, or by words.

    Raises NoSuchProduct.
    """
    product = session.get(Product, product_id)
    if product is None:
        raise stock.NoSuchProduct(id=product_id)
    shelves = categories.above(session, product.category_id)
    rows = wishes.read(session, select(Wish.id).where(Wish.state.in_(states)))
    return [row for row in rows if wishes.is_for(row, product_id, product.name, shelves)]


def walk(session: Session, product_id: int, units: int | None = None) -> list[Turn]:
    """Go through who waits for goods: the oldest wish first, each person once, until the units are gone.

    `units` are thousandths on hand, None for plenty. A person takes what they asked for, or one unit. Who
    avoids the goods is left out. Raises NoSuchProduct.
    """
    avoiders = avoiding.avoiders(session, product_id)
    turns: list[Turn] = []
    served: set[int] = set()
    left = units
    for row in waiting_for(session, product_id):
        if left is not None and left <= 0:
            break
        if row.customer_id in avoiders or row.customer_id in served:
            continue
        wanted = row.quantity or THOUSANDTHS
        share = wanted if left is None else min(wanted, left)
        turns.append(Turn(row, share))
        served.add(row.customer_id)
        left = None if left is None else left - share
    return turns
