"""Looks again, just before anything is said: does the reason for a message still hold (A3, A5)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import ADDRESS_GONE, SAID_NO, Channel, Purpose, State
from shopcrm.rules.sayings import Saying, to_json
from shopcrm.rules.wording import saying
from shopcrm.services import avoiding, reach, settings, stock, wishes
from shopcrm.services.reach import Reach
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import Wish
from shopcrm.store.customers import Preference
from shopcrm.store.goods import Product
from shopcrm.store.messages import Message
from shopcrm.store.sales import Sale, SaleLine


def still_holds(session: Session, message: Message, person: Reach) -> Saying | None:
    """Say why a message should no longer be sent, or nothing where it still should (A3, A5)."""
    return _reasons(session, [message], {person.customer_id: person}).get(message.id)


def reasons_against(session: Session, messages: Sequence[Message]) -> dict[int, Saying]:
    """Say of some messages that wait why they should no longer be sent; the others are not named."""
    return _reasons(session, messages, reach.reaches(session, [one.customer_id for one in messages]))


def withdraw_idle(session: Session, channel: Channel, customer_id: int | None = None) -> int:
    """Withdraw what waits on a channel and no longer holds; give how many; the rest stays as it is."""
    query = select(Message).where(Message.channel == channel, Message.state == State.QUEUED)
    if customer_id is not None:
        query = query.where(Message.customer_id == customer_id)
    rows = session.scalars(query).all()
    reasons = reasons_against(session, rows)
    for row in rows:
        if row.id in reasons:
            withdraw(session, row, reasons[row.id])
    return len(reasons)


def withdraw(session: Session, row: Message, why: Saying) -> None:
    """Take a message back before it is sent, and keep the reason."""
    row.state, row.problem, row.settled_at = State.WITHDRAWN, to_json([why]), now_of(session)


def _reasons(session: Session, messages: Sequence[Message], people: Mapping[int, Reach]) -> dict[int, Saying]:
    reasons = dict(_too_late(session, messages))
    reasons.update(_unwelcome(_left(messages, reasons), people))
    # Whoever has an order for goods has bought them, and is served although the last piece is theirs.
    news = [message for message in messages if message.purpose == Purpose.NEWS]
    for check in (_avoided, _bought, _wish_closed, _gone):
        reasons.update(check(session, _left(news, reasons)))
    return reasons


_Reasons = Iterator[tuple[int, Saying]]


def _left(messages: Sequence[Message], reasons: Collection[int]) -> list[Message]:
    return [message for message in messages if message.id not in reasons]


def _too_late(session: Session, messages: Sequence[Message]) -> _Reasons:
    ending = [message for message in messages if message.until is not None]
    today = settings.read(session).days.of(now_of(session)) if ending else date.min
    for message in ending:
        if message.until is not None and message.until < today:
            yield message.id, saying("It would come too late: it was good until {day}.", day=message.until)


def _unwelcome(messages: Sequence[Message], people: Mapping[int, Reach]) -> _Reasons:
    for message in messages:
        person, channel = people[message.customer_id], Channel(message.channel)
        if not person.may(Purpose(message.purpose), channel):
            yield message.id, SAID_NO
        elif channel is not Channel.IN_PERSON and not person.where(channel):
            yield message.id, ADDRESS_GONE


def _avoided(session: Session, messages: Sequence[Message]) -> _Reasons:
    asked = {message.customer_id for message in messages if message.product_id is not None}
    careful = _who_avoids_anything(session, asked)
    avoiders: dict[int, dict[int, Saying]] = {}
    for message in messages:
        goods = message.product_id
        if goods is None or message.customer_id not in careful:
            continue
        if goods not in avoiders:
            avoiders[goods] = avoiding.avoiders(session, goods)
        if message.customer_id in avoiders[goods]:
            yield message.id, avoiders[goods][message.customer_id]


def _who_avoids_anything(session: Session, people: Collection[int]) -> set[int]:
    found: set[int] = set()
    for ids in reach.portions(people):
        found.update(
            session.scalars(
                select(Preference.customer_id).where(
                    Preference.customer_id.in_(ids), Preference.kind == "avoids"
                )
            )
        )
    return found


def _wish_closed(session: Session, messages: Sequence[Message]) -> _Reasons:
    states: dict[int, str] = {}
    for ids in reach.portions(m.wish_id for m in messages if m.wish_id is not None):
        rows = session.execute(select(Wish.id, Wish.state).where(Wish.id.in_(ids)))
        states.update((wish_id, state) for wish_id, state in rows)
    for message in messages:
        if message.wish_id is not None and states[message.wish_id] not in wishes.OPEN:
            yield message.id, saying("What they asked for is settled already.")


def _bought(session: Session, messages: Sequence[Message]) -> _Reasons:
    latest = _latest_purchases(session, messages)
    for message in messages:
        at = latest.get((message.customer_id, message.product_id or 0))
        if at is not None and at >= message.made_at:
            yield message.id, saying("They bought it in the meantime.")


def _latest_purchases(session: Session, messages: Sequence[Message]) -> dict[tuple[int, int], datetime]:
    goods = {message.product_id for message in messages if message.product_id is not None}
    latest: dict[tuple[int, int], datetime] = {}
    for ids in reach.portions(message.customer_id for message in messages if message.product_id is not None):
        rows = session.execute(
            select(Sale.customer_id, SaleLine.product_id, func.max(Sale.sold_at))
            .join(SaleLine, SaleLine.sale_id == Sale.id)
            .where(Sale.customer_id.in_(ids), SaleLine.product_id.in_(goods), SaleLine.kind == "sale")
            .where(Sale.sold_at >= min(message.made_at for message in messages))
            .group_by(Sale.customer_id, SaleLine.product_id)
        )
        latest.update(((customer or 0, product or 0), at) for customer, product, at in rows)
    return latest


def _gone(session: Session, messages: Sequence[Message]) -> _Reasons:
    goods = {message.product_id for message in messages if message.product_id is not None}
    kept = session.scalars(select(Product.id).where(Product.id.in_(goods), Product.stock_kept)).all()
    left = stock.on_hand(session, kept)
    for message in messages:
        if left.get(message.product_id or 0, 1) <= 0:
            yield message.id, saying("Nothing of it is left.")
