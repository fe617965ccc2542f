"""Who must not be told of some goods: they avoid them, their shelf, what they are like, or a word (A5)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.wording import Saying, saying
from shopcrm.services import categories, stock, wares
from shopcrm.services.categories import Shelves
from shopcrm.services.pointing import Described, Goods
from shopcrm.store.customers import Preference
from shopcrm.store.prepared import Prepared, among

Said: TypeAlias = tuple[int | None, int | None, str, str]
"""What a preference is about: goods, a shelf, words, and the attribute whose value the words are."""


_THING = (Preference.product_id, Preference.category_id, Preference.words, Preference.attribute)
_TOLD = (Preference.customer_id, *_THING)
_SAID = Prepared(
    select(*_THING).where(
        Preference.customer_id == bindparam("who"),
        Preference.kind == "avoids",
        Preference.dismissed_at.is_(None),
    )
)
_TOLD_BY = Prepared(
    select(*_TOLD).where(
        Preference.customer_id.in_(among("ids")),
        Preference.kind == bindparam("kind"),
        Preference.dismissed_at.is_(None),
    )
)


def avoiders(
    session: Session,
    product_id: int,
    before: datetime | None = None,
    among: Collection[int] | None = None,
) -> dict[int, Saying]:
    """Tell who avoids goods, and what each of them avoids; with `before`, only what was told until then.

    A word is looked for in the name of the goods, in what they are like, and in the shelves around them.
    With `among`, others than those people may be left out. Raises NoSuchProduct.
    """
    return _pointing(session, product_id, "avoids", before, among)


def dislikers(session: Session, product_id: int, before: datetime | None = None) -> dict[int, Saying]:
    """Tell who dislikes goods; they may still be told, but last. Raises NoSuchProduct."""
    return _pointing(session, product_id, "dislikes", before)


def avoided_by(session: Session, customer_id: int, product_ids: Collection[int]) -> dict[int, Saying]:
    """Tell which of some goods one person avoids, and what it is about them; others are not named (A5)."""
    said = _SAID.rows(session, who=customer_id)
    return avoided_among(session, said, wares.read(session, product_ids).values()) if said else {}


def said_by(session: Session, people: Collection[int]) -> dict[int, list[Said]]:
    """Tell what some people avoid; who avoids nothing is absent."""
    found: dict[int, list[Said]] = {}
    for who, one, shelf, words, attribute in _TOLD_BY.rows(session, ids=people, kind="avoids"):
        found.setdefault(who, []).append((one, shelf, words, attribute))
    return found


def is_meant(goods: Goods, said: Iterable[Said]) -> bool:
    """Tell whether goods are among what somebody avoids (A5)."""
    return any(_named(goods, *names) for names in said)


def avoided_among(session: Session, said: Sequence[Said], goods: Iterable[Described]) -> dict[int, Saying]:
    """Tell which of some goods are avoided by what was said, where goods and words are read already (A5)."""
    if not said:
        return {}
    shelves = categories.everything(session)
    things = [_asked(one, shelves) for one in said]
    found: dict[int, Saying] = {}
    whys: dict[str, Saying] = {}
    for product in goods:
        for thing_of in things:
            thing = thing_of(product)
            if thing:
                found[product.id] = whys.get(thing) or whys.setdefault(thing, _why("avoids", thing))
                break
    return found


def _asked(said: Said, shelves: Shelves) -> Callable[[Described], str]:
    """Give what tells of many goods, one after the other, what of them is meant.

    Many of them share a shelf or are alike, and where no more matters they are looked at only once.
    """
    product_id, shelf, words, attribute = said
    if product_id is not None and not words:
        return lambda product: product.name if product.id == product_id else ""
    if product_id is not None or (shelf is None and not attribute):
        return lambda product: _named(Goods(product, shelves), *said)
    matters = attrgetter("attributes" if shelf is None else "category_id")
    known: dict[object, str] = {}

    def thing_of(product: Described) -> str:
        about = matters(product)
        if about not in known:
            known[about] = _named(Goods(product, shelves), *said)
        return known[about]

    return thing_of


def _pointing(
    session: Session,
    product_id: int,
    kind: str,
    before: datetime | None,
    among: Collection[int] | None = None,
) -> dict[int, Saying]:
    product = wares.read(session, [product_id]).get(product_id)
    if product is None:
        raise stock.NoSuchProduct(id=product_id)
    goods = Goods.of(session, product)
    found: dict[int, Saying] = {}
    for customer_id, one, shelf, words, attribute in _rows(session, kind, before, among):
        thing = _named(goods, one, shelf, words, attribute)
        if thing:
            found.setdefault(customer_id, _why(kind, thing))
    return found


def _rows(
    session: Session, kind: str, before: datetime | None, people: Collection[int] | None
) -> Sequence[Sequence[Any]]:
    if people is not None and len(people) <= stock.MANY and before is None:
        return _TOLD_BY.rows(session, ids=people, kind=kind)
    query = select(*_TOLD).where(Preference.kind == kind, Preference.dismissed_at.is_(None))
    if before is not None:
        query = query.where(Preference.told_at < before)
    return session.execute(query).all()


def _named(goods: Goods, *names: Any) -> str:
    """Give what of the goods is meant; a word that only a shelf around them is called by counts as well."""
    *_thing, words, attribute = names
    by_shelf = bool(words) and not attribute and goods.shelf_speaks_of(words)
    return goods.named_by(*names) or (words if by_shelf else "")


def _why(kind: str, thing: str) -> Saying:
    if kind == "avoids":
        return saying("Avoids {thing}", thing=thing)
    return saying("Does not like {thing}", thing=thing)
