from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shopcrm.rules.cell_dates import DayOrder
from shopcrm.rules.column_names import FileKind
from shopcrm.rules.columns import ColumnMissing
from shopcrm.services import customers, erasure, imports, settings
from shopcrm.services.imports import Fate, ImportStopped, Outcome, RowsRefused
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Consent, Customer, Phone, Preference
from shopcrm.store.goods import Barcode, Category, Product, StockMove
from shopcrm.store.imports import ImportBatch
from shopcrm.store.sales import Sale, SaleLine
from tests import makers

SALES = ("Invoice", "Date", "Customer ID", "Code", "Product", "Quantity", "Price")


@dataclass
class Rows:
    """A table in memory."""

    names: Sequence[str] | None
    rows: list[list[str]]
    first_row: int = 2
    asked: list[int] = field(default_factory=list)

    @property
    def headings(self) -> Sequence[str]:
        return self.names or [str(i + 1) for i in range(len(self.rows[0]))]

    @property
    def rows_guess(self) -> int:
        return len(self.rows)

    @property
    def sample(self) -> Sequence[Sequence[str]]:
        return self.rows[:50]

    def batches(self) -> Iterator[list[list[str]]]:
        for start in range(0, len(self.rows), 3):
            yield self.rows[start : start + 3]


@pytest.fixture
def pounds(shop: Shop) -> Shop:
    shop.do(settings.change, currency="GBP", zone="Europe/London")
    return shop


def bring(shop: Shop, table: Rows, *, dry: bool = False, only_good: bool = True, **options: Any) -> Outcome:
    plan = imports.propose(table, "file.csv", shop.ask(settings.read).money, **options)
    if dry:
        return shop.ask(imports.dry_run, table, plan)
    return shop.do(imports.bring_in, table, plan, only_good=only_good)


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    assert outcome.read == outcome.added + outcome.changed + outcome.unchanged + outcome.refused
    return outcome.read, outcome.added, outcome.changed, outcome.unchanged, outcome.refused


def reasons(outcome: Outcome) -> list[str]:
    return [f"{refusal.row} {refusal.reason.plainly()}" for refusal in outcome.refusals]


