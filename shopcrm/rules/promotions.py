"""Promotions: when they hold, for whom and on what, and which one is the best for a line.

Of several that hold for one line the best one counts, never two of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shopcrm.rules.lines import Line
from shopcrm.rules.money import Money, Quantity, divide_half_up, line_total
from shopcrm.rules.sayings import Saying, saying

PERCENT, AMOUNT = "percent", "amount"
EVERY_DAY = 127
ALL_DAY = (0, 1440)
_WHOLE = 10_000
_DAY = 1440


@dataclass(frozen=True, slots=True)
class Then:
    """A moment: the shop's day, its weekday (0 is Monday), and the minute of the day on the clock (D1).

    `day_begins` is the minute with which the shop's days begin; the minutes before it end the day before.
    """

    day: date
    weekday: int
    minute: int
    day_begins: int = 0

    def into_day(self, minute: int) -> int:
        """Tell how far into the shop's day a minute of the clock is."""
        return (minute - self.day_begins) % _DAY

    def evening_before(self) -> "Then":
        """Give the same minute as it belongs to the day before."""
        return replace(self, day=self.day - timedelta(days=1), weekday=(self.weekday - 1) % 7)


@dataclass(frozen=True, slots=True)
class Promotion:
    """A percentage (basis points) or an amount (smallest units for one unit of goods) off, for a time.

    It holds from a day until another (both included), on the weekdays of `weekdays` (bit 0 is Monday), from a
    minute of the day until before another; where they are the same, all day. Where the first comes later it
    goes on over midnight, and the small hours belong to the evening on which it began, with the day and the
    weekday of that. What names no goods, shelf or tier is for all of them.
    """

    id: int
    name: str
    kind: str
    value: int
    starts_on: date
    ends_on: date | None = None
    weekdays: int = EVERY_DAY
    from_minute: int = 0
    until_minute: int = 1440
    product_id: int | None = None
    category_id: int | None = None
    tier_id: int | None = None

    def holds(self, then: Then, tier_id: int | None) -> bool:
        """Whether it holds at a moment for somebody of a tier."""
        if not self._holds_at(then.minute) or self.tier_id not in {None, tier_id}:
            return False
        began = then.evening_before() if self._went_on(then) else then
        in_days = self.starts_on <= began.day and (self.ends_on is None or began.day <= self.ends_on)
        return in_days and bool(self.weekdays >> began.weekday & 1)

    def _holds_at(self, minute: int) -> bool:
        first, last = self.from_minute, self.until_minute
        if first < last:
            return first <= minute < last
        return first == last or minute >= first or minute < last

    def _went_on(self, then: Then) -> bool:
        """Whether it went on from the evening before; the shop's own day may go over midnight as well."""
        if self.from_minute <= self.until_minute:
            return False
        first, last, minute = (
            then.into_day(one) for one in (self.from_minute, self.until_minute, then.minute)
        )
        return minute < last < first

    def takes(self, line: Line, rest: int) -> int:
        """Tell how much it takes off a line of which `rest` is left to pay, rounded half up."""
        if not line.is_one_of(self.product_id, self.category_id):
            return 0
        if self.kind == PERCENT:
            return min(rest, divide_half_up(rest * self.value, _WHOLE))
        return min(rest, line_total(self.value, line.quantity))

    def why(self, line: Line, rest: int) -> Saying:
        """Say why so much was taken off a line."""
        if self.kind == PERCENT:
            percent = Quantity(self.value * 10)
            return saying(
                "{name}: {percent}% of {amount}", name=self.name, percent=percent, amount=Money(rest)
            )
        amount = Money(self.value)
        if line.unit:
            return saying(
                "{name}: {amount} off for each {unit}", name=self.name, amount=amount, unit=line.unit
            )
        return saying("{name}: {amount} off for each one", name=self.name, amount=amount)


def best(promotions: Sequence[Promotion], line: Line, rest: int) -> tuple[Promotion, int] | None:
    """Choose the promotion that takes most off a line, of equal ones the oldest; None where none does."""
    found: tuple[Promotion, int] | None = None
    for one in promotions:
        amount = one.takes(line, rest)
        if amount > 0 and (found is None or (amount, -one.id) > (found[1], -found[0].id)):
            found = (one, amount)
    return found


def that_hold(promotions: Iterable[Promotion], then: Then, tier_id: int | None) -> list[Promotion]:
    """Keep the promotions that hold at a moment for somebody of a tier."""
    return [one for one in promotions if one.holds(then, tier_id)]
