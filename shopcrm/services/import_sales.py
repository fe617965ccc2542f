"""Takes sales history from a file: invoices with their lines, and the customers and goods they name.

A line is known by its invoice and its place within it, so that equal lines both stay and the same file
brought again changes nothing. Refused lines take their place too.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import NamedTuple

from shopcrm.rules import cell_dates, cells
from shopcrm.rules.cells import Price, Remembering
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.money import THOUSANDTHS, divide_half_up
from shopcrm.services import made_numbers
from shopcrm.services.import_documents import CORRECTION, RETURN, SALE, Document, Documents
from shopcrm.services.import_goods_named import GoodsNamed, NamedProduct
from shopcrm.services.import_people_named import FORGOTTEN, NOBODY, NamedPerson, PeopleNamed
from shopcrm.services.import_rows import (
    CODE_LENGTH,
    CellMissing,
    CellRefused,
    Tally,
    Task,
    TextTooLong,
    squared,
    within_limit,
)

_LINES_OF_AN_INVOICE = 1_000_000
_WRITE_AT = 8000
_WHEN = ("date", "time")
_WHO = ("customer", "customer_name", "phone")
_WHAT = ("code", "product", "category")
_WORTH = ("quantity", "price", "amount")
_ASIDE = ("line", "seller", "note")


class AnotherCustomer(BadInput):
    """One invoice cannot belong to two people."""

    sentence = "Invoice {invoice} belongs to another customer."


class LineTwice(BadInput):
    """Two rows claim the same place of an invoice."""

    sentence = "Line {line} of invoice {invoice} stands in the file twice."


class Moment(NamedTuple):
    """When something was sold: in UTC, the shop's business day, and as the shop's clock showed it."""

    at: datetime
    day: date
    local: datetime


class Worth(NamedTuple):
    """Quantity in thousandths, price and amount in smallest units, and the kind of line they make."""

    quantity: int
    price: int
    amount: int
    kind: str


class SalesImport:
    """One run over a file of sales; each different cell is understood once and then looked up."""

    def __init__(self, task: Task, tally: Tally) -> None:
        self._task = task
        self._tally = tally
        self._people = PeopleNamed(task)
        self._goods = GoodsNamed(task)
        self._documents = Documents(task)
        self._places: set[tuple[int, int]] = set()
        self._invoices = Remembering(self._invoice)
        self._moments = Remembering(self._moment)
        self._worths = Remembering(self._worth)
        self._persons = Remembering(self._people.find)
        self._products = Remembering(self._goods.find)

    def take(self, start: int, rows: list[list[str]]) -> None:
        """Take a batch of lines; `start` is the place of the first one, from 0."""
        places, fitting = squared(rows, len(self._task.plan.headings), start, self._tally)
        if not fitting:
            return
        columns = list(zip(*fitting, strict=True))
        moments = [self._moments[when] for when in self._picked(columns, _WHEN)]
        worths = [self._worths[worth] for worth in self._picked(columns, _WORTH)]
        persons = [self._persons[who] for who in self._picked(columns, _WHO)]
        products = [self._products[what] for what in self._picked(columns, _WHAT)]
        documents = self._documents_of(columns, moments)
        asides = self._picked(columns, _ASIDE)
        understood = zip(moments, worths, persons, products, strict=True)
        for place, row, aside, document, parts in zip(
            places, fitting, asides, documents, understood, strict=True
        ):
            ordinal = 0
            try:
                if document is None:
                    raise self._trouble(row)
                ordinal = document.seen = document.seen + 1
                if aside[0]:
                    ordinal = self._told_place(document, aside[0])
                moment, worth, person, product = parts
                if moment is None or worth is None or person is None or product is None:
                    raise self._trouble(row)
                if aside[1] or aside[2]:
                    self._check_aside(aside)
                if ordinal == 1 or person is not document.person or document.sold_at is None:
                    self._head(document, ordinal, moment, person, aside)
                self._line(place, document, ordinal, worth, product, row, aside)
            except ShopError as error:
                self._tally.refuse(place, row, error.saying, ordinal)
        if self._documents.waiting >= _WRITE_AT:
            self._flush()

    def finish(self) -> None:
        """Write what still waits, and what only the whole file tells."""
        self._flush()
        self._people.finish()
        self._goods.finish()
        self._documents.finish()

    def _flush(self) -> None:
        self._people.flush()
        self._goods.flush()
        self._documents.flush(self._tally.fates)

    def _picked(self, columns: Sequence[Sequence[str]], names: Sequence[str]) -> Iterable[tuple[str, ...]]:
        """Give the cells of some fields row by row, empty where the file has no such column."""
        chosen = self._task.plan.columns
        empty = repeat("", len(columns[0]))
        parts = [columns[chosen[name]] if name in chosen else empty for name in names]
        if all(part is empty for part in parts):
            return repeat(("",) * len(names), len(columns[0]))
        return zip(*(repeat("", len(columns[0])) if part is empty else part for part in parts), strict=True)

    def _documents_of(
        self, columns: Sequence[Sequence[str]], moments: Sequence[Moment | None]
    ) -> Sequence[Document | None]:
        """Find each line's invoice; without numbers, what one person bought at one time is an invoice."""
        place = self._task.plan.columns.get("invoice")
        if place is not None:
            return [self._invoices[number] for number in columns[place]]
        buyers = self._picked(columns, _WHO)
        return [self._made(moment, who) for moment, who in zip(moments, buyers, strict=True)]

    def _made(self, moment: Moment | None, who: tuple[str, ...]) -> Document | None:
        if moment is None:
            return None
        number, name, phone = who
        buyer = cells.code(number) or cells.code(phone) or cells.label(name) or "-"
        return self._documents.named(made_numbers.made(moment.local, buyer))

    def _check_aside(self, aside: tuple[str, ...]) -> None:
        for name, text in zip(_ASIDE[1:], aside[1:], strict=True):
            within_limit(self._task.plan, name, text)

    def _told_place(self, document: Document, text: str) -> int:
        told = cells.code(text)
        if not told.isdecimal() or not 0 < int(told) <= _LINES_OF_AN_INVOICE:
            raise self._cell("line", cells.NotANumber(text=told))
        place = (document.id, int(told))
        if place in self._places:
            raise LineTwice(line=place[1], invoice=document.number)
        self._places.add(place)
        return place[1]

    def _head(
        self, document: Document, ordinal: int, moment: Moment, person: NamedPerson, aside: tuple[str, ...]
    ) -> None:
        """Take from a line what stands at the head of its invoice."""
        if person is FORGOTTEN:
            document.is_forgotten = True
        if document.is_forgotten:
            person = NOBODY
        if person is not document.person and person is not NOBODY:
            if document.person is not None:
                raise AnotherCustomer(invoice=document.number)
            document.person = person
            self._people.use(person)
            person.saw(document.sold_at or moment.at)
        if ordinal == 1 or document.sold_at is None:
            if document.sold_at is None:
                self._documents.begin(document)
            document.sold_at, document.day = moment.at, moment.day
            document.seller = cells.label(aside[1]) or document.seller
            if document.person is not None:
                document.person.saw(moment.at)

    def _line(
        self,
        place: int,
        document: Document,
        ordinal: int,
        worth: Worth,
        product: NamedProduct,
        row: Sequence[str],
        aside: tuple[str, ...],
    ) -> None:
        quantity, price, amount, kind = worth
        if document.is_return:
            kind = RETURN
            if quantity > 0 and amount > 0:
                quantity, amount = -quantity, -amount
        if not product.is_used or product.is_open:
            self._meet(product, kind, row)
        note = cells.label(aside[2]) if aside[2] and not document.is_forgotten else ""
        line = (product.id, kind, quantity, price, amount, note)
        self._documents.add(place, document, ordinal, line, self._tally.fates)

    def _meet(self, product: NamedProduct, kind: str, row: Sequence[str]) -> None:
        if product.is_open:
            product.hear(cells.label(self._text("product", row)), at_a_sale=kind == SALE)
        if not product.is_used:
            self._goods.use(product)

    def _invoice(self, text: str) -> Document:
        number = cells.code(text)
        if not number:
            raise CellMissing(column=self._task.plan.heading("invoice"))
        if len(number) > CODE_LENGTH:
            raise TextTooLong(column=self._task.plan.heading("invoice"), limit=CODE_LENGTH)
        return self._documents.named(number)

    def _moment(self, when: tuple[str, ...]) -> Moment:
        plan, days = self._task.plan, self._task.settings.days
        text, clock = when
        if not text.strip():
            raise CellMissing(column=plan.heading("date"))
        local = cell_dates.moment(text, plan.order, days.zone)
        if clock.strip():
            local = datetime.combine(local.date(), cell_dates.clock(clock))
        at = days.at(local)
        return Moment(at, days.of(at), local)

    def _worth(self, said: tuple[str, ...]) -> Worth:
        """Reckon a line; the amount that was paid is believed before the price."""
        quantity = self._quantity(said[0])
        price = self._money("price", said[1]) if said[1].strip() else None
        if said[2].strip():
            amount = self._money("amount", said[2]).rounded()
            if quantity < 0 < amount:
                amount = -amount
            each = abs(divide_half_up(amount * THOUSANDTHS, abs(quantity))) if quantity else 0
        else:
            exact = price or self._money("price" if "price" in self._task.plan.columns else "amount", "")
            amount, each = exact.times(quantity), 0
        if abs(amount) > cells.LARGEST:
            raise self._cell("price", cells.NumberTooLarge(text=said[1]))
        kind = CORRECTION if quantity < 0 or amount < 0 else SALE
        return Worth(quantity, price.rounded() if price else each, amount, kind)

    def _quantity(self, text: str) -> int:
        plan = self._task.plan
        if "quantity" not in plan.columns:
            return THOUSANDTHS
        if not text.strip():
            raise CellMissing(column=plan.heading("quantity"))
        try:
            return cells.quantity(text, plan.marks.get("quantity", "."))
        except ShopError as error:
            raise self._cell("quantity", error) from error

    def _money(self, name: str, text: str) -> Price:
        plan = self._task.plan
        if not text.strip():
            raise CellMissing(column=plan.heading(name))
        try:
            return cells.price(
                text, self._task.settings.money, plan.marks.get(name, "."), plan.units.get(name, "")
            )
        except ShopError as error:
            raise self._cell(name, error) from error

    def _trouble(self, row: Sequence[str]) -> ShopError:
        """Find what is wrong with a row that was not understood, the first thing first."""
        readings: tuple[tuple[str, Callable[[], object]], ...] = (
            (
                "invoice",
                lambda: "invoice" in self._task.plan.columns and self._invoice(self._text("invoice", row)),
            ),
            ("date", lambda: self._moment(self._texts(_WHEN, row))),
            ("quantity", lambda: self._worth(self._texts(_WORTH, row))),
            ("phone", lambda: self._people.find(self._texts(_WHO, row))),
            ("code", lambda: self._goods.find(self._texts(_WHAT, row))),
        )
        for name, read in readings:
            try:
                read()
            except ShopError as error:
                return self._cell(name, error)
        return CellMissing(column=self._task.plan.heading("date"))

    def _cell(self, name: str, error: ShopError) -> ShopError:
        return (
            error
            if isinstance(error, CellMissing | TextTooLong | CellRefused)
            else CellRefused(column=self._task.plan.heading(name), reason=error.saying)
        )

    def _text(self, name: str, row: Sequence[str]) -> str:
        place = self._task.plan.columns.get(name)
        return "" if place is None else row[place]

    def _texts(self, names: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._text(name, row) for name in names)
