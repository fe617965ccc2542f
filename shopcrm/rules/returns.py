"""What somebody gets back for goods that they bring back: never more than was paid, to the last unit.

Everything is reckoned from all that came back so far, so that four small returns come to what one large one
does (R2). Half a unit goes up; a point comes back once it is whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.money import Money, Quantity, divide_half_up, line_total
from shopcrm.rules.tenders import CREDIT, POINTS, Paid


class NoSuchLine(NotFound):
    """The sale has no such line."""

    sentence = "Sale {number} has no line {line}. Nothing was changed. Choose one of its lines."


class NothingLeft(Refused):
    """All of it came back before."""

    sentence = "Everything of sale {number} was brought back already. Nothing was changed."


class ReturnQuantityRefused(BadInput):
    """Nobody brings back nothing."""

    sentence = "The quantity that comes back must be more than zero. Nothing was changed."


class TooMuchReturned(Refused):
    """More comes back than was sold and is not back yet."""

    sentence = "Only {left} of {goods} can still be brought back, not {asked}. Nothing was changed."


class RefundTooHigh(Refused):
    """More is asked for than was paid and was not paid back yet (R1)."""

    sentence = "At most {most} can be paid back for {goods}, not {asked}. Nothing was changed."


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it was sold, and what came back of it so far: thousandths and smallest units."""

    ordinal: int
    name: str
    unit: str
    quantity: int
    price: int
    amount: int
    tax: int = 0
    returned: int = 0
    refunded: int = 0
    tax_back: int = 0

    @property
    def left(self) -> int:
        """How much can still be brought back."""
        return max(0, self.quantity - self.returned)

    @property
    def ceiling(self) -> int:
        """The most that can still be paid back: what was paid less what was paid back (R1)."""
        return max(0, self.amount - self.refunded)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What comes back of one line; a blank quantity or price means as sold (K5)."""

    ordinal: int
    quantity: int | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class LineBack:
    """What one line gives back: thousandths, and smallest units with tax inside."""

    ordinal: int
    quantity: int
    price: int
    amount: int
    tax: int


@dataclass(frozen=True, slots=True)
class Split:
    """How an amount that goes back is parted: points and what they paid, store credit, and all the rest.

    `credit` names vouchers with their smallest units.
    """

    points: int = 0
    worth: int = 0
    credit: tuple[tuple[int, int], ...] = ()
    rest: int = 0

    @property
    def amount(self) -> int:
        """All of it."""
        return self.otherwise + self.rest

    @property
    def otherwise(self) -> int:
        """What points and store credit paid of it."""
        return self.worth + sum(amount for _voucher, amount in self.credit)

    def less(self, before: "Split") -> "Split":
        """Take off what went back before."""
        earlier = dict(before.credit)
        credit = tuple((key, amount - earlier.get(key, 0)) for key, amount in self.credit)
        return Split(
            self.points - before.points,
            self.worth - before.worth,
            tuple(one for one in credit if one[1]),
            self.rest - before.rest,
        )


def bring_back(
    number: str, lines: Sequence[SoldLine], asked: Sequence[ReturnLine]
) -> tuple[list[LineBack], list[SoldLine]]:
    """Tell what lines give back, and how the lines of the sale stand afterwards; none named is all.

    Raises NoSuchLine, NothingLeft, ReturnQuantityRefused, TooMuchReturned or RefundTooHigh.
    """
    now = {line.ordinal: line for line in lines}
    chosen = list(asked) or [ReturnLine(line.ordinal) for line in lines if line.left]
    if not any(line.left for line in lines):
        raise NothingLeft(number=number)
    back: list[LineBack] = []
    for one in chosen:
        line = now.get(one.ordinal)
        if line is None:
            raise NoSuchLine(number=number, line=one.ordinal + 1 - first_ordinal(lines))
        back.append(_line_back(line, one))
        now[one.ordinal] = _after(line, back[-1])
    return back, list(now.values())


def first_ordinal(lines: Sequence[SoldLine]) -> int:
    """Tell the ordinal of the line that people call the first: 0 at the till, 1 in files of sales."""
    return min([1, *(line.ordinal for line in lines)])


def cumulative(whole: int, part: int, of: int) -> int:
    """Tell how much of a whole stands for a part of something; all of it stands for exactly the whole."""
    return divide_half_up(whole * part, of) if of > 0 else 0


def split(paid: Iterable[Paid], back: int, total: int) -> Split:
    """Part what went back of a sale so far as it was paid: points in proportion, then each store credit (R4).

    `total` is what the whole sale came to. Each part grows with what goes back, and of a whole sale exactly
    what paid it goes back.
    """
    ways = list(paid)
    points = [one for one in ways if one.kind == POINTS]
    worth, count = sum(one.amount for one in points), sum(one.points or 0 for one in points)
    worth_back = cumulative(worth, back, total)
    points_back = count * worth_back // worth if worth else 0
    left, of = back - worth_back, total - worth
    credit: dict[int, int] = {}
    for one in ways:
        if one.kind == CREDIT and one.voucher_id is not None:
            share = cumulative(one.amount, left, of)
            left, of = left - share, of - one.amount
            credit[one.voucher_id] = credit.get(one.voucher_id, 0) + share
    return Split(points_back, worth_back, tuple(credit.items()), left)


def off_the_tab(rest: int, on_tab: int, owes: int) -> int:
    """Tell how much of a refund lowers the tab: no more than this sale put on it and is still owed.

    `on_tab` is what the sale put there less what returns took off.
    """
    return max(0, min(rest, on_tab, owes))


def share_back(lines: Sequence[SoldLine], borne: Sequence[int] = ()) -> tuple[int, int]:
    """Tell what fraction of a sale is back by now, by the prices of its goods before any reduction.

    With `borne`, what each line bore of a voucher, it is the fraction of the voucher: other goods that come
    back give nothing of it (R5).
    """
    if any(borne):
        parts = [
            Fraction(share * min(line.returned, line.quantity), line.quantity)
            for line, share in zip(lines, borne, strict=True)
            if line.quantity > 0
        ]
        back_of_it = sum(parts, Fraction(0)) / sum(borne)
        return back_of_it.numerator, back_of_it.denominator
    sold = sum(line.price * line.quantity for line in lines if line.quantity > 0)
    back = sum(line.price * min(line.returned, line.quantity) for line in lines if line.quantity > 0)
    if sold <= 0:
        return (1, 1) if is_all_back(lines) else (0, 1)
    return back, sold


def is_all_back(lines: Sequence[SoldLine]) -> bool:
    """Whether nothing of a sale is left with the customer."""
    return not any(line.left for line in lines)


def remaining(line: SoldLine) -> tuple[int, int, int]:
    """Tell what the customer keeps of a line: thousandths, smallest units, and the tax in them (R2)."""
    return line.left, line.ceiling, max(0, line.tax - line.tax_back)


def _line_back(line: SoldLine, asked: ReturnLine) -> LineBack:
    quantity = line.left if asked.quantity is None else asked.quantity
    if quantity > line.left or not line.left:
        left, wanted = Quantity(line.left, line.unit), Quantity(quantity or line.quantity, line.unit)
        raise TooMuchReturned(left=left, goods=line.name, asked=wanted)
    if quantity <= 0:
        raise ReturnQuantityRefused
    amount = _refund(line, quantity, asked.price)
    # Tax follows the money, so that together it is exactly the tax of the line.
    tax = cumulative(line.tax, line.refunded + amount, line.amount) - line.tax_back
    price = line.price if asked.price is None else asked.price
    return LineBack(line.ordinal, quantity, price, amount, max(0, tax))


def _refund(line: SoldLine, quantity: int, price: int | None) -> int:
    if price is None:
        before = cumulative(line.amount, line.returned, line.quantity)
        after = cumulative(line.amount, line.returned + quantity, line.quantity)
        return min(after - before, line.ceiling)
    amount = line_total(price, quantity)
    if not 0 <= amount <= line.ceiling:
        raise RefundTooHigh(most=Money(line.ceiling), goods=line.name, asked=Money(amount))
    return amount


def _after(line: SoldLine, back: LineBack) -> SoldLine:
    return replace(
        line,
        returned=line.returned + back.quantity,
        refunded=line.refunded + back.amount,
        tax_back=line.tax_back + back.tax,
    )
