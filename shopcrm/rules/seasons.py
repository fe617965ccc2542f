"""Months, seasons and years of either calendar: where each begins and ends.

A Jalali season ends with Khordad, Shahrivar, Azar and Esfand. Nobody knows where in the world a Gregorian
shop stands, so its seasons are the quarters of the calendar year, which end with March, June, September and
December and are neither winter nor summer anywhere.
"""

from datetime import date, timedelta

from shopcrm.rules.calendar import CalendarKind, from_parts, parts

_MONTHS = 12
_OF_SEASON = 3


def first_of_year(kind: CalendarKind, day: date) -> date:
    """Give the first day of the year in which a day lies."""
    return from_parts(kind, parts(kind, day)[0], 1, 1)


def end_of_year(kind: CalendarKind, day: date) -> date:
    """Give the last day of the year in which a day lies."""
    return from_parts(kind, parts(kind, day)[0] + 1, 1, 1) - timedelta(days=1)


def end_of_month(kind: CalendarKind, day: date) -> date:
    """Give the last day of the month in which a day lies."""
    year, month, _day = parts(kind, day)
    return _month_end(kind, year, month)


def end_of_season(kind: CalendarKind, day: date) -> date:
    """Give the last day of the season in which a day lies."""
    year, month, _day = parts(kind, day)
    return _month_end(kind, year, month + (-month % _OF_SEASON))


def end_of_next_season(kind: CalendarKind, day: date) -> date:
    """Give the last day of the season after the one in which a day lies (P15)."""
    return end_of_season(kind, end_of_season(kind, day) + timedelta(days=1))


def months_later(kind: CalendarKind, day: date, months: int) -> date:
    """Give the same day so many months later (or earlier, with a minus), or that month's last day."""
    year, month, of_month = parts(kind, day)
    years, place = divmod(month - 1 + months, _MONTHS)
    last = _month_end(kind, year + years, place + 1)
    return last if of_month > parts(kind, last)[2] else from_parts(kind, year + years, place + 1, of_month)


def _month_end(kind: CalendarKind, year: int, month: int) -> date:
    years, place = divmod(month, _MONTHS)
    return from_parts(kind, year + years, place + 1, 1) - timedelta(days=1)
