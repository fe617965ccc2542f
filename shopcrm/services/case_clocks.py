"""The two clocks of a complaint: to the first answer and until it is settled, in opening hours (K2).

While the customer is waited for a clock stands still: `left` tells what was left on it, and `after` when it
runs out again. One that had run out keeps by how much, below zero. A shop without hours has no due moment.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from shopcrm.rules import opening as rules
from shopcrm.services import opening, standards


def due(session: Session, severity: int, taken_at: datetime) -> tuple[datetime | None, datetime | None]:
    """Tell by when a complaint is answered and by when settled, in UTC; 0 is a severity that was not told."""
    times, hours = standards.times(session, severity), opening.of_shop(session)
    return rules.after(hours, taken_at, times.answer), rules.after(hours, taken_at, times.settle)


def left(session: Session, now: datetime, due_at: datetime | None) -> int | None:
    """Tell how many opening minutes are left until a due moment, below zero once it is over."""
    return None if due_at is None else rules.minutes_between(opening.of_shop(session), now, due_at)


def after(session: Session, now: datetime, minutes: int | None) -> datetime | None:
    """Tell when a clock runs out on which so many opening minutes are left."""
    return None if minutes is None else rules.after(opening.of_shop(session), now, minutes)


def is_open(session: Session, now: datetime) -> bool:
    """Whether the shop is open at a moment."""
    return rules.is_open(opening.of_shop(session), now)
