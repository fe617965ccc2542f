"""What there is to do today, for whom, in one list: nothing that waits for a person is forgotten.

Each group shows its first few tasks and how many there are in all; groups without tasks are left out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from shopcrm.rules.delivery import Channel, State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, from_json, saying
from shopcrm.services import (
    care_tasks,
    duplicates,
    holds,
    occasions,
    people,
    reach,
    seen,
    settings,
    today_promises,
    wish_goods,
)
from shopcrm.services.shop import now_of
from shopcrm.services.today_promises import Due
from shopcrm.services.wish_goods import MoneyWaiting
from shopcrm.store.arrivals import Arrival, ArrivalLine
from shopcrm.store.base import Base
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.merges import LikelyDuplicate
from shopcrm.store.messages import Message

FEW = 5
"""How many tasks of a group are shown until all of it is asked for."""
MANY = 200
"""So many are shown of a group of which all is asked for."""
NEW_ARRIVAL = timedelta(days=7)
"""After so long an arrival is no news any more."""
FRESH_FAILURE = timedelta(days=7)
_LATELY = timedelta(days=2)
_LOOKED_AT = 6
"""Of so many people who were here lately the habits are looked through for something to ask."""


class Kind(StrEnum):
    """What kind of task it is, in the order of the list."""

    UNKNOWN = "unknown"
    CASE_LATE = "case_late"
    DRAFT = "draft"
    ASK_AGAIN = "ask_again"
    LOW_ANSWER = "low_answer"
    BROKEN = "broken"
    PROMISE = "promise"
    ORDER = "order"
    ARRIVAL = "arrival"
    WISH_IN = "wish_in"
    HOLD_ENDS = "hold_ends"
    BY_HAND = "by_hand"
    OCCASION = "occasion"
    FAILED = "failed"
    GUESS = "guess"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `what` and `why`, and the number of what it is about.

    `thing` is a message, a case, a low answer, a promise, an order, an arrival, a wish, a hold, an occasion
    or a pair; for what is done by hand it is 0, and `channel` says which list to work through.
    """

    kind: Kind
    what: FieldValue
    why: Saying
    thing: int = 0
    customer_id: int | None = None
    product_id: int | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one kind: the first few, and how many there are."""

    kind: Kind
    count: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """All that is to be done, and the money that waits in wishes."""

    groups: tuple[Group, ...]
    waiting: MoneyWaiting

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return sum(group.count for group in self.groups)


_Found: TypeAlias = tuple[int, Iterable[Task]]
_Read: TypeAlias = Callable[[Session, int], _Found]
"""Counts the tasks of a kind, and gives the first so many of them."""


def today(session: Session, whole: Collection[Kind] = ()) -> Today:
    """Gather what is to be done today: the first few tasks of each kind, of those in `whole` up to MANY."""
    readers: Mapping[Kind, _Read] = {
        Kind.UNKNOWN: _unknown,
        Kind.CASE_LATE: _care(Kind.CASE_LATE, care_tasks.late),
        Kind.DRAFT: _care(Kind.DRAFT, care_tasks.drafts),
        Kind.ASK_AGAIN: _care(Kind.ASK_AGAIN, care_tasks.to_ask_again),
        Kind.LOW_ANSWER: _care(Kind.LOW_ANSWER, care_tasks.low_answers),
        Kind.BROKEN: partial(_word, Kind.BROKEN, today_promises.broken),
        Kind.PROMISE: partial(_word, Kind.PROMISE, today_promises.promised),
        Kind.ORDER: partial(_word, Kind.ORDER, today_promises.orders),
        Kind.ARRIVAL: _arrivals,
        Kind.WISH_IN: _wishes,
        Kind.HOLD_ENDS: _holds,
        Kind.BY_HAND: _by_hand,
        Kind.OCCASION: _occasions,
        Kind.FAILED: _failed,
        Kind.GUESS: _guesses,
        Kind.DUPLICATE: _duplicates,
    }
    groups: list[Group] = []
    for kind, read in readers.items():
        most = MANY if kind in whole else FEW
        count, tasks = read(session, most)
        if count:
            groups.append(Group(kind, count, tuple(islice(tasks, most))))
    return Today(tuple(groups), wish_goods.money_waiting(session))


def _care(kind: Kind, read: Callable[[Session, int], tuple[int, Sequence[care_tasks.CareTask]]]) -> _Read:
    """Make tasks of what there is to do about complaints; `thing` is the low answer, or else the case."""

    def tasks(session: Session, most: int) -> _Found:
        count, found = read(session, most)
        return count, [
            Task(kind, one.what, one.why, one.asking_id or one.complaint_id or 0, customer_id=one.customer_id)
            for one in found
        ]

    return tasks


def _unknown(session: Session, most: int) -> _Found:
    return _messages(session, Kind.UNKNOWN, Message.state == State.UNKNOWN, most)


def _failed(session: Session, most: int) -> _Found:
    fresh = Message.settled_at > now_of(session) - FRESH_FAILURE
    return _messages(session, Kind.FAILED, and_(Message.state == State.FAILED, fresh), most)


def _messages(session: Session, kind: Kind, condition: ColumnElement[bool], most: int) -> _Found:
    rows = session.execute(
        select(Message.id, Message.customer_id, Message.problem, Customer.name, Customer.code)
        .join(Customer, Customer.id == Message.customer_id)
        .where(condition)
        .order_by(Message.id.desc())
        .limit(most)
    )
    nobody_knows = saying("Nobody knows whether it arrived.")
    return _count(session, Message, condition), [
        Task(
            kind,
            shown_name(name, code, customer_id),
            next(iter(from_json(problem)), nobody_knows),
            number,
            customer_id=customer_id,
        )
        for number, customer_id, problem, name, code in rows
    ]


def _word(kind: Kind, read: Callable[[Session], list[Due]], session: Session, _most: int) -> _Found:
    """Find where the shop's word is to be kept, or made up for."""
    found = read(session)
    return len(found), (
        Task(kind, one.what, one.why, one.thing, customer_id=one.customer_id) for one in found
    )


