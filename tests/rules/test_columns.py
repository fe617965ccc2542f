import pytest

from shopcrm.rules import columns
from shopcrm.rules.column_names import FIELDS, KNOWN, FileKind
from shopcrm.rules.columns import guess, guess_kind, override

UCI = (
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
)
CDNOW = [
    ["00004", "0001", "19970101", "2", "29.33"],
    ["00004", "0001", "19970118", "2", "29.73"],
    ["00004", "0001", "19970802", "1", "14.96"],
    ["00021", "0002", "19970101", "3", "63.34"],
    ["00021", "0002", "19970113", "12", "11.77"],
]

HEADINGS: list[tuple[FileKind, tuple[str, ...], dict[str, int]]] = [
    (
        FileKind.SALES,
        UCI,
        {"invoice": 0, "code": 1, "product": 2, "quantity": 3, "date": 4, "price": 5, "customer": 6},
    ),
    (
        FileKind.SALES,
        (
            "شماره فاکتور",
            "تاریخ فاکتور",
            "نام مشتری",
            "موبایل",
            "کد کالا",
            "شرح کالا",
            "تعداد",
            "فی",
            "مبلغ کل",
        ),
        {
            "invoice": 0,
            "date": 1,
            "customer_name": 2,
            "phone": 3,
            "code": 4,
            "product": 5,
            "quantity": 6,
            "price": 7,
            "amount": 8,
        },
    ),
    (
        FileKind.SALES,
        ("Order ID", "order_date", "Customer Full Name", "item-name", "Qty", "Price (GBP)", "Line Total"),
        {"invoice": 0, "date": 1, "customer_name": 2, "product": 3, "quantity": 4, "price": 5, "amount": 6},
    ),
    (
        FileKind.SALES,
        ("تاريخ", "ساعت", "كد مشتري", "مبلغ (ریال)", "فروشنده", "توضیحات"),
        {"date": 0, "time": 1, "customer": 2, "amount": 3, "seller": 4, "note": 5},
    ),
    (
        FileKind.CUSTOMERS,
        ("First Name", "Last Name", "Mobile", "E-mail", "Notes", "Newsletter"),
        {"first_name": 0, "last_name": 1, "phone": 2, "email": 3, "note": 4, "consent": 5},
    ),
    (
        FileKind.CUSTOMERS,
        ("کد اشتراک", "نام و نام خانوادگی", "تلفن همراه", "تلفن ثابت", "حساسیت‌ها", "علاقه‌مندی‌ها"),
        {"number": 0, "name": 1, "phone": 2, "phone_2": 3, "avoids": 4, "likes": 5},
    ),
    (
        FileKind.GOODS,
        ("کد کالا", "نام کالا", "گروه کالا", "واحد", "قیمت فروش (تومان)", "قیمت خرید", "موجودی", "بارکد"),
        {"code": 0, "name": 1, "category": 2, "unit": 3, "price": 4, "cost": 5, "stock": 6, "barcode": 7},
    ),
    (
        FileKind.GOODS,
        ("SKU", "Title", "Category", "Unit price", "VAT rate", "Quantity on hand"),
        {"code": 0, "name": 1, "category": 2, "price": 3, "tax_rate": 4, "stock": 5},
    ),
]


@pytest.mark.parametrize(("kind", "names", "mapping"), HEADINGS)
def test_headings_in_both_languages_are_understood(
    kind: FileKind, names: tuple[str, ...], mapping: dict[str, int]
) -> None:
    assert guess_kind(names, []) is kind
    assert guess(kind, names, []) == mapping
    assert columns.find_header([list(names), ["1"] * len(names)], []) == 0


def test_columns_without_headings_are_told_by_their_values() -> None:
    assert columns.find_header(CDNOW, CDNOW) is None
    assert guess_kind(None, CDNOW) is FileKind.SALES
    assert guess(FileKind.SALES, None, CDNOW) == {"customer": 0, "date": 2, "quantity": 3, "amount": 4}


