"""The day's close at a till: what should lie in the drawer, what does, and all that happened since the last.

A close covers what was written at its till since the close before, whatever the calendar says: what comes
after it belongs to the next one, and nothing is counted twice or never, even where a clock was set back. A
close is never changed. What is left in the drawer for change is where the next begins.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import one_line
from shopcrm.services import day_figures, settings
from shopcrm.services.day_figures import DayFigures, Mark, Off, PaidBy, SoldBy
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.till import DayClose

__all__ = ["ClosedDay", "DayFigures", "close", "history", "open_now", "read"]

_LARGEST = 10**15


class NoSuchClose(NotFound):
    """The close is not there."""

    sentence = "There is no day close {id}. Choose one from the list."


class DrawerRefused(BadInput):
    """An amount that cannot lie in a drawer."""

    sentence = (
        "A drawer cannot hold that amount. Nothing was closed. Count again, and leave for change no more "
        "than there is."
    )


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """What a close says, or would say now where `id` is None; amounts in smallest units.

    `since` is when the first thing happened that it covers. `opening` lay in the drawer at the beginning,
    `expected` should lie there, `counted` does (None where nobody counted), `left` stays there for change.
    """

    id: int | None
    day: date
    since: datetime | None
    at: datetime
    till: str
    by: str
    figures: DayFigures
    opening: int
    expected: int
    counted: int | None = None
    left: int = 0
    note: str = ""

    @property
    def difference(self) -> int | None:
        """How much more lies in the drawer than should; None where nobody counted."""
        return None if self.counted is None else self.counted - self.expected

    @property
    def says(self) -> Saying:
        """Say in a sentence what the close found."""
        if self.figures.is_empty:
            return saying("Nothing happened at this till since its last close.")
        return saying("{count} sale", "{count} sales", count=self.figures.sales)


def open_now(session: Session) -> ClosedDay:
    """Tell what a close at this till would say now."""
    before = _last(session, who_of(session).till)
    return _reckoned(session, before)


def close(session: Session, counted: int | None = None, note: str = "", left: int | None = None) -> ClosedDay:
    """Close the day at this till with what was counted in the drawer; raises DrawerRefused.

    Without `left` as much stays for change as lay there before, or all there is where that is less. A till at
    which nothing happened can be closed too; the close says so.
    """
    before = _last(session, who_of(session).till)
    now = _reckoned(session, before)
    there = max(0, now.expected) if counted is None else counted
    stays = min(now.opening, there) if left is None else left
    _check(counted, stays, there)
    since = _written(now.since)
    kept = {"figures": asdict(now.figures), "opening": now.opening, "left": stays, "since": since}
    row = DayClose(
        day=now.day,
        at=now.at,
        till=now.till,
        by=now.by,
        expected=now.expected,
        counted=counted,
        note=one_line(note),
        figures=json.dumps(kept, ensure_ascii=False),
    )
    session.add(row)
    session.flush()
    touched(session, Topic.TILL, f"day close {row.id}: {now.expected} expected, {counted} counted")
    return _read(row)


def read(session: Session, close_id: int) -> ClosedDay:
    """Read a close as it was made; raises NoSuchClose."""
    row = session.get(DayClose, close_id)
    if row is None:
        raise NoSuchClose(id=close_id)
    return _read(row)


def history(session: Session, limit: int = 50) -> list[ClosedDay]:
    """List closes of all tills, the last first."""
    query = select(DayClose).order_by(DayClose.id.desc()).limit(limit)
    return [_read(row) for row in session.scalars(query)]


def _check(counted: int | None, stays: int, there: int) -> None:
    if not (0 <= (counted or 0) <= _LARGEST and 0 <= stays <= there):
        raise DrawerRefused


def _last(session: Session, till: str) -> ClosedDay | None:
    """Find the last close of a till; who closes next waits until this one is done."""
    query = select(DayClose).where(DayClose.till == till).order_by(DayClose.id.desc()).limit(1)
    row = session.scalars(query.with_for_update()).first()
    return None if row is None else _read(row)


def _reckoned(session: Session, before: ClosedDay | None) -> ClosedDay:
    who, now = who_of(session), now_of(session)
    mark = Mark() if before is None else before.figures.mark
    figures = day_figures.gather(session, who.till, mark)
    opening = 0 if before is None else before.left
    return ClosedDay(
        id=None,
        day=settings.read(session).days.of(now),
        since=day_figures.began(session, who.till, mark),
        at=now,
        till=who.till,
        by=who.actor,
        figures=figures,
        opening=opening,
        expected=opening + figures.cash,
        left=opening,
    )


def _read(row: DayClose) -> ClosedDay:
    kept = json.loads(row.figures)
    return ClosedDay(
        id=row.id,
        day=row.day,
        since=datetime.fromisoformat(kept["since"]) if kept["since"] else None,
        at=row.at,
        till=row.till,
        by=row.by,
        figures=_figures(kept["figures"]),
        opening=kept["opening"],
        expected=row.expected,
        counted=row.counted,
        left=kept["left"],
        note=row.note,
    )


def _figures(kept: dict[str, Any]) -> DayFigures:
    parts: dict[str, Any] = {
        "payments": tuple(PaidBy(**one) for one in kept["payments"]),
        "people": tuple(SoldBy(**one) for one in kept["people"]),
        "discounts": tuple(Off(**one) for one in kept["discounts"]),
        "tab_paid": tuple(PaidBy(**one) for one in kept["tab_paid"]),
        "mark": Mark(**kept["mark"]),
    }
    return DayFigures(**{**kept, **parts})


def _written(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
