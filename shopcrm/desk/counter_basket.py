"""The basket on the counter: what is in it, for whom, with what taken off; every change can be taken back.

It reckons nothing: what it comes to is asked of the shop, by the very function that sells it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from shopcrm.rules.money import THOUSANDTHS
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returns import ReturnDraft

_KEPT_CHANGES = 200
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Item:
    """A line: goods, or an amount that was only typed in; quantity in thousandths, money in smallest units.

    `price` is None where the shop's price holds; `off` is taken off the line by hand. `name` and `unit` are
    shown until the shop has answered.
    """

    product_id: int | None
    name: str
    unit: str = ""
    quantity: int = THOUSANDTHS
    price: int | None = None
    off: int = 0
    off_why: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether another of the same goods may simply be added to it."""
        return self.product_id is not None and self.price is None and not self.off


@dataclass(frozen=True, slots=True)
class Content:
    """All that a basket holds at one moment; in an exchange, also what is to come back for it."""

    items: tuple[Item, ...] = ()
    customer_id: int | None = None
    codes: tuple[str, ...] = ()
    whole_off: int = 0
    whole_why: str = ""
    points: int = 0
    exchange: ReturnDraft | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is being sold."""
        return not self.items

    def basket(self) -> Basket:
        """Write it as the shop reads it."""
        lines = tuple(_line(item) for item in self.items)
        return Basket(lines, self.customer_id, self.codes, self.whole_off, self.whole_why, self.points)


def content_of(basket: Basket) -> Content:
    """Take a basket as the shop kept it; the names of goods come with what it comes to."""
    items = tuple(
        Item(one.product_id, one.words, "", one.quantity, one.price, one.off, one.off_why)
        for one in basket.lines
    )
    return Content(
        items, basket.customer_id, basket.voucher_codes, basket.whole_off, basket.whole_why, basket.points
    )


class CounterBasket(QObject):
    """What is being sold; `changed` comes with every change, `moved` when another line is the current one.

    `key` names this very basket as it stands, so that the shop sells it only once.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.content = Content()
        self.at = -1
        self.key = secrets.token_hex(_KEY_BYTES)
        self._before: list[tuple[Content, int]] = []

    @property
    def current(self) -> Item | None:
        """Give the line that keys without a place of their own are about."""
        items = self.content.items
        return items[self.at] if 0 <= self.at < len(items) else None

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a change to take back."""
        return bool(self._before)

    def add(self, item: Item) -> None:
        """Put a line in; another of goods that are there already adds to their line."""
        items = self.content.items
        same = [i for i, one in enumerate(items) if one.is_plain and one.product_id == item.product_id]
        if item.is_plain and same:
            place = same[-1]
            more = replace(items[place], quantity=items[place].quantity + item.quantity)
            self._put(items=(*items[:place], more, *items[place + 1 :]), at=place)
        else:
            self._put(items=(*items, item), at=len(items))

    def change(self, place: int, item: Item) -> None:
        """Put a line in the place of another."""
        items = self.content.items
        if 0 <= place < len(items) and items[place] != item:
            self._put(items=(*items[:place], item, *items[place + 1 :]), at=place)

    def step(self, by: int) -> None:
        """Sell so many units more or fewer on the current line; nothing less than what there is of one."""
        if (item := self.current) is None:
            return
        quantity = item.quantity + by * THOUSANDTHS
        if quantity > 0:
            self.change(self.at, replace(item, quantity=quantity))

    def remove(self, place: int) -> None:
        """Take a line out."""
        items = self.content.items
        if 0 <= place < len(items):
            left = (*items[:place], *items[place + 1 :])
            self._put(items=left, at=min(place, len(left) - 1))

    def go(self, place: int) -> None:
        """Make another line the current one."""
        place = max(-1, min(place, len(self.content.items) - 1))
        if place != self.at:
            self.at = place
            self.moved.emit()

    def sell_to(self, customer_id: int | None) -> None:
        """Say for whom it is; points are somebody's own, so they are not spent for another."""
        if customer_id != self.content.customer_id:
            self._put(customer_id=customer_id, points=0)

    def spend(self, points: int) -> None:
        """Pay so many points with it; a number typed digit by digit is one change."""
        if points == self.content.points:
            return
        typed_on = self._before and replace(self.content, points=0) == replace(self._before[-1][0], points=0)
        if typed_on:
            self.content, self.at = self._before.pop()
        self._put(points=points)

    def use(self, code: str) -> None:
        """Use a voucher with it, once."""
        if code not in self.content.codes:
            self._put(codes=(*self.content.codes, code))

    def leave_out(self, code: str) -> None:
        """Use a voucher no longer."""
        if code in self.content.codes:
            self._put(codes=tuple(one for one in self.content.codes if one != code))

    def take_off(self, amount: int, why: str) -> None:
        """Take an amount off the whole."""
        self._put(whole_off=amount, whole_why=why)

    def exchange(self, draft: ReturnDraft | None, customer_id: int | None = None) -> None:
        """Sell in exchange for what comes back of a sale, to whoever bought that; None is a plain sale."""
        if draft is None:
            self._put(exchange=None)
        else:
            same = customer_id == self.content.customer_id
            self._put(exchange=draft, customer_id=customer_id, points=self.content.points if same else 0)

    def undo(self) -> bool:
        """Take back the last change; tells whether there was one."""
        if not self._before:
            return False
        self.content, self.at = self._before.pop()
        self._renew()
        return True

    def show(self, content: Content, key: str = "") -> None:
        """Hold something else altogether, with nothing to take back; under its old key where one is given."""
        self.content, self.at = content, len(content.items) - 1
        self._before.clear()
        self._renew(key)

    def _put(self, *, at: int | None = None, **parts: object) -> None:
        self._before.append((self.content, self.at))
        del self._before[:-_KEPT_CHANGES]
        changed: Callable[..., Content] = replace
        self.content = changed(self.content, **parts)
        self.at = self.at if at is None else at
        self._renew()

    def _renew(self, key: str = "") -> None:
        """Name it anew: what was asked under the old name is not what it holds now."""
        self.key = key or secrets.token_hex(_KEY_BYTES)
        self.changed.emit()


def _line(item: Item) -> BasketLine:
    words = item.name if item.product_id is None else ""
    return BasketLine(item.product_id, item.quantity, item.price, item.off, words, item.off_why)
