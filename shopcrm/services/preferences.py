"""What people like, dislike, need or avoid: goods, a shelf of them, what goods are like, or plain words.

A person has one word on each thing. What they avoid is never offered to them, whatever else speaks for
it (A5). A guess that somebody called wrong stays here as such, so that it never comes back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import attributes
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.text import fold, one_line
from shopcrm.services import avoiding, categories, people, stock
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.customers import Preference
from shopcrm.store.goods import Category, Product
from shopcrm.store.prepared import Prepared


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


class AttributeUnclear(BadInput):
    """An attribute without a value."""

    sentence = (
        "An attribute needs a name and a value, such as {example}. Nothing was written down. Write both."
    )


class StrengthRefused(BadInput):
    """A strength is 1, 2 or 3."""

    sentence = "The strength goes from 1 to 3. Nothing was written down."


class NoSuchPreference(NotFound):
    """The preference is not there."""

    sentence = "There is no preference {id}. Look at the customer again."


class NothingSaid(NotFound):
    """Nothing is written down about the thing."""

    sentence = "Nothing is written down about that. Nothing was changed. Look at the customer again."


@dataclass(frozen=True, slots=True)
class Taste:
    """How somebody stands to one thing; `strength` is 1 (little) to 3 (much).

    The thing is goods, a category, plain `words`, or an `attribute` of goods whose value the words are.
    """

    kind: Kind
    product_id: int | None = None
    category_id: int | None = None
    words: str = ""
    strength: int = 2
    source: Source = Source.TOLD
    attribute: str = ""

    @property
    def subject(self) -> str:
        """Name the thing, the same for every way of standing to it and every spelling."""
        if self.attribute:
            return "attribute " + "=".join(attributes.same(self.attribute, self.words))
        if self.product_id is not None:
            return f"product {self.product_id}"
        return f"words {fold(self.words)}" if self.category_id is None else f"category {self.category_id}"


@dataclass(frozen=True, slots=True)
class PreferenceView(Taste):
    """A preference as it was written down; `thing` is the name of what it is about."""

    id: int = 0
    thing: str = ""
    told_at: datetime | None = None
    confirmed_at: datetime | None = None
    recorded_by: str = ""
    dismissed_at: datetime | None = None

    @property
    def last_confirmed(self) -> datetime | None:
        """Tell when they last said so themselves, or it was last written down."""
        return self.confirmed_at or self.told_at


class _Told(NamedTuple):
    """A preference as the file has it."""

    id: int
    kind: str
    product_id: int | None
    category_id: int | None
    words: str
    strength: int
    source: str
    attribute: str
    told_at: datetime
    confirmed_at: datetime | None
    recorded_by: str
    dismissed_at: datetime | None


_EVERYTHING = Prepared(
    select(*(getattr(Preference, name) for name in _Told._fields), Product.name, Category.name)
    .outerjoin(Product, Product.id == Preference.product_id)
    .outerjoin(Category, Category.id == Preference.category_id)
    .where(Preference.customer_id == bindparam("who"))
    .order_by(Preference.kind != Kind.AVOIDS, Preference.strength.desc(), Preference.id)
)


def add(session: Session, customer_id: int, taste: Taste) -> int:
    """Write a preference down and give its id; another word on the same thing takes the place of the first.

    Raises NoSuchCustomer, ErasedOnRequest, OneThing, AttributeUnclear, StrengthRefused, NoSuchProduct,
    NoSuchCategory.
    """
    customer_id = people.kept(session, customer_id).id
    tidy = _checked(session, taste)
    row = _on_the_same(session, customer_id, tidy)
    if row is None:
        row = Preference(customer_id=customer_id, told_at=now_of(session))
        session.add(row)
    elif (row.kind, row.source, row.dismissed_at) == (tidy.kind, tidy.source, None):
        row.confirmed_at = now_of(session)
    else:
        row.told_at, row.confirmed_at = now_of(session), None
    _write(row, tidy)
    row.recorded_by, row.dismissed_at = who_of(session).actor, None
    session.flush()
    return row.id


def confirm(session: Session, preference_id: int) -> None:
    """Note that they said so themselves just now; raises NoSuchPreference."""
    row = _one(session, preference_id)
    row.source, row.confirmed_at, row.dismissed_at = Source.TOLD, now_of(session), None


def confirm_guess(session: Session, customer_id: int, taste: Taste) -> int:
    """Turn what was seen or guessed into something they told, and give its id; errors as in `add`."""
    key = add(session, customer_id, replace(taste, source=Source.TOLD))
    confirm(session, key)
    session.flush()
    return key


def dismiss(session: Session, customer_id: int, taste: Taste) -> int:
    """Note that a guess is wrong, so that it never comes back, and give its id; errors as in `add`.

    What they told themselves about the thing stays as it is.
    """
    customer_id = people.kept(session, customer_id).id
    row = _on_the_same(session, customer_id, _checked(session, taste))
    if row is None or row.source != Source.TOLD:
        key = add(session, customer_id, replace(taste, source=Source.GUESSED))
        row = _one(session, key)
        row.dismissed_at = now_of(session)
        session.flush()
    return row.id


def undismiss(session: Session, preference_id: int) -> None:
    """Take back that a guess is wrong; raises NoSuchPreference."""
    row = _one(session, preference_id)
    if row.dismissed_at is not None:
        session.delete(row)
        session.flush()


def remove(session: Session, preference_id: int) -> None:
    """Take a preference away; raises NoSuchPreference."""
    session.delete(_one(session, preference_id))


def drop(session: Session, customer_id: int, taste: Taste) -> None:
    """Take away what is written down about a thing, however they stand to it; raises NothingSaid."""
    row = _on_the_same(session, customer_id, _checked(session, taste))
    if row is None or row.dismissed_at is not None:
        raise NothingSaid
    session.delete(row)
    session.flush()


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
    """List what somebody likes and avoids; what they avoid comes first. Guesses called wrong are left out."""
    return [view for view in everything(session, customer_id) if view.dismissed_at is None]


def dismissed(session: Session, customer_id: int) -> list[PreferenceView]:
    """List the guesses about somebody that were called wrong."""
    return [view for view in everything(session, customer_id) if view.dismissed_at is not None]


def everything(session: Session, customer_id: int) -> list[PreferenceView]:
    """List all that is written down, the guesses called wrong as well; what they avoid comes first."""
    rows = _EVERYTHING.rows(session, who=customer_id)
    return [_view(_Told(*told), goods or shelf or "") for *told, goods, shelf in rows]


def avoided(views: Sequence[PreferenceView]) -> list[avoiding.Said]:
    """Give what of somebody's preferences names something that they avoid."""
    return [
        (one.product_id, one.category_id, one.words, one.attribute)
        for one in views
        if one.kind is Kind.AVOIDS and one.dismissed_at is None
    ]


