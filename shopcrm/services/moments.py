"""The present moment and day as the shop judges them: a clock that was set back goes behind nothing written.

Only moments at which the program itself wrote count, those of its trail; what a file that was brought in
says of the year does not. What happens is still written down with the clock's own moment. Where the clock had
run ahead, the owner says so.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shopcrm.services import audit, settings
from shopcrm.services.shop import now_of, touched
from shopcrm.store.base import Topic

_READ = "moment"
"""Under this name a transaction keeps the moment that it read."""


def moment(session: Session) -> datetime:
    """Tell at which moment the running transaction judges what is over and what has not begun, in UTC."""
    known: datetime | None = session.info.get(_READ)
    if known is None:
        now = now_of(session)
        before = None if session.info.get(audit.RETOLD) else audit.latest(session)
        known = session.info[_READ] = max(now, before or now)
    return known


def behind(session: Session) -> timedelta:
    """Tell by how much the clock stands behind what was written last; nothing where it does not."""
    return moment(session) - now_of(session)


def trust_clock(session: Session) -> None:
    """Say that the clock is right: it had run ahead before, and what is over is judged by it from now on."""
    before, now = moment(session), now_of(session)
    session.info[audit.RETOLD], session.info[_READ] = True, now
    touched(session, Topic.AUDIT, f"the clock is right: {now.isoformat()}, not {before.isoformat()}")


def today(session: Session) -> date:
    """Tell the shop's day at that moment (D1)."""
    return settings.read(session).days.of(moment(session))
