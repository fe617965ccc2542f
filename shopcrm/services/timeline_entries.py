"""Reads what stands behind the entries of a timeline, a whole page of one kind at a time."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from shopcrm.rules import attributes, timeline
from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.delivery import Channel, Outcome, Purpose, State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, from_json, saying
from shopcrm.rules.timeline import Entry, Kind
from shopcrm.services import timeline_vouchers
from shopcrm.store.arrivals import Hold, Wish
from shopcrm.store.customers import Card, Consent, Customer, Note
from shopcrm.store.goods import Category, Product
from shopcrm.store.merges import Merge
from shopcrm.store.messages import Message
from shopcrm.store.points import PointPosting
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.tiers import Tier, TierChange

Told: TypeAlias = dict[int, Entry]
"""Entries by the number of what they are about."""
Tell: TypeAlias = Callable[[Session, ShopDay, Sequence[int]], Told]


_GOODS, _SHELF = Product.name.label("goods"), Category.name.label("shelf")
_SALES = Prepared(
    select(Sale.id, Sale.kind, Sale.number, Sale.sold_at, Sale.day, Sale.total, Sale.served_by).where(
        Sale.id.in_(among("ids"))
    )
)
_LINES = Prepared(
    select(SaleLine.sale_id, Product.name, SaleLine.note)
    .outerjoin(Product, Product.id == SaleLine.product_id)
    .where(SaleLine.sale_id.in_(among("ids")))
    .order_by(SaleLine.sale_id, SaleLine.ordinal)
)
_MESSAGES = Prepared(
    select(*Message.__table__.columns, Sale.day.label("bought_on"), _GOODS)
    .outerjoin(Sale, Sale.id == Message.sale_id)
    .outerjoin(Product, Product.id == Message.product_id)
    .where(Message.id.in_(among("ids")))
)
_NOTES = Prepared(select(*Note.__table__.columns).where(Note.id.in_(among("ids"))))
_CONSENTS = Prepared(select(*Consent.__table__.columns).where(Consent.id.in_(among("ids"))))
_CARDS = Prepared(select(*Card.__table__.columns).where(Card.id.in_(among("ids"))))
_WISHES = Prepared(
    select(*Wish.__table__.columns, _GOODS, _SHELF)
    .outerjoin(Product, Product.id == Wish.product_id)
    .outerjoin(Category, Category.id == Wish.category_id)
    .where(Wish.id.in_(among("ids")))
)
_HOLDS = Prepared(
    select(*Hold.__table__.columns, _GOODS)
    .join(Product, Product.id == Hold.product_id)
    .where(Hold.id.in_(among("ids")))
)

_POSTINGS = Prepared(select(*PointPosting.__table__.columns).where(PointPosting.id.in_(among("ids"))))
_TIER_CHANGES = Prepared(
    select(*TierChange.__table__.columns, Tier.name.label("tier"))
    .outerjoin(Tier, Tier.id == TierChange.tier_id)
    .where(TierChange.id.in_(among("ids")))
)


def sales(session: Session, _days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of sales, returns and corrections by their first goods."""
    names, vouchers = _goods(session, ids), timeline_vouchers.used(session, ids)
    told: Told = {}
    for key, kind, number, at, day, total, who in _SALES.rows(session, ids=ids):
        what = timeline.goods(Kind(kind), names.get(key, []))
        why = (saying("Invoice {number}", number=number),) if number else ()
        told[key] = Entry(
            at, day, Kind(kind), key, what, (*why, *vouchers.get(key, ())), who=who, amount=total
        )
    return told


