"""What waits for a person: calls, letters, texts from the shop's own phone, and words at the next visit.

Whoever is not to be told any more, having bought it since or said no, is on none of the lists (A3, A5).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import delivery
from shopcrm.rules.delivery import HAND, Channel, Outcome, State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, from_json
from shopcrm.services import people, reach, standing
from shopcrm.services.reach import Reach, Ways
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.messages import Message
from shopcrm.store.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make: who, where, what to say, and why they care."""

    message_id: int
    customer_id: int
    name: FieldValue
    phone: str
    say: str
    goods: str
    why: tuple[Saying, ...]
    outcome: Outcome
    tries: int
    not_before: datetime


@dataclass(frozen=True, slots=True)
class HandItem:
    """One message that a person carries: to whom and where, what it says, why they care, how it went."""

    message_id: int
    customer_id: int
    channel: Channel
    name: FieldValue
    address: str
    subject: str
    body: str
    goods: str
    why: tuple[Saying, ...]
    outcome: Outcome
    tries: int
    not_before: datetime
    language: str


@dataclass(frozen=True, slots=True)
class ToTell:
    """Something to say to a person at the next visit, why, and why it was not sent."""

    message_id: int
    customer_id: int
    product_id: int | None
    goods: str
    say: str
    why: tuple[Saying, ...]
    not_sent: tuple[Saying, ...]


_TO_TELL = Prepared(
    select(*Message.__table__.columns, Customer.state.label("person_state"), Product.name.label("goods_name"))
    .join(Customer, Customer.id == Message.customer_id)
    .outerjoin(Product, Product.id == Message.product_id)
    .where(Message.customer_id == bindparam("who"))
    .where(Message.channel == Channel.IN_PERSON, Message.state == State.QUEUED)
    .order_by(Message.id)
)


def is_by_hand(row: Message, ways: Ways) -> bool:
    """Whether a person carries a message; how it went out stays so, whatever is set up later."""
    if row.provider:
        return row.provider == HAND
    return Channel(row.channel) in ways.by_hand or delivery.is_by_hand(Channel(row.channel))


def call_list(session: Session) -> list[Call]:
    """List the calls to make in the order of the queue, those to try again later at the end."""
    return [
        Call(
            message_id=item.message_id,
            customer_id=item.customer_id,
            name=item.name,
            phone=item.address,
            say=item.body,
            goods=item.goods,
            why=item.why,
            outcome=item.outcome,
            tries=item.tries,
            not_before=item.not_before,
        )
        for item in by_hand(session, Channel.CALL)
    ]


def by_hand(session: Session, channel: Channel) -> list[HandItem]:
    """List what waits on a channel for a person to do it, in the order of the queue, later tries at the end.

    A channel that couriers take has no such list.
    """
    if channel not in reach.ways(session).by_hand:
        return []
    later = Message.not_before > now_of(session)
    return [
        HandItem(
            message_id=message.id,
            customer_id=message.customer_id,
            channel=channel,
            name=shown_name(name, code, message.customer_id),
            address=message.address,
            subject=message.subject,
            body=message.body,
            goods=goods or "",
            why=from_json(message.why),
            outcome=Outcome(message.outcome),
            tries=message.attempts,
            not_before=message.not_before,
            language=message.language,
        )
        for message, name, code, goods in _waiting(session, channel, later, Message.attempts)
    ]


def tell_in_person(session: Session, customer_id: int | None = None) -> list[ToTell]:
    """List what is to be said to a person at the next visit; to everybody where none is named.

    Greetings are left out: whoever sees the person sees the occasion itself.
    """
    if customer_id is None:
        rows = [(message, goods) for message, _name, _code, goods in _waiting(session, Channel.IN_PERSON)]
    else:
        rows = _to_tell(session, customer_id)
    return [
        ToTell(
            message_id=message.id,
            customer_id=message.customer_id,
            product_id=message.product_id,
            goods=goods or "",
            say=message.body,
            why=from_json(message.why),
            not_sent=from_json(message.problem),
        )
        for message, goods in rows
        if message.greeting is None
    ]


def _to_tell(session: Session, customer_id: int) -> list[tuple[Any, str | None]]:
    """Read the same of one person, without what no longer holds."""
    rows = _TO_TELL.named(session, who=customer_id)
    if not rows:
        return []
    # A word in person needs no address and no leave; only who is gone hears nothing.
    person = Reach(customer_id, "", None, "", "", frozenset(), is_known=rows[0].person_state == people.ACTIVE)
    idle = standing.reasons_against(session, rows, {customer_id: person})
    return [(row, row.goods_name) for row in rows if row.id not in idle]


def _waiting(
    session: Session, channel: Channel, *order: Any
) -> list[tuple[Message, str, str | None, str | None]]:
    """Read what waits for somebody to say it, without what no longer holds."""
    columns: tuple[Any, ...] = (Message, Customer.name, Customer.code, Product.name)
    query = (
        select(*columns)
        .join(Customer, Customer.id == Message.customer_id)
        .outerjoin(Product, Product.id == Message.product_id)
        .where(Message.channel == channel, Message.state == State.QUEUED)
    )
    rows = [tuple(row) for row in session.execute(query.order_by(*order, Message.id))]
    idle = standing.reasons_against(session, [row[0] for row in rows])
    return [row for row in rows if row[0].id not in idle]
