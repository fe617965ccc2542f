"""The steps on the way to a total, and the lines as each step leaves them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shopcrm.rules.lines import Line
from shopcrm.rules.sayings import Saying
from shopcrm.rules.sharing import share_out


class StepKind(StrEnum):
    """What takes something off, in the order in which it is reckoned (V5)."""

    LINE = "line"
    PROMOTION = "promotion"
    TIER = "tier"
    GOODS_VOUCHER = "goods_voucher"
    PERCENT_VOUCHER = "percent_voucher"
    WHOLE = "whole"
    AMOUNT_VOUCHER = "amount_voucher"


@dataclass(frozen=True, slots=True)
class Step:
    """What took how much off: `before` is what it worked on, `amount` what it took, both smallest units.

    `line` is the place of the line it was taken off, None where it was shared out over several; `shares` is
    then what each line bears of a voucher's step, in the order of entry, so that a return of other goods
    gives nothing of it back (R5).
    """

    kind: StepKind
    before: int
    amount: int
    why: Saying
    line: int | None = None
    promotion_id: int | None = None
    tier_id: int | None = None
    voucher_id: int | None = None
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Idle:
    """A voucher that took nothing off, and why; `missing` is what its goods lack of its minimum."""

    voucher_id: int
    why: Saying
    missing: int = 0


@dataclass(slots=True)
class Work:
    """Lines in an order that does not depend on how they were entered, with what is left of each to pay.

    `places` says where each was entered, `free` how many thousandths of each a voucher paid for, and
    `promoted` by which promotion something was taken off it.
    """

    day: date
    lines: Sequence[Line]
    places: Sequence[int]
    rests: list[int]
    free: list[int]
    steps: list[Step] = field(default_factory=list)
    idle: list[Idle] = field(default_factory=list)
    promoted: dict[int, str] = field(default_factory=dict)

    def take(self, amount: int, parts: Sequence[int]) -> tuple[int, ...]:
        """Take an amount off the lines, shared out in proportion to the part of each that it works on.

        Gives what each line bears, in the order of entry.
        """
        shares = share_out(amount, parts)
        for place, share in enumerate(shares):
            self.rests[place] -= share
        return tuple(share for _place, share in sorted(zip(self.places, shares, strict=True)))


def begin(lines: Sequence[Line], day: date) -> Work:
    """Put lines in the order of what they are, so that the order of entry decides nothing."""
    places = sorted(range(len(lines)), key=lambda place: _content(lines[place]))
    ordered = [lines[place] for place in places]
    return Work(day, ordered, places, [line.gross for line in ordered], [0] * len(ordered))


def _content(line: Line) -> tuple[object, ...]:
    thing = (line.product_id or 0, line.name, line.unit, line.shelves, line.tax_rate)
    return (*thing, line.price, line.quantity, line.off, line.off_why, line.earns)
