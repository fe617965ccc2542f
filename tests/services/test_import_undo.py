"""A whole import is taken back: the shop is as it was, but for what was used or changed since."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.services import (
    customers,
    goods,
    health,
    import_undo,
    imports,
    notes,
    points,
    returned_sales,
    returns,
    sales,
    settings,
    wishes,
)
from shopcrm.services.customers import Draft
from shopcrm.services.import_undo import UndoneAlready
from shopcrm.services.returns import ReturnDraft, ReturnLine
from shopcrm.services.shop import Shop
from shopcrm.store.imports import ImportBatch
from shopcrm.store.tables import METADATA
from tests import makers
from tests.services.test_imports import SALES, Rows

_NOT_COMPARED = {"import_batch", "imported_range", "imported_change", "audit_entry", "sales_digest"}
PEOPLE = (
    "Number", "Name", "Mobile", "Mail", "Likes", "Avoids", "Consent", "Address", "Birthday", "Tags", "Card",
)  # fmt: skip
MORE_PEOPLE = [
    ["7", "Sara Noori", "0912 345 6789", "sara@example.com", "walnuts", "sesame", "yes",
     "New Street", "1370/10/05", "vip, friend", "222"],
    ["8", "Reza Karimi", "0935 111 2233", "", "", "", "no", "Old Street", "12/5", "vip", "333"],
]  # fmt: skip
MORE_SALES = [
    ["A1", "2026-11-01", "7", "W1", "Walnuts", "2", "1000"],
    ["A1", "2026-11-01", "7", "N9", "New nuts", "1", "500"],
    ["A2", "2026-11-02", "9", "W1", "Walnuts", "1", "1000"],
]
GOODS = ("Code", "Barcode", "Name", "Category", "Price", "Stock")
MORE_GOODS = [
    ["W1", "62600001", "Fresh walnuts", "Nuts > Walnuts", "1200", "30"],
    ["P1", "62600002", "Pistachio", "Nuts > Pistachio", "2000", "5"],
]


def bring(shop: Shop, names: Sequence[str], rows: list[list[str]]) -> int:
    table = Rows(names, rows)
    plan = imports.propose(table, "file.csv", shop.ask(settings.read).money)
    outcome = shop.do(imports.bring_in, table, plan)
    assert not outcome.refused, outcome.refusals
    assert outcome.batch_id is not None
    return outcome.batch_id


def everything(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    def read(session: Session) -> dict[str, list[tuple[object, ...]]]:
        tables = [table for table in METADATA.sorted_tables if table.name not in _NOT_COMPARED]
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in tables
        }

    return shop.ask(read)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A shop with a customer, goods, a sale and a wish that an import will touch."""
    shop.do(settings.change, currency="IRR")
    draft = Draft(name="Sara", code="7", phones=["09121110000"], tags=["vip"], card="111")
    sara = shop.do(customers.add, draft).id
    nuts = makers.category(shop, "Nuts")
    walnuts = makers.product(shop, category_id=nuts, stock=10_000, barcodes=["111"])
    makers.sale(shop, sara, (walnuts, 1000, 1000))
    makers.wish(shop, sara, product_id=walnuts)
    return shop


@pytest.mark.parametrize(
    ("names", "rows"),
    [(PEOPLE, MORE_PEOPLE), (SALES, MORE_SALES), (GOODS, MORE_GOODS)],
    ids=["people", "sales", "goods"],
)
def test_after_an_undo_everything_is_as_it_was(
    stocked: Shop, names: Sequence[str], rows: list[list[str]]
) -> None:
    before = everything(stocked)
    batch = bring(stocked, names, rows)
    assert everything(stocked) != before
    undone = stocked.do(import_undo.undo, batch)
    assert everything(stocked) == before
    assert undone.kept == 0
    assert undone.removed


def test_three_imports_are_taken_back_in_turn(stocked: Shop) -> None:
    before = everything(stocked)
    batches = [
        bring(stocked, names, rows)
        for names, rows in ((GOODS, MORE_GOODS), (PEOPLE, MORE_PEOPLE), (SALES, MORE_SALES))
    ]
    for batch in reversed(batches):
        stocked.do(import_undo.undo, batch)
    assert everything(stocked) == before


def test_the_same_file_can_be_brought_in_again(stocked: Shop) -> None:
    batch = bring(stocked, SALES, MORE_SALES)
    full = everything(stocked)
    stocked.do(import_undo.undo, batch)
    bring(stocked, SALES, MORE_SALES)
    again = everything(stocked)
    assert {name: len(rows) for name, rows in again.items()} == {
        name: len(rows) for name, rows in full.items()
    }


def test_who_was_used_since_stays_with_all_that_is_known_of_them(stocked: Shop) -> None:
    batch = bring(stocked, PEOPLE, MORE_PEOPLE)
    reza = stocked.ask(customers.by_id_or_code, "8")
    stocked.do(notes.write, reza, notes.NoteKind.NOTE, "Came in")
    undone = stocked.do(import_undo.undo, batch)
    assert undone.kept == 1
    sheet = stocked.ask(customers.show, reza)
    assert (sheet.name, sheet.phones) == ("Reza Karimi", ("+989351112233",))


def test_what_somebody_changed_since_stays_as_they_wrote_it(stocked: Shop) -> None:
    batch = bring(stocked, PEOPLE, MORE_PEOPLE)
    sara = stocked.ask(customers.by_id_or_code, "7")
    stocked.do(customers.edit, sara, Draft(name="Sara Noorian"))
    stocked.do(import_undo.undo, batch)
    sheet = stocked.ask(customers.show, sara)
    assert sheet.name == "Sara Noorian"
    assert sheet.emails == ()


