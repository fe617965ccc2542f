"""When points can be used and when they end, in the shop's calendar (P5, P7, P15).

Both days are included: points end at the end of their last day in shop time.
"""

from datetime import date, timedelta
from enum import StrEnum

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.seasons import end_of_month, end_of_next_season, end_of_year


class Expiry(StrEnum):
    """How the lots of a rule end."""

    NEVER = "never"
    DAYS = "days"
    MONTH = "month"
    YEAR = "year"
    SEASON = "season"


def first_day(day: date, pending_days: int) -> date:
    """Tell from which day points can be used that were earned on a day (P7)."""
    return day + timedelta(days=pending_days)


def last_day(expiry: Expiry, days: int, usable_from: date, calendar: CalendarKind) -> date | None:
    """Tell the last day of points by when they become usable: their life begins then (P5, P15).

    With `days` 1 they are good on that one day. None is never.
    """
    match expiry:
        case Expiry.NEVER:
            return None
        case Expiry.DAYS:
            return usable_from + timedelta(days=days - 1)
        case Expiry.MONTH:
            return end_of_month(calendar, usable_from)
        case Expiry.YEAR:
            return end_of_year(calendar, usable_from)
        case Expiry.SEASON:
            return end_of_next_season(calendar, usable_from)
