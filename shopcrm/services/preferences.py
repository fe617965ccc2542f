"""What people like, dislike, need or avoid: goods, a shelf of them, or plain words.

A person has one word on each thing. What they avoid is never offered to them, whatever else speaks for
it (A5).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.text import fold, one_line
from shopcrm.services import avoiding, categories, stock
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer, Preference
from shopcrm.store.goods import Category, Product


class Kind(StrEnum):
    """How somebody stands to a thing."""

    LIKES = "likes"
    DISLIKES = "dislikes"
    NEEDS = "needs"
    AVOIDS = "avoids"


class Source(StrEnum):
    """How the shop knows."""

    TOLD = "told"
    SEEN = "seen"
    GUESSED = "guessed"


class OneThing(BadInput):
    """A preference names nothing, or more than one thing."""

    sentence = "A preference is about one thing: goods, a category, or some words. Nothing was written down."


class StrengthRefused(BadInput):
    """A strength is 1, 2 or 3."""

    sentence = "The strength goes from 1 to 3. Nothing was written down."


class NoSuchPreference(NotFound):
    """The preference is not there."""

    sentence = "There is no preference {id}. Look at the customer again."


@dataclass(frozen=True, slots=True)
class Taste:
    """How somebody stands to one thing: goods, a category or words; `strength` is 1 (little) to 3 (much)."""

    kind: Kind
    product_id: int | None = None
    category_id: int | None = None
    words: str = ""
    strength: int = 2
    source: Source = Source.TOLD


@dataclass(frozen=True, slots=True)
class PreferenceView(Taste):
    """A preference as it was written down; `thing` is the name of what it is about."""

    id: int = 0
    thing: str = ""
    told_at: datetime | None = None
    confirmed_at: datetime | None = None


def add(session: Session, customer_id: int, taste: Taste) -> int:
    """Write a preference down and give its id; another word on the same thing takes the place of the first.

    Raises NoSuchCustomer, OneThing, StrengthRefused, NoSuchProduct, NoSuchCategory.
    """
    if session.get(Customer, customer_id) is None:
        raise NoSuchCustomer(id=customer_id)
    tidy = _checked(session, taste)
    row = _on_the_same(session, customer_id, tidy)
    if row is None:
        row = Preference(customer_id=customer_id, told_at=now_of(session))
        session.add(row)
    elif (row.kind, row.source) == (tidy.kind, tidy.source):
        row.confirmed_at = now_of(session)
    else:
        row.told_at, row.confirmed_at = now_of(session), None
    row.kind, row.strength, row.source = tidy.kind, tidy.strength, tidy.source
    row.product_id, row.category_id = tidy.product_id, tidy.category_id
    row.words, row.skey = tidy.words, fold(tidy.words)
    session.flush()
    return row.id


def confirm(session: Session, preference_id: int) -> None:
    """Note that they said so themselves just now; raises NoSuchPreference."""
    row = _one(session, preference_id)
    row.source, row.confirmed_at = Source.TOLD, now_of(session)


def remove(session: Session, preference_id: int) -> None:
    """Take a preference away; raises NoSuchPreference."""
    session.delete(_one(session, preference_id))


def settle(session: Session, customer_id: int, tastes: Sequence[Taste]) -> None:
    """Make what somebody told the shop exactly these; what was seen or guessed stays. Errors as in `add`."""
    kept = {add(session, customer_id, taste) for taste in tastes if not _stands(session, customer_id, taste)}
    kept |= {row.id for taste in tastes for row in [_on_the_same(session, customer_id, taste)] if row}
    told = select(Preference).where(Preference.customer_id == customer_id, Preference.source == Source.TOLD)
    for row in session.scalars(told):
        if row.id not in kept:
            session.delete(row)
    session.flush()


def of_customer(session: Session, customer_id: int) -> list[PreferenceView]:
    """List what somebody likes and avoids; what they avoid comes first."""
    query = (
        select(Preference, Product.name, Category.name)
        .outerjoin(Product, Product.id == Preference.product_id)
        .outerjoin(Category, Category.id == Preference.category_id)
        .where(Preference.customer_id == customer_id)
        .order_by(Preference.kind != Kind.AVOIDS, Preference.strength.desc(), Preference.id)
    )
    return [_view(row, goods or shelf or row.words) for row, goods, shelf in session.execute(query).all()]


def avoids(session: Session, customer_id: int, product_ids: Collection[int]) -> frozenset[int]:
    """Tell which of some goods a person avoids: them, their shelf or a word in them (A5)."""
    views = of_customer(session, customer_id)
    if not any(view.kind is Kind.AVOIDS for view in views):
        return frozenset()
    return frozenset(key for key in product_ids if customer_id in avoiding.avoiders(session, key))


def _checked(session: Session, taste: Taste) -> Taste:
    words = one_line(taste.words)
    if (taste.product_id is not None) + (taste.category_id is not None) + bool(fold(words)) != 1:
        raise OneThing
    if not 1 <= taste.strength <= 3:
        raise StrengthRefused
    if taste.product_id is not None and session.get(Product, taste.product_id) is None:
        raise stock.NoSuchProduct(id=taste.product_id)
    if taste.category_id is not None and session.get(Category, taste.category_id) is None:
        raise categories.NoSuchCategory(id=taste.category_id)
    return Taste(taste.kind, taste.product_id, taste.category_id, words, taste.strength, taste.source)


def _on_the_same(session: Session, customer_id: int, taste: Taste) -> Preference | None:
    query = select(Preference).where(
        Preference.customer_id == customer_id,
        Preference.product_id.is_not_distinct_from(taste.product_id),
        Preference.category_id.is_not_distinct_from(taste.category_id),
        Preference.skey == fold(taste.words),
    )
    return session.scalars(query.limit(1)).first()


def _stands(session: Session, customer_id: int, taste: Taste) -> bool:
    """Whether exactly this is written down already, so that saving a form again confirms nothing."""
    row = _on_the_same(session, customer_id, taste)
    return row is not None and (row.kind, row.strength, row.source) == (
        taste.kind,
        taste.strength,
        taste.source,
    )


def _one(session: Session, preference_id: int) -> Preference:
    row = session.get(Preference, preference_id)
    if row is None:
        raise NoSuchPreference(id=preference_id)
    return row


def _view(row: Preference, thing: str) -> PreferenceView:
    return PreferenceView(
        kind=Kind(row.kind),
        product_id=row.product_id,
        category_id=row.category_id,
        words=row.words,
        strength=row.strength,
        source=Source(row.source),
        id=row.id,
        thing=thing,
        told_at=row.told_at,
        confirmed_at=row.confirmed_at,
    )
