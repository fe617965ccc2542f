"""The words under which people are filed, such as wholesale or neighbour; one word in any spelling (C1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import fold, one_line
from shopcrm.services import people
from shopcrm.store.customers import Customer, Tag
from shopcrm.store.prepared import Prepared

LONGEST_TAG = 40


_OF_CUSTOMER = Prepared(select(Tag.name).where(Tag.customer_id == bindparam("who")).order_by(Tag.id))


class TagTooLong(BadInput):
    """A tag is a word or two."""

    sentence = "{text} is too long for a tag. Nothing was saved. A tag has at most {count} characters."


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many people have it."""

    name: str
    count: int


def settle(session: Session, customer_id: int, names: Sequence[str]) -> None:
    """Make the tags of somebody exactly these; a tag in use keeps the spelling it has.

    Raises NoSuchCustomer, ErasedOnRequest, TagTooLong.
    """
    row = people.kept(session, customer_id)
    customer_id = row.id
    wanted = {fold(name): _tidy(name) for name in reversed(names) if fold(name)}
    held = {tag.skey: tag for tag in _rows(session, customer_id)}
    for key in held.keys() - wanted.keys():
        session.delete(held[key])
    known = _spelled(session, list(wanted))
    for key in reversed(list(wanted)):
        if key not in held:
            session.add(Tag(customer_id=customer_id, name=known.get(key, wanted[key]), skey=key))
    session.flush()
    people.refresh_words(session, row)


def of_customer(session: Session, customer_id: int) -> list[str]:
    """List somebody's tags in the order in which they were given."""
    return [name for (name,) in _OF_CUSTOMER.rows(session, who=customer_id)]


def everything(session: Session) -> list[TagCount]:
    """List all tags in use, those of most people first."""
    count = func.count(Tag.id)
    gone = select(Customer.id).where(Customer.state != people.ACTIVE)
    query = (
        select(func.min(Tag.name), count)
        .where(Tag.customer_id.not_in(gone))
        .group_by(Tag.skey)
        .order_by(count.desc(), Tag.skey)
    )
    return [TagCount(name, number) for name, number in session.execute(query).all()]


def who_has(session: Session, tag: str) -> list[int]:
    """List the people who have a tag, however it is spelled."""
    query = (
        select(Tag.customer_id)
        .join(Customer, Customer.id == Tag.customer_id)
        .where(Customer.state == people.ACTIVE, Tag.skey == fold(tag))
        .order_by(Tag.customer_id)
    )
    return list(session.scalars(query))


def _rows(session: Session, customer_id: int) -> list[Tag]:
    return list(session.scalars(select(Tag).where(Tag.customer_id == customer_id).order_by(Tag.id)))


def _tidy(name: str) -> str:
    tidy = one_line(name)
    if len(tidy) > LONGEST_TAG:
        raise TagTooLong(text=tidy[:LONGEST_TAG], count=LONGEST_TAG)
    return tidy


def _spelled(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Tell how the tags that are in use are spelled."""
    query = select(Tag.skey, func.min(Tag.name)).where(Tag.skey.in_(keys)).group_by(Tag.skey)
    return {row[0]: row[1] for row in session.execute(query)}
