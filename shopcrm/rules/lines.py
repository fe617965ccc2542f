"""One line of what somebody buys, as the rules look at it."""

from dataclasses import dataclass

from shopcrm.rules.money import THOUSANDTHS, line_total


@dataclass(frozen=True, slots=True)
class Line:
    """So much of some goods at a price for one unit; a total only typed in has no goods.

    `quantity` is in thousandths, `price` and `cost` in smallest units for one unit, `off` the smallest units
    that somebody takes off the line by hand, and `tax_rate` in basis points. `shelves` are the shelf of the
    goods and all around it.
    """

    product_id: int | None
    name: str
    unit: str
    quantity: int
    price: int
    off: int = 0
    off_why: str = ""
    shelves: tuple[int, ...] = ()
    tax_rate: int = 0
    cost: int | None = None
    earns: bool = True

    @property
    def gross(self) -> int:
        """What the line comes to before anything is taken off."""
        return line_total(self.price, self.quantity)

    @property
    def cost_total(self) -> int | None:
        """What the goods cost the shop, None where it is not known."""
        return None if self.cost is None else line_total(self.cost, self.quantity)

    def is_one_of(self, product_id: int | None, category_id: int | None) -> bool:
        """Whether the line is of these goods, or of a shelf with all beneath it; neither means everything."""
        if product_id is not None:
            return self.product_id == product_id
        return category_id is None or category_id in self.shelves


def typed_in(amount: int, words: str = "") -> Line:
    """Make a line of a total that was only typed in."""
    return Line(None, words, "", THOUSANDTHS, amount)
