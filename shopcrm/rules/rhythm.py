"""How often somebody buys goods by their own habit, and whether they are late by it.

Several sales on one day are one time (N1); with fewer than three times there is no habit yet.
"""

from datetime import date

ENOUGH = 3
"""So many times make a habit."""
_LATE = 125
"""Late is who waited longer than usual by a quarter (in hundredths of the usual time)."""
_GIVEN_UP = 300
"""Who waited three times as long as usual has given it up rather than forgotten it."""
_GRACE = 2
"""So many days late are nothing to speak of."""


def usual_gap(times: int, first: date, last: date) -> int | None:
    """Tell after how many days they usually buy again; None where that is no habit yet."""
    if times < ENOUGH:
        return None
    return max(1, round((last - first).days / (times - 1)))


def is_overdue(times: int, first: date, last: date, today: date) -> bool:
    """Tell whether they are late by their own habit, and have not given it up."""
    gap = usual_gap(times, first, last)
    if gap is None:
        return False
    waited = (today - last).days
    return waited * 100 >= gap * _LATE and waited >= gap + _GRACE and waited * 100 <= gap * _GIVEN_UP


def days_late(times: int, first: date, last: date, today: date) -> int:
    """Tell by how many days they are late; 0 where they are not."""
    gap = usual_gap(times, first, last)
    return max(0, (today - last).days - gap) if gap is not None else 0
