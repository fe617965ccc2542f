"""Customer cards: given, replaced and read; an old one still finds its person, merged or not (C2, C4)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import cards
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.people import shown_name
from shopcrm.rules.text import one_line
from shopcrm.services import people
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Card
from shopcrm.store.prepared import Prepared

_OF_CUSTOMER = Prepared(
    select(Card.number, Card.given_at, Card.replaced_at, Card.reason)
    .where(Card.customer_id == bindparam("who"))
    .order_by(Card.replaced_at.is_not(None), Card.id.desc())
)


class CardTaken(BadInput):
    """Somebody else has the card."""

    sentence = "The card {number} already belongs to {name}. Nothing was saved. Scan another card."


class NoSuchCard(NotFound):
    """Nobody has that card."""

    sentence = "There is no card {number}. Nothing was changed. Scan it again."


@dataclass(frozen=True, slots=True)
class CardView:
    """A card of somebody; one that was replaced says when and why."""

    number: str
    given_at: datetime
    replaced_at: datetime | None = None
    reason: str = ""


def give(session: Session, customer_id: int, number: str = "") -> str:
    """Give somebody a card and tell its number, which is made where none is given.

    A card they have is replaced by it. Raises NoSuchCustomer, NotACard, CardTaken.
    """
    return _give(session, customer_id, number, reason="")


def replace(session: Session, customer_id: int, reason: str) -> str:
    """Give somebody a new card for one that is lost or worn, and tell its number; raises NoSuchCustomer.

    The old card stays theirs and still finds them.
    """
    return _give(session, customer_id, "", reason=reason)


def fresh(session: Session) -> str:
    """Make a number that no card has."""
    # Spreadsheets drop a 0 that stands first, and with 9 it would look like a mobile phone.
    while True:
        digits = str(secrets.randbelow(8) + 1) + f"{secrets.randbelow(10**8):08d}"
        number = cards.number_of(digits)
        if _row(session, number) is None:
            return number


def find(session: Session, text: str) -> int | None:
    """Find who has a card, however its number is written; whoever was merged is found as who they became."""
    number = cards.tidy_card(text)
    row = _row(session, number) if number else None
    return None if row is None else people.find(session, row.customer_id)


def of_customer(session: Session, customer_id: int) -> list[CardView]:
    """List somebody's cards, the one in use first, then the newest."""
    return [CardView(*row) for row in _OF_CUSTOMER.rows(session, who=customer_id)]


def in_use(session: Session, customer_id: int) -> str:
    """Tell the number of the card that somebody uses, or nothing."""
    views = of_customer(session, customer_id)
    return next((view.number for view in views if view.replaced_at is None), "")


def remove(session: Session, customer_id: int, number: str) -> None:
    """Take a card away from somebody, who is no longer found by it; raises NoSuchCard."""
    row = _row(session, cards.tidy_card(number))
    if row is None or row.customer_id != customer_id:
        raise NoSuchCard(number=one_line(number)[: cards.LONGEST_NUMBER])
    session.delete(row)
    session.flush()
    people.refresh_words(session, people.get(session, customer_id))


def settle(session: Session, customer_id: int, number: str) -> None:
    """Make this the number of the card in use, or take that card away where it is empty; errors of `give`."""
    if number.strip():
        _give(session, customer_id, number, reason="")
        return
    for row in _rows(session, customer_id):
        if row.replaced_at is None:
            remove(session, customer_id, row.number)


def _give(session: Session, customer_id: int, number: str, *, reason: str) -> str:
    owner = people.kept(session, customer_id)
    customer_id = owner.id
    tidy = cards.parse_card(number) if number.strip() else fresh(session)
    row = _row(session, tidy)
    if row is not None and row.customer_id != customer_id:
        other = people.get(session, people.find(session, row.customer_id))
        raise CardTaken(number=tidy, name=shown_name(other.name, other.code, other.id))
    now = now_of(session)
    for old in _rows(session, customer_id):
        if old.replaced_at is None and old is not row:
            old.replaced_at, old.reason = now, one_line(reason)
    if row is None:
        session.add(Card(number=tidy, customer_id=customer_id, given_at=now))
    else:
        row.replaced_at, row.reason = None, ""
    session.flush()
    people.refresh_words(session, owner)
    return tidy


def _row(session: Session, number: str) -> Card | None:
    return session.scalars(select(Card).where(Card.number == number)).first()


def _rows(session: Session, customer_id: int) -> list[Card]:
    owned = select(Card).where(Card.customer_id == customer_id)
    return list(session.scalars(owned.order_by(Card.replaced_at.is_not(None), Card.id.desc())))
