"""Lets points end at the end of their last day, with an entry for each lot (P5)."""

import json
from collections.abc import Iterator
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from shopcrm.services import point_ledger, reach
from shopcrm.services.point_ledger import Account
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.points import PointLot
from shopcrm.store.settings import Setting

_DONE = "points_expired_before"
"""Under this name the file keeps before which day nothing is left that could expire."""


def expire(session: Session) -> int:
    """Write down that lots ended whose last day is over, and tell how many (P5).

    A second round on the same day finds nothing.
    """
    day = point_ledger.today(session)
    lapsed = 0
    for account in _with_something_over(session, day):
        lapsed += point_ledger.clear(session, account, quiet=True)
    if lapsed:
        touched(session, Topic.POINTS, f"{lapsed} lots of points ended before {day}")
        _note_done(session, day)
    return lapsed


def _with_something_over(session: Session, day: date) -> Iterator[Account]:
    query = select(PointLot.customer_id).where(PointLot.expires_on < day).distinct()
    done = session.scalar(select(Setting.value).where(Setting.name == _DONE))
    before = date.min if done is None else date.fromisoformat(json.loads(done))
    # After a clock that ran ahead was set right, all is looked through once more.
    if before <= day:
        query = query.where(PointLot.expires_on >= before)
    for ids in reach.portions(session.scalars(query).all()):
        yield from point_ledger.look_many(session, ids)


def _note_done(session: Session, day: date) -> None:
    """Note how far the round came; it is no decision of the shop, and nobody reads anything anew for it."""
    connection, value = session.connection(), json.dumps(day.isoformat())
    known = connection.execute(update(Setting).where(Setting.name == _DONE).values(value=value))
    if not known.rowcount:
        connection.execute(insert(Setting).values(name=_DONE, value=value))
