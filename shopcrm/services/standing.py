"""Looks again, just before anything is said: does the reason for a message still hold (A3, A5)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import ADDRESS_GONE, SAID_NO, Channel, Purpose, State
from shopcrm.rules.sayings import Saying, to_json
from shopcrm.rules.wording import saying
from shopcrm.services import avoiding, held, point_ledger, reach, settings, stock, wares, wish_rows
from shopcrm.services.first_texts import POINTS
from shopcrm.services.reach import Reach
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import Wish
from shopcrm.store.customers import Preference
from shopcrm.store.messages import Message
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine

_CAREFUL = Prepared(
    select(Preference.customer_id).where(
        Preference.customer_id.in_(among("ids")), Preference.kind == "avoids"
    )
)
_BOUGHT_BY = Prepared(
    select(SaleLine.product_id, func.max(Sale.sold_at))
    .join_from(Sale, SaleLine, SaleLine.sale_id == Sale.id)
    .where(Sale.customer_id == bindparam("who"), Sale.sold_at >= bindparam("since"))
    .where(SaleLine.product_id.in_(among("goods")), SaleLine.kind == "sale")
    .group_by(SaleLine.product_id)
)


def still_holds(session: Session, message: Message, person: Reach) -> Saying | None:
    """Say why a message should no longer be sent, or nothing where it still should (A3, A5)."""
    return _reasons(session, [message], {person.customer_id: person}).get(message.id)


def reasons_against(
    session: Session, messages: Sequence[Message], people: Mapping[int, Reach] | None = None
) -> dict[int, Saying]:
    """Say of some messages that wait why they should no longer be sent; the others are not named.

    Whoever knows the people already gives them.
    """
    if people is None:
        people = reach.reaches(session, [one.customer_id for one in messages])
    return _reasons(session, messages, people)


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
    reasons.update(_points_gone(session, _left(messages, reasons)))
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


def _points_gone(session: Session, messages: Sequence[Message]) -> _Reasons:
    noticed = [message for message in messages if message.template == POINTS and message.until is not None]
    left: set[tuple[int, date | None]] = set()
    for ids in reach.portions(message.customer_id for message in noticed):
        accounts = point_ledger.look_many(session, ids)
        left.update((one.customer_id, lot.expires_on) for one in accounts for lot in one.lots)
    for message in noticed:
        if (message.customer_id, message.until) not in left:
            yield message.id, saying("They used the points in the meantime.")


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
            avoiders[goods] = avoiding.avoiders(session, goods, among=careful)
        if message.customer_id in avoiders[goods]:
            yield message.id, avoiders[goods][message.customer_id]


def _who_avoids_anything(session: Session, people: Collection[int]) -> set[int]:
    found: set[int] = set()
    for ids in reach.portions(people):
        found.update(who for (who,) in _CAREFUL.rows(session, ids=ids))
    return found


def _wish_closed(session: Session, messages: Sequence[Message]) -> _Reasons:
    still_open: dict[int, int | None] = {}
    for ids in reach.portions(m.wish_id for m in messages if m.wish_id is not None):
        open_now = wish_rows.is_open(held.today(session))
        rows = session.execute(select(Wish.id, Wish.limit_price).where(Wish.id.in_(ids), open_now))
        still_open.update((key, limit) for key, limit in rows)
    asked_for = (message.product_id for message in messages if message.wish_id in still_open)
    goods = wares.read(session, {key for key in asked_for if key is not None})
    for message in messages:
        if message.wish_id is None:
            continue
        limit, ware = still_open.get(message.wish_id), goods.get(message.product_id or 0)
        if message.wish_id not in still_open:
            yield message.id, saying("What they asked for is settled already.")
        elif limit is not None and ware is not None and (ware.price or 0) > limit:
            yield message.id, saying("It costs more by now than they would pay.")


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
        since = min(message.made_at for message in messages)
        if len(ids) == 1:
            rows = _BOUGHT_BY.rows(session, who=ids[0], goods=goods, since=since)
            latest.update(((ids[0], product or 0), at) for product, at in rows)
            continue
        many = session.execute(
            select(Sale.customer_id, SaleLine.product_id, func.max(Sale.sold_at))
            .join(SaleLine, SaleLine.sale_id == Sale.id)
            .where(Sale.customer_id.in_(ids), SaleLine.product_id.in_(goods), SaleLine.kind == "sale")
            .where(Sale.sold_at >= since)
            .group_by(Sale.customer_id, SaleLine.product_id)
        )
        latest.update(((customer or 0, product or 0), at) for customer, product, at in many)
    return latest


def _gone(session: Session, messages: Sequence[Message]) -> _Reasons:
    goods = {message.product_id for message in messages if message.product_id is not None}
    kept = [key for key, ware in wares.read(session, goods).items() if ware.stock_kept]
    on_hand, shares = stock.on_hand(session, kept), held.shares(session, kept)
    for message in messages:
        key = message.product_id or 0
        # What is held for others is not left for this person; what is held for themselves is (A4).
        others = sum(n for who, n in shares.get(key, {}).items() if who != message.customer_id)
        if key in on_hand and on_hand[key] - others <= 0:
            yield message.id, saying("Nothing of it is left.")
