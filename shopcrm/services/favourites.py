"""What somebody likes most that is in the shop now: it came in lately, or there is not much of it left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import rhythm
from shopcrm.services import categories, settings, stock, wares
from shopcrm.services.pointing import Goods
from shopcrm.services.preferences import Kind, PreferenceView, Source
from shopcrm.services.regulars import Regular
from shopcrm.services.wares import Ware
from shopcrm.store.arrivals import Arrival, ArrivalLine
from shopcrm.store.prepared import Prepared
from shopcrm.store.unchanged import while_unchanged

LATELY = 14
"""So many days goods count as just come in."""
_NEWEST = 100
"""So many of the goods that came in last are looked at."""
_BEST = 5
"""So many of the goods that they like most are looked at, and as many of those that just came in."""
_TIMES_LEFT = 3
"""Goods run low when there is less than three times what they take at a time."""
_TOLD_WORTH = 100
"""What they told counts for more than any number of purchases, by its strength."""


_ARRIVED = Prepared(
    select(ArrivalLine.product_id, func.max(Arrival.arrived_at))
    .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
    .where(Arrival.arrived_at >= bindparam("since"))
    .group_by(ArrivalLine.product_id)
    .order_by(func.max(Arrival.arrived_at).desc(), ArrivalLine.product_id)
    .limit(_NEWEST)
)


@dataclass(frozen=True, slots=True)
class Favourite:
    """Goods that they like and the shop has: when they came in, or None where they run low.

    `left` is what they can have of it in thousandths, `told` what they said they like, `worth` how much.
    """

    product_id: int
    name: str
    unit: str
    arrived_on: date | None
    left: int
    times: int
    last: date | None
    told: str
    worth: int


def in_stock(
    session: Session,
    customer_id: int,
    today: date,
    bought: Sequence[Regular],
    views: Sequence[PreferenceView],
) -> list[Favourite]:
    """List what somebody likes most that came in lately or runs low; what is not there is left out.

    What they buy and what they told are given, because whoever asks has read them.
    """
    often = {one.product_id: one for one in bought if one.times >= rhythm.ENOUGH}
    likes = [view for view in views if _is_liked(view)]
    if not often and not likes:
        return []
    arrived = _arrived(session, today)
    best = list(often)[:_BEST]
    told = _told(session, likes, {*arrived, *best})
    fresh = [key for key in arrived if key in often or key in told]
    worth = {key: _worth(often.get(key), told.get(key)) for key in fresh}
    wanted = {*sorted(fresh, key=lambda key: (-worth[key], key))[:_BEST], *best}
    rows = wares.read(session, wanted)
    left = stock.left_for(session, customer_id, [key for key, row in rows.items() if row.stock_kept])
    found = [
        _favourite(row, often.get(key), told.get(key), arrived.get(key), left.get(key))
        for key, row in rows.items()
        if _is_worth_saying(often.get(key), arrived.get(key), left.get(key))
    ]
    return sorted(found, key=lambda one: (-one.worth, one.product_id))


def _is_liked(view: PreferenceView) -> bool:
    return view.kind in {Kind.LIKES, Kind.NEEDS} and view.source is Source.TOLD and view.dismissed_at is None


def _is_worth_saying(regular: Regular | None, arrived_on: date | None, left: int | None) -> bool:
    """Whether goods are there, and came in lately or run low; where no stock is kept, nobody counts."""
    if left is not None and left <= 0:
        return False
    runs_low = left is not None and regular is not None and left < regular.usual * _TIMES_LEFT
    return arrived_on is not None or runs_low


def _favourite(
    row: Ware,
    regular: Regular | None,
    told: PreferenceView | None,
    arrived_on: date | None,
    left: int | None,
) -> Favourite:
    times = regular.times if regular else 0
    return Favourite(
        product_id=row.id,
        name=row.name,
        unit=row.unit,
        arrived_on=arrived_on,
        left=left or 0,
        times=times,
        last=regular.last if regular else None,
        told=told.thing if told else "",
        worth=_worth(regular, told),
    )


def _worth(regular: Regular | None, told: PreferenceView | None) -> int:
    return (regular.times if regular else 0) + (_TOLD_WORTH * told.strength if told else 0)


def _arrived(session: Session, today: date) -> Mapping[int, date]:
    """Tell which goods came in within the last days, and on which."""
    days = settings.read(session).days
    since = days.begins(today - timedelta(days=LATELY))
    arrived = while_unchanged(session, "arrived lately", partial(_ARRIVED.rows, since=since), since)
    return {key: days.of(at) for key, at in arrived}


def _told(
    session: Session, likes: Sequence[PreferenceView], product_ids: set[int]
) -> Mapping[int, PreferenceView]:
    """Tell which of some goods they said they like; of several words the strongest speaks."""
    if not likes or not product_ids:
        return {}
    shelves = categories.everything(session)
    found: dict[int, PreferenceView] = {}
    for row in wares.read(session, product_ids).values():
        goods = Goods(row, shelves)
        meant = [v for v in likes if goods.named_by(v.product_id, v.category_id, v.words, v.attribute)]
        if meant:
            found[row.id] = max(meant, key=lambda view: view.strength)
    return found
