"""Days of the year that matter to somebody: read as they are said, and worked out afresh each year (D2, D3).

A yearly day is a calendar, a month and a day, as the customer said them; the year may be unknown.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shopcrm.rules.calendar import CalendarKind, NoSuchDay, from_parts, parts
from shopcrm.rules.cell_dates import MONTHS
from shopcrm.rules.errors import BadInput
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.rules.text import ascii_digits, fold, one_line

LONGEST_LEAD = 60
"""So many days ahead one can be reminded."""


class OccasionKind(StrEnum):
    """What is kept on the day."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    OTHER = "other"


class NotADayOfTheYear(BadInput):
    """The text names no day that comes every year."""

    sentence = (
        "{text} is not a day. Nothing was saved. Write month and day, with or without the year: {example}."
    )


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day of the year as it was said, in the calendar in which it was said."""

    calendar: CalendarKind
    month: int
    day: int
    year: int | None = None


_LONGEST_TEXT = 40
_GREGORIAN_YEARS, _JALALI_YEARS = range(1800, 2201), range(1200, 1500)
_YEAR_FIRST = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4})", re.ASCII)
_TWO_NUMBERS = re.compile(r"(\d{1,2}) (\d{1,2})", re.ASCII)
_DAY_NAMED = re.compile(r"(\d{1,2}) ([^\W\d]+)(?: (\d{4}))?")
_NAME_FIRST = re.compile(r"([^\W\d]+) (\d{1,2})(?: (\d{4}))?")
_ORDINAL = re.compile(r"(?<=\d) ?(?:st|nd|rd|th|ام|م)\b")
_FILLERS = frozenset(("of", "the", fold("ماه"), fold("سال")))
_CALENDARS = {
    "gregorian": CalendarKind.GREGORIAN,
    fold("میلادی"): CalendarKind.GREGORIAN,
    "jalali": CalendarKind.JALALI,
    fold("شمسی"): CalendarKind.JALALI,
}
_TIME_OF_DAY = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$")
_LAST_DAYS = {
    CalendarKind.GREGORIAN: (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31),
    CalendarKind.JALALI: (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30),
}
_LEAP_DAYS = {CalendarKind.GREGORIAN: (2, 29), CalendarKind.JALALI: (12, 30)}
_EXAMPLES = {CalendarKind.GREGORIAN: "1990-12-26", CalendarKind.JALALI: "1370/10/05"}


def is_yearly_day(calendar: CalendarKind, month: int, day: int) -> bool:
    """Tell whether a calendar has the day in some year."""
    return 1 <= month <= 12 and 1 <= day <= _LAST_DAYS[calendar][month - 1]


def next_day(calendar: CalendarKind, month: int, day: int, after: date) -> date:
    """Find the first such day on `after` or later.

    29 February falls on 28 in common years, 30 Esfand on 29 (D2). Raises NoSuchDay for a day no year has.
    """
    year = parts(calendar, after)[0]
    found = in_year(calendar, year, month, day)
    return found if found >= after else in_year(calendar, year + 1, month, day)


def in_year(calendar: CalendarKind, year: int, month: int, day: int) -> date:
    """Find the day in a year of its calendar; the leap day falls on the day before it in common years (D2).

    Raises NoSuchDay.
    """
    try:
        return from_parts(calendar, year, month, day)
    except NoSuchDay:
        if (month, day) != _LEAP_DAYS[calendar]:
            raise
        return from_parts(calendar, year, month, day - 1)


def kept_on(calendar: CalendarKind, day: date) -> list[tuple[int, int]]:
    """List the days of the year, as month and day, that are kept on a day: its own, and a leap day (D2)."""
    year, *own = parts(calendar, day)
    leap = _LEAP_DAYS[calendar]
    kept = [(own[0], own[1])]
    if leap not in kept and in_year(calendar, year, *leap) == day:
        kept.append(leap)
    return kept


def turns(calendar: CalendarKind, year: int | None, coming: date) -> int | None:
    """Tell how many years it will be on the coming day, or None where no year was said (D3)."""
    count = parts(calendar, coming)[0] - year if year is not None else 0
    return count if count > 0 else None


def read_day(text: str, calendar: CalendarKind) -> SaidDay:
    """Read a day of the year with or without a year, in any digits; raises NotADayOfTheYear.

    A name of a month, of a calendar, or the year tells the calendar; plain numbers are of the shop's, written
    as its dates are: month, then day, unless only the other way round names a day. Two dashes in the place of
    the year, as on address cards, are Gregorian unless a calendar is named. A time of day is left out.
    """
    plain = _TIME_OF_DAY.sub("", ascii_digits(text).strip())
    words = _tidy(plain).split()
    usual = CalendarKind.GREGORIAN if plain.startswith("--") else calendar
    meant = next((_CALENDARS[word] for word in words if word in _CALENDARS), usual)
    tidy = " ".join(word for word in words if word not in _CALENDARS)
    said = _numbered(tidy, meant) or _worded(tidy)
    if said is None or not exists(said):
        raise NotADayOfTheYear(text=one_line(text)[:_LONGEST_TEXT], example=_EXAMPLES[calendar])
    return said


def named(kind: OccasionKind, label: str) -> FieldValue:
    """Name an occasion: by its own label, or by what it is."""
    if label:
        return label
    match kind:
        case OccasionKind.BIRTHDAY:
            return saying("Birthday")
        case OccasionKind.ANNIVERSARY:
            return saying("Anniversary")
        case OccasionKind.OTHER:
            return saying("Special day")


def comes(days_left: int) -> Saying:
    """Say when a day comes that is so many days away."""
    if days_left == 0:
        return saying("today")
    if days_left == 1:
        return saying("tomorrow")
    return saying("in {count} days", count=days_left)


def _tidy(text: str) -> str:
    """Part numbers and words by single spaces, without what only joins them."""
    folded = fold(_ORDINAL.sub(" ", ascii_digits(one_line(text)).lower()))
    return " ".join(word for word in folded.split() if word not in _FILLERS)


def _numbered(tidy: str, calendar: CalendarKind) -> SaidDay | None:
    if found := _YEAR_FIRST.fullmatch(tidy):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        return SaidDay(_calendar_of(year), month, day, year)
    if found := _YEAR_LAST.fullmatch(tidy):
        return SaidDay(_calendar_of(int(found[3])), int(found[2]), int(found[1]), int(found[3]))
    if found := _TWO_NUMBERS.fullmatch(tidy):
        month, day = int(found[1]), int(found[2])
        if not is_yearly_day(calendar, month, day):
            month, day = day, month
        return SaidDay(calendar, month, day)
    return None


def _worded(tidy: str) -> SaidDay | None:
    if found := _DAY_NAMED.fullmatch(tidy):
        day, name, year = found[1], found[2], found[3]
    elif found := _NAME_FIRST.fullmatch(tidy):
        name, day, year = found[1], found[2], found[3]
    else:
        return None
    calendar, month = MONTHS.get(name, (CalendarKind.GREGORIAN, 0))
    return SaidDay(calendar, month, int(day), int(year) if year else None)


def _calendar_of(year: int) -> CalendarKind:
    return CalendarKind.JALALI if year in _JALALI_YEARS else CalendarKind.GREGORIAN


def exists(said: SaidDay) -> bool:
    """Tell whether a calendar has the day, in its year where one was said, within what people remember."""
    if not is_yearly_day(said.calendar, said.month, said.day):
        return False
    if said.year is None:
        return True
    years = _JALALI_YEARS if said.calendar is CalendarKind.JALALI else _GREGORIAN_YEARS
    if said.year not in years:
        return False
    try:
        from_parts(said.calendar, said.year, said.month, said.day)
    except NoSuchDay:
        return False
    return True
