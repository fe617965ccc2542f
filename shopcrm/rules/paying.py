"""What store credit and points pay of a sale, before anything else does (V5, V7, P11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.rules.points import Earned
from shopcrm.rules.vouchers import Kind, Terms


@dataclass(frozen=True, slots=True)
class CreditUse:
    """Store credit that pays: so much, and what is left on it then (V7)."""

    voucher_id: int
    code: str
    pays: int
    rest: int


@dataclass(frozen=True, slots=True)
class PointsQuote:
    """What points do: how many can be spent, how many are, what they pay, and what the sale earns.

    `left_after` is the balance after the sale, `worth_of_one` what one point pays in smallest units.
    """

    available: int = 0
    spending: int = 0
    pays: int = 0
    earns: tuple[Earned, ...] = ()
    left_after: int = 0
    worth_of_one: int = 0

    @property
    def earning(self) -> int:
        """All that the sale earns."""
        return sum(one.points for one in self.earns)


def with_credit(vouchers: Sequence[Terms], total: int) -> tuple[CreditUse, ...]:
    """Pay with store credit up to what is left of the sale, the older voucher first (V7)."""
    uses: list[CreditUse] = []
    for one in sorted(vouchers, key=lambda one: one.id):
        if one.kind == Kind.CREDIT:
            pays = min(one.credit_rest, total)
            total -= pays
            uses.append(CreditUse(one.id, one.code, pays, one.credit_rest - pays))
    return tuple(uses)


def with_points(asked: int, usable: int, worth: int, left: int) -> PointsQuote:
    """Pay with points up to what is left, each worth so many smallest units.

    Where they do not fit the rest exactly, the last point pays what is left and no more (P11).
    """
    needed = -(-left // worth) if worth > 0 else 0
    spending = max(0, min(asked, usable, needed))
    return PointsQuote(
        available=usable, spending=spending, pays=min(spending * worth, left), worth_of_one=worth
    )
