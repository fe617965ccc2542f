"""Whether what somebody said points at goods: them, a shelf around them, what they are like, or a word."""

from typing import Protocol

from sqlalchemy.orm import Session

from shopcrm.rules import attributes
from shopcrm.rules.mentions import mentions
from shopcrm.services import categories
from shopcrm.services.categories import Shelves


class Described(Protocol):
    """Goods with what can be said of them; `attributes` is the JSON that is kept with them."""

    @property
    def id(self) -> int:
        """Their number."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def category_id(self) -> int | None:
        """Their shelf."""

    @property
    def attributes(self) -> str:
        """What they are like."""


class Goods:
    """Some goods, with the shelves around them."""

    def __init__(self, product: Described, shelves: Shelves) -> None:
        self.product = product
        self._shelves = shelves

    @classmethod
    def of(cls, session: Session, product: Described) -> "Goods":
        """Look at goods with the shelves as they stand."""
        return cls(product, categories.everything(session))

    def named_by(self, product_id: int | None, shelf: int | None, words: str, attribute: str) -> str:
        """Give what a wish or a preference names of these goods, or nothing where it speaks of others.

        A plain word is looked for in their name and in what they are like.
        """
        product = self.product
        if product_id is not None:
            return product.name if product_id == product.id else ""
        if shelf is not None:
            is_around = shelf in categories.above_in(self._shelves, product.category_id)
            return self._shelves[shelf][1] if is_around else ""
        if attribute:
            is_so = attributes.has(product.attributes, attribute, words)
            return attributes.shown(attribute, words) if is_so else ""
        is_meant = mentions(product.name, words) or attributes.speak_of(product.attributes, words)
        return words if words and is_meant else ""

    def shelf_speaks_of(self, words: str) -> bool:
        """Whether a shelf around the goods is called by a word; whoever avoids the word is safer so."""
        return mentions(categories.path_in(self._shelves, self.product.category_id), words)
