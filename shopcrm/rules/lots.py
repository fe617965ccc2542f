"""Lots of points that were earned together, and the order in which they are used up (P4, P5, P7)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of points that were earned together; both days are included."""

    id: int
    rest: int
    usable_from: date
    expires_on: date | None

    def is_over(self, day: date) -> bool:
        """Whether their last day is over (P5)."""
        return self.expires_on is not None and self.expires_on < day

    def is_usable(self, day: date) -> bool:
        """Whether they can be used on a day: no longer pending (P7), and not over."""
        return self.usable_from <= day and not self.is_over(day)

    def with_rest(self, rest: int) -> "Lot":
        """Give the same lot with another rest."""
        return replace(self, rest=rest)


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """Put lots in the order of use: soonest to expire, then older, never-expiring last (P4)."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.id))
