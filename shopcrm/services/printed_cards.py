"""The customer cards to print: each person's card in use, and a new one for whoever has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import cards, customers


@dataclass(frozen=True, slots=True)
class CardToPrint:
    """One card: whose it is, and its number."""

    customer_id: int
    name: FieldValue
    number: str


def ready(session: Session, customer_ids: Sequence[int]) -> list[CardToPrint]:
    """Find the card in use of each person, and give a number to whoever has none; raises NoSuchCustomer.

    Nobody is named twice, and who was merged is who they became.
    """
    kept = dict.fromkeys(customers.find(session, key) for key in customer_ids)
    return [_ready(session, customer_id) for customer_id in kept]


def _ready(session: Session, customer_id: int) -> CardToPrint:
    row = customers.get(session, customer_id)
    used = [card.number for card in cards.of_customer(session, customer_id) if card.replaced_at is None]
    number = used[0] if used else cards.give(session, customer_id)
    return CardToPrint(customer_id, shown_name(row.name, row.code, row.id), number)
