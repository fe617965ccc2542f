"""Which backups stay as they grow old: all of two days, then one a day, a week, a month, for two years.

Of a day, week or month the newest one stays. The newest of all stays however old it is.
"""

from collections.abc import Collection, Hashable
from datetime import date, datetime, timedelta

ALL_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=14)
WEEKLY_FOR = timedelta(days=61)
MONTHLY_FOR = timedelta(days=730)
EVERY = timedelta(minutes=30)
"""No two backups are made by themselves in less than this."""


def kept(made: Collection[datetime], now: datetime) -> frozenset[datetime]:
    """Tell which of some backups stay; what was made while the clock ran ahead counts as made now."""
    newest_of: dict[Hashable, datetime] = {}
    for moment in sorted(made):
        place = _place(moment, now - moment)
        if place is not None:
            newest_of[place] = moment
    return frozenset([*newest_of.values(), *([max(made)] if made else [])])


def is_time(last: datetime | None, now: datetime) -> bool:
    """Whether the last backup is long enough ago; one that seems to be of tomorrow says nothing."""
    return last is None or now - last >= EVERY or last > now


def _place(moment: datetime, age: timedelta) -> Hashable | None:
    """Name the place that only one backup may take, or None where none stays."""
    day = moment.date()
    if age <= ALL_FOR:
        return moment
    if age <= DAILY_FOR:
        return day
    if age <= WEEKLY_FOR:
        return "week", _monday(day)
    if age <= MONTHLY_FOR:
        return "month", day.year, day.month
    return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