def lines(session: Session) -> list[tuple[Any, ...]]:
    query = (
        select(
            Sale.number, SaleLine.ordinal, SaleLine.kind, SaleLine.quantity, SaleLine.price, SaleLine.amount
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .order_by(Sale.id, SaleLine.ordinal)
    )
    return [tuple(row) for row in session.execute(query)]


def everything(session: Session) -> list[Any]:
    tables = (
        "customer",
        "phone",
        "email",
        "consent",
        "preference",
        "product",
        "barcode",
        "category",
        "stock_move",
        "sale",
        "sale_line",
    )
    return [
        tuple(row)
        for table in tables
        for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
    ]


def sums_agree(session: Session) -> bool:
    paid = (
        select(SaleLine.sale_id, func.sum(SaleLine.amount).label("paid"))
        .group_by(SaleLine.sale_id)
        .subquery()
    )
    wrong = select(func.count()).select_from(Sale).outerjoin(paid, paid.c.sale_id == Sale.id)
    return session.scalar(wrong.where(Sale.total != func.coalesce(paid.c.paid, 0))) == 0


def sold(*rows: tuple[str, ...]) -> Rows:
    return Rows(SALES, [list(row) for row in rows])


DAY = "2010-12-01 08:26:00"
HISTORY = sold(
    ("1", DAY, "17850.0", "85123A", "HEART", "6", "2.55"),
    ("1", DAY, "17850.0", "85123A", "HEART", "6", "2.55"),
    ("C2", "2010-12-02", "17850.0", "85123A", "HEART", "-1", "2.55"),
    ("3", "2010-12-03", "", "X", "damaged", "-10", "0.0"),
    ("A4", "2010-12-04", "", "B", "Adjust bad debt", "1", "-11062.06"),
    ("5", "2010-12-05", "13047.0", "X", "LANTERN", "3", "0.001"),
)


def test_equal_lines_both_stay_and_the_same_file_changes_nothing(pounds: Shop) -> None:
    assert counts(bring(pounds, HISTORY)) == (6, 6, 0, 0, 0)
    before = pounds.ask(everything)
    assert counts(bring(pounds, HISTORY)) == (6, 0, 0, 6, 0)
    assert pounds.ask(everything) == before
    assert pounds.ask(lines) == [
        ("1", 1, "sale", 6000, 255, 1530),
        ("1", 2, "sale", 6000, 255, 1530),
        ("C2", 1, "return", -1000, 255, -255),
        ("3", 1, "correction", -10000, 0, 0),
        ("A4", 1, "correction", 1000, -1106206, -1106206),
        ("5", 1, "sale", 3000, 0, 0),
    ]


def test_documents_know_their_kind_total_time_and_buyer(pounds: Shop) -> None:
    bring(pounds, HISTORY)

    def heads(session: Session) -> list[tuple[Any, ...]]:
        query = select(Sale.number, Sale.kind, Sale.total, Customer.code, Sale.day).outerjoin(
            Customer, Customer.id == Sale.customer_id
        )
        return [tuple(map(str, row)) for row in session.execute(query.order_by(Sale.id))]

    assert pounds.ask(heads)[:4] == [
        ("1", "sale", "3060", "17850", "2010-12-01"),
        ("C2", "return", "-255", "17850", "2010-12-02"),
        ("3", "correction", "0", "None", "2010-12-03"),
        ("A4", "correction", "-1106206", "None", "2010-12-04"),
    ]
    seen = pounds.ask(
        lambda s: s.execute(select(Customer.name, Customer.first_seen_at, Customer.last_seen_at)).first()
    )
    assert seen is not None
    assert (seen[0], seen[1].isoformat(), seen[2].day) == ("", "2010-12-01T08:26:00+00:00", 2)


def test_goods_are_named_by_a_sale_before_a_correction(pounds: Shop) -> None:
    bring(pounds, HISTORY)
    names = pounds.ask(lambda s: dict(s.execute(select(Product.code, Product.name)).all()))
    assert names == {"85123A": "HEART", "X": "LANTERN", "B": "Adjust bad debt"}


def test_a_trial_tells_every_fate_and_changes_nothing(pounds: Shop) -> None:
    before = pounds.ask(everything)
    trial = bring(pounds, HISTORY, dry=True)
    assert list(trial.fates) == [Fate.ADDED] * 6
    assert pounds.ask(everything) == before
    bring(pounds, HISTORY)
    assert counts(bring(pounds, HISTORY, dry=True)) == (6, 0, 0, 6, 0)


def test_changed_lines_change_their_document(pounds: Shop) -> None:
    bring(pounds, HISTORY)
    other = [list(row) for row in HISTORY.rows]
    other[1][5] = "7"
    assert counts(bring(pounds, Rows(SALES, other), dry=True)) == (6, 0, 1, 5, 0)
    assert counts(bring(pounds, Rows(SALES, other))) == (6, 0, 1, 5, 0)
    assert pounds.ask(lines)[1] == ("1", 2, "sale", 7000, 255, 1785)
    assert pounds.ask(sums_agree)
    other.append(["1", DAY, "17850", "NEW", "new", "1", "1"])
    assert counts(bring(pounds, Rows(SALES, other))) == (7, 1, 0, 6, 0)
    assert pounds.ask(sums_agree)


def test_a_column_that_the_file_lacks_wipes_nothing(pounds: Shop) -> None:
    bring(pounds, HISTORY)
    before = pounds.ask(everything)
    short = Rows(("Invoice", "Date", "Quantity", "Price"), [[r[0], r[1], r[5], r[6]] for r in HISTORY.rows])
    assert counts(bring(pounds, short)) == (6, 0, 0, 6, 0)
    assert pounds.ask(everything) == before


REFUSED = sold(
    ("1", "soon", "7", "A", "a", "1", "1"),
    ("1", DAY, "7", "A", "a", "many", "1"),
    ("1", DAY, "7", "A", "a", "", "1"),
    ("1", DAY, "7", "A", "a", "1", "?"),
    ("", DAY, "7", "A", "a", "1", "1"),
    ("1", DAY, "7", "A", "a", "1", "1"),
    ("1", DAY, "8", "A", "a", "1", "1"),
    ("1", DAY, "7", "A", "a", "1", "1", "extra"),
    ("", "", "", "", "", "", ""),
    (),
    ("1", "", "7"),
)


def test_refused_rows_say_why(pounds: Shop) -> None:
    outcome = bring(pounds, REFUSED)
    assert counts(outcome) == (9, 1, 0, 0, 8)
    assert reasons(outcome) == [
        "2 Date: soon is not a date.",
        "3 Quantity: many is not a number.",
        "4 Quantity is empty.",
        "5 Price: ? is not a number.",
        "6 Invoice is empty.",
        "8 Invoice 1 belongs to another customer.",
        "9 The row has more cells than there are columns.",
        "12 Date is empty.",
    ]
    assert pounds.ask(lines) == [("1", 5, "sale", 1000, 100, 100)]
    assert [refusal.line for refusal in outcome.refusals] == [1, 2, 3, 4, 0, 6, 0, 7]


def test_refused_lines_fit_in_later_by_their_place(pounds: Shop) -> None:
    bring(pounds, REFUSED)
    mended = Rows((*SALES, "line_of_invoice"), [["1", DAY, "7", "B", "b", "2", "1", "2"]])
    assert counts(bring(pounds, mended)) == (1, 1, 0, 0, 0)
    assert counts(bring(pounds, mended)) == (1, 0, 0, 1, 0)
    assert counts(bring(pounds, REFUSED)) == (9, 0, 0, 1, 8)
    twice = Rows(
        (*SALES, "line_of_invoice"),
        [["1", DAY, "7", "B", "b", "2", "1", "2"]] * 2 + [["1", DAY, "7", "B", "b", "2", "1", "x"]],
    )
    assert reasons(bring(pounds, twice)) == [
        "3 Line 2 of invoice 1 stands in the file twice.",
        "4 line_of_invoice: x is not a number.",
    ]


def test_all_or_nothing(pounds: Shop) -> None:
    before = pounds.ask(everything)
    with pytest.raises(RowsRefused, match="8 of 9 rows"):
        bring(pounds, REFUSED, only_good=False)
    assert pounds.ask(everything) == before
    assert counts(bring(pounds, HISTORY, only_good=False)) == (6, 6, 0, 0, 0)


def test_nobody_and_nothing_comes_from_refused_rows(pounds: Shop) -> None:
    bring(pounds, sold(("1", "soon", "7", "A", "a", "1", "1"), ("2", DAY, "8", "B", "b", "x", "1")))
    assert pounds.ask(everything) == []


def test_a_stopped_import_leaves_nothing(pounds: Shop) -> None:
    rows = sold(*[(str(i), DAY, str(i % 50), f"P{i % 9}", "x", "1", "2") for i in range(12_000)])
    plan = imports.propose(rows, "file.csv", pounds.ask(settings.read).money)
    ticks: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        ticks.append((done, total))
        if done > 9000:
            raise ImportStopped

    with pytest.raises(ImportStopped):
        pounds.do(imports.bring_in, rows, plan, stop)
    assert len(ticks) == 2
    assert ticks[-1][1] == 12_000
    assert pounds.ask(everything) == []


def test_the_file_is_remembered_with_its_counts(pounds: Shop) -> None:
    outcome = bring(pounds, REFUSED)
    batch = pounds.ask(lambda s: s.get_one(ImportBatch, outcome.batch_id))
    assert (batch.kind, batch.file_name, batch.imported_by) == ("sales", "file.csv", "owner")
    told = (batch.rows_read, batch.rows_added, batch.rows_changed, batch.rows_unchanged, batch.rows_refused)
    assert told == counts(outcome)


def test_without_numbers_what_one_bought_at_one_time_is_an_invoice(pounds: Shop) -> None:
    table = Rows(None, [
        ["00004", "0001", "19970101", "2", "29.33"], ["00004", "0001", "19970101", "1", "5.00"],
        ["00021", "0002", "19970101", "1", "7.10"], ["00004", "0001", "19970118", "1", "29.73"],
    ], first_row=1)  # fmt: skip
    assert counts(bring(pounds, table)) == (4, 4, 0, 0, 0)
    assert [(n, o, a) for n, o, _, _, _, a in pounds.ask(lines)] == [
        ("19970101-0000 00004", 1, 2933), ("19970101-0000 00004", 2, 500),
        ("19970101-0000 00021", 1, 710), ("19970118-0000 00004", 1, 2973),
    ]  # fmt: skip
    assert counts(bring(pounds, table)) == (4, 0, 0, 4, 0)


def test_dates_are_decided_over_the_whole_file_and_doubt_is_told(pounds: Shop) -> None:
    doubtful = sold(*[("1", "03/04/2011", "7", "A", "a", "1", "1")] * 60)
    money = pounds.ask(settings.read).money
    assert not imports.propose(doubtful, "f", money).order_proven
    doubtful.rows.append(["2", "04/13/2011", "7", "A", "a", "1", "1"])
    plan = imports.propose(doubtful, "f", money)
    assert (plan.order, plan.order_proven) == (DayOrder.MONTH_FIRST, True)
    assert imports.propose(doubtful, "f", money, order=DayOrder.DAY_FIRST).order is DayOrder.DAY_FIRST


def test_commas_are_decided_over_the_whole_file(pounds: Shop) -> None:
    rows = sold(
        *[(str(i), DAY, "7", "A", "a", "1", "1,250") for i in range(60)],
        ("99", DAY, "7", "A", "a", "1", "2,5"),
    )
    bring(pounds, rows)
    assert pounds.ask(lines)[0][4:] == (125, 125)


def test_toman_and_jalali_days_in_a_persian_file(shop: Shop) -> None:
    table = Rows(
        (
            "شماره فاکتور",
            "تاریخ",
            "ساعت",
            "نام مشتری",
            "موبایل",
            "شرح کالا",
            "گروه کالا",
            "تعداد",
            "فی",
            "مبلغ کل (ریال)",
        ),
        [
            [
                "۱۲",
                "۱۴۰۲/۰۵/۱۳",
                "۱۴:۳۰",
                "علي رضایی",
                "۰۹۱۲۱۱۱۲۲۳۳",
                "گردو",
                "خشکبار > مغز",
                "۱٫۵",
                "۱۲۰٬۰۰۰ تومان",
                "۱٬۷۰۰٬۰۰۰",
            ]
        ],
    )
    assert counts(bring(shop, table)) == (1, 1, 0, 0, 0)
    assert counts(bring(shop, table)) == (1, 0, 0, 1, 0)
    assert shop.ask(lines) == [("12", 1, "sale", 1500, 1_200_000, 1_700_000)]
    sale = shop.ask(lambda s: s.scalars(select(Sale)).one())
    assert sale.sold_at.isoformat() == "2023-08-04T11:00:00+00:00"
    assert shop.ask(lambda s: s.scalars(select(Phone.e164)).all()) == ["+989121112233"]
    assert shop.ask(lambda s: s.scalars(select(Category.name)).all()) == ["خشکبار", "مغز"]


def test_people_of_sales_are_found_by_phone_or_name(shop: Shop) -> None:
    names = ("Invoice", "Date", "Customer name", "Phone", "Total")
    told = [("Ali", "09121112233"), ("Sara", "09121112233"), ("", "09121112233"), ("ALI", ""), ("", "12")]
    rows = [[str(number), DAY, *who, "5"] for number, who in enumerate(told, start=1)]
    outcome = bring(shop, Rows(names, rows))
    assert reasons(outcome)[0].startswith("6 Phone: 12 is not a phone number")
    found = shop.ask(
        lambda s: s.execute(select(Sale.number, Customer.name).join(Customer).order_by(Sale.id)).all()
    )
    assert [tuple(row) for row in found] == [("1", "Ali"), ("2", "Sara"), ("3", "Ali"), ("4", "Ali")]
    assert counts(bring(shop, Rows(names, rows))) == (5, 0, 0, 4, 1)


def test_sales_name_and_reach_known_people_without_a_name(shop: Shop) -> None:
    bring(shop, Rows(("Invoice", "Date", "Customer ID", "Total"), [["1", DAY, "7", "5"]]))
    bring(
        shop,
        Rows(
            ("Invoice", "Date", "Customer ID", "Customer name", "Phone", "Total"),
            [["2", DAY, "7", "Ali", "09121112233", "5"]],
        ),
    )
    row = shop.ask(lambda s: s.scalars(select(Customer)).one())
    assert (row.name, row.code) == ("Ali", "7")
    assert "9121112233" in row.skey


def test_what_is_needed_must_have_a_column(pounds: Shop) -> None:
    with pytest.raises(ColumnMissing):
        bring(pounds, Rows(("Invoice", "Price"), [["1", "2"]]), kind=FileKind.SALES)


PEOPLE = ("Customer no", "Name", "Phone", "Email", "Note", "Language", "Likes", "Avoids", "Consent")
ALI = [
    "1",
    "علی رضایی",
    "09123456789 ; 021 8877 6655",
    "ali@example.com",
    "tall",
    "فارسی",
    "گردو",
    "بادام، کنجد",
    "بله",
]


def test_a_list_of_customers(shop: Shop) -> None:
    table = Rows(PEOPLE, [
        ALI, ["2", "Sara", *[""] * 6, "no"], ["3", *[""] * 8], ["", "", "", "", "x", "", "", "", ""],
        ["4", "Bad", "12", *[""] * 6], ["5", "Bad", "", "nix", *[""] * 5],
        ["6", "Bad", "", "", "", "klingon", "", "", ""], ["7", "Bad", *[""] * 6, "perhaps"],
    ])  # fmt: skip
    trial = bring(shop, table, dry=True)
    assert counts(trial) == (8, 3, 0, 0, 5)
    assert counts(bring(shop, table)) == (8, 3, 0, 0, 5)
    before = shop.ask(everything)
    assert counts(bring(shop, table)) == (8, 0, 0, 3, 5)
    assert shop.ask(everything) == before
    ali = shop.ask(lambda s: s.scalars(select(Customer).where(Customer.code == "1")).one())
    assert (ali.name, ali.note, ali.language) == ("علی رضایی", "tall", "fa")
    assert shop.ask(lambda s: s.scalars(select(Phone.e164).order_by(Phone.id)).all()) == [
        "+989123456789",
        "+982188776655",
    ]
    assert shop.ask(lambda s: s.scalars(select(Preference.words).order_by(Preference.id)).all()) == [
        "گردو",
        "بادام",
        "کنجد",
    ]
    assert shop.ask(lambda s: s.scalars(select(Consent.given).order_by(Consent.id)).all()) == [
        *[True] * 3,
        *[False] * 3,
    ]


def test_known_customers_learn_and_empty_cells_wipe_nothing(shop: Shop) -> None:
    bring(shop, Rows(PEOPLE, [ALI]))
    more = ["1", "Ali Rezaei", "09350001122", "", "", "", "پسته", "", ""]
    assert counts(bring(shop, Rows(PEOPLE, [more]), dry=True)) == (1, 0, 1, 0, 0)
    assert counts(bring(shop, Rows(PEOPLE, [more]))) == (1, 0, 1, 0, 0)
    ali = shop.ask(lambda s: s.scalars(select(Customer)).one())
    assert (ali.name, ali.note, ali.language) == ("Ali Rezaei", "tall", "fa")
    assert shop.ask(lambda s: s.scalar(select(func.count()).select_from(Phone))) == 3
    assert shop.ask(lambda s: s.scalar(select(func.count()).select_from(Preference))) == 4


def test_a_file_that_still_names_who_was_merged_means_who_they_became(shop: Shop) -> None:
    gone = shop.do(customers.add, customers.Draft(name="Old Ali", code="1")).id
    kept = shop.do(customers.add, customers.Draft(name="علی رضایی", tags=["wholesale"])).id
    makers.merged(shop, gone, kept)
    assert counts(bring(shop, Rows(PEOPLE, [ALI]))) == (1, 0, 1, 0, 0)
    assert counts(bring(shop, Rows(PEOPLE, [ALI]))) == (1, 0, 0, 1, 0)
    sheet = shop.ask(customers.show, kept)
    assert (sheet.note, sheet.tags) == ("tall", ("wholesale",))
    assert shop.ask(customers.count) == 1


def test_a_yes_in_a_file_never_undoes_a_no(shop: Shop) -> None:
    names = ("Name", "Phone", "Consent")
    bring(shop, Rows(names, [["Ali", "09123456789", "no"]]))
    assert counts(bring(shop, Rows(names, [["Ali", "09123456789", "yes"]]))) == (1, 0, 0, 1, 0)
    assert shop.ask(lambda s: set(s.scalars(select(Consent.given)))) == {False}
    bring(shop, Rows(names, [["Sara", "09121112233", "yes"]]))
    assert counts(bring(shop, Rows(names, [["Sara", "09121112233", "no"]]))) == (1, 0, 1, 0, 0)


def test_households_share_a_phone_and_namesakes_do_not_merge(shop: Shop) -> None:
    table = Rows(
        ("Name", "Phone"),
        [["Ali", "09123456789"], ["Sara", "09123456789"], ["Ali", "09121112233"], ["Ali", "09123456789"]],
    )
    assert counts(bring(shop, table)) == (4, 3, 0, 1, 0)
    assert counts(bring(shop, table)) == (4, 0, 0, 4, 0)


def test_two_rows_about_one_person_may_not_disagree(shop: Shop) -> None:
    table = Rows(("Customer no", "Name"), [["1", "Ali"], ["1", "Sara"], ["1", "Ali"]])
    outcome = bring(shop, table)
    assert counts(outcome) == (3, 1, 0, 1, 1)
    assert reasons(outcome) == ["3 Row 2 says something else about the same customer."]


GOODS = ("Code", "Barcode", "Name", "Category", "Unit", "Price", "Cost", "VAT", "Stock")


def test_a_list_of_goods(pounds: Shop) -> None:
    table = Rows(GOODS, [
        ["001", "626001; 626002", "Walnuts", "Nuts > Walnuts", "kg", "12.50", "8", "9%", "4.5"],
        ["002", "", "Almonds", "nuts", "", "9", "", "", ""],
        ["", "626009", "Dates", "", "", "", "", "", ""],
        ["", "", "Figs", "", "", "3", "", "", ""],
        ["003", "626001", "Clash", "", "", "", "", "", ""],
        ["004", "", "Bad", "", "", "-1", "", "", ""],
        ["005", "", "Bad", "", "", "", "", "900", ""],
        ["", "", "", "", "kg", "", "", "", ""],
    ])  # fmt: skip
    assert counts(bring(pounds, table, dry=True)) == (8, 4, 0, 0, 4)
    assert counts(bring(pounds, table)) == (8, 4, 0, 0, 4)
    before = pounds.ask(everything)
    assert counts(bring(pounds, table)) == (8, 0, 0, 4, 4)
    assert pounds.ask(everything) == before
    walnuts = pounds.ask(lambda s: s.scalars(select(Product).where(Product.code == "001")).one())
    assert (walnuts.price, walnuts.cost, walnuts.tax_rate, walnuts.unit) == (1250, 800, 900, "kg")
    assert pounds.ask(lambda s: s.scalar(select(func.sum(StockMove.quantity)))) == 4500
    assert pounds.ask(lambda s: s.scalars(select(Barcode.code).order_by(Barcode.code)).all()) == [
        "626001",
        "626002",
        "626009",
    ]


def test_known_goods_change_only_where_the_file_differs(pounds: Shop) -> None:
    bring(pounds, Rows(GOODS, [["001", "626001", "Walnuts", "Nuts", "kg", "12.50", "8", "9%", "4.5"]]))
    short = Rows(("Barcode", "Price", "Stock"), [["626001", "13", "6"], ["626001", "14", ""]])
    outcome = bring(pounds, short, kind=FileKind.GOODS, wishes=[("code", "Barcode")])
    assert counts(outcome) == (2, 0, 1, 0, 1)
    assert reasons(outcome) == ["3 Row 2 says something else about the same goods."]
    row = pounds.ask(lambda s: s.scalars(select(Product)).one())
    assert (row.code, row.price, row.cost, row.unit, row.tax_rate, row.name) == (
        "001",
        1300,
        800,
        "kg",
        900,
        "Walnuts",
    )
    assert pounds.ask(lambda s: s.scalar(select(func.sum(StockMove.quantity)))) == 6000


CELLS = st.sampled_from(
    ["", "1", "2", "C3", "-4", "2.555", "x", "2010-12-01", "2010-12-02 08:00", "7", "1402/01/02"]
)


@examples(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=8), max_size=12))
def test_the_counts_always_add_up_and_twice_changes_nothing(pounds: Shop, rows: list[list[str]]) -> None:
    table = Rows(SALES, rows)
    trial = bring(pounds, table, dry=True)
    first = bring(pounds, table)
    assert counts(trial) == counts(first)
    before = pounds.ask(everything)
    again = bring(pounds, table)
    assert counts(again)[1:3] == (0, 0)
    assert again.refused == first.refused
    assert pounds.ask(everything) == before
    assert pounds.ask(sums_agree)


