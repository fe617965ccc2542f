"""When the shop is open, and clocks that run only then (K2).

A span of opening hours belongs to the day on which it begins and may end after midnight; a closed day drops
the spans that begin on it. Of an hour that comes twice when clocks are set back, the first counts: the shop
opens and closes once. An hour that is skipped is over at once. A rest of seconds is no minute.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from shopcrm.rules import calendar
from shopcrm.rules.sayings import Saying, saying

DAY_MINUTES = 1440
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_MINUTE = 60_000_000
"""Ticks of a minute."""
_HORIZON = 3660
"""Days; a clock that would run for longer comes to no end, as in a shop without hours."""
_BESIDE = 2
"""So many days before a moment a span that covers it can have begun, in any zone."""
_FIRST_LOOK = 8
"""Days that are looked at first when a clock goes back."""

FIXED_HOLIDAYS: Mapping[tuple[int, int], Saying] = {
    (1, 1): saying("Nowruz"),
    (1, 2): saying("Nowruz"),
    (1, 3): saying("Nowruz"),
    (1, 4): saying("Nowruz"),
    (1, 12): saying("Islamic Republic Day"),
    (1, 13): saying("Nature Day"),
    (3, 14): saying("Death of Imam Khomeini"),
    (3, 15): saying("Uprising of 15 Khordad"),
    (11, 22): saying("Victory of the Revolution"),
    (12, 29): saying("Nationalisation of oil"),
}
"""The holidays of Iran that have their day in the Jalali year, by month and day; lunar ones move."""
_FIXED_IN = frozenset({2, 3, 4, 6})
"""The months of the Gregorian year in which they lie; reckoning into the Jalali one takes its time."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of opening hours in minutes of the shop's clock: from one until before the other.

    `closes` at or before `opens` is on the next day; 0 to 1440 is the whole day.
    """

    opens: int
    closes: int

    @property
    def length(self) -> int:
        """Minutes of the span on a day on which no clock is set."""
        return self.closes - self.opens + (DAY_MINUTES if self.closes <= self.opens else 0)


@dataclass(frozen=True, slots=True)
class Opening:
    """The hours of a week (seven days from Monday, each with its spans), the zone, and when all is closed.

    `fixed` says that the fixed holidays of Iran are kept; `closed` are further days, such as lunar ones.
    """

    week: tuple[tuple[Span, ...], ...]
    zone: str = "Asia/Tehran"
    fixed: bool = False
    closed: frozenset[date] = frozenset()

    @property
    def is_never(self) -> bool:
        """Whether no day of the week has any hours."""
        return not any(self.week)


@lru_cache(maxsize=4096)
def fixed_holiday(day: date) -> Saying | None:
    """Name the fixed holiday of Iran on a day, if it is one."""
    if day.month not in _FIXED_IN:
        return None
    _year, month, number = calendar.to_jalali(day)
    return FIXED_HOLIDAYS.get((month, number))


def is_closed(opening: Opening, day: date) -> bool:
    """Whether no span begins on a day: it is a holiday, or has no hours."""
    holiday = day in opening.closed or (opening.fixed and fixed_holiday(day) is not None)
    return holiday or not opening.week[day.weekday()]


def is_open(opening: Opening, moment: datetime) -> bool:
    """Whether the shop is open at a UTC moment."""
    at = _tick(moment)
    spans = _spans(opening, _day_of(opening, moment) - _BESIDE, _BESIDE + 1)
    return any(begin <= at < end for begin, end in spans)


def minutes_between(opening: Opening, since: datetime, until: datetime) -> int:
    """Count the opening minutes between two UTC moments; below zero where `until` comes first."""
    if until < since:
        return -minutes_between(opening, until, since)
    return _open_time(opening, since, until) // _MINUTE


def after(opening: Opening, moment: datetime, minutes: int) -> datetime | None:
    """Give the first UTC moment by which so many opening minutes have passed since a moment.

    Minutes below zero go back: to the first moment from which on only so many are open until this one. None
    where the shop is not open for so long within ten years.
    """
    if opening.is_never:
        return None
    if minutes < 0:
        return _before(opening, moment, -minutes * _MINUTE)
    return _after(opening, moment, minutes * _MINUTE) if minutes else moment


def moved(before: Opening, holds: Opening, since: datetime, due: datetime) -> datetime:
    """Give when a clock ends that began at a moment, where the shop is open at other times than was thought.

    What was due at once, or would come to no end, stays.
    """
    left = _open_time(before, since, due)
    found = None if left <= 0 or holds.is_never else _after(holds, since, left)
    return due if found is None else found


def stretches(opening: Opening, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    """Give the opening hours around two UTC moments and between, in microseconds since the epoch."""
    if not opening.is_never:
        first, last = _day_of(opening, since) - _BESIDE, _day_of(opening, until)
        yield from _spans(opening, first, last - first + 1)


def _after(opening: Opening, moment: datetime, left: int) -> datetime | None:
    at = _tick(moment)
    for begin, end in _spans(opening, _day_of(opening, moment) - _BESIDE, _HORIZON):
        open_for = end - max(begin, at)
        if open_for >= left:
            return _EPOCH + timedelta(microseconds=max(begin, at) + left)
        left -= max(open_for, 0)
    return None


def _before(opening: Opening, moment: datetime, left: int) -> datetime | None:
    back = _FIRST_LOOK
    while back < _HORIZON:
        begins = moment - timedelta(days=back)
        whole = _open_time(opening, begins, moment)
        if whole > left:
            return _after(opening, begins, whole - left)
        back *= 4
    return None


def _open_time(opening: Opening, since: datetime, until: datetime) -> int:
    if opening.is_never:
        return 0
    first, last = _day_of(opening, since) - _BESIDE, _day_of(opening, until)
    at, stop, found = _tick(since), _tick(until), 0
    for begin, end in _spans(opening, first, last - first + 1):
        found += max(min(end, stop) - max(begin, at), 0)
    return found


def _spans(opening: Opening, first: int, days: int) -> Iterator[tuple[int, int]]:
    """Give the opening hours of some days one after the other, in ticks; those that touch become one.

    Whole numbers are reckoned with: of moments with a zone it would take four times as long.
    """
    week = [sorted((span.opens * _MINUTE, span.length * _MINUTE) for span in day) for day in opening.week]
    held: tuple[int, int] | None = None
    for number in range(first, first + days):
        day = date.fromordinal(number)
        if is_closed(opening, day):
            continue
        for begin, end in _of_day(opening.zone, day, week[day.weekday()]):
            if held is None or begin > held[1]:
                if held is not None:
                    yield held
                held = (begin, end)
            elif end > held[1]:
                held = (held[0], end)
    if held is not None:
        yield held


def _of_day(zone: str, day: date, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    midnight = _plain_midnight(zone, day)
    if midnight is not None:
        return [(midnight + opens, midnight + opens + length) for opens, length in spans]
    found = [(_first_at(zone, day, opens), _first_at(zone, day, opens + length)) for opens, length in spans]
    return [(begin, end) for begin, end in found if begin < end]


@lru_cache(maxsize=4096)
def _plain_midnight(zone: str, day: date) -> int | None:
    """Tell when a day begins, in ticks; None where a clock is set on it or on the next."""
    place = calendar.zone(zone)
    begins = datetime.combine(day, time(), place)
    ends = (begins + timedelta(days=2)).replace(fold=1)
    return _tick(begins) if begins.utcoffset() == ends.utcoffset() else None


def _first_at(zone: str, day: date, ticks: int) -> int:
    """Give the tick at which the clock on the wall first shows a time of a day, or leaps over it."""
    place, local = calendar.zone(zone), datetime.combine(day, time()) + timedelta(microseconds=ticks)
    early = local.replace(tzinfo=place).astimezone(UTC)
    if early.astimezone(place).replace(tzinfo=None) == local:
        return _tick(early)
    # The time is skipped; between the two ways to read it lies the moment of the leap.
    low, high, minute = local.replace(tzinfo=place, fold=1).astimezone(UTC), early, timedelta(minutes=1)
    while high - low > minute:
        middle = low + (high - low) // minute // 2 * minute
        if middle.astimezone(place).replace(tzinfo=None) < local:
            low = middle
        else:
            high = middle
    return _tick(high)


def _tick(moment: datetime) -> int:
    """Count the microseconds since the epoch."""
    return (moment - _EPOCH) // _TICK


def _day_of(opening: Opening, moment: datetime) -> int:
    return moment.astimezone(calendar.zone(opening.zone)).toordinal()
