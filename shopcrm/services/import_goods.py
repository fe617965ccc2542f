"""Takes a list of goods from a file: the unknown are added, of the known only what differs is written.

Goods are known by their code, then a barcode, then by name. An empty cell wipes nothing.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import insert, select, update

from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.text import fold, search_key, sort_key, squeeze
from shopcrm.services import categories, stock
from shopcrm.services.import_rows import (
    CODE_LENGTH,
    CellRefused,
    Fate,
    Tally,
    Task,
    TextTooLong,
    squared,
    within_limit,
)
from shopcrm.services.shop import touched
from shopcrm.services.stock import Move
from shopcrm.store.base import Topic
from shopcrm.store.goods import Barcode, Product

Value = TypeVar("Value")

_WRITE_AT = 2000


class GoodsUnnamed(BadInput):
    """The row has neither code nor name."""

    sentence = "The row names no goods."


class GoodsTwice(BadInput):
    """Two rows say different things of one product."""

    sentence = "Row {row} says something else about the same goods."


class BarcodeTaken(BadInput):
    """A barcode names one product (S2)."""

    sentence = "The barcode {code} belongs to {name}."


class BelowZero(BadInput):
    """Prices begin at nothing."""

    sentence = "{text} is below zero."


class KnownGoods:
    """What the shop knows of a product and a list can tell; `stock` is None where it is not kept."""

    __slots__ = (
        "barcodes", "category", "code", "cost", "fresh_barcodes", "id", "is_new", "name", "price", "row",
        "stock", "stored_stock", "tax_rate", "unit",
    )  # fmt: skip

    def __init__(self, key: int, code: str) -> None:
        self.id = key
        self.code = code
        self.name = ""
        self.category = ""
        self.unit = ""
        self.price: int | None = None
        self.cost: int | None = None
        self.tax_rate: int | None = None
        self.stock: int | None = None
        self.stored_stock: int | None = None
        self.barcodes: list[str] = []
        self.fresh_barcodes: list[str] = []
        self.row: int | None = None
        self.is_new = False


class GoodsImport:
    """One run over a list of goods."""

    def __init__(self, task: Task, tally: Tally) -> None:
        self._task = task
        self._tally = tally
        self._by_id: dict[int, KnownGoods] = {}
        self._by_code: dict[str, KnownGoods] = {}
        self._by_barcode: dict[str, KnownGoods] = {}
        self._by_name: dict[str, KnownGoods] = {}
        self._waiting: dict[int, KnownGoods] = {}
        self._load()
        self._last_id = max(self._by_id, default=0)

    def take(self, start: int, rows: list[list[str]]) -> None:
        """Take a batch of rows; `start` is the place of the first one, from 0."""
        places, fitting = squared(rows, len(self._task.plan.headings), start, self._tally)
        for place, row in zip(places, fitting, strict=True):
            try:
                self._tally.fates[place] = self._take_one(self._tally.first_row + place, row)
            except ShopError as error:
                self._tally.refuse(place, row, error.saying)
        if len(self._waiting) >= _WRITE_AT:
            self._flush()

    def finish(self) -> None:
        """Write what still waits."""
        self._flush()

    def _take_one(self, number: int, row: Sequence[str]) -> Fate:
        code, name = cells.code(self._text("code", row)), cells.label(self._text("name", row))
        barcodes = [cells.code(part) for part in cells.several(self._text("barcode", row))]
        if any(len(text) > CODE_LENGTH for text in (code, *barcodes)):
            raise TextTooLong(column=self._task.plan.heading("code"), limit=CODE_LENGTH)
        if not (code or name or barcodes):
            raise GoodsUnnamed
        told = self._told(row, name)
        known = self._find(code, barcodes, name)
        self._refuse_taken(known, barcodes)
        fate = Fate.CHANGED
        if known is None:
            known, fate = self._added(code), Fate.ADDED
            told["name"] = name or code or barcodes[0]
        differing = {part: value for part, value in told.items() if _differs(known, part, value)}
        fresh = [barcode for barcode in barcodes if barcode not in known.barcodes and barcode != known.code]
        if fate is Fate.CHANGED and not differing and not fresh:
            known.row = known.row or number
            return Fate.UNCHANGED
        if known.row is not None and any(getattr(known, part) for part in differing):
            raise GoodsTwice(row=known.row)
        known.row = known.row or number
        self._learn(known, differing, fresh)
        return fate

    def _told(self, row: Sequence[str], name: str) -> dict[str, Any]:
        """Read what a row says of the goods, leaving out what it does not say."""
        plan = self._task.plan
        told: dict[str, Any] = {
            "name": name,
            "unit": cells.label(self._text("unit", row)),
            "category": _path(self._text("category", row)),
        }
        for part in ("price", "cost"):
            told[part] = self._read(part, row, partial(self._money, part))
        told["tax_rate"] = self._read("tax_rate", row, cells.percentage)
        told["stock"] = self._read(
            "stock", row, lambda text: cells.quantity(text, plan.marks.get("stock", "."))
        )
        return {part: value for part, value in told.items() if value not in {"", None}}

    def _money(self, part: str, text: str) -> int:
        plan, currency = self._task.plan, self._task.settings.money
        amount = cells.money(text, currency, plan.marks.get(part, "."), plan.units.get(part, ""))
        if amount < 0:
            raise BelowZero(text=text[:40])
        return amount

    def _find(self, code: str, barcodes: Sequence[str], name: str) -> KnownGoods | None:
        if code:
            return self._by_code.get(code) or self._by_barcode.get(code)
        for barcode in barcodes:
            known = self._by_barcode.get(barcode) or self._by_code.get(barcode)
            if known is not None:
                return known
        return None if barcodes else self._by_name.get(squeeze(name))

    def _refuse_taken(self, known: KnownGoods | None, barcodes: Sequence[str]) -> None:
        for barcode in barcodes:
            owner = self._by_barcode.get(barcode) or self._by_code.get(barcode)
            if owner is not None and owner is not known:
                raise BarcodeTaken(code=barcode, name=owner.name)

    def _added(self, code: str) -> KnownGoods:
        self._last_id += 1
        number = self._last_id
        while not code and (str(number) in self._by_code or str(number) in self._by_barcode):
            number += 1
        known = KnownGoods(self._last_id, code or str(number))
        known.is_new = True
        return known

    def _learn(self, known: KnownGoods, differing: dict[str, Any], fresh: Sequence[str]) -> None:
        for part, value in differing.items():
            setattr(known, part, value)
        known.barcodes += fresh
        known.fresh_barcodes += fresh
        self._remember(known)
        self._waiting[known.id] = known

    def _remember(self, known: KnownGoods) -> None:
        self._by_code.setdefault(known.code, known)
        self._by_name.setdefault(squeeze(known.name), known)
        for barcode in known.barcodes:
            self._by_barcode.setdefault(barcode, known)

    def _flush(self) -> None:
        waiting, self._waiting = list(self._waiting.values()), {}
        if not self._task.is_dry and waiting:
            self._write(waiting)
        for known in waiting:
            known.is_new = False
            known.fresh_barcodes = []
            known.stored_stock = known.stock

    def _write(self, waiting: Sequence[KnownGoods]) -> None:
        session = self._task.session
        connection = session.connection()
        shelves = {path: categories.at_path(session, path) for path in {k.category for k in waiting} if path}
        new = [_row(known, shelves) for known in waiting if known.is_new]
        if new:
            connection.execute(insert(Product), new)
        for known in waiting:
            if not known.is_new:
                connection.execute(update(Product).where(Product.id == known.id).values(_row(known, shelves)))
        barcodes = [{"code": code, "product_id": k.id} for k in waiting for code in k.fresh_barcodes]
        if barcodes:
            connection.execute(insert(Barcode), barcodes)
        counted = [
            known for known in waiting if known.stock is not None and known.stock != known.stored_stock
        ]
        stock.keep(session, [known.id for known in counted])
        stock.post(
            session, [self._move(known) for known in counted if known.stock != (known.stored_stock or 0)]
        )
        touched(session, Topic.GOODS)

    def _move(self, known: KnownGoods) -> Move:
        difference = (known.stock or 0) - (known.stored_stock or 0)
        return Move(known.id, difference, "correction", self._task.now, reason=self._task.plan.file_name)

    def _load(self) -> None:
        session = self._task.session
        shelves = categories.everything(session)
        for row in session.scalars(select(Product).order_by(Product.id)):
            known = self._by_id[row.id] = KnownGoods(row.id, row.code)
            known.name, known.unit, known.price, known.cost = row.name, row.unit, row.price, row.cost
            known.tax_rate = row.tax_rate
            known.category = categories.path_in(shelves, row.category_id)
            known.stock = known.stored_stock = 0 if row.stock_kept else None
        for code, key in session.execute(select(Barcode.code, Barcode.product_id)):
            self._by_id[key].barcodes.append(code)
        kept = [key for key, known in self._by_id.items() if known.stock is not None]
        for key, quantity in stock.on_hand(session, kept).items():
            self._by_id[key].stock = self._by_id[key].stored_stock = quantity
        for known in self._by_id.values():
            self._remember(known)

    def _text(self, name: str, row: Sequence[str]) -> str:
        place = self._task.plan.columns.get(name)
        return "" if place is None else within_limit(self._task.plan, name, row[place].strip())

    def _read(self, name: str, row: Sequence[str], read: Callable[[str], Value]) -> Value | None:
        text = self._text(name, row)
        if not text:
            return None
        try:
            return read(text)
        except ShopError as error:
            raise CellRefused(column=self._task.plan.heading(name), reason=error.saying) from error


def _row(known: KnownGoods, shelves: dict[str, int]) -> dict[str, object]:
    return {
        "id": known.id,
        "code": known.code,
        "name": known.name,
        "category_id": shelves.get(known.category),
        "unit": known.unit,
        "price": known.price,
        "cost": known.cost,
        "tax_rate": known.tax_rate or 0,
        "skey": search_key(known.name, known.code, *known.barcodes),
        "sort_key": sort_key(known.name),
    }


def _path(text: str) -> str:
    parts = [label for part in text.split(categories.BETWEEN.strip()) if (label := cells.label(part))]
    return categories.BETWEEN.join(parts)


def _differs(known: KnownGoods, part: str, told: object) -> bool:
    stored = getattr(known, part)
    if part == "category":
        # A shelf in another spelling is the same shelf.
        return fold(stored) != fold(str(told))
    return bool(stored != told)