def messages(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of messages and what came of them."""
    return {row.id: _message(row, days) for row in _MESSAGES.named(session, ids=ids)}


def notes(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of notes, visits, calls and replies in people's own words."""
    things = {
        Kind.NOTE: saying("Note"),
        Kind.VISIT: saying("Visit"),
        Kind.CALL: saying("Call"),
        Kind.REPLY: saying("Reply"),
    }
    return {
        row.id: Entry(
            row.at,
            days.of(row.at),
            Kind(row.kind),
            row.id,
            things[Kind(row.kind)],
            text=row.text,
            who=row.written_by,
        )
        for row in _NOTES.named(session, ids=ids)
    }


def wishes_asked(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of what was asked for, and how it ended."""
    return {
        row.id: Entry(
            row.asked_at,
            days.of(row.asked_at),
            Kind.WISH,
            row.id,
            timeline.asked(thing),
            timeline.wish_end(row.state),
            text=row.note,
            who=row.recorded_by,
        )
        for row, thing in _wishes(session, ids)
    }


def wishes_told(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell that somebody heard that what they asked for is here."""
    return {
        row.id: Entry(at, days.of(at), Kind.WISH, row.id, timeline.told_of_wish(thing))
        for row, thing in _wishes(session, ids)
        if (at := row.told_at) is not None
    }


def holds_made(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of what was kept aside."""
    return {
        row.id: Entry(
            row.made_at,
            days.of(row.made_at),
            Kind.HOLD,
            row.id,
            timeline.held("held", name, row.until),
            who=row.made_by,
        )
        for row, name in _holds(session, ids)
    }


def holds_settled(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell what became of what was kept aside."""
    return {
        row.id: Entry(at, days.of(at), Kind.HOLD, row.id, timeline.held(row.state, name, row.until))
        for row, name in _holds(session, ids)
        if (at := row.settled_at) is not None
    }


def consents(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of every yes and no."""
    return {
        row.id: Entry(
            row.at,
            days.of(row.at),
            Kind.CONSENT,
            row.id,
            timeline.consent(Channel(row.channel), Purpose(row.purpose), given=row.given),
            text=row.how,
            who=row.recorded_by,
        )
        for row in _CONSENTS.named(session, ids=ids)
    }


def cards_given(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of cards that were given."""
    return {
        row.id: Entry(row.given_at, days.of(row.given_at), Kind.CARD, row.id, timeline.card_given(row.number))
        for row in _CARDS.named(session, ids=ids)
    }


def cards_replaced(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of cards that were replaced, and why."""
    return {
        row.id: Entry(at, days.of(at), Kind.CARD, row.id, timeline.card_replaced(row.number), text=row.reason)
        for row in _CARDS.named(session, ids=ids)
        if (at := row.replaced_at) is not None
    }


def merges(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of who was taken in as the same person."""
    return {
        row.id: Entry(
            row.at,
            days.of(row.at),
            Kind.MERGE,
            row.id,
            timeline.merged(name, row.gone_id),
            who=row.by,
        )
        for row, name in _merges(session, ids)
    }


def merges_undone(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell of merges that were taken back."""
    return {
        row.id: Entry(
            at, days.of(at), Kind.MERGE, row.id, timeline.parted(name, row.gone_id), who=row.undone_by
        )
        for row, name in _merges(session, ids)
        if (at := row.undone_at) is not None
    }


def points(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell what became of points apart from a sale."""
    return {
        row.id: Entry(
            row.at,
            days.of(row.at),
            Kind.POINTS,
            row.id,
            timeline.points(row.kind, row.points),
            from_json(row.why),
            text=row.reason,
            who=row.by,
        )
        for row in _POSTINGS.named(session, ids=ids)
    }


def tiers(session: Session, days: ShopDay, ids: Sequence[int]) -> Told:
    """Tell what became of somebody's level."""
    return {
        row.id: Entry(
            row.at,
            days.of(row.at),
            Kind.TIER,
            row.id,
            timeline.tier(row.kind, row.tier or saying("none")),
            () if row.kept_until is None else (saying("Kept until {until}", until=row.kept_until),),
            text=row.reason,
            who=row.by,
        )
        for row in _TIER_CHANGES.named(session, ids=ids)
    }


def _message(row: Row[Any], days: ShopDay) -> Entry:
    state, channel, purpose = State(row.state), Channel(row.channel), Purpose(row.purpose)
    told_on = days.of(row.settled_at or row.made_at)
    what = timeline.message(channel, purpose, row.subject or row.goods or "", greets=row.greeting is not None)
    later = (row.bought_on - told_on).days if row.bought_on is not None else None
    why = timeline.became(state, Outcome(row.outcome), from_json(row.problem), later)
    return Entry(row.made_at, days.of(row.made_at), Kind.MESSAGE, row.id, what, why, text=row.body)


def _goods(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, name, note in _LINES.rows(session, ids=ids):
        found.setdefault(key, []).append(name or note)
    return found


def _wishes(session: Session, ids: Sequence[int]) -> list[tuple[Any, str]]:
    return [(row, row.goods or row.shelf or _said(row)) for row in _WISHES.named(session, ids=ids)]


def _said(row: Row[Any]) -> str:
    return attributes.shown(row.attribute, row.words) if row.attribute else row.words


def _holds(session: Session, ids: Sequence[int]) -> list[tuple[Any, str]]:
    return [(row, row.goods) for row in _HOLDS.named(session, ids=ids)]


def _merges(session: Session, ids: Sequence[int]) -> list[tuple[Merge, FieldValue]]:
    query = (
        select(Merge, Customer.name, Customer.code)
        .join(Customer, Customer.id == Merge.gone_id)
        .where(Merge.id.in_(ids))
    )
    return [(row, shown_name(name, code, row.gone_id)) for row, name, code in session.execute(query)]