def _arrivals(session: Session, most: int) -> _Found:
    """Find goods that came in and of which nobody was told yet."""
    told = exists().where(
        Message.arrival_id == ArrivalLine.arrival_id, Message.product_id == ArrivalLine.product_id
    )
    lines = select(ArrivalLine.arrival_id, ArrivalLine.product_id, Arrival.arrived_at, Product.name)
    query = (
        lines.join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Product, Product.id == ArrivalLine.product_id)
        .where(Arrival.arrived_at > now_of(session) - NEW_ARRIVAL, ~told)
    )
    rows = session.execute(query.order_by(Arrival.arrived_at.desc(), ArrivalLine.id).limit(most))
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    days = settings.read(session).days
    return count, (
        Task(
            Kind.ARRIVAL,
            name,
            saying("Came in on {day}; nobody was told yet.", day=days.of(at)),
            arrival_id,
            product_id=product_id,
        )
        for arrival_id, product_id, at, name in rows
    )


def _wishes(session: Session, _most: int) -> _Found:
    """Find what people asked for and can have now; what is held for them already waits for them alone."""
    aside = holds.all_open(session)
    wishes = {row.wish_id for row in aside}
    goods = {(row.customer_id, row.product_id) for row in aside}
    found = [
        row
        for row in wish_goods.in_stock(session)
        if row.wish.id not in wishes and (row.wish.customer_id, row.product_id) not in goods
    ]
    days = settings.read(session).days
    return len(found), (
        Task(
            Kind.WISH_IN,
            row.wish.customer,
            saying("{thing} is here; asked for on {day}.", thing=row.product, day=days.of(row.wish.asked_at)),
            row.wish.id,
            customer_id=row.wish.customer_id,
            product_id=row.product_id,
        )
        for row in found
    )


def _holds(session: Session, _most: int) -> _Found:
    """Find what is kept aside for the last day, or for one more."""
    day = settings.read(session).days.of(now_of(session))
    ending = [row for row in holds.all_open(session) if row.until <= day + timedelta(days=1)]
    return len(ending), (
        Task(
            Kind.HOLD_ENDS,
            row.customer,
            _kept(row, day),
            row.id,
            customer_id=row.customer_id,
            product_id=row.product_id,
        )
        for row in ending
    )


