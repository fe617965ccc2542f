"""Which level somebody has earned, how long it is kept, and what is missing for more (T1 to T3, T6).

Levels stand in the order of their thresholds. A threshold is reached by whoever comes to it exactly (T2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import FieldValue, saying
from shopcrm.rules.seasons import end_of_year, first_of_year, months_later


class Measure(StrEnum):
    """What levels come from (T1); never from points that can be spent."""

    SPEND = "spend"
    POINTS = "points"
    VISITS = "visits"


class Span(StrEnum):
    """Over which time it is measured: the last months, day by day, or the calendar year."""

    MONTHS = "months"
    YEAR = "year"


class Down(StrEnum):
    """When a level is lost (T3): never, after the period that follows, or with the sale that lifted to it."""

    NEVER = "never"
    PERIOD = "period"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class TierBenefit:
    """What a level gives: `discount` in basis points, `points_percent` 100 for points as usual."""

    id: int
    name: str
    mark: str = "plain"
    discount: int = 0
    points_percent: int = 100


@dataclass(frozen=True, slots=True)
class Rung:
    """A level with what it takes: so much in the window, or one sale of `one_sale` at once (T6)."""

    benefit: TierBenefit
    threshold: int
    one_sale: int | None = None

    @property
    def height(self) -> tuple[int, int]:
        """Where it stands among the others."""
        return self.threshold, self.benefit.id


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody came to in a window, and their largest single sale there (smallest units)."""

    so_far: int = 0
    largest: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """How progress is counted: the last `months` months or the year, in the shop's calendar."""

    span: Span
    months: int
    calendar: CalendarKind

    def begins(self, last: date) -> date:
        """Give the first day of the window that ends with a day.

        What lifted to a level that is kept until this day lies before it, also where a month is short.
        """
        if self.span is Span.YEAR:
            return first_of_year(self.calendar, last)
        first = months_later(self.calendar, last, -self.months) + timedelta(days=1)
        while months_later(self.calendar, first, self.months) <= last:
            first += timedelta(days=1)
        return first

    def kept_until(self, day: date) -> date:
        """Give the last day of a level that was reached on a day: the end of the next period (T3)."""
        if self.span is Span.YEAR:
            return end_of_year(self.calendar, end_of_year(self.calendar, day) + timedelta(days=1))
        return months_later(self.calendar, day, self.months)

    def period_end(self, last: date) -> date:
        """Give the end of the period that ended with a day, or before it where it ended within a year."""
        if self.span is Span.MONTHS or last == end_of_year(self.calendar, last):
            return last
        return first_of_year(self.calendar, last) - timedelta(days=1)


def deserved(rungs: Sequence[Rung], progress: Progress) -> Rung | None:
    """Give the highest level that was reached, by all together or by one sale (T2, T6)."""
    reached = [one for one in rungs if _is_reached(one, progress)]
    return max(reached, key=lambda one: one.height, default=None)


def rung_of(rungs: Sequence[Rung], tier_id: int | None) -> Rung | None:
    """Find a level by its number."""
    return next((one for one in rungs if one.benefit.id == tier_id), None)


def next_above(rungs: Sequence[Rung], current: Rung | None) -> Rung | None:
    """Give the lowest level above the one somebody has."""
    above = [one for one in rungs if current is None or one.height > current.height]
    return min(above, key=lambda one: one.height, default=None)


def higher(one: Rung | None, other: Rung | None) -> Rung | None:
    """Give the higher of two levels."""
    known = [rung for rung in (one, other) if rung is not None]
    return max(known, key=lambda rung: rung.height, default=None)


def is_above(one: Rung | None, other: Rung | None) -> bool:
    """Whether a level stands above another one; none stands beneath all."""
    return one is not None and (other is None or one.height > other.height)


def measured(measure: Measure, amount: int) -> FieldValue:
    """Mark an amount as what it is, so that a sentence shows it so: money, points or visits."""
    match measure:
        case Measure.SPEND:
            return Money(amount)
        case Measure.POINTS:
            return saying("{count} point", "{count} points", count=amount)
        case Measure.VISITS:
            return saying("{count} visit", "{count} visits", count=amount)


def _is_reached(rung: Rung, progress: Progress) -> bool:
    by_one = rung.one_sale is not None and progress.largest >= rung.one_sale
    return progress.so_far >= rung.threshold or by_one
