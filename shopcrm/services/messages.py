"""The shop's messages as people see them: what waits, what went out, what became of it, whom to ring up.

Who may be told, and how, is decided in `outbox`; sending is in `postbox` and `sending`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import ADDRESS_GONE, SAID_NO, Channel, Outcome, Purpose, State, Verdict
from shopcrm.rules.errors import NotFound
from shopcrm.rules.sayings import Saying, from_json, to_json
from shopcrm.services import standing
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.messages import Attempt, Message


class NoSuchMessage(NotFound):
    """The message is not in the shop."""

    sentence = "There is no message {id}. Look at the list again."


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way out; `key` is the same for every attempt, `attempt` counts them from 1."""

    message_id: int
    key: str
    attempt: int
    channel: Channel
    purpose: Purpose
    address: str
    subject: str
    body: str
    language: str
    made_at: datetime
    began_at: datetime


class Courier(Protocol):
    """Whoever takes letters of one channel out of the house; needs no transaction and may take its time."""

    def deliver(self, letter: Letter) -> Verdict:
        """Take one letter and tell what is known of it."""

    def rest(self) -> None:
        """Let go of the line until the next letter."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message in the list."""

    id: int
    customer_id: int
    customer: str
    channel: Channel
    purpose: Purpose
    subject: str
    body: str
    address: str
    goods: str
    state: State
    outcome: Outcome
    attempts: int
    made_at: datetime
    not_before: datetime
    settled_at: datetime | None
    why: tuple[Saying, ...]
    problem: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages to list; what is None or empty does not matter."""

    states: tuple[State, ...] = ()
    channels: tuple[Channel, ...] = ()
    customer_id: int | None = None
    arrival_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, newest first, and how many there are in all."""

    rows: tuple[MessageRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How many messages stand where; calls and words in person are counted apart from what is sent."""

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    withdrawn: int = 0
    calls: int = 0
    in_person: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make: who, where, what to say, and why they care."""

    message_id: int
    customer_id: int
    name: str
    phone: str
    say: str
    goods: str
    why: tuple[Saying, ...]
    outcome: Outcome
    tries: int
    not_before: datetime


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


@dataclass(frozen=True, slots=True)
class NotReached:
    """How many the shop wanted to tell and could not, and the reasons, the most frequent first (A6)."""

    count: int
    reasons: tuple[tuple[Saying, int], ...]


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt to deliver a message; `result` is begun, delivered, refused, unclear or lapsed."""

    ordinal: int
    began_at: datetime
    ended_at: datetime | None
    result: str
    detail: str


def summary(session: Session) -> Summary:
    """Count the messages by where they stand."""
    counts = {
        (Channel(channel), State(state)): count
        for channel, state, count in session.execute(
            select(Message.channel, Message.state, func.count()).group_by(Message.channel, Message.state)
        )
    }

    def by(state: State, *channels: Channel) -> int:
        return sum(counts.get((channel, state), 0) for channel in channels or tuple(Channel))

    return Summary(
        waiting=by(State.QUEUED, Channel.EMAIL),
        sending=by(State.SENDING),
        sent=by(State.SENT),
        failed=by(State.FAILED),
        unknown=by(State.UNKNOWN),
        withdrawn=by(State.WITHDRAWN),
        calls=by(State.QUEUED, Channel.CALL),
        in_person=by(State.QUEUED, Channel.IN_PERSON),
    )


def page(session: Session, wanted: Filter, offset: int = 0, limit: int = 100) -> Page:
    """Read a part of the list of messages, newest first."""
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(Message).where(*conditions)) or 0
    rows = session.execute(
        _described().where(*conditions).order_by(Message.id.desc()).offset(offset).limit(limit)
    )
    return Page(tuple(_row(row) for row in rows), total)


def one(session: Session, message_id: int) -> MessageRow:
    """Read one message; raises NoSuchMessage."""
    row = session.execute(_described().where(Message.id == message_id)).first()
    if row is None:
        raise NoSuchMessage(id=message_id)
    return _row(row)


def tries(session: Session, message_id: int) -> list[Try]:
    """List the attempts to deliver a message, the first one first."""
    rows = session.scalars(select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.ordinal))
    return [Try(row.ordinal, row.began_at, row.ended_at, row.result, row.detail) for row in rows]


def call_list(session: Session) -> list[Call]:
    """List the calls to make in the order of the queue, those to try again later at the end.

    Whoever is not to be called any more, having bought it since or said no, is not on it (A3, A5).
    """
    now = now_of(session)
    later = Message.not_before > now
    return [
        Call(
            message_id=message.id,
            customer_id=message.customer_id,
            name=name or code or "",
            phone=message.address,
            say=message.body,
            goods=goods or "",
            why=from_json(message.why),
            outcome=Outcome(message.outcome),
            tries=message.attempts,
            not_before=message.not_before,
        )
        for message, name, code, goods in _waiting(session, Channel.CALL, later, Message.attempts)
    ]


def tell_in_person(session: Session, customer_id: int | None = None) -> list[ToTell]:
    """List what is to be said to a person at the next visit; to everybody where none is named."""
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
        for message, _name, _code, goods in _waiting(session, Channel.IN_PERSON, customer_id=customer_id)
    ]


def not_reached(session: Session, arrival_id: int | None = None) -> NotReached:
    """Count whom the shop wanted to tell and could not, by reason (A6); of one arrival where it is named."""
    in_person = (Message.channel == Channel.IN_PERSON) & (Message.state == State.QUEUED)
    taken_back = [to_json([reason]) for reason in (SAID_NO, ADDRESS_GONE)]
    withdrawn = (Message.state == State.WITHDRAWN) & Message.problem.in_(taken_back)
    query = select(Message.problem, func.count()).where(
        in_person | withdrawn | (Message.state == State.FAILED)
    )
    if arrival_id is not None:
        query = query.where(Message.arrival_id == arrival_id)
    rows = session.execute(query.group_by(Message.problem).order_by(func.count().desc())).all()
    reasons = tuple((reason, number) for text, number in rows for reason in from_json(text)[:1])
    return NotReached(sum(number for _text, number in rows), reasons)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(Message.state.in_(wanted.states))
    if wanted.channels:
        conditions.append(Message.channel.in_(wanted.channels))
    for column, value in (
        (Message.customer_id, wanted.customer_id),
        (Message.arrival_id, wanted.arrival_id),
        (Message.product_id, wanted.product_id),
    ):
        if value is not None:
            conditions.append(column == value)
    return conditions


def _described() -> Select[Any]:
    columns: tuple[Any, ...] = (Message, Customer.name, Customer.code, Product.name)
    return (
        select(*columns)
        .join(Customer, Customer.id == Message.customer_id)
        .outerjoin(Product, Product.id == Message.product_id)
    )


def _waiting(
    session: Session, channel: Channel, *order: Any, customer_id: int | None = None
) -> list[tuple[Message, str, str | None, str | None]]:
    """Read what waits for somebody to say it, without what no longer holds."""
    query = _described().where(Message.channel == channel, Message.state == State.QUEUED)
    if customer_id is not None:
        query = query.where(Message.customer_id == customer_id)
    rows = [tuple(row) for row in session.execute(query.order_by(*order, Message.id))]
    idle = standing.reasons_against(session, [row[0] for row in rows])
    return [row for row in rows if row[0].id not in idle]


def _row(found: Any) -> MessageRow:
    message, name, code, goods = found
    return MessageRow(
        id=message.id,
        customer_id=message.customer_id,
        customer=name or code or "",
        channel=Channel(message.channel),
        purpose=Purpose(message.purpose),
        subject=message.subject,
        body=message.body,
        address=message.address,
        goods=goods or "",
        state=State(message.state),
        outcome=Outcome(message.outcome),
        attempts=message.attempts,
        made_at=message.made_at,
        not_before=message.not_before,
        settled_at=message.settled_at,
        why=from_json(message.why),
        problem=from_json(message.problem),
    )
