"""One question to a customer after a purchase, such as dark or milk; put once and never again.

It is about goods that they just bought, of which the shop has another sort and they have no clear habit.
What they avoid is never asked about (A5).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import attributes, leaning
from shopcrm.rules.errors import BadInput
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import fold
from shopcrm.services import avoiding, preferences, regulars, wares
from shopcrm.services.preferences import Kind, PreferenceView, Taste
from shopcrm.services.regulars import Counted
from shopcrm.services.shop import now_of
from shopcrm.services.wares import Ware
from shopcrm.store.customers import Question as Put
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine

_CHOICES = 3
_LOOKED_AT = 3
"""About so many of the goods just bought a question is sought."""
_SIBLINGS = 100
"""So many goods beside them on their shelves are looked at."""
_LONGEST_SUBJECT = 120


class NoSuchAnswer(BadInput):
    """The answer is none of the choices."""

    sentence = "{value} is none of the answers. Nothing was written down. Choose one of those shown."


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value, what stands on the button, and what it tells of their taste."""

    value: str
    shown: str
    taste: Taste


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, and why; `subject` is the same whenever the question would come up again."""

    subject: str
    asks: Saying
    choices: tuple[Choice, ...]
    why: Saying


@dataclass(frozen=True, slots=True)
class _Latest:
    """The latest purchase of somebody."""

    id: int
    sold_at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class _Basket:
    """The latest purchase, and what is known of who made it; `bought` is what they buy from its shelves."""

    sale: _Latest
    goods: Sequence[Ware]
    siblings: Sequence[Ware]
    bought: Sequence[Counted]
    known: frozenset[str]


_SALE = Prepared(
    select(Sale.id, Sale.sold_at, Sale.day)
    .where(Sale.customer_id == bindparam("who"), Sale.kind == "sale")
    .order_by(Sale.sold_at.desc(), Sale.id.desc())
    .limit(1)
)
_PUT = Prepared(select(*Put.__table__.columns).where(Put.customer_id == bindparam("who")))
_GOODS = Prepared(
    select(*wares.COLUMNS)
    .join(SaleLine, SaleLine.product_id == Product.id)
    .where(SaleLine.sale_id == bindparam("sale"), Product.category_id.is_not(None))
    .order_by(SaleLine.amount.desc(), SaleLine.ordinal)
    .limit(_LOOKED_AT)
)
_BESIDE = Prepared(
    select(*wares.COLUMNS)
    .where(Product.category_id.in_(among("shelves")))
    .order_by(Product.id)
    .limit(_SIBLINGS)
)


def propose(session: Session, customer_id: int) -> Question | None:
    """Find the one question that fits the latest purchase; nothing where all was asked, told or is clear."""
    views = preferences.everything(session, customer_id)
    return from_purchases(session, customer_id, regulars.of_customer(session, customer_id), views)


def from_purchases(
    session: Session, customer_id: int, bought: Sequence[Counted], views: Sequence[PreferenceView]
) -> Question | None:
    """Find it from what is read already: what they buy, and all that is written down of their taste."""
    sale = _latest(session, customer_id)
    if sale is None:
        return None
    put_before = _PUT.named(session, who=customer_id)
    since = [row for row in put_before if row.put_at >= sale.sold_at]
    open_now = {row.subject for row in since if row.answered_at is None}
    if since and not open_now:
        return None
    asked = {row.subject for row in put_before} - open_now
    basket = _basket(session, sale, bought, views)
    found = (one for one in _questions(basket) if one.subject not in asked)
    return next((one for one in found if not open_now or one.subject in open_now), None)


def put(session: Session, customer_id: int) -> Question | None:
    """Note that the question stands before somebody's eyes, so that it is not put at another visit."""
    question = propose(session, customer_id)
    if question is not None:
        _row(session, customer_id, question.subject)
    return question


def answer(session: Session, customer_id: int, subject: str, value: str) -> int:
    """Write the answer down as something they told, and give its id; an empty value is not now and gives 0.

    Either way it is never put again. Raises NoSuchAnswer and what `preferences.add` raises.
    """
    key = preferences.add(session, customer_id, _taste(value)) if value else 0
    row = _row(session, customer_id, subject)
    row.answered_at, row.answer = now_of(session), value
    session.flush()
    return key


def take_back(session: Session, customer_id: int, subject: str, preference_id: int = 0) -> None:
    """Take an answer back: what it told is gone, and the question is open again."""
    if preference_id:
        preferences.remove(session, preference_id)
    row = _row(session, customer_id, subject)
    row.answered_at, row.answer = None, ""
    session.flush()


def _questions(basket: _Basket) -> Iterator[Question]:
    for product in basket.goods:
        others = (one for one in basket.siblings if one.category_id == product.category_id)
        siblings = [one for one in others if one.id != product.id]
        yield from _sorts(product, siblings, basket)
        yield from _goods(product, siblings, basket)