def test_an_invoice_has_one_day_and_the_product_proves_the_amount() -> None:
    rows = [
        ["501", "1402/01/02", "77", "P1", "گردو", "2", "1200", "2400"],
        ["501", "1402/01/02", "77", "P2", "بادام", "1", "900", "900"],
        ["502", "1402/01/03", "78", "P1", "گردو", "3", "1200", "3600"],
        ["503", "1402/01/04", "77", "P2", "بادام", "2", "900", "1800"],
        ["503", "1402/01/04", "77", "P3", "پسته", "1", "3000", "3000"],
    ]
    found = guess(FileKind.SALES, None, rows)
    assert (
        found.items()
        >= {"invoice": 0, "date": 1, "quantity": 5, "price": 6, "amount": 7, "product": 4}.items()
    )


def test_people_and_goods_without_headings() -> None:
    people = [["12", "علی رضایی", "۰۹۱۲۳۴۵۶۷۸۹", "a@b.ir"], ["13", "پری", "9121112233", ""]]
    assert guess_kind(None, people) is FileKind.CUSTOMERS
    assert guess(FileKind.CUSTOMERS, None, people) == {"number": 0, "name": 1, "phone": 2, "email": 3}
    goods = [["A1", "Walnuts", "12.50"], ["A2", "Almonds", "9.00"]]
    assert guess_kind(None, goods) is FileKind.GOODS
    assert guess(FileKind.GOODS, None, goods) == {"code": 0, "name": 1, "price": 2}


def test_a_column_called_customer_holds_names_or_numbers() -> None:
    names = ("Date", "Customer", "Amount")
    assert guess(FileKind.SALES, names, [["2024-01-02", "Ali Rezaei", "5"]] * 3)["customer_name"] == 1
    assert guess(FileKind.SALES, names, [["2024-01-02", "1207", "5"]] * 3)["customer"] == 1


def test_a_row_of_data_is_no_header() -> None:
    assert columns.find_header([["علی رضایی", "تهران"], ["پری", "یزد"]], [["علی رضایی", "تهران"]]) is None
    assert columns.find_header([], []) is None
    unknown = [["Foo", "Bar"], ["x", "12"], ["y", "13"]]
    assert columns.find_header(unknown, unknown) == 0


def test_wishes_win_over_the_guess() -> None:
    mapping = guess(FileKind.SALES, UCI, [])
    changed = override(
        FileKind.SALES, mapping, UCI, [("customer_name", "CustomerID"), ("note", "8"), ("price", "-")]
    )
    assert changed["customer_name"] == 6
    assert changed["note"] == 7
    assert not {"customer", "price"} & set(changed)
    assert override(FileKind.SALES, {}, ("مبلغ کل", "x"), [("amount", "مبلغ‌كل")]) == {"amount": 0}


def test_wrong_wishes_name_what_is_possible() -> None:
    with pytest.raises(columns.NoSuchField, match="invoice, line, date"):
        override(FileKind.SALES, {}, UCI, [("foo", "1")])
    for column in ("foo", "0", "9"):
        with pytest.raises(columns.NoSuchColumn, match="InvoiceNo, StockCode"):
            override(FileKind.SALES, {}, UCI, [("date", column)])
    with pytest.raises(columns.ColumnTwice):
        override(FileKind.SALES, {}, UCI, [("date", "1"), ("date", "2")])


def test_what_is_needed_is_asked_for() -> None:
    columns.require(FileKind.SALES, {"date": 0, "price": 1}, ("a", "b"))
    with pytest.raises(columns.ColumnMissing, match="amount / price"):
        columns.require(FileKind.SALES, {"date": 0}, ("a", "b"))
    with pytest.raises(columns.ColumnMissing):
        columns.require(FileKind.GOODS, {"price": 0}, ("a", "b"))


@pytest.mark.parametrize("kind", FileKind)
def test_every_field_is_known_by_its_own_name_or_its_plainest(kind: FileKind) -> None:
    for field in FIELDS[kind]:
        for name in KNOWN[kind][field][:1]:
            assert guess(kind, (name,), []) == {field: 0}
