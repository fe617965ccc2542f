"""What goes into a wish: one thing, and how somebody wants it; everything that cannot be is refused here."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import attributes
from shopcrm.rules.errors import BadInput
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.text import fold
from shopcrm.services import categories, held, stock
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Category, Product

PRIORITIES = (0, 1, 2)
"""How far ahead somebody stands: in turn, ahead of the others, before everybody."""


class WishForOneThing(BadInput):
    """A wish names nothing, or more than one thing."""

    sentence = "A request is for one thing: goods, a category, or some words. Nothing was written down."


class WishQuantityRefused(BadInput):
    """Nobody asks for nothing."""

    sentence = "The quantity asked for must be more than zero. Nothing was written down."


class WishPriceRefused(BadInput):
    """Nobody pays less than nothing."""

    sentence = "The highest price must be more than zero. Nothing was written down."


class WishPriorityRefused(BadInput):
    """A priority is 0, 1 or 2."""

    sentence = "The priority goes from 0 to 2. Nothing was written down."


class WishDayOver(BadInput):
    """The last day of a wish lies in the past."""

    sentence = "The last day, {day}, is over already. Nothing was written down. Choose today or later."


@dataclass(frozen=True, slots=True)
class Details:
    """How somebody wants a thing: thousandths, smallest units for one unit at most, last day, priority."""

    quantity: int | None = None
    limit_price: int | None = None
    until: date | None = None
    priority: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a wish is for; `key` is how two writings of it are found to be the same."""

    product_id: int | None
    category_id: int | None
    words: str
    attribute: str
    key: str


def thing_of(product_id: int | None, category_id: int | None, said: str, attribute: str) -> Thing:
    """Give the one thing a wish is for; raises WishForOneThing."""
    wordless = attribute and not fold(attribute)
    if (product_id is not None) + (category_id is not None) + bool(fold(said)) != 1 or wordless:
        raise WishForOneThing
    if attribute and not fold(said):
        raise WishForOneThing
    # The sign between the two never stands in folded words, so that words never look like an attribute.
    key = "=".join(attributes.same(attribute, said)) if attribute else fold(said)
    return Thing(product_id, category_id, said, attribute, key)


def check(session: Session, customer_id: int, thing: Thing, details: Details) -> None:
    """Refuse a wish of nobody, for nothing that is there, or in a way that cannot be."""
    if session.scalar(select(Customer.state).where(Customer.id == customer_id)) != "active":
        raise NoSuchCustomer(id=customer_id)
    if thing.product_id is not None and session.get(Product, thing.product_id) is None:
        raise stock.NoSuchProduct(id=thing.product_id)
    if thing.category_id is not None and session.get(Category, thing.category_id) is None:
        raise categories.NoSuchCategory(id=thing.category_id)
    check_details(session, details)


def check_details(session: Session, details: Details) -> None:
    """Refuse no quantity, no price, a day that is over, or a priority that there is not."""
    if details.quantity is not None and details.quantity <= 0:
        raise WishQuantityRefused
    if details.limit_price is not None and details.limit_price <= 0:
        raise WishPriceRefused
    if details.priority not in PRIORITIES:
        raise WishPriorityRefused
    if details.until is not None and details.until < held.today(session):
        raise WishDayOver(day=details.until)


def raised(before: Details, asked: Details) -> Details:
    """Give what somebody wants who asks again: never less than before."""
    last = asked.until if before.until is None else max(before.until, asked.until or before.until)
    return Details(
        quantity=max(before.quantity or 0, asked.quantity or 0) or None,
        limit_price=max(before.limit_price or 0, asked.limit_price or 0) or None,
        until=last,
        priority=max(before.priority, asked.priority),
        note=asked.note or before.note,
    )