def test_an_import_is_taken_back_once(stocked: Shop) -> None:
    batch = bring(stocked, PEOPLE, MORE_PEOPLE)
    (row,) = stocked.ask(import_undo.recent)
    assert (row.can_undo, row.added + row.changed) == (True, 2)
    stocked.do(import_undo.undo, batch)
    with pytest.raises(UndoneAlready):
        stocked.do(import_undo.undo, batch)
    (row,) = stocked.ask(import_undo.recent)
    assert not row.can_undo


def test_an_import_from_before_the_noting_says_so(stocked: Shop) -> None:
    def make(session: Session) -> int:
        counts = {"rows_read": 3, "rows_added": 3, "rows_changed": 0, "rows_unchanged": 0, "rows_refused": 0}
        at = stocked.clock()
        row = ImportBatch(kind="sales", file_name="old.csv", imported_at=at, imported_by="owner", **counts)
        session.add(row)
        session.flush()
        return row.id

    batch = stocked.do(make)
    with pytest.raises(import_undo.TooOldToUndo):
        stocked.do(import_undo.undo, batch)
    with pytest.raises(import_undo.NoSuchImport):
        stocked.do(import_undo.undo, 99)


def test_sales_of_which_something_came_back_stay_and_so_does_who_was_at_the_counter(stocked: Shop) -> None:
    batch = bring(stocked, SALES, [*MORE_SALES, ["A3", "2026-11-03", "10", "P7", "Plums", "1", "700"]])
    returned = stocked.ask(returned_sales.find, "A2")
    done = stocked.do(returns.complete, ReturnDraft(returned, reason="an old one"), "")
    buyer = stocked.ask(customers.by_id_or_code, "10")
    stocked.do(points.adjust, buyer, 50, "welcome")
    undone = stocked.do(import_undo.undo, batch)
    assert stocked.ask(sales.show, returned).head.total == 1000
    assert stocked.ask(sales.show, done.return_id).head.total == -1000
    assert stocked.ask(customers.show, buyer).id == buyer
    with pytest.raises(returned_sales.NoSaleNumbered):
        stocked.ask(returned_sales.find, "A3")
    assert undone.kept >= 2


def test_R1_no_file_and_no_undo_changes_a_line_of_which_something_came_back(stocked: Shop) -> None:
    sold = [["A5", "2026-11-03", "10", "P7", "Plums", quantity, "700"] for quantity in ("1", "3")]
    bring(stocked, SALES, sold[:1])
    batch = bring(stocked, SALES, sold[1:])
    sale = stocked.ask(returned_sales.find, "A5")
    stocked.do(returns.complete, ReturnDraft(sale, (ReturnLine(1, 2000),), reason="an old one"), "")
    assert stocked.do(import_undo.undo, batch).kept >= 1
    for row in (sold[0], [*sold[1][:2], "11", *sold[1][3:]]):
        table = Rows(SALES, [row])
        plan = imports.propose(table, "file.csv", stocked.ask(settings.read).money)
        (refusal,) = stocked.do(imports.bring_in, table, plan).refusals
        assert "came back already" in refusal.reason.plainly()
    assert stocked.ask(sales.show, sale).head.total == 2100
    assert all(finding.fine for finding in stocked.ask(health.examine))


def test_imports_taken_back_out_of_turn_leave_a_whole_shop(stocked: Shop) -> None:
    """A shelf is left to the goods that stay in it, and a sale is the sum of the lines that it has."""
    first = bring(stocked, GOODS, [["Z1", "", "Figs", "Fruit > Dried", "100", "5"]])
    second = bring(stocked, GOODS, [["Z1", "", "Figs", "Sweets > Dried", "100", "5"]])
    figs = stocked.ask(goods.ids_by_code, ["Z1"])["Z1"]
    stocked.do(wishes.ask, stocked.ask(customers.by_id_or_code, "7"), product_id=figs)
    one = bring(stocked, SALES, [["A6", "2026-11-03", "7", "W1", "Walnuts", "1", "500"]])
    more = bring(stocked, SALES, [["A6", "2026-11-03", "7", "W1", "Walnuts", price, price] for price in "12"])
    last = bring(stocked, SALES, [["A6", "2026-11-03", "7", "W1", "Walnuts", "9", "900"]])
    for batch in (first, second, more, last):
        stocked.do(import_undo.undo, batch)
        assert all(finding.fine for finding in stocked.ask(health.examine)), batch
    stocked.do(import_undo.undo, one)


def test_goods_and_people_stay_that_a_sale_needs_which_stays(stocked: Shop) -> None:
    """Only one line came back: the other lines of the sale stay as well, with their goods."""
    batch = bring(stocked, SALES, [*MORE_SALES, ["A3", "2026-11-03", "10", "P7", "Plums", "1", "700"]])
    sold = stocked.ask(returned_sales.find, "A1")
    stocked.do(returns.complete, ReturnDraft(sold, (ReturnLine(1),), reason="an old one"), "")
    foreseen = stocked.ask(import_undo.foresee, batch)
    stocked.do(import_undo.undo, batch)
    assert stocked.ask(sales.show, sold).head.total == 2500
    codes = stocked.ask(goods.ids_by_code, ["N9", "P7"])
    assert (list(codes), foreseen.sales, foreseen.goods) == (["N9"], 2, 1)
