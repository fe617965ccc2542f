"""Who must not be told of some goods, because they avoid them, their shelf, or a word in them (A5)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.mentions import mentions
from shopcrm.rules.wording import Saying, saying
from shopcrm.services import categories, stock
from shopcrm.store.customers import Preference
from shopcrm.store.goods import Product


def avoiders(session: Session, product_id: int, before: datetime | None = None) -> dict[int, Saying]:
    """Tell who avoids goods, and what each of them avoids; with `before`, only what was told until then.

    A word is looked for in the name of the goods and of the shelves around them. Raises NoSuchProduct.
    """
    return _pointing(session, product_id, "avoids", before)


def dislikers(session: Session, product_id: int, before: datetime | None = None) -> dict[int, Saying]:
    """Tell who dislikes goods; they may still be told, but last. Raises NoSuchProduct."""
    return _pointing(session, product_id, "dislikes", before)


def _pointing(session: Session, product_id: int, kind: str, before: datetime | None) -> dict[int, Saying]:
    product = session.get(Product, product_id)
    if product is None:
        raise stock.NoSuchProduct(id=product_id)
    shelves = categories.everything(session)
    around = categories.above_in(shelves, product.category_id)
    path = categories.path_in(shelves, product.category_id)
    query = select(
        Preference.customer_id, Preference.product_id, Preference.category_id, Preference.words
    ).where(Preference.kind == kind)
    if before is not None:
        query = query.where(Preference.told_at < before)
    found: dict[int, Saying] = {}
    for customer_id, one, shelf, words in session.execute(query).all():
        thing = _thing(one == product_id, product.name, shelves[shelf][1] if shelf in around else "")
        if not thing and words and (mentions(product.name, words) or mentions(path, words)):
            thing = words
        if thing:
            found.setdefault(customer_id, _why(kind, thing))
    return found


def _thing(same: bool, name: str, shelf: str) -> str:  # noqa: FBT001 -- read at the one call beside it
    return name if same else shelf


def _why(kind: str, thing: str) -> Saying:
    if kind == "avoids":
        return saying("Avoids {thing}", thing=thing)
    return saying("Does not like {thing}", thing=thing)
