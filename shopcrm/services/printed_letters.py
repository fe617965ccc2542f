"""Letters and greeting cards to print: what waits for the post, and ticking it off once it is on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Decision
from shopcrm.services import answers, hand_work
from shopcrm.store.customers import Customer
from shopcrm.store.messages import Message


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """One letter: to whom and where in lines as they stand on it, what it says and in which language."""

    message_id: int
    customer_id: int
    name: str
    address: str
    subject: str
    body: str
    language: str


def waiting(
    session: Session, message_ids: Sequence[int] | None = None, *, greetings: bool = False
) -> list[PrintedLetter]:
    """List the letters that wait, or those of them that are named; with `greetings` only those that greet.

    What no longer holds is left out (A3, A5).
    """
    items = hand_work.by_hand(session, Channel.LETTER)
    if message_ids is not None:
        items = [item for item in items if item.message_id in set(message_ids)]
    if greetings:
        greeting = _greetings(session, [item.message_id for item in items])
        items = [item for item in items if item.message_id in greeting]
    addressed = _addressed(session, [item.customer_id for item in items])
    return [
        PrintedLetter(
            message_id=item.message_id,
            customer_id=item.customer_id,
            name=f"{addressed[item.customer_id]} {item.name}".strip(),
            address=item.address,
            subject=item.subject,
            body=item.body,
            language=item.language,
        )
        for item in items
    ]


def tick_off(session: Session, message_ids: Sequence[int]) -> int:
    """Note that letters went out, and count them; raises NoSuchMessage or CannotDecide."""
    for message_id in message_ids:
        answers.settle(session, message_id, Decision.TOLD)
    return len(message_ids)


def _greetings(session: Session, message_ids: Sequence[int]) -> set[int]:
    query = select(Message.id).where(Message.id.in_(message_ids), Message.greeting.is_not(None))
    return set(session.scalars(query))


def _addressed(session: Session, customer_ids: Sequence[int]) -> dict[int, str]:
    query = select(Customer.id, Customer.honorific).where(Customer.id.in_(customer_ids))
    return {row.id: row.honorific for row in session.execute(query)}
