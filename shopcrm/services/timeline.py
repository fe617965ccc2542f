"""Everything between a customer and the shop in one list, the newest first, however long it is.

A page says where the next one begins by moment, source and number, so that entries of one moment are neither
shown twice nor lost, whatever comes in meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from shopcrm.rules.timeline import GROUPS, POINT_KINDS, Entry, Group, Kind
from shopcrm.services import (
    settings,
    timeline_complaints,
    timeline_entries,
    timeline_promises,
    timeline_vouchers,
)
from shopcrm.services.timeline_entries import Tell
from shopcrm.store.arrivals import Hold, Wish
from shopcrm.store.base import Moment
from shopcrm.store.complaints import Complaint
from shopcrm.store.customers import Card, Consent, Note
from shopcrm.store.merges import Merge
from shopcrm.store.messages import Message
from shopcrm.store.points import PointPosting
from shopcrm.store.prepared import Prepared
from shopcrm.store.promises import Promise, SpecialOrder
from shopcrm.store.sales import Sale
from shopcrm.store.tiers import TierChange
from shopcrm.store.vouchers import Voucher

__all__ = ["FIRST_PAGE", "Entry", "Group", "Kind", "Place", "TimelinePage", "page"]

FIRST_PAGE = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the moment, and among entries of one moment their source and number."""

    at: datetime
    source: int
    id: int


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A part of the list; `next` is where the following part begins, None at the end."""

    entries: tuple[Entry, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class _Source:
    """Where entries of some kinds come from, and how they are told; columns are as the tables have them.

    `only` says which rows are told of, where not all of them are.
    """

    at: Any
    id: Any
    owner: Any
    kinds: tuple[Kind, ...]
    tell: Tell
    kind: Any = None
    only: Any = None


_SOURCES = (
    _Source(
        Sale.sold_at,
        Sale.id,
        Sale.customer_id,
        (Kind.SALE, Kind.RETURN, Kind.CORRECTION),
        timeline_entries.sales,
        Sale.kind,
    ),
    _Source(Message.made_at, Message.id, Message.customer_id, (Kind.MESSAGE,), timeline_entries.messages),
    _Source(
        Note.at,
        Note.id,
        Note.customer_id,
        (Kind.NOTE, Kind.VISIT, Kind.CALL, Kind.REPLY),
        timeline_entries.notes,
        Note.kind,
    ),
    _Source(Hold.settled_at, Hold.id, Hold.customer_id, (Kind.HOLD,), timeline_entries.holds_settled),
    _Source(Hold.made_at, Hold.id, Hold.customer_id, (Kind.HOLD,), timeline_entries.holds_made),
    _Source(Wish.told_at, Wish.id, Wish.customer_id, (Kind.WISH,), timeline_entries.wishes_told),
    _Source(Wish.asked_at, Wish.id, Wish.customer_id, (Kind.WISH,), timeline_entries.wishes_asked),
    _Source(Consent.at, Consent.id, Consent.customer_id, (Kind.CONSENT,), timeline_entries.consents),
    _Source(Card.replaced_at, Card.id, Card.customer_id, (Kind.CARD,), timeline_entries.cards_replaced),
    _Source(Card.given_at, Card.id, Card.customer_id, (Kind.CARD,), timeline_entries.cards_given),
    _Source(TierChange.at, TierChange.id, TierChange.customer_id, (Kind.TIER,), timeline_entries.tiers),
    _Source(
        PointPosting.at,
        PointPosting.id,
        PointPosting.customer_id,
        (Kind.POINTS,),
        timeline_entries.points,
        only=or_(*(PointPosting.kind == kind for kind in POINT_KINDS)),
    ),
    _Source(Voucher.activated_at, Voucher.id, Voucher.customer_id, (Kind.VOUCHER,), timeline_vouchers.given),
    _Source(
        Promise.settled_at,
        Promise.id,
        Promise.customer_id,
        (Kind.PROMISE,),
        timeline_promises.settled_ones,
        only=or_(Promise.order_id.is_(None), Promise.state == "broken", Promise.state == "made_up"),
    ),
    _Source(
        Promise.made_at,
        Promise.id,
        Promise.customer_id,
        (Kind.PROMISE,),
        timeline_promises.made,
        # What was promised with an order is told with the order.
        only=Promise.order_id.is_(None),
    ),
    _Source(
        SpecialOrder.handed_at,
        SpecialOrder.id,
        SpecialOrder.customer_id,
        (Kind.ORDER,),
        timeline_promises.orders_over,
    ),
    _Source(
        SpecialOrder.ready_at,
        SpecialOrder.id,
        SpecialOrder.customer_id,
        (Kind.ORDER,),
        timeline_promises.orders_ready,
    ),
    _Source(
        SpecialOrder.made_at,
        SpecialOrder.id,
        SpecialOrder.customer_id,
        (Kind.ORDER,),
        timeline_promises.orders_made,
    ),
    _Source(
        Complaint.settled_at,
        Complaint.id,
        Complaint.customer_id,
        (Kind.COMPLAINT,),
        timeline_complaints.settled,
    ),
    _Source(
        Complaint.recorded_at,
        Complaint.id,
        Complaint.customer_id,
        (Kind.COMPLAINT,),
        timeline_complaints.taken,
    ),
    _Source(Merge.undone_at, Merge.id, Merge.kept_id, (Kind.MERGE,), timeline_entries.merges_undone),
    _Source(Merge.at, Merge.id, Merge.kept_id, (Kind.MERGE,), timeline_entries.merges),
)
"""Of what happened at one moment, what stands further up here stands further up in the list."""


def page(
    session: Session,
    customer_id: int,
    group: Group = Group.ALL,
    after: Place | None = None,
    limit: int = FIRST_PAGE,
) -> TimelinePage:
    """Read a part of what happened between a customer and the shop, the newest first.

    `after` is where the part before ended. Nobody's timeline is empty, not an error.
    """
    values: dict[str, int | datetime] = {"who": customer_id, "many": limit + 1}
    if after is not None:
        values |= {"at": after.at, "id": after.id}
    question = _places(group, after.source if after else None)
    places = [Place(*row) for row in question.rows(session, **values)]
    shown = places[:limit]
    return TimelinePage(_entries(session, shown), shown[-1] if len(places) > limit else None)


@lru_cache(maxsize=64)
def _places(group: Group, after: int | None) -> Prepared[datetime, int, int]:
    """Write the question for the places of a page; it is the same for everybody, so it is written once."""
    parts = [_places_of(number, one, group, after) for number, one in enumerate(_SOURCES)]
    found = union_all(*(select(part.subquery()) for part in parts if part is not None)).subquery()
    at, source, key = found.c.at, found.c.source, found.c.id
    newest_first = (at.desc(), source, key.desc())
    page_of = select(type_coerce(at, Moment()), source, key).order_by(*newest_first)
    return Prepared(page_of.limit(bindparam("many")))


def _places_of(number: int, source: _Source, group: Group, after: int | None) -> Select[Any] | None:
    kinds = [kind for kind in source.kinds if group in {Group.ALL, GROUPS[kind]}]
    if not kinds:
        return None
    query = select(source.at.label("at"), literal(number).label("source"), source.id.label("id"))
    query = query.where(source.owner == bindparam("who"), source.at.is_not(None))
    if source.only is not None:
        query = query.where(source.only)
    if source.kind is not None and len(kinds) < len(source.kinds):
        query = query.where(or_(*(source.kind == kind for kind in kinds)))
    if after is not None:
        query = query.where(_further_down(source, number, after))
    return query.order_by(source.at.desc(), source.id.desc()).limit(bindparam("many"))


def _further_down(source: _Source, number: int, after: int) -> ColumnElement[bool]:
    """Say which entries of a source stand below the place where the page before ended."""
    at = bindparam("at", type_=Moment())
    earlier: ColumnElement[bool] = source.at < at
    if number < after:
        return earlier
    if number > after:
        not_later: ColumnElement[bool] = source.at <= at
        return not_later
    return or_(earlier, and_(source.at == at, source.id < bindparam("id")))


def _entries(session: Session, places: Sequence[Place]) -> tuple[Entry, ...]:
    days = settings.read(session).days
    ids: dict[int, list[int]] = {}
    for place in places:
        ids.setdefault(place.source, []).append(place.id)
    told = {source: _SOURCES[source].tell(session, days, some) for source, some in ids.items()}
    return tuple(told[place.source][place.id] for place in places)