def _kept(row: holds.HoldRow, day: date) -> Saying:
    if row.until == day:
        return saying("{goods} is kept for them until tonight.", goods=row.product)
    return saying("{goods} is kept for them until tomorrow.", goods=row.product)


def _by_hand(session: Session, _most: int) -> _Found:
    """Count what waits for a voice, a phone or a printer, by the way in which it goes."""
    ways = set(reach.ways(session).by_hand) - {Channel.IN_PERSON}
    due = Message.not_before <= now_of(session)
    rows = session.execute(
        select(Message.channel, func.count())
        .where(Message.state == State.QUEUED, Message.channel.in_(ways), due)
        .group_by(Message.channel)
    ).all()
    counts = {Channel(channel): number for channel, number in rows}
    return sum(counts.values()), [
        Task(Kind.BY_HAND, _waits(channel, counts[channel]), _how(channel), channel=channel)
        for channel in Channel
        if channel in counts
    ]


def _waits(channel: Channel, count: int) -> Saying:
    match channel:
        case Channel.CALL:
            return saying("{count} call", many="{count} calls", count=count)
        case Channel.LETTER:
            return saying("{count} letter", many="{count} letters", count=count)
        case Channel.WHATSAPP:
            return saying("{count} WhatsApp message", many="{count} WhatsApp messages", count=count)
        case _:
            return saying("{count} text message", many="{count} text messages", count=count)


def _how(channel: Channel) -> Saying:
    match channel:
        case Channel.CALL:
            return saying("To ring up; tick them off as you go.")
        case Channel.LETTER:
            return saying("To print and post.")
        case _:
            return saying("To send from the shop's phone.")


def _occasions(session: Session, _most: int) -> _Found:
    near = occasions.near(session)
    return len(near), (
        Task(Kind.OCCASION, one.name, _when(one.view), one.view.id, customer_id=one.customer_id)
        for one in near
    )


def _when(view: occasions.OccasionView) -> Saying:
    if view.days_left == 0:
        return saying("{occasion} is today.", occasion=view.name)
    if view.days_left == 1:
        return saying("{occasion} is tomorrow.", occasion=view.name)
    return saying("{occasion} on {day}.", occasion=view.name, day=view.next_day)


def _guesses(session: Session, most: int) -> _Found:
    """Find something to ask a few of those who were here lately, while they are still remembered.

    Habits take long to look through, so it ends with the first few that are found.
    """
    rows = session.execute(
        select(Customer.id, Customer.name, Customer.code)
        .where(Customer.last_seen_at > now_of(session) - _LATELY, Customer.state == people.ACTIVE)
        .order_by(Customer.last_seen_at.desc())
        .limit(_LOOKED_AT)
    ).all()
    asked = (
        Task(Kind.GUESS, shown_name(name, code, key), _guess(guess), customer_id=key)
        for key, name, code in rows
        for guess in seen.of_customer(session, key).guessed[:1]
    )
    found = list(islice(asked, min(most, FEW)))
    return len(found), found


def _guess(guess: seen.GuessedTaste) -> Saying:
    return saying("Ask about {thing}: {why}", thing=guess.thing, why=guess.why)


def _duplicates(session: Session, most: int) -> _Found:
    """Find pairs that may be one person; only their names are read, not all that is compared later."""
    pair, first, second = LikelyDuplicate, aliased(Customer), aliased(Customer)
    query = (
        select(pair.id, pair.why, first, second)
        .join(first, first.id == pair.first_id)
        .join(second, second.id == pair.second_id)
        .where(pair.state == duplicates.OPEN, first.state == people.ACTIVE, second.state == people.ACTIVE)
        .order_by(pair.likeness.desc(), pair.id)
        .limit(most)
    )
    perhaps = saying("They may be one person.")
    return duplicates.count(session), [
        Task(
            Kind.DUPLICATE,
            saying("{first} and {second}", first=_name(one), second=_name(other)),
            next(iter(from_json(why)), perhaps),
            key,
        )
        for key, why, one, other in session.execute(query)
    ]


def _name(row: Customer) -> FieldValue:
    return shown_name(row.name, row.code, row.id)


def _count(session: Session, table: type[Base], condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(condition)) or 0
