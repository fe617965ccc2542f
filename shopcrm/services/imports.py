"""Brings in files: what a file would do is shown first, then it is done whole or not at all.

The same file brought again changes nothing. A column that the file lacks, or an empty cell, wipes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from sqlalchemy.orm import Session

from shopcrm.rules import cell_dates, cells, columns
from shopcrm.rules.cell_dates import DayOrder
from shopcrm.rules.column_names import FileKind
from shopcrm.rules.money import Currency
from shopcrm.services import import_undo, settings, word_index
from shopcrm.services.import_customers import CustomersImport
from shopcrm.services.import_goods import GoodsImport
from shopcrm.services.import_rows import (
    Fate,
    Importer,
    ImportStopped,
    Outcome,
    Plan,
    Refusal,
    RowsRefused,
    Table,
    Tally,
    Task,
    Tick,
)
from shopcrm.services.import_sales import SalesImport
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.imports import ImportBatch

__all__ = [
    "Fate",
    "FileKind",
    "ImportStopped",
    "Outcome",
    "Plan",
    "Refusal",
    "RowsRefused",
    "Table",
    "bring_in",
    "dry_run",
    "propose",
]

_NUMBERS = ("quantity", "price", "amount", "cost", "stock")
_MONEY = ("price", "amount", "cost")
_TICK_EACH = 5000
_MAKERS: dict[FileKind, Callable[[Task, Tally], Importer]] = {
    FileKind.SALES: SalesImport,
    FileKind.CUSTOMERS: CustomersImport,
    FileKind.GOODS: GoodsImport,
}


def propose(
    table: Table,
    file_name: str,
    currency: Currency,
    *,
    kind: FileKind | None = None,
    wishes: Sequence[tuple[str, str]] = (),
    order: DayOrder | None = None,
    complete: bool = True,
) -> Plan:
    """Guess what a file is and what its columns are; `wishes` are pairs of field and column that win.

    A plan that is not `complete` may lack columns that a person is still going to name.

    Where dates or numbers can be meant two ways, the whole column is looked through for proof.
    Raises NoSuchField, NoSuchColumn, ColumnTwice, ColumnMissing.
    """
    found = kind or columns.guess_kind(table.names, table.sample)
    headings = tuple(table.headings)
    mapping = columns.override(found, columns.guess(found, table.names, table.sample), headings, wishes)
    if complete:
        columns.require(found, mapping, headings)
    plan = Plan(found, file_name, headings, mapping)
    units = {name: cells.said_unit(headings[mapping[name]]) for name in _MONEY if name in mapping}
    return replace(_with_evidence(plan, table, currency, order), units=units)


def dry_run(session: Session, table: Table, plan: Plan, tick: Tick | None = None) -> Outcome:
    """Tell what would become of every row and change nothing; `tick` hears how many rows are done."""
    return _run(session, table, plan, tick, is_dry=True)


def bring_in(
    session: Session, table: Table, plan: Plan, tick: Tick | None = None, *, only_good: bool = True
) -> Outcome:
    """Bring a file in; refused rows are left out, or with `only_good` False stop it all (RowsRefused).

    Whatever `tick` raises, such as ImportStopped, leaves the shop as it was.
    """
    with import_undo.noting(session) as seen:
        outcome = _run(session, table, plan, tick, is_dry=False)
    if outcome.refused and not only_good:
        raise RowsRefused(refused=outcome.refused, read=outcome.read)
    row = ImportBatch(
        kind=plan.kind,
        file_name=plan.file_name,
        imported_at=now_of(session),
        imported_by=who_of(session).actor,
        rows_read=outcome.read,
        rows_added=outcome.added,
        rows_changed=outcome.changed,
        rows_unchanged=outcome.unchanged,
        rows_refused=outcome.refused,
    )
    session.add(row)
    session.flush()
    import_undo.keep(session, row.id, seen)
    for index in (word_index.CUSTOMERS, word_index.GOODS):
        word_index.tidy(session, index)
    return replace(outcome, batch_id=row.id)


def _run(session: Session, table: Table, plan: Plan, tick: Tick | None, *, is_dry: bool) -> Outcome:
    decided = settings.read(session)
    task = Task(session, plan, decided, now_of(session), who_of(session).actor, is_dry=is_dry)
    tally = Tally(table.first_row)
    importer = _MAKERS[plan.kind](task, tally)
    done = 0
    for batch in table.batches():
        importer.take(done, batch)
        done += len(batch)
        if tick is not None and done // _TICK_EACH != (done - len(batch)) // _TICK_EACH:
            tick(done, max(done, table.rows_guess))
    importer.finish()
    refusals = sorted(tally.refusals, key=lambda refusal: refusal.row)
    return Outcome(table.first_row, bytes(tally.fates), tuple(refusals), left_out=tuple(tally.left_out))


def _with_evidence(plan: Plan, table: Table, currency: Currency, order: DayOrder | None) -> Plan:
    date = plan.columns.get("date", plan.columns.get("birthday"))
    numbers = {name: plan.columns[name] for name in _NUMBERS if name in plan.columns}
    sampled = _evidence(plan, table.sample, currency, order)
    doubtful = date is not None and not sampled.order_proven
    marked = any(
        "," in cell or "،" in cell for place in numbers.values() for cell in _column(table.sample, place)
    )
    if not doubtful and not marked:
        return sampled
    return _evidence(plan, chain.from_iterable(table.batches()), currency, order)


def _evidence(plan: Plan, rows: Iterable[Sequence[str]], currency: Currency, order: DayOrder | None) -> Plan:
    """Read from rows how dates and numbers are meant; each different cell counts once."""
    places = {name: plan.columns[name] for name in ("date", "birthday", *_NUMBERS) if name in plan.columns}
    seen: dict[str, set[str]] = {name: set() for name in places}
    for row in rows:
        for name, place in places.items():
            if place < len(row):
                seen[name].add(row[place])
    dates = seen.get("date") or seen.get("birthday", set())
    proven = order or cell_dates.day_order(dates)
    doubtful = proven is None and any(map(cell_dates.is_doubtful, dates))
    marks = {
        name: cells.decimal_mark(texts, whole=name in _MONEY and currency.decimals == 0)
        for name, texts in seen.items()
        if name not in {"date", "birthday"}
    }
    return replace(plan, order=proven or DayOrder.DAY_FIRST, order_proven=not doubtful, marks=marks)


def _column(rows: Iterable[Sequence[str]], place: int) -> Iterable[str]:
    return (row[place] for row in rows if place < len(row))
