"""The columns in which goods are listed: code, name and category, price, what is on hand, barcodes."""

from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.wording import Words
from shopcrm.services.goods import ProductView


def product_columns(words: Words, *, small: bool = False) -> list[Column[ProductView]]:
    """Make the columns; a small window goes without the barcodes."""
    shown = _Shown(words)
    columns = [
        Column(words.say("Code"), shown.code, tint=_muted),
        Column(words.say("Name"), shown.name, share=1, strong=True, second=shown.category),
        Column(words.say("Price, {currency}", currency=currency(words)), shown.price, Align.NUMBER),
        Column(words.say("On hand"), shown.on_hand, Align.NUMBER, second=_unit, tint=_stock_tint),
        Column(words.say("Barcodes"), shown.barcodes, Align.COUNT, tint=_muted),
    ]
    return columns[:-1] if small else columns


def currency(words: Words) -> str:
    """Name the shop's currency in the person's language."""
    return words.currency.persian if words.language == "fa" else words.currency.english


class _Shown:
    """Words the cells that hold numbers."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def name(self, row: ProductView) -> str:
        return self._words.alone(row.name)

    def category(self, row: ProductView) -> str:
        return self._words.alone(row.category)

    def code(self, row: ProductView) -> str:
        return self._words.ltr(row.code)

    def price(self, row: ProductView) -> str:
        return "" if row.price is None else self._words.amount(row.price)

    def on_hand(self, row: ProductView) -> str:
        return "" if row.on_hand is None else self._words.quantity(row.on_hand)

    def barcodes(self, row: ProductView) -> str:
        return self._words.number(len(row.barcodes)) if row.barcodes else ""


def _unit(row: ProductView) -> str:
    return "" if row.on_hand is None else row.unit


def _muted(_row: ProductView) -> Tint:
    return "muted"


def _stock_tint(row: ProductView) -> Tint:
    return "danger" if row.on_hand is not None and row.on_hand < 0 else "text"
