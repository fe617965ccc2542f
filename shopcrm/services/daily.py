"""What the shop does by itself once a day: what is over lapses, people are greeted, twins are looked for."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import zone
from shopcrm.services import (
    duplicates,
    greetings,
    holds,
    point_expiry,
    point_notices,
    promises,
    reach,
    settings,
    standing,
    tier_review,
    wishes,
)
from shopcrm.services.duplicates import Swept
from shopcrm.services.likely_pairs import Tick
from shopcrm.services.outbox import Queued
from shopcrm.services.shop import Shop, now_of
from shopcrm.services.tier_review import Reviewed
from shopcrm.store.imports import ImportBatch

_PORTION = 2_000
"""How many people are seen to in one go."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a day's round came to; `taken_back` messages to be done by hand no longer hold.

    `expired` lots of points ended, and to `noticed` people and days it was said that points end soon;
    `broken` promises wait to be made up for.
    """

    greetings: Queued
    holds: int
    wishes: int
    taken_back: int
    expired: int = 0
    noticed: int = 0
    broken: int = 0
    tiers: Reviewed = field(default_factory=Reviewed)


def is_due(session: Session, done_on: date | None) -> bool:
    """Whether the day's round is still to be made; `done_on` is the shop's day of the last one.

    It is made at the hour of greetings, so that a day's round never comes before its greetings.
    """
    decided = settings.read(session)
    now = now_of(session)
    return _hour(now, decided.zone) >= decided.greet_hour and decided.days.of(now) != done_on


def do_some(session: Session) -> bool:
    """Do a part of what a day may bring a great deal of, and tell whether there may be more of it.

    The last day of a season may be that of everybody's points, and whoever sells meanwhile must not wait.
    """
    if point_expiry.expire(session, _PORTION):
        return True
    if tier_review.review(session, _PORTION) != Reviewed():
        return True
    return point_notices.queue_notices(session, _PORTION) > 0


def do_daily(session: Session) -> Done:
    """Make the day's round; a second one on the same day changes nothing.

    Raises ValueMissing where the text of greetings asks for what the shop lacks; nothing is done then.
    """
    lapsed = holds.lapse_overdue(session)
    closed = wishes.lapse_overdue(session)
    broken = promises.break_overdue(session)
    by_hand = reach.ways(session).by_hand
    expired = point_expiry.expire(session)
    reviewed = tier_review.review(session)
    noticed = point_notices.queue_notices(session)
    taken_back = sum(standing.withdraw_idle(session, channel) for channel in by_hand)
    greeted = greetings.queue_due(session) if settings.read(session).greet else Queued()
    return Done(greeted, lapsed, closed, taken_back, expired, noticed, broken, reviewed)


def _hour(now: datetime, name: str) -> int:
    return now.astimezone(zone(name)).hour


class DayRound:
    """Makes the round of each day once while the program runs; what goes wrong is told once a day."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._done_on: date | None = None

    def make_if_due(self) -> None:
        """Make today's round if it was not made yet; raises what `do_daily` raises, once a day."""
        if not self._shop.ask(is_due, self._done_on):
            return
        self._done_on = self._shop.ask(_today)
        while self._shop.do(do_some):
            pass
        self._shop.do(do_daily)


class Sweep:
    """Looks for people known twice: once a day, and once more after a file was brought in.

    It takes a second or two with a hundred thousand customers, so it is never made before anybody's eyes;
    who writes meanwhile is not held up.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._made_at: tuple[date, int] | None = None

    def make_if_due(self, tick: Tick | None = None) -> Swept | None:
        """Look through everybody if it is time to; `tick` may raise to stop, and it is tried again later."""
        reached = self._shop.ask(_reached)
        if reached == self._made_at:
            return None
        found = duplicates.sweep_beside(self._shop, tick)
        self._made_at = reached
        return found


def _reached(session: Session) -> tuple[date, int]:
    """Tell the day, and the newest file that was brought in."""
    return _today(session), session.scalar(select(func.max(ImportBatch.id))) or 0


def _today(session: Session) -> date:
    return settings.read(session).days.of(now_of(session))
