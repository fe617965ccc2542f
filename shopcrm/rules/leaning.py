"""Whether one's share of something is clearly more than the shop's, or only chance.

Shares are counted as so many of so many times. Clearly more is twice the shop's share at least, and further
above it than chance would go in about one of forty cases; below a floor of times nothing is said.
"""

from math import sqrt

FLOOR = 4
"""With fewer times nobody leans to anything."""
_TIMES_AS_MUCH = 2.0
_SPREADS = 2.0


def excess(mine: int, of_mine: int, theirs: int, of_theirs: int, floor: int = FLOOR) -> float:
    """Tell by how many times somebody is above what the shop's share would give; 0 where it is not clear.

    What nobody else bought counts as if it had been bought half a time, so that nothing is sure by absence.
    """
    if mine < floor or of_mine <= 0 or of_theirs <= 0:
        return 0.0
    share = min(1.0, max(theirs, 0.5) / of_theirs)
    expected = share * of_mine
    # One more time in the spread, because few times vary more than the formula for many says.
    spread = sqrt(expected * (1.0 - share) + 1.0)
    if mine < _TIMES_AS_MUCH * expected or mine < expected + _SPREADS * spread:
        return 0.0
    return mine - expected


def is_habit(times: int, of: int, floor: int = FLOOR) -> bool:
    """Tell whether so many of so many times are a clear habit: two of three, and no fewer than a floor."""
    return times >= floor and times * 3 >= of * 2
