"""The columns of the basket: goods, how much, for how much each, what is taken off, and what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.desk.counter_basket import Item
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.pricing import Priced
from shopcrm.rules.wording import Words
from shopcrm.services.pricing import Quote


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line as it is shown: amounts in smallest units, None until the shop has answered.

    `off` is what is taken off this very line, `gross` what it comes to before.
    """

    place: int
    item: Item
    name: str
    unit: str
    price: int | None = None
    off: int = 0
    gross: int | None = None


def shown_lines(items: Sequence[Item], quote: Quote | None) -> list[LineShown]:
    """Show the lines of a basket; a line that the quote does not speak of has no amounts yet."""
    priced = quote.priced if quote is not None else None
    return [_shown(place, item, priced) for place, item in enumerate(items)]


def _shown(place: int, item: Item, priced: Priced | None) -> LineShown:
    found = priced.lines[place] if priced is not None and place < len(priced.lines) else None
    fits = found is not None and (found.line.product_id, found.line.quantity) == (
        item.product_id,
        item.quantity,
    )
    if priced is None or found is None or not fits:
        return LineShown(place, item, item.name, item.unit, item.price)
    off = sum(step.amount for step in priced.steps if step.line == place)
    return LineShown(place, item, found.line.name, found.line.unit, found.line.price, off, found.gross)


def basket_columns(words: Words) -> list[Column[LineShown]]:
    """Make the columns; money stands physically right, under one another."""
    shown = _Shown(words)
    return [
        Column(words.say("Goods"), shown.name, share=1, strong=True),
        Column(words.say("Qty"), shown.quantity, Align.NUMBER, least=84),
        Column(words.say("Unit price"), shown.price, Align.NUMBER, least=92),
        Column(words.say("Discount"), shown.off, Align.NUMBER, least=80),
        Column(words.say("Amount"), shown.amount, Align.NUMBER, strong=True, least=96),
    ]


class _Shown:
    """Words the cells."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def name(self, row: LineShown) -> str:
        return self._words.alone(row.name)

    def quantity(self, row: LineShown) -> str:
        shown = self._words.quantity(row.item.quantity)
        whole = row.item.quantity % THOUSANDTHS == 0
        # A count needs no unit; a weight is not read without one.
        return shown if whole or not row.unit else f"{shown} {self._words.isolate(row.unit)}"

    def price(self, row: LineShown) -> str:
        return "" if row.price is None else self._words.amount(row.price)

    def off(self, row: LineShown) -> str:
        return self._words.amount(-row.off) if row.off else ""

    def amount(self, row: LineShown) -> str:
        return "" if row.gross is None else self._words.amount(row.gross)
