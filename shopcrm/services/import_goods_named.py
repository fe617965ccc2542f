"""The goods that a file of sales names: found by code, barcode or name, and added where unknown."""

from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from shopcrm.rules import cells
from shopcrm.rules.text import search_key, sort_key, squeeze
from shopcrm.services import categories
from shopcrm.services.import_rows import CODE_LENGTH, Task, TextTooLong, within_limit
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.goods import Barcode, Product


class NamedProduct:
    """A product that the file names; it is open until a line of a sale, not of a correction, names it.

    Without an id it is nothing. Only what is used by a row that is taken is written.
    """

    __slots__ = ("category", "code", "id", "is_open", "is_used", "name", "stored")

    def __init__(self, key: int | None, code: str, name: str) -> None:
        self.id = key
        self.code = code
        self.name = name
        self.category = ""
        self.stored: str | None = None
        self.is_open = False
        self.is_used = False

    def hear(self, name: str, *, at_a_sale: bool) -> None:
        """Take a name that stood beside the code, while there is no good one yet."""
        if name and (at_a_sale or not self.name):
            self.name = name
            self.is_open = not at_a_sale

    @property
    def called(self) -> str:
        """The name, or the code where none was heard."""
        return self.name or self.code


NOTHING = NamedProduct(None, "", "")
NOTHING.is_used = True


class GoodsNamed:
    """All goods of the shop, and the new ones that a file names."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._by_code: dict[str, NamedProduct] = {}
        self._by_name: dict[str, NamedProduct] = {}
        self._new: list[NamedProduct] = []
        self._added: list[NamedProduct] = []
        self._last_id = task.session.scalar(select(func.max(Product.id))) or 0
        if {"code", "product"} & set(task.plan.columns):
            self._load()

    def find(self, said: tuple[str, ...]) -> NamedProduct:
        """Find or make the product of a code, a name and a category; NOTHING where code and name are empty.

        Raises TextTooLong.
        """
        plan = self._task.plan
        tidy, called = cells.code(said[0]), cells.label(within_limit(plan, "product", said[1]))
        if len(tidy) > CODE_LENGTH:
            raise TextTooLong(column=plan.heading("code"), limit=CODE_LENGTH)
        if not tidy and not called:
            return NOTHING
        found = self._by_code.get(tidy) if tidy else self._by_name.get(squeeze(called))
        if found is None:
            self._last_id += 1
            found = NamedProduct(self._last_id, tidy or self._free_code(), "" if tidy else called)
            found.category = cells.label(within_limit(plan, "category", said[2]))
            found.is_open = bool(tidy)
            self._remember(found)
        return found

    def use(self, product: NamedProduct) -> None:
        """Say that a row which is taken names the product."""
        product.is_used = True
        if product.stored is None:
            self._new.append(product)

    def flush(self) -> None:
        """Write the goods that are new since the last time, so that lines can name them."""
        new, self._new = self._new, []
        self._added += new
        if self._task.is_dry or not new:
            return
        self._task.session.connection().execute(insert(Product), [self._row(product) for product in new])
        for product in new:
            product.stored = product.called
        touched(self._task.session, Topic.GOODS)

    def finish(self) -> None:
        """Write the better names that were heard later."""
        renamed = [product for product in self._added if product.stored != product.called]
        if self._task.is_dry or not renamed:
            return
        statement = update(Product).where(Product.id == bindparam("key"))
        better: dict[str, Any] = {name: bindparam(f"its_{name}") for name in ("name", "skey", "sort_key")}
        rows = [
            {"key": product.id} | {f"its_{name}": text for name, text in _words(product).items()}
            for product in renamed
        ]
        self._task.session.connection().execute(statement.values(**better), rows)

    def _load(self) -> None:
        session = self._task.session
        by_id: dict[int, NamedProduct] = {}
        for key, code, name in session.execute(select(Product.id, Product.code, Product.name)):
            product = by_id[key] = NamedProduct(key, code, name)
            product.stored = name
            self._remember(product)
        for code, key in session.execute(select(Barcode.code, Barcode.product_id)):
            self._by_code.setdefault(code, by_id[key])

    def _remember(self, product: NamedProduct) -> None:
        self._by_code[product.code] = product
        if product.name:
            self._by_name.setdefault(squeeze(product.name), product)

    def _free_code(self) -> str:
        number = self._last_id
        while str(number) in self._by_code:
            number += 1
        return str(number)

    def _row(self, product: NamedProduct) -> dict[str, object]:
        session = self._task.session
        shelf = categories.at_path(session, product.category) if product.category else None
        return {"id": product.id, "code": product.code, "category_id": shelf, **_words(product)}


def _words(product: NamedProduct) -> dict[str, str]:
    name = product.called
    return {"name": name, "skey": search_key(name, product.code), "sort_key": sort_key(name)}
