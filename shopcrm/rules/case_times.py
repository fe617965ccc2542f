"""How long cases took in opening hours, of many at once: the middle, and what nine of ten keep under (K2).

Moments are whole seconds since the epoch, in columns of numbers; -1 is a moment that did not come yet.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from shopcrm.rules import opening as rules
from shopcrm.rules.opening import Opening
from shopcrm.rules.spreads import Spread

Numbers: TypeAlias = NDArray[np.int64]
"""A column of whole numbers."""

_SECOND = 1_000_000
_MINUTE = 60
STANDS, RUNS, BEGINS = 0, 1, 2
"""What a change of state does to the clock until the next one: it stands, runs, or begins anew."""


class OpenClock:
    """Counts opening hours between moments, prepared once for many questions."""

    def __init__(self, opening: Opening, first: int, last: int) -> None:
        since, until = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(max(first, last), UTC)
        found = [(begin // _SECOND, end // _SECOND) for begin, end in rules.stretches(opening, since, until)]
        # The first stretch is an empty one before all others, so that every moment lies in one or after it.
        spans = np.array([(np.iinfo(np.int64).min // 2, np.iinfo(np.int64).min // 2), *found], dtype=np.int64)
        self._begins = spans[:, 0]
        self._lengths = spans[:, 1] - spans[:, 0]
        self._before = np.concatenate(([0], np.cumsum(self._lengths)[:-1]))

    def at(self, moments: Numbers) -> Numbers:
        """Give the opening seconds that had passed by each moment, since long before the first one."""
        place = np.searchsorted(self._begins, moments, side="right") - 1
        within = np.minimum(moments - self._begins[place], self._lengths[place])
        passed: Numbers = self._before[place] + within
        return passed

    def minutes(self, since: Numbers, until: Numbers) -> Numbers:
        """Count the opening minutes between moments."""
        minutes: Numbers = (self.at(until) - self.at(since)) // _MINUTE
        return minutes


@dataclass(frozen=True, slots=True)
class Running:
    """How long the clocks of some cases ran (minutes): by their numbers, in all and since they last began.

    `begun` is 1 for those that began anew.
    """

    ids: Numbers
    whole: Numbers
    latest: Numbers
    begun: Numbers


def spread(minutes: Numbers, late: int) -> Spread:
    """Sum up how long some cases took."""
    if not len(minutes):
        return Spread()
    ordered = np.sort(minutes)
    return Spread(len(ordered), _part(ordered, 50), _part(ordered, 90), late)


def running(clock: OpenClock, ids: Numbers, moments: Numbers, does: Numbers) -> Running:
    """Count for how long clocks ran; rows are changes, case by case in their order.

    While the customer is waited for a clock stands still (K2).
    """
    passed = np.diff(clock.at(moments), append=0)
    ends = np.append(ids[1:] != ids[:-1], [True]) if len(ids) else np.zeros(0, dtype=bool)
    ran = np.where((does == STANDS) | ends, 0, passed)
    known, first = np.unique(ids, return_index=True)
    if not len(known):
        return Running(known, known, known, known)
    begun = np.where(does == BEGINS, np.arange(len(ids)), first[np.searchsorted(known, ids)])
    begun_last = np.maximum.reduceat(begun, first)
    counts = np.arange(len(ids)) >= begun_last[np.searchsorted(known, ids)]
    whole = np.add.reduceat(ran, first) // _MINUTE
    latest = np.add.reduceat(np.where(counts, ran, 0), first) // _MINUTE
    return Running(known, whole, latest, np.maximum.reduceat((does == BEGINS).astype(np.int64), first))


def _part(ordered: Numbers, percent: int) -> int:
    """Give the smallest of sorted values that so many percent do not pass."""
    return int(ordered[max(0, -(-percent * len(ordered) // 100) - 1)])
