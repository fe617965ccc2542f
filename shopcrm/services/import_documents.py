"""The invoices of a file of sales with their lines, written as new or held against those that are known."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, func, insert, select, update

from shopcrm.rules.errors import BadInput
from shopcrm.services import follow_ups, made_numbers, suppressions
from shopcrm.services.import_people_named import NamedPerson
from shopcrm.services.import_rows import SOURCE, Fate, Task, insert_many
from shopcrm.services.people import ERASED
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.sales import Sale, SaleLine

SALE, RETURN, CORRECTION = "sale", "return", "correction"
CANCELLED = "C"
"""An invoice that begins with it takes goods back."""
_AT_ONCE = 500
_COLUMNS = ("sale_id", "ordinal", "product_id", "kind", "quantity", "price", "amount", "note")
_HEAD = ("kind", "customer_id", "sold_at", "total", "served_by")

Line: TypeAlias = tuple[int | None, str, int, int, int, str]
"""A line as it is stored: product, kind, quantity (thousandths), price and amount (smallest units), note."""
Row: TypeAlias = tuple[int, int, int | None, str, int, int, int, str]


class SaleBroughtBack(BadInput):
    """What came back was reckoned by the lines as they stand."""

    sentence = "Something of invoice {invoice} came back already, so its lines and its customer stay."


class Document:
    """An invoice while its lines come in; `seen` is the place of the line that was last seen.

    Of a forgotten one the buyer was erased: no file says again who it was (C3).
    """

    __slots__ = (
        "customer_id", "day", "has_sale", "id", "is_brought_back", "is_forgotten", "is_known", "is_return",
        "lines", "number", "person", "seen", "seller", "sold_at", "stored", "total",
    )  # fmt: skip

    def __init__(self, key: int, number: str) -> None:
        self.id = key
        self.number = number
        self.is_return = number.startswith(CANCELLED)
        self.has_sale = False
        self.is_known = False
        self.is_forgotten = False
        self.is_brought_back = False
        self.seen = 0
        self.total = 0
        self.sold_at: datetime | None = None
        self.day: date | None = None
        self.person: NamedPerson | None = None
        self.customer_id: int | None = None
        self.seller = ""
        self.stored: tuple[object, ...] = ()
        self.lines: dict[int, Line] | None = None

    @property
    def kind(self) -> str:
        """A document is a return, or a sale where any line is one, or else a correction."""
        if self.is_return:
            return RETURN
        return SALE if self.has_sale else CORRECTION

    @property
    def facts(self) -> tuple[object, ...]:
        """What stands at the head of the document, in the order of its columns."""
        buyer = self.person.id if self.person else self.customer_id
        return (self.kind, buyer, self.sold_at, self.total, self.seller)


class Documents:
    """All invoices that came from files, and the new ones."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._by_number: dict[str, Document] = {}
        self._new: list[Document] = []
        self._met: list[Document] = []
        self._fresh: list[Row] = []
        self._held: list[tuple[int, Document, int, Line]] = []
        self._last_id = task.session.scalar(select(func.max(Sale.id))) or 0
        self._kept = _columns_kept(task)
        self._sealer = suppressions.sealer(task.session)
        self._load()

    @property
    def waiting(self) -> int:
        """How many lines wait to be written."""
        return len(self._fresh) + len(self._held)

    def named(self, number: str) -> Document:
        """Give the invoice of that number, a new one where it is not known."""
        found = self._by_number.get(number) or self._by_number.get(made_numbers.sealed(number, self._sealer))
        if found is None:
            self._last_id += 1
            found = self._by_number[number] = Document(self._last_id, number)
        return found

    def begin(self, document: Document) -> None:
        """Say that a first line of the invoice is taken."""
        self._new.append(document)
        self._met.append(document)

    def add(self, place: int, document: Document, ordinal: int, line: Line, fates: bytearray) -> None:
        """Take a line; its fate is known at once, or at the next flush where the invoice is known.

        Raises SaleBroughtBack where it would change what something came back of.
        """
        if document.is_brought_back:
            self._refuse_change(document, ordinal, line)
        if document.is_known:
            self._held.append((place, document, ordinal, line))
            return
        document.total += line[4]
        if line[1] == SALE:
            document.has_sale = True
        self._fresh.append((document.id, ordinal, *line))
        fates[place] = Fate.ADDED

    def flush(self, fates: bytearray) -> None:
        """Write the lines that wait; people and goods must have been written."""
        held, self._held = self._held, []
        self._fetch_lines(dict.fromkeys(document for _, document, _, _ in held))
        for place, document, ordinal, line in held:
            fates[place] = self._hold(document, ordinal, line)
        new, self._new = self._new, []
        fresh, self._fresh = self._fresh, []
        if self._task.is_dry:
            return
        if new:
            self._task.session.connection().execute(insert(Sale), [_head(document) for document in new])
            for document in new:
                document.stored = document.facts
        insert_many(self._task.session, cast("SqlTable", SaleLine.__table__), _COLUMNS, fresh)

    def finish(self) -> None:
        """Write the heads that changed after they were written."""
        changed = [document for document in self._met if document.stored != document.facts]
        if changed and not self._task.is_dry:
            rows = [
                {"which": d.id, "its_day": d.day}
                | {f"its_{n}": v for n, v in zip(_HEAD, d.facts, strict=True)}
                for d in changed
            ]
            better: dict[str, Any] = {name: bindparam(f"its_{name}") for name in (*_HEAD, "day")}
            statement = update(Sale).where(Sale.id == bindparam("which")).values(**better)
            self._task.session.connection().execute(statement, rows)
        if not self._task.is_dry:
            follow_ups.link(self._task.session, [document.id for document in self._met])
        touched(self._task.session, Topic.SALES)

    def _refuse_change(self, document: Document, ordinal: int, line: Line) -> None:
        self._fetch_lines([document])
        stored = (document.lines or {}).get(ordinal)
        is_changed = stored is not None and self._merged(stored, line) != stored
        is_another = document.person is not None and document.person.id != document.customer_id
        if is_changed or is_another:
            document.person = None if is_another else document.person
            raise SaleBroughtBack(invoice=document.number)

    def _load(self) -> None:
        returns = select(Sale.of_sale_id).where(Sale.of_sale_id.is_not(None))
        brought_back = set(self._task.session.scalars(returns))
        columns = (Sale.id, Sale.number, Sale.kind, Sale.customer_id, Sale.sold_at, Sale.day, Sale.total)
        query = select(*columns, Sale.served_by, Customer.state).where(Sale.source == SOURCE)
        rows = self._task.session.execute(query.outerjoin(Customer, Customer.id == Sale.customer_id))
        for key, number, kind, customer, sold_at, day, total, seller, buyer in rows:
            document = self._by_number[number] = Document(key, number)
            document.is_known = True
            document.is_forgotten = buyer == ERASED
            document.is_brought_back = key in brought_back
            document.has_sale = kind == SALE
            document.customer_id, document.sold_at, document.day = customer, sold_at, day
            document.total, document.seller = total, seller
            document.stored = document.facts

    def _fetch_lines(self, documents: Iterable[Document]) -> None:
        wanted = {document.id: document for document in documents if document.lines is None}
        ids = list(wanted)
        self._met += wanted.values()
        for document in wanted.values():
            document.lines = {}
        columns = (SaleLine.sale_id, SaleLine.ordinal, SaleLine.product_id, SaleLine.kind)
        measures = (SaleLine.quantity, SaleLine.price, SaleLine.amount, SaleLine.note)
        for start in range(0, len(ids), _AT_ONCE):
            chosen = SaleLine.sale_id.in_(ids[start : start + _AT_ONCE])
            for row in self._task.session.connection().execute(select(*columns, *measures).where(chosen)):
                lines = wanted[row[0]].lines
                if lines is not None:
                    lines[row[1]] = row[2:]

    def _hold(self, document: Document, ordinal: int, line: Line) -> Fate:
        """Hold a line of a known invoice against what is stored, and change that where it differs."""
        lines = document.lines if document.lines is not None else {}
        stored = lines.get(ordinal)
        if stored is None:
            self._fresh.append((document.id, ordinal, *line))
            document.total += line[4]
            document.has_sale |= line[1] == SALE
            lines[ordinal] = line
            return Fate.ADDED
        merged = line if line == stored else self._merged(stored, line)
        if merged != stored:
            document.total += merged[4] - stored[4]
            document.has_sale |= merged[1] == SALE
            lines[ordinal] = merged
            self._update_line(document.id, ordinal, merged)
            return Fate.CHANGED
        return Fate.CHANGED if ordinal == 1 and document.stored != document.facts else Fate.UNCHANGED

    def _merged(self, stored: Line, told: Line) -> Line:
        """Take what the file tells; what it has no column for stays as it was."""
        chosen = [
            old if place in self._kept else new
            for place, (old, new) in enumerate(zip(stored, told, strict=True))
        ]
        return cast("Line", tuple(chosen))

    def _update_line(self, sale_id: int, ordinal: int, line: Sequence[object]) -> None:
        if not self._task.is_dry:
            values = dict(zip(_COLUMNS[2:], line, strict=True))
            where = (SaleLine.sale_id == sale_id, SaleLine.ordinal == ordinal)
            self._task.session.connection().execute(update(SaleLine).where(*where).values(values))


def _columns_kept(task: Task) -> frozenset[int]:
    """Tell which parts of a stored line the file says nothing about."""
    told = set(task.plan.columns)
    fields = {0: {"code", "product"}, 2: {"quantity"}, 3: {"price"}, 5: {"note"}}
    return frozenset(place for place, names in fields.items() if not names & told)


def _head(document: Document) -> dict[str, object]:
    head = dict(zip(_HEAD, document.facts, strict=True))
    return {"id": document.id, "source": SOURCE, "number": document.number, "day": document.day, **head}
