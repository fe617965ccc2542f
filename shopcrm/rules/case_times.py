"""How long cases took in opening hours, of many at once: medians, and what nine of ten keep under (K2)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shopcrm.rules import opening as rules
from shopcrm.rules.complaints import RUNNING, State
from shopcrm.rules.opening import Opening

_SECOND = 1_000_000
_MINUTE = 60
_STATES = {state.value: state in RUNNING for state in State}

Change = tuple[int, str]
"""A change of state: when, in seconds since the epoch, and into which state."""


class OpenClock:
    """Counts opening minutes between moments in seconds since the epoch, prepared once for many questions."""

    def __init__(self, opening: Opening, first: int, last: int) -> None:
        since, until = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
        self._begins: list[int] = []
        self._lengths: list[int] = []
        self._before: list[int] = []
        total = 0
        for begin, end in rules.stretches(opening, since, until):
            self._begins.append(begin // _SECOND)
            self._lengths.append((end - begin) // _SECOND)
            self._before.append(total)
            total += (end - begin) // _SECOND

    def at(self, moment: int) -> int:
        """Give the opening seconds from the first day prepared until a moment."""
        place = bisect_right(self._begins, moment) - 1
        if place < 0:
            return 0
        within = moment - self._begins[place]
        length = self._lengths[place]
        return self._before[place] + (within if within < length else length)

    def minutes(self, since: int, until: int) -> int:
        """Count the opening minutes between two moments."""
        return (self.at(until) - self.at(since)) // _MINUTE


@dataclass(frozen=True, slots=True)
class Spread:
    """Opening minutes of some cases: how many, the middle one, what nine of ten keep under, and late ones.

    Without any case nothing is known.
    """

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None
    late: int = 0


def spread(minutes: Sequence[int], late: int) -> Spread:
    """Sum up how long some cases took."""
    ordered = sorted(minutes)
    return Spread(len(ordered), part(ordered, 50), part(ordered, 90), late)


def part(ordered: Sequence[int], percent: int) -> int | None:
    """Give the smallest of sorted values that so many percent do not pass; None of none."""
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)] if ordered else None


def running(clock: OpenClock, changes: Iterable[Change]) -> tuple[int, int]:
    """Count the opening minutes in which a case waited for the shop: in all, and since it was last reopened.

    Clocks stand still while the customer is waited for (K2).
    """
    whole = latest = 0
    began: int | None = None
    for at, state in changes:
        if began is not None:
            passed = clock.at(at) - clock.at(began)
            whole, latest = whole + passed, latest + passed
        if state == State.REOPENED:
            latest = 0
        began = at if _STATES[state] else None
    return whole // _MINUTE, latest // _MINUTE