@pytest.mark.parametrize(
    "who", [("", "Zorba Uniq", "09121112233"), ("", "Zorba Uniq", ""), ("7", "Zorba", "")]
)
def test_C3_an_erased_buyer_stands_in_no_number_and_no_file_names_them_again(
    shop: Shop, who: tuple[str, str, str]
) -> None:
    names = ("Date", "Customer ID", "Customer name", "Phone", "Product", "Quantity", "Price", "Note")
    table = Rows(names, [["2024-01-02", *who, "Tea", "1", "2", "for Zorba"]])
    bring(shop, table)
    shop.do(erasure.erase, 1)
    assert [row for row in shop.ask(everything) if "Zorba" in str(row) or "1112233" in str(row)] == []
    before = shop.ask(everything)
    assert counts(bring(shop, table)) == (1, 0, 0, 1, 0)
    assert shop.ask(everything) == before


def test_C3_what_an_erased_number_buys_later_is_nobodys(shop: Shop) -> None:
    names = ("Invoice", "Date", "Customer ID", "Product", "Quantity", "Price", "Note")
    bring(shop, Rows(names, [["1", "2024-01-02", "7", "Tea", "1", "2", ""]]))
    shop.do(erasure.erase, 1)
    bring(shop, Rows(names, [["2", "2024-01-03", "7", "Tea", "1", "2", "for Zorba"]]))
    assert shop.ask(lambda session: session.scalars(select(Customer.state)).all()) == ["erased"]
    sales = shop.ask(lambda session: session.execute(select(Sale.number, Sale.customer_id)).all())
    assert [tuple(row) for row in sales] == [("1", 1), ("2", None)]
