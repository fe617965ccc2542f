"""What a script meets that knows nothing of the program but its commands."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from shopcrm.cli.main import main, stopped
from shopcrm.outside import reports

HEADINGS = "Invoice,Date,Customer ID,Code,Product,Quantity,Price"


class Script:
    """Runs commands on one shop file in an empty folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, name: str, *lines: str) -> str:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    def run(self, *arguments: str, shop: str = "shop.db") -> Any:
        assert main([*arguments, "--json", "--file", str(self.folder / shop)]) == 0
        return json.loads(self._capsys.readouterr().out)

    def fail(self, *arguments: str) -> str:
        assert main([*arguments, "--file", str(self.folder / "shop.db")]) == 2
        told = self._capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        return told.err


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Script:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    return Script(tmp_path, capsys)


def _counts(answer: dict[str, Any]) -> list[int]:
    return [answer[name] for name in ("read", "added", "changed", "unchanged", "refused")]


def test_a_comma_before_three_digits_parts_thousands_of_toman(script: Script) -> None:
    sales = script.write(
        "sales.csv",
        "شماره فاکتور;تاریخ;کد مشتری;شرح کالا;تعداد;فی (تومان)",
        "1;1403/01/05;7;پنیر;2;185,000",
        "1;1403/01/05;7;نان;1;15,000",
    )
    script.run("import", sales)
    assert script.run("customer", "7")["purchases"]["total"] == 3_850_000


def test_a_customer_is_found_by_the_number_of_the_source_however_it_is_written(script: Script) -> None:
    script.run("import", script.write("sales.csv", HEADINGS, "1,2024-01-02,17850.0,A,Tea,1,2"))
    found = script.run("find", "17850")["customers"]
    assert [(one["id"], one["name"]) for one in found] == [(1, "Customer 17850")]
    assert script.run("customer", "17850.0")["id"] == script.run("customer", "۱۷۸۵۰")["id"] == 1


def test_a_code_with_zeros_before_it_is_no_number_of_ours(script: Script) -> None:
    rows = [f"{i},2024-01-02,000{i + 3},A,Tea,1,2" for i in range(1, 10)]
    script.run("import", script.write("sales.csv", HEADINGS, *rows))
    assert script.run("customer", "0004")["code"] == "0004"
    assert script.run("customer", "4")["code"] == "0007"
    assert script.run("find", "00010")["customers"][0]["code"] == "00010"
    assert script.run("find", "0004")["customers"][0]["code"] == "0004"


def test_sales_without_invoices_go_by_the_shops_clock_and_a_phone_names_the_customer(script: Script) -> None:
    rows = [f"2024-01-0{day},0912111220{day % 3},Tea,1,2" for day in range(1, 7)]
    script.run("import", script.write("sales.csv", "Date,Customer,Product,Quantity,Price", *rows))
    shown = script.run("customer", "1")
    assert shown["phones"] == ["+989121112201"]
    assert [sale["number"][:13] for sale in shown["sales"]] == ["20240104-0000", "20240101-0000"]


def test_a_file_by_months_is_one_of_sales(script: Script) -> None:
    rows = [f"2024-{month:02d},7,Tea,1,2" for month in range(1, 6)]
    by_months = script.write("months.csv", "Month,Customer ID,Product,Quantity,Amount", *rows)
    assert _counts(script.run("import", by_months)) == [5, 5, 0, 0, 0]
    assert script.run("customer", "7")["purchases"]["last"] == "2024-05-01"


def test_a_date_is_found_under_a_heading_that_nobody_knows(script: Script) -> None:
    sales = script.write("sales.csv", "Invoice,Wann,Qty,Price", "1,2024-01-02,1,2", "2,2024-01-03,1,2")
    assert _counts(script.run("import", sales)) == [2, 2, 0, 0, 0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("letter.txt", "Dear shop,\nthank you."),
        ("paper.csv", "%PDF-1.4\n1 0 obj"),
        ("data.csv", '[{"name": "Ann"}]'),
    ],
)
def test_what_is_no_table_makes_no_customers(script: Script, name: str, text: str) -> None:
    script.fail("import", script.write(name, text))
    assert script.run("find", "a") == {"customers": []}


def test_a_list_of_names_is_one_where_somebody_says_so(script: Script) -> None:
    names = script.write("names.txt", "Ann", "Bea")
    assert _counts(script.run("import", names, "--kind", "customers")) == [2, 2, 0, 0, 0]


