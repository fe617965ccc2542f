"""Reads days and times from cells: ISO, compact, day or month first, Jalali, worded, Excel's numbers.

Whether 03/04/2011 is March or April is decided over the whole column by `day_order`, never cell by cell.
A month without a day is its first day.
The times that come out stand on the shop's own clock and carry no zone.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from shopcrm.rules import calendar
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.text import ascii_digits, fold, one_line


class NotADate(BadInput):
    """The cell names no day."""

    sentence = "{text} is not a date."


class NotATime(BadInput):
    """The cell names no time of day."""

    sentence = "{text} is not a time of day."


class DayOrder(StrEnum):
    """Which of two small numbers comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


_JALALI_YEARS = range(1300, 1500)
_YEARS = range(1900, 2201)
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  the shop's clock, which has no zone here
_EXCEL_DAYS = range(20_000, 80_000)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)", re.DOTALL)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)", re.DOTALL)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?")
_WORDED = re.compile(
    r"(\d{1,2}) ([^\W\d]+) (\d{4})(?!\d)(.*)|([^\W\d]+) (\d{1,2}) (\d{4})(?!\d)(.*)", re.DOTALL
)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_CLOCK = re.compile(
    r"[T\s,\-]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm|a\.m\.|p\.m\.|ق\.?\s?ظ\.?|ب\.?\s?ظ\.?)?"
    r"\s*(z|[+-]\d{2}:?\d{2})?\s*",
    re.IGNORECASE,
)
_AFTERNOON = ("p", "ب")
_MARKS = re.compile(r"[\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _month_names() -> dict[str, tuple[CalendarKind, int]]:
    gregorian = (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    )
    jalali = (
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand",
    )
    kinds = ((CalendarKind.GREGORIAN, gregorian), (CalendarKind.JALALI, jalali))
    named = {
        fold(name): (kind, place)
        for kind, lists in kinds
        for names in lists
        for place, name in enumerate(names.split(), start=1)
    }
    return named | {"sept": (CalendarKind.GREGORIAN, 9), fold("امرداد"): (CalendarKind.JALALI, 5)}


MONTHS = _month_names()
"""The calendar and the place of each month by its folded name, in either language."""


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Decide from a column's cells whether day or month stands first; None where no cell proves it.

    Where cells prove both, the more frequent wins, and the others will be refused.
    """
    day_first = month_first = 0
    for text in texts:
        found = _YEAR_LAST.match(_tidy(text))
        if found and int(found[4]) not in _JALALI_YEARS:
            day_first += int(found[1]) > 12
            month_first += int(found[3]) > 12
    if day_first == month_first:
        return None
    return DayOrder.DAY_FIRST if day_first > month_first else DayOrder.MONTH_FIRST


def is_doubtful(text: str) -> bool:
    """Tell whether a cell needs the column's order of day and month to be read."""
    found = _YEAR_LAST.match(_tidy(text))
    return bool(found) and int(found[4]) not in _JALALI_YEARS if found else False


def moment(text: str, order: DayOrder = DayOrder.DAY_FIRST, zone: str = "UTC") -> datetime:
    """Read a day with or without a time, as the shop's clock shows it.

    `zone` is the shop's, for cells that carry an offset. Raises NotADate.
    """
    tidy = _tidy(text)
    try:
        found = _numbered(tidy, order, zone) or _worded(tidy, zone) or _excel(tidy)
    except (ValueError, OverflowError, ShopError) as error:
        raise NotADate(text=_shown(text)) from error
    if found is None:
        raise NotADate(text=_shown(text))
    return found


def clock(text: str) -> time:
    """Read a time of day; raises NotATime."""
    tidy = _tidy(text)
    found = _CLOCK.fullmatch(tidy)
    try:
        if found and not found[5]:
            return _time(found)
        if tidy.isdecimal() and len(tidy) in {4, 6}:
            return time(int(tidy[:2]), int(tidy[2:4]), int(tidy[4:] or 0))
    except ValueError as error:
        raise NotATime(text=_shown(text)) from error
    raise NotATime(text=_shown(text))


def looks_like_date(text: str) -> bool:
    """Tell whether a cell names a day by its form; a bare five-digit number does not count."""
    tidy = _tidy(text)
    if tidy.isdecimal() and len(tidy) != 8:
        return False
    try:
        moment(text)
    except NotADate:
        return bool(_YEAR_LAST.fullmatch(tidy))
    return not _SERIAL.fullmatch(tidy)


def _tidy(text: str) -> str:
    return ascii_digits(_MARKS.sub("", text)).strip().removeprefix("'")


def _shown(text: str) -> str:
    tidy = one_line(text)
    return tidy if len(tidy) <= 40 else tidy[:39] + "…"


def _numbered(tidy: str, order: DayOrder, zone: str) -> datetime | None:
    if found := _YEAR_FIRST.fullmatch(tidy):
        return _with_time(_day(int(found[1]), int(found[3]), int(found[4])), found[5], zone)
    if found := _YEAR_LAST.fullmatch(tidy):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if len(found[4]) == 2:
            year += 2000 if year < 70 else 1900
        month_first = order is DayOrder.MONTH_FIRST and year not in _JALALI_YEARS
        month, day = (first, second) if month_first else (second, first)
        return _with_time(_day(year, month, day), found[5], zone)
    if found := _MONTH.fullmatch(tidy):
        return datetime.combine(_day(int(found[1]), int(found[2]), 1), time())
    if found := _COMPACT.fullmatch(tidy):
        parts = [int(part or 0) for part in found.groups()]
        return datetime.combine(_day(*parts[:3]), time(parts[3], parts[4], parts[5]))
    return None


def _worded(tidy: str, zone: str) -> datetime | None:
    spaced = re.sub(r"(?<=\w)[\s\-,،./]+(?=\w)", " ", tidy)
    found = _WORDED.fullmatch(spaced)
    if not found:
        return None
    day, name, year, rest = found.groups()[:4] if found[1] else (found[6], found[5], found[7], found[8])
    kind, month = MONTHS.get(fold(name), (None, 0))
    if kind is None:
        return None
    return _with_time(calendar.from_parts(kind, int(year), month, int(day)), rest, zone)


def _excel(tidy: str) -> datetime | None:
    found = _SERIAL.fullmatch(tidy)
    if not found or int(found[1]) not in _EXCEL_DAYS:
        return None
    fraction = (found[2] or ".0")[1:10].ljust(9, "0")
    # Nine digits of a day are finer than a second; Excel's own noise is rounded away.
    seconds = (int(fraction) * 86_400 * 2 + 10**9) // (2 * 10**9)
    return _EXCEL_DAY_ZERO + timedelta(days=int(found[1]), seconds=seconds)


def _day(year: int, month: int, day: int) -> date:
    if year in _JALALI_YEARS:
        return calendar.from_parts(CalendarKind.JALALI, year, month, day)
    if year not in _YEARS:
        raise ValueError
    return date(year, month, day)


def _with_time(day: date, rest: str, zone: str) -> datetime:
    if not rest.strip():
        return datetime.combine(day, time())
    found = _CLOCK.fullmatch(rest)
    if not found:
        raise ValueError
    local = datetime.combine(day, _time(found))
    if not found[5]:
        return local
    offset = found[5].upper().replace("Z", "+0000").replace(":", "")
    minutes = (int(offset[1:3]) * 60 + int(offset[3:])) * (-1 if offset[0] == "-" else 1)
    as_utc = local - timedelta(minutes=minutes)
    return as_utc.replace(tzinfo=calendar.zone("UTC")).astimezone(calendar.zone(zone)).replace(tzinfo=None)


def _time(found: "re.Match[str]") -> time:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half.startswith(_AFTERNOON) else 0)
    return time(hour, minute, second)
