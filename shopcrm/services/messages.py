"""The shop's messages as people see them: what waits, what went out, what became of it, whom to ring up.

Who may be told, and how, is decided in `outbox`; sending is in `postbox` and `sending`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.delivery import ADDRESS_GONE, SAID_NO, Channel, Outcome, Purpose, State
from shopcrm.rules.errors import NotFound
from shopcrm.rules.letters import Field, Text
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, from_json, to_json
from shopcrm.rules.text import one_line
from shopcrm.services import outbox, reach, settings
from shopcrm.services.courier import Asked, Courier, Letter, Prepaid, Reporting
from shopcrm.services.hand_work import (
    Call,
    HandItem,
    ToTell,
    by_hand,
    call_list,
    is_by_hand,
    tell_in_person,
)
from shopcrm.services.outbox import Draft, Queued
from shopcrm.services.reach import Ways
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.messages import Attempt, Message

__all__ = [
    "Asked",
    "Call",
    "Courier",
    "Filter",
    "HandItem",
    "Letter",
    "MessageRow",
    "NoSuchMessage",
    "NotReached",
    "Page",
    "Prepaid",
    "Queued",
    "Reporting",
    "Summary",
    "ToTell",
    "Try",
    "by_hand",
    "call_list",
    "compose",
    "not_reached",
    "one",
    "page",
    "summary",
    "tell_in_person",
    "tries",
]

FREE = "news"
"""The name of the text that is written freely."""


class NoSuchMessage(NotFound):
    """The message is not in the shop."""

    sentence = "There is no message {id}. Look at the list again."


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message in the list; `arrived` is what the gateway said, `sale_id` the purchase that followed.

    A purchase that was brought back later stays what came of the message; its return stands at the sale.
    """

    id: int
    customer_id: int
    customer: FieldValue
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
    template: str = ""
    parts: int = 0
    provider: str = ""
    arrived: bool | None = None
    sale_id: int | None = None
    by_hand: bool = False


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
    """How many messages stand where; what is done by hand is counted apart from what is sent.

    `texts` are those for the shop's own phone, where no gateway is set.
    """

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    withdrawn: int = 0
    calls: int = 0
    in_person: int = 0
    texts: int = 0
    whatsapp: int = 0
    letters: int = 0


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


def compose(
    session: Session,
    customer_ids: Sequence[int],
    texts: Mapping[str, Text],
    purpose: Purpose = Purpose.NEWS,
    channel: Channel | None = None,
) -> Queued:
    """Queue a free text to one or some people, by one channel or by the best one for each.

    The same text to the same person goes once a day. Raises UnknownField, StrayBrace, TextEmpty, NoText,
    ValueMissing or NoSuchCustomer with nothing queued.
    """
    decided = settings.read(session)
    today = decided.days.of(now_of(session))
    checked = {language: letters.check(text) for language, text in texts.items()}
    versions = {}
    for language, text in checked.items():
        words = outbox.words_of(decided, language)
        shop = words.isolate(one_line(decided.shop_name))
        day = words.day(today, year=False)
        versions[language] = outbox.version(text, {Field.SHOP: shop, Field.DAY: day})
    said = repr((sorted(checked.items(), key=lambda item: item[0]), purpose, channel))
    cause = f"free:{today:%Y%m%d}:{hashlib.sha256(said.encode()).hexdigest()[:20]}"
    drafts = [
        Draft(f"{cause}:{one}", one, versions, purpose=purpose, channel=channel, template=FREE)
        for one in customer_ids
    ]
    return outbox.queue(session, drafts)


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

    hands = reach.ways(session).by_hand
    return Summary(
        waiting=by(State.QUEUED, *(channel for channel in Channel if channel not in hands)),
        sending=by(State.SENDING),
        sent=by(State.SENT),
        failed=by(State.FAILED),
        unknown=by(State.UNKNOWN),
        withdrawn=by(State.WITHDRAWN),
        calls=by(State.QUEUED, Channel.CALL),
        in_person=by(State.QUEUED, Channel.IN_PERSON),
        texts=by(State.QUEUED, Channel.SMS) if Channel.SMS in hands else 0,
        whatsapp=by(State.QUEUED, Channel.WHATSAPP),
        letters=by(State.QUEUED, Channel.LETTER),
    )


def page(session: Session, wanted: Filter, offset: int = 0, limit: int = 100) -> Page:
    """Read a part of the list of messages, newest first."""
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(Message).where(*conditions)) or 0
    rows = session.execute(
        _described().where(*conditions).order_by(Message.id.desc()).offset(offset).limit(limit)
    )
    ways = reach.ways(session)
    return Page(tuple(_row(row, ways) for row in rows), total)


def one(session: Session, message_id: int) -> MessageRow:
    """Read one message; raises NoSuchMessage."""
    row = session.execute(_described().where(Message.id == message_id)).first()
    if row is None:
        raise NoSuchMessage(id=message_id)
    return _row(row, reach.ways(session))


def tries(session: Session, message_id: int) -> list[Try]:
    """List the attempts to deliver a message, the first one first."""
    rows = session.scalars(select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.ordinal))
    return [Try(row.ordinal, row.began_at, row.ended_at, row.result, row.detail) for row in rows]


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


def _row(found: Any, ways: Ways) -> MessageRow:
    message, name, code, goods = found
    return MessageRow(
        id=message.id,
        customer_id=message.customer_id,
        customer=shown_name(name, code, message.customer_id),
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
        template=message.template,
        parts=message.parts,
        provider=message.provider,
        arrived=message.arrived,
        sale_id=message.sale_id,
        by_hand=is_by_hand(message, ways),
    )