def _sorts(product: Ware, siblings: Sequence[Ware], basket: _Basket) -> Iterator[Question]:
    """Ask which sort they like, such as dark or milk, where goods of one shelf come in several."""
    for name, value in attributes.pairs(product.attributes).items():
        if attributes.is_size(value):
            continue
        values = [value, *(attributes.pairs(one.attributes).get(name, "") for one in siblings)]
        written = {attributes.same(name, one): one for one in reversed(values) if one}
        times = _times(name, set(written), product, basket)
        best = sorted(written, key=lambda key: (-times[key], key))[:_CHOICES]
        tastes = [_taste(f"{name}={written[key]}") for key in best]
        if _is_open(tastes, [times[key] for key in written], basket):
            choices = [Choice(f"{name}={one.words}", one.words, one) for one in tastes]
            yield _question(f"sort {product.category_id} {fold(name)}", choices, product, basket)


def _goods(product: Ware, siblings: Sequence[Ware], basket: _Basket) -> Iterator[Question]:
    """Ask which goods of one shelf they like best, where they take now these, now those."""
    there = {one.id for one in [product, *siblings]}
    own = [one for one in basket.bought if one.goods.id in there]
    tastes = [Taste(Kind.LIKES, product_id=one.goods.id) for one in own[:_CHOICES]]
    if _is_open(tastes, [one.times for one in own], basket):
        choices = [
            Choice(one.subject, row.goods.name, one) for one, row in zip(tastes, own[:_CHOICES], strict=True)
        ]
        yield _question(f"shelf {product.category_id}", choices, product, basket)


def _is_open(tastes: Sequence[Taste], times: Sequence[int], basket: _Basket) -> bool:
    """Whether there is a choice, nothing is known of it yet, and purchases do not answer it themselves."""
    is_new = not any(one.subject in basket.known for one in tastes)
    return len(tastes) > 1 and is_new and not leaning.is_habit(max(times), sum(times))


def _question(subject: str, choices: Sequence[Choice], product: Ware, basket: _Basket) -> Question:
    why = saying("Bought {goods} on {day}, with no clear habit yet", goods=product.name, day=basket.sale.day)
    return Question(subject[:_LONGEST_SUBJECT], _asks([one.shown for one in choices]), tuple(choices), why)


def _asks(shown: Sequence[str]) -> Saying:
    first, second, *third = shown
    if third:
        return saying(
            "Which do they like best: {first}, {second} or {third}?",
            first=first,
            second=second,
            third=third[0],
        )
    return saying("Which do they like better: {first} or {second}?", first=first, second=second)


def _taste(value: str) -> Taste:
    """Read what an answer tells from its value: `name=value` of an attribute, or `product 12`."""
    name, words = attributes.split(value)
    if name:
        return Taste(Kind.LIKES, attribute=name, words=words)
    word, _, number = value.partition(" ")
    if word != "product" or not number.isdecimal():
        raise NoSuchAnswer(value=value)
    return Taste(Kind.LIKES, product_id=int(number))


def _times(name: str, keys: set[tuple[str, str]], product: Ware, basket: _Basket) -> Counter[tuple[str, str]]:
    times: Counter[tuple[str, str]] = Counter()
    for one in basket.bought:
        if one.goods.category_id == product.category_id:
            key = attributes.same(name, attributes.pairs(one.goods.attributes).get(name, ""))
            times[key] += one.times if key in keys else 0
    return times


def _latest(session: Session, customer_id: int) -> _Latest | None:
    return next((_Latest(*row) for row in _SALE.rows(session, who=customer_id)), None)


def _basket(
    session: Session,
    sale: _Latest,
    bought: Sequence[Counted],
    views: Sequence[PreferenceView],
) -> _Basket:
    """Read the goods of a sale that may be asked about, the dearest line first."""
    goods = list(dict.fromkeys(Ware(*row) for row in _GOODS.rows(session, sale=sale.id)))
    shelves = {one.category_id for one in goods}
    siblings = [Ware(*row) for row in _BESIDE.rows(session, shelves=shelves)] if goods else []
    avoided = avoiding.avoided_among(session, preferences.avoided(views), {*goods, *siblings})
    return _Basket(
        sale=sale,
        goods=[one for one in goods if one.id not in avoided],
        siblings=[one for one in siblings if one.id not in avoided],
        bought=[one for one in bought if one.goods.category_id in shelves],
        known=frozenset(view.subject for view in views),
    )


def _row(session: Session, customer_id: int, subject: str) -> Put:
    same = select(Put).where(Put.customer_id == customer_id, Put.subject == subject)
    row = session.scalars(same).first()
    if row is None:
        row = Put(customer_id=customer_id, subject=subject, put_at=now_of(session))
        session.add(row)
        session.flush()
    return row
