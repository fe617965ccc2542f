"""When people come and what they come for: Nowruz, Yalda, the month of fasting, summer and winter.

Days are known by how busy they are, 1 being an ordinary one.
"""

from datetime import date, timedelta
from functools import lru_cache

from shopcrm.rules import calendar

_FASTING = date(2025, 3, 1)
_LUNAR_YEAR = 354.367
_LONGEST = 3.2


@lru_cache(maxsize=4096)
def lifts(day: date) -> tuple[tuple[str, float], ...]:
    """Tell which seasons a day lies in, each with how much more its goods are asked for."""
    _year, month, number = calendar.to_jalali(day)
    found: dict[str, float] = {}
    if month == 12:
        found["nowruz"] = 1.0 + number / 30 * (_LONGEST - 1)
    elif month == 1 and number <= 13:
        found["nowruz"] = 1.6
    if month == 9 and number >= 18:
        found["yalda"] = 1.0 + (number - 17) / 13 * (_LONGEST - 1)
    if month in {3, 4, 5, 6}:
        found["summer"] = 2.0
    if month in {9, 10, 11, 12}:
        found["winter"] = 1.8
    if _is_fasting(day):
        found["ramadan"] = _LONGEST
    return tuple(found.items())


def busy(day: date) -> float:
    """Tell how many more people come than on an ordinary day."""
    by_weekday = (0.9, 0.9, 1.0, 1.35, 0.5, 1.15, 1.0)[day.weekday()]
    lift = max(
        (1.0 + 0.45 * (by - 1) for name, by in lifts(day) if name not in {"summer", "winter"}), default=1
    )
    return by_weekday * lift


@lru_cache(maxsize=16_384)
def appeal(seasons: tuple[str, ...], day: date) -> float:
    """Tell how much more goods with these seasons are asked for on a day; 0 for those out of season."""
    now = dict(lifts(day))
    if "only" in seasons and not any(name in now for name in seasons):
        return 0.0
    return max((now.get(name, 1.0) for name in seasons), default=1.0)


def _is_fasting(day: date) -> bool:
    years = round((day - _FASTING).days / _LUNAR_YEAR)
    return any(
        timedelta(0) <= day - (_FASTING + timedelta(days=round(year * _LUNAR_YEAR))) < timedelta(days=29)
        for year in (years - 1, years, years + 1)
    )
