"""Days as the shop counts them: Jalali or Gregorian for people, whole business days in the shop's zone (D1).

Moments are UTC with a zone; a business day is the half-open range from its start hour to the next day's.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from shopcrm.rules.errors import BadInput

_HOURS = 24
_LONGEST_STEP = 3
"""By fewer hours than these the clocks of any zone are set for the summer."""


class CalendarKind(StrEnum):
    """The calendar in which people see and type days."""

    GREGORIAN = "gregorian"
    JALALI = "jalali"


class Clock(Protocol):
    """Whatever tells the time; the program's is the computer's, a test's stands still."""

    def __call__(self) -> datetime:
        """Tell the present moment, in UTC."""


class UnknownZone(BadInput):
    """No silent UTC for a zone that nobody knows (D1)."""

    sentence = "There is no time zone called {zone}. Choose one from the list, such as Asia/Tehran."


class NoSuchDay(BadInput):
    """The numbers name no day of that calendar."""

    sentence = "{text} is not a day. Write year, month and day, such as {example}."


@dataclass(frozen=True, slots=True)
class ShopDay:
    """How the shop counts its days: its zone, and the hour at which a business day begins (0 to 23)."""

    zone: str = "Asia/Tehran"
    start_hour: int = 0

    def of(self, moment: datetime) -> date:
        """Tell on which business day a UTC moment falls."""
        local = moment.astimezone(zone(self.zone)) - timedelta(hours=self.start_hour)
        day = local.date()
        if _LONGEST_STEP <= local.hour < _HOURS - _LONGEST_STEP:
            return day
        # Where clocks are set just then, the hour with which the day begins comes twice or never.
        if moment < self.begins(day):
            return day - timedelta(days=1)
        return day + timedelta(days=1) if moment >= self.begins(day + timedelta(days=1)) else day

    def begins(self, day: date) -> datetime:
        """Tell the UTC moment at which a business day begins."""
        start = datetime.combine(day, time(self.start_hour), zone(self.zone))
        return start.astimezone(UTC)

    def range(self, day: date) -> tuple[datetime, datetime]:
        """Give the half-open UTC range of a business day."""
        return self.begins(day), self.begins(day + timedelta(days=1))

    def at(self, local: datetime) -> datetime:
        """Read a wall-clock time of the shop as a UTC moment."""
        return local.replace(tzinfo=zone(self.zone)).astimezone(UTC)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Find a time zone by name; an unknown one is an error, never UTC by silence (D1)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownZone(zone=name) from error


def to_jalali(day: date) -> tuple[int, int, int]:
    """Give year, month and day of the Jalali calendar."""
    shown = JalaliDate(day)
    return shown.year, shown.month, shown.day


def from_parts(kind: CalendarKind, year: int, month: int, day: int) -> date:
    """Find the day that the numbers name in a calendar; raises NoSuchDay."""
    try:
        if kind is CalendarKind.JALALI:
            return _jalali(year, month, day)
        return date(year, month, day)
    except (ValueError, TypeError, OverflowError) as error:
        example = "1405/09/01" if kind is CalendarKind.JALALI else "2026-11-22"
        raise NoSuchDay(text=f"{year}/{month}/{day}", example=example) from error


def parts(kind: CalendarKind, day: date) -> tuple[int, int, int]:
    """Give year, month and day as a calendar counts them."""
    return to_jalali(day) if kind is CalendarKind.JALALI else (day.year, day.month, day.day)


def _jalali(year: int, month: int, day: int) -> date:
    found = JalaliDate(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)
