"""Lets points end at the end of their last day, with an entry for each lot (P5)."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from shopcrm.services import point_ledger, reach
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.points import PointEntry, PointLot
from shopcrm.store.settings import Setting

_DONE = "points_expired_before"
"""Under this name the file keeps before which day nothing is left that could expire."""


def expire(session: Session, most: int | None = None) -> int:
    """Write down that lots ended whose last day is over, and tell how many (P5).

    A second round on the same day finds nothing. With `most`, only so many people are looked at.
    """
    day = point_ledger.today(session)
    lapsed = 0
    people = _with_something_over(session, day, most)
    for ids in reach.portions(people):
        for account in point_ledger.look_many(session, ids):
            lapsed += point_ledger.clear(session, account, quiet=True)
    if lapsed:
        touched(session, Topic.POINTS, f"{lapsed} lots of points ended before {day}")
    if most is None or len(people) < most:
        _note_done(session, day)
    return lapsed


def _with_something_over(session: Session, day: date, most: int | None) -> Sequence[int]:
    """Find who has anything left in a lot whose last day is over."""
    own = (PointEntry.customer_id == PointLot.customer_id) & (PointEntry.lot_id == PointLot.id)
    query = (
        select(PointLot.customer_id)
        .join(PointEntry, own)
        .where(PointLot.expires_on < day)
        .group_by(PointLot.customer_id)
        .having(func.sum(PointEntry.points) > 0)
        .limit(most)
    )
    before = _done_before(session)
    # After a clock that ran ahead was set right, all is looked through once more.
    if before <= day:
        query = query.where(PointLot.expires_on >= before)
    return session.scalars(query).all()


def _done_before(session: Session) -> date:
    done = session.scalar(select(Setting.value).where(Setting.name == _DONE))
    return date.min if done is None else date.fromisoformat(json.loads(done))


def _note_done(session: Session, day: date) -> None:
    """Note how far the round came; it is no decision of the shop, and nobody reads anything anew for it."""
    if _done_before(session) == day:
        return
    connection, value = session.connection(), json.dumps(day.isoformat())
    known = connection.execute(update(Setting).where(Setting.name == _DONE).values(value=value))
    if not known.rowcount:
        connection.execute(insert(Setting).values(name=_DONE, value=value))