def test_a_huge_cell_is_refused_with_its_row(script: Script) -> None:
    huge = "x " * 200_000
    goods = script.write("goods.csv", "Code,Name", f"A,{huge}", "B,Tea")
    assert _counts(script.run("import", goods)) == [2, 1, 0, 0, 1]
    rows = (f"1,2024-01-02,7,C,{huge},1,2", "2,2024-01-02,7,B,Tea,1,2", f"3,2024-01-02,7,B,Tea,1,2,{huge}")
    answer = script.run("import", script.write("sales.csv", f"{HEADINGS},Note", *rows))
    assert _counts(answer) == [3, 1, 0, 0, 2]
    assert len(script.run("customer", "7")["sales"]) == 1


def test_a_very_wide_file_is_understood_and_its_columns_are_not_all_listed(script: Script) -> None:
    more = ",".join(f"c{i}" for i in range(3000))
    sales = script.write("wide.csv", f"{HEADINGS},{more}", f"1,2024-01-02,7,A,Tea,1,2,{more}")
    assert _counts(script.run("import", sales)) == [1, 1, 0, 0, 0]
    assert len(script.fail("import", sales, "--map", "date=-")) < 400


def test_looking_back_is_as_if_later_goods_had_never_come(script: Script) -> None:
    words = ("green tea", "black tea", "tea pot", "green pot", "black pan", "red pan")
    early = [f"{100 + i},2024-01-{1 + i % 28:02d},{i * 7 % 13},{i % 6},{words[i % 6]},1,2" for i in range(84)]
    late = [f"{900 + i},2024-03-{1 + i:02d},{i},9{i},green {words[i % 6]},1,2" for i in range(20)]
    whole = script.write("whole.csv", HEADINGS, *early, *late)
    script.run("import", whole)
    script.run("import", script.write("early.csv", HEADINGS, *early), shop="early.db")
    then = ("who-to-tell", "0", "--as-of", "2024-02-15")
    assert script.run(*then) == script.run(*then, shop="early.db")


def test_a_day_that_is_none_is_one_sentence(script: Script) -> None:
    script.run("import", script.write("goods.csv", "Code,Name,Price", "A,Tea,2"))
    assert "soon is not a day" in script.fail("who-to-tell", "A", "--as-of", "soon")


def test_words_that_are_no_letters_are_one_sentence(script: Script) -> None:
    script.fail("customer", "\udcd8")


def test_a_place_where_no_file_can_be_made_is_one_sentence(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has such a place")
    assert main(["import", script.write("goods.csv", "Code,Name", "A,Tea"), "--file", "/proc/shop.db"]) == 2
    assert "report-" not in capsys.readouterr().err


def test_a_tour_into_a_file_is_one_sentence(script: Script) -> None:
    assert "goods.csv" in script.fail("tour", script.write("goods.csv", "Code,Name"))


def test_a_report_that_has_no_folder_goes_among_the_temporary_files(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", script.write("home.txt", "no folder"))
    monkeypatch.setattr("tempfile.tempdir", str(script.folder))
    kept = reports.keep(ValueError("a name"))
    (report,) = script.folder.glob("report-*.txt")
    assert dict(kept.saying.fields)["report"] == str(report)


def test_json_keeps_every_letter_on_a_console_that_lacks_them(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.run("import", script.write("people.csv", "Name,Phone", "زهرا,09121112233"))
    stored = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stored, encoding="cp1252"))
    main(["find", "زهرا", "--json", "--file", str(script.folder / "shop.db")])
    found = json.loads(stored.getvalue())
    assert found["customers"][0]["name"] == "زهرا"


def test_without_an_output_nothing_falls(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    script.run("import", script.write("goods.csv", "Code,Name", "A,Tea"))
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["find", "a", "--json", "--file", str(script.folder / "shop.db")]) == 0


def test_ctrl_c_while_the_program_loads_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped([]) == 2
    assert capsys.readouterr().err == "Stopped. What was not finished was undone.\n"


def test_R1_lines_of_a_sale_from_a_file_are_numbered_from_one(script: Script) -> None:
    rows = ("1,2024-01-02,7,A,Tea,1,2", "1,2024-01-02,7,B,Nuts,2,3")
    script.run("import", script.write("sales.csv", HEADINGS, *rows))
    assert "no line 3" in script.fail("return", "1", "--line", "3", "--outside", "--reason", "stale")
    done = script.run("return", "1", "--line", "1", "--outside", "--reason", "stale")
    assert [(one["line"], one["quantity"], one["amount"]) for one in done["lines"]] == [(1, 1000, 20)]