def avoids(session: Session, customer_id: int, product_ids: Collection[int]) -> frozenset[int]:
    """Tell which of some goods a person avoids: them, their shelf, what they are like, or a word (A5)."""
    return frozenset(avoiding.avoided_by(session, customer_id, product_ids))


def _checked(session: Session, taste: Taste) -> Taste:
    words, attribute = one_line(taste.words), one_line(taste.attribute)
    if attribute and not (fold(attribute) and fold(words)):
        raise AttributeUnclear(example="size=42")
    if (taste.product_id is not None) + (taste.category_id is not None) + bool(fold(words)) != 1:
        raise OneThing
    if not 1 <= taste.strength <= 3:
        raise StrengthRefused
    if taste.product_id is not None and session.get(Product, taste.product_id) is None:
        raise stock.NoSuchProduct(id=taste.product_id)
    if taste.category_id is not None and session.get(Category, taste.category_id) is None:
        raise categories.NoSuchCategory(id=taste.category_id)
    return Taste(
        taste.kind, taste.product_id, taste.category_id, words, taste.strength, taste.source, attribute
    )


def _write(row: Preference, taste: Taste) -> None:
    row.kind, row.strength, row.source = taste.kind, taste.strength, taste.source
    row.product_id, row.category_id = taste.product_id, taste.category_id
    row.words, row.skey, row.attribute = taste.words, fold(taste.words), taste.attribute


def _on_the_same(session: Session, customer_id: int, taste: Taste) -> Preference | None:
    query = select(Preference).where(
        Preference.customer_id == customer_id,
        Preference.product_id.is_not_distinct_from(taste.product_id),
        Preference.category_id.is_not_distinct_from(taste.category_id),
    )
    if not taste.attribute:
        query = query.where(Preference.skey == fold(taste.words))
    # Of two rows that a merge brought together, what they told themselves speaks.
    rows = sorted(session.scalars(query), key=lambda row: (row.source != Source.TOLD, row.id))
    return next((row for row in rows if _view(row, "").subject == taste.subject), None)


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


def _view(row: "Preference | _Told", thing: str) -> PreferenceView:
    plain = attributes.shown(row.attribute, row.words) if row.attribute else row.words
    return PreferenceView(
        kind=Kind(row.kind),
        product_id=row.product_id,
        category_id=row.category_id,
        words=row.words,
        strength=row.strength,
        source=Source(row.source),
        attribute=row.attribute,
        id=row.id,
        thing=thing or plain,
        told_at=row.told_at,
        confirmed_at=row.confirmed_at,
        recorded_by=row.recorded_by,
        dismissed_at=row.dismissed_at,
    )
