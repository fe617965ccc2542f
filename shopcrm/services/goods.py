"""What the shop sells: products with their codes, barcodes, prices and words, and how they are found again.

A code or barcode names one product, whichever of the two it is (S2).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, func, select, text
from sqlalchemy.orm import Session

from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.text import fold, one_line, search_key, sort_key
from shopcrm.services import categories, stock
from shopcrm.services.stock import NoSuchProduct
from shopcrm.store.goods import Barcode, Product

_INDEXED = 3
"""The search index holds every three letters in a row; shorter words are looked for one product at a time."""


class ProductNameMissing(BadInput):
    """Goods without a name."""

    sentence = "Goods need a name. Nothing was changed."


class PriceRefused(BadInput):
    """A price or cost below nothing."""

    sentence = "A price or cost cannot be below zero. Nothing was changed."


class TaxRefused(BadInput):
    """A tax rate that cannot be."""

    sentence = "The tax must be between 0 and 100 percent. Nothing was changed."


class CodeTaken(BadInput):
    """Another product has the code or barcode."""

    sentence = "The code {code} already belongs to {name}. Nothing was changed. Choose another code."


class UnknownGoods(NotFound):
    """No product has such a code or barcode."""

    sentence = (
        "There are no goods with the code {code}. Nothing was changed. Search by name, or add them first."
    )


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """What is known of a product; price and cost in smallest units for one unit, tax in basis points.

    Without a code it gets the next free number. `attributes` are names and words, such as grade: premium.
    """

    name: str
    code: str = ""
    category_id: int | None = None
    unit: str = ""
    price: int | None = None
    cost: int | None = None
    tax_rate: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    barcodes: Sequence[str] = ()
    stock_kept: bool = False


@dataclass(frozen=True, slots=True)
class ProductView(ProductDraft):
    """A product with its shelf and what is on hand (thousandths; None where its stock is not kept)."""

    id: int = 0
    category: str = ""
    on_hand: int | None = None


def add(session: Session, draft: ProductDraft) -> int:
    """Add a product and give its id; raises CodeTaken and what else is wrong with the draft."""
    row = Product()
    _write(session, row, draft)
    session.add(row)
    session.flush()
    _write_barcodes(session, row.id, draft.barcodes)
    return row.id


def add_many(session: Session, drafts: Sequence[ProductDraft]) -> list[int]:
    """Add many products at once and give their ids in order; raises as `add`, with nothing added."""
    following = int(_next_code(session))
    owners: dict[str, str] = {}
    rows: list[Product] = []
    for place, draft in enumerate(drafts):
        code = cells.code(draft.code) or str(following + place)
        barcodes = [cells.code(barcode) for barcode in draft.barcodes]
        rows.append(_filled(Product(), draft, code, barcodes))
        for taken in {code, *barcodes}:
            if taken in owners:
                raise CodeTaken(code=taken, name=owners[taken])
            owners[taken] = draft.name
    _refuse_taken(session, None, list(owners))
    session.add_all(rows)
    session.flush()
    pairs = zip(rows, drafts, strict=True)
    barred = [(row.id, cells.code(text)) for row, draft in pairs for text in draft.barcodes]
    session.add_all(Barcode(code=code, product_id=key) for key, code in dict.fromkeys(barred) if code)
    session.flush()
    return [row.id for row in rows]


def edit(session: Session, product_id: int, draft: ProductDraft) -> None:
    """Make a product what the draft says; raises as `add`, or NoSuchProduct."""
    row = session.get(Product, product_id)
    if row is None:
        raise NoSuchProduct(id=product_id)
    _write(session, row, draft)
    _write_barcodes(session, product_id, draft.barcodes)


def save(session: Session, product_id: int | None, draft: ProductDraft, shelf: str) -> int:
    """Add a product or make one what the draft says, on the shelf that a path such as Nuts > Walnuts names.

    What is missing of the path is made. Gives the product's id; raises as `add` and `edit`.
    """
    placed = replace(draft, category_id=categories.at_path(session, shelf) if shelf.strip() else None)
    if product_id is None:
        return add(session, placed)
    edit(session, product_id, placed)
    return product_id


def show(session: Session, product_id: int) -> ProductView:
    """Show one product; raises NoSuchProduct."""
    found = _views(session, select(Product).where(Product.id == product_id))
    if not found:
        raise NoSuchProduct(id=product_id)
    return found[0]


def find(session: Session, code: str) -> ProductView:
    """Find the product that a code or any of its barcodes names; raises UnknownGoods."""
    tidy = cells.code(code)
    known = ids_by_code(session, [tidy])
    if tidy not in known:
        raise UnknownGoods(code=tidy)
    return show(session, known[tidy])


def ids_by_code(session: Session, codes: Iterable[str]) -> dict[str, int]:
    """Find products by codes or barcodes, written as `cells.code` reads them; what is unknown is left out.

    A code is taken as it is written; only where none fits, letter case does not matter.
    """
    asked = list(dict.fromkeys(codes))
    found = dict(_pairs(session, select(Barcode.code, Barcode.product_id).where(Barcode.code.in_(asked))))
    found |= dict(_pairs(session, select(Product.code, Product.id).where(Product.code.in_(asked))))
    missing = {code.lower(): code for code in asked if code not in found}
    if missing:
        lowered = func.lower(Product.code)
        alike = select(lowered, Product.id).where(lowered.in_(missing)).order_by(Product.id.desc())
        found |= {missing[code]: key for code, key in _pairs(session, alike)}
    return found


def page(
    session: Session, asked: str = "", category_id: int | None = None, *, limit: int = 50, offset: int = 0
) -> list[ProductView]:
    """List goods by name; `asked` may be any fragment of name, code or barcode, in any spelling (C1)."""
    query = select(Product).where(*_conditions(session, asked, category_id))
    return _views(session, query.order_by(Product.sort_key, Product.id).limit(limit).offset(offset))


def count(session: Session, asked: str = "", category_id: int | None = None) -> int:
    """Count the goods that `page` would list in all."""
    query = select(func.count()).select_from(Product).where(*_conditions(session, asked, category_id))
    return session.scalars(query).one()


def _conditions(session: Session, asked: str, category_id: int | None) -> list[ColumnElement[bool]]:
    conditions = [_has_word(session, word) for word in fold(asked).split()]
    if category_id is not None:
        conditions.append(Product.category_id.in_(categories.beneath(session, category_id)))
    return conditions


def _has_word(session: Session, word: str) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite" and len(word) >= _INDEXED:
        found = text("SELECT rowid FROM product_words WHERE skey MATCH :asked")
        return Product.id.in_(found.bindparams(asked=f'"{word}"').columns(rowid=Product.id.type))
    return Product.skey.contains(word, autoescape=True)


def _views(session: Session, query: Select[Any]) -> list[ProductView]:
    rows = session.scalars(query).all()
    shelves = categories.everything(session)
    barcodes = _barcodes(session, [row.id for row in rows])
    kept = stock.on_hand(session, [row.id for row in rows if row.stock_kept])
    return [
        ProductView(
            id=row.id,
            name=row.name,
            code=row.code,
            category_id=row.category_id,
            category=categories.path_in(shelves, row.category_id),
            unit=row.unit,
            price=row.price,
            cost=row.cost,
            tax_rate=row.tax_rate,
            attributes=json.loads(row.attributes),
            barcodes=barcodes.get(row.id, ()),
            stock_kept=row.stock_kept,
            on_hand=kept.get(row.id),
        )
        for row in rows
    ]


def _barcodes(session: Session, product_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = select(Barcode.code, Barcode.product_id).where(Barcode.product_id.in_(product_ids))
    found: dict[int, tuple[str, ...]] = {}
    for code, product_id in _pairs(session, query.order_by(Barcode.code)):
        found[product_id] = (*found.get(product_id, ()), code)
    return found


def _pairs(session: Session, query: Executable) -> list[tuple[str, int]]:
    return [(code, key) for code, key in session.execute(query).all()]


def _write(session: Session, row: Product, draft: ProductDraft) -> None:
    code = cells.code(draft.code) or row.code or _next_code(session)
    barcodes = [cells.code(barcode) for barcode in draft.barcodes]
    _refuse_taken(session, row.id, [code, *barcodes])
    _filled(row, draft, code, barcodes)


def _filled(row: Product, draft: ProductDraft, code: str, barcodes: Sequence[str]) -> Product:
    name = one_line(draft.name)
    if not name:
        raise ProductNameMissing
    if min(draft.price or 0, draft.cost or 0) < 0:
        raise PriceRefused
    if not 0 <= draft.tax_rate <= 10_000:
        raise TaxRefused
    row.name, row.code, row.category_id = name, code, draft.category_id
    row.unit, row.price, row.cost = one_line(draft.unit), draft.price, draft.cost
    row.tax_rate, row.stock_kept = draft.tax_rate, draft.stock_kept
    tidy = {one_line(key): one_line(value) for key, value in draft.attributes.items()}
    row.attributes = json.dumps(tidy, ensure_ascii=False)
    row.skey, row.sort_key = search_key(name, code, *barcodes), sort_key(name)
    return row


def _write_barcodes(session: Session, product_id: int, barcodes: Sequence[str]) -> None:
    wanted = {tidy for barcode in barcodes if (tidy := cells.code(barcode))}
    rows = session.scalars(select(Barcode).where(Barcode.product_id == product_id)).all()
    for row in rows:
        if row.code not in wanted:
            session.delete(row)
    known = {row.code for row in rows}
    session.add_all(Barcode(code=code, product_id=product_id) for code in sorted(wanted - known))
    session.flush()


def _refuse_taken(session: Session, product_id: int | None, codes: Sequence[str]) -> None:
    for code, owner in sorted(ids_by_code(session, codes).items()):
        if owner != product_id:
            raise CodeTaken(code=code, name=session.get_one(Product, owner).name)


def _next_code(session: Session) -> str:
    number = (session.scalar(select(func.max(Product.id))) or 0) + 1
    while ids_by_code(session, [str(number)]):
        number += 1
    return str(number)
