import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm.cli.main import main
from shopcrm.outside.tables import writing
from shopcrm.outside.tables.reading import open_table

SALES = """Invoice,Date,Customer ID,Code,Quantity,Price
1,2024-01-02,7,A,2,3
1,2024-01-02,7,A,2,3
2,soon,7,A,1,3
"""


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["--file", str(tmp_path / "shop.db"), *arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_a_file_is_brought_in_and_refused_rows_are_kept(
    tmp_path: Path, sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(tmp_path, capsys, "import", str(sales), "--json")
    assert (status, err) == (0, "")
    refused = tmp_path / "sales-refused.csv"
    assert json.loads(out) == {
        "read": 3, "added": 2, "changed": 0, "unchanged": 0, "refused": 1, "left_out": 0,
        "refused_file": str(refused),
    }  # fmt: skip
    kept = open_table(refused)
    assert kept.names == (
        "Invoice", "Date", "Customer ID", "Code", "Quantity", "Price", "line_of_invoice", "Why it was refused"
    )  # fmt: skip
    assert kept.sample == (("2", "soon", "7", "A", "1", "3", "1", "Date: soon is not a date."),)


def test_a_corrected_refused_file_fits_in(
    tmp_path: Path, sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, capsys, "import", str(sales))
    refused = tmp_path / "sales-refused.csv"
    refused.write_text(refused.read_text("utf-8-sig").replace("soon,", "2024-01-03,"), "utf-8-sig")
    _, out, _ = run(tmp_path, capsys, "import", str(refused), "--json")
    assert json.loads(out)["added"] == 1
    _, out, _ = run(tmp_path, capsys, "import", str(refused), "--json")
    assert json.loads(out)["unchanged"] == 1


def test_a_trial_changes_nothing(tmp_path: Path, sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(tmp_path, capsys, "import", str(sales), "--dry-run")
    assert status == 0
    assert "Nothing was changed" in out
    assert "Row 4: Date: soon is not a date." in out
    _, out, _ = run(tmp_path, capsys, "import", str(sales), "--json")
    assert json.loads(out)["added"] == 2


def test_columns_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plain.txt"
    path.write_text(
        " 0004 0001 19970101  2   29.33\n 0004 0001 19970118  2   29.73\n 0007 0002 19970101  x    1.00\n"
    )
    wishes = ("--map", "customer=2", "--map", "date=3", "--map", "quantity=4", "--map", "amount=5")
    _, out, _ = run(
        tmp_path, capsys, "import", str(path), "--kind", "sales", "--no-header", *wishes, "--json"
    )
    assert json.loads(out)["added"] == 2
    kept = open_table(tmp_path / "plain-refused.csv")
    assert kept.names == ("1", "customer", "date", "quantity", "amount", "Why it was refused")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nix.csv",), "There is no file nix.csv"),
        (("sales.csv", "--map", "date"), "Write field=column"),
        (("sales.csv", "--map", "foo=1"), "There is no field foo"),
        (("sales.csv", "--map", "date=foo"), "The file has no column foo"),
        (("sales.csv", "--map", "date=-"), "No column was found for date"),
        (("sales.csv", "--all-or-nothing"), "1 of 3 rows cannot be taken"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    tmp_path: Path,
    sales: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(sales.parent)
    status, out, err = run(tmp_path, capsys, "import", *arguments)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_refused_rows_go_beside_the_shop_where_the_folder_may_not_be_written(
    tmp_path: Path, sales: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    moved = sales.rename(folder / "sales.csv")
    write = writing.write_refused

    def write_protected(path: Path, *rest: Any) -> int:
        if path.parent == folder:
            raise writing.NotWritten(name=path.name, reason="read-only")
        return write(path, *rest)

    monkeypatch.setattr(writing, "write_refused", write_protected)
    _, out, _ = run(tmp_path, capsys, "import", str(moved), "--json")
    assert json.loads(out)["refused_file"] == str(tmp_path / "sales-refused.csv")


CARDS = """BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sara Noori\r\nTEL:0912 345 6789\r\nBDAY:--0507\r\nEND:VCARD\r
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Reza\r\nTEL:no number\r\nEND:VCARD\r
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:cut off
"""


def test_address_cards_are_brought_in_like_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.vcf"
    path.write_text(CARDS, encoding="utf-8", newline="")
    _, out, _ = run(tmp_path, capsys, "import", str(path), "--dry-run")
    assert "Row 2: Phone: no number is not a phone number." in out
    assert "Row 3: The row names nobody." in out
    _, out, _ = run(tmp_path, capsys, "import", str(path), "--json")
    assert json.loads(out) == {
        "read": 3, "added": 1, "changed": 0, "unchanged": 0, "refused": 2, "left_out": 0,
        "refused_file": str(tmp_path / "people-refused-2.csv"),
    }  # fmt: skip
    _, out, _ = run(tmp_path, capsys, "import", str(path), "--json")
    assert json.loads(out)["unchanged"] == 1


def test_D3_a_birthday_without_a_day_is_left_out_and_its_row_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ("1996-04", "--04", "1996", "04/1996", "1996-04-00")
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {place}\nBDAY:{text}\nEND:VCARD\n"
        for place, text in enumerate(said)
    )
    (tmp_path / "people.vcf").write_text(cards, encoding="utf-8")
    _, out, _ = run(tmp_path, capsys, "import", str(tmp_path / "people.vcf"), "--dry-run")
    assert "Row 1: Birthday: 1996-04 names no day, so it is left out. The rest of the row is taken." in out
    _, out, _ = run(tmp_path, capsys, "import", str(tmp_path / "people.vcf"), "--json")
    brought = json.loads(out)
    assert (brought["added"], brought["refused"], brought["left_out"]) == (5, 0, 5)


def test_imports_are_listed_and_taken_back(
    tmp_path: Path, sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(tmp_path, capsys, "import", "--list")
    assert out == "Nothing was brought in yet.\n"
    run(tmp_path, capsys, "import", str(sales))
    _, out, _ = run(tmp_path, capsys, "import", "--list", "--json")
    (row,) = json.loads(out)["imports"]
    assert (row["number"], row["file"], row["added"], row["can_undo"]) == (1, "sales.csv", 2, True)
    _, out, _ = run(tmp_path, capsys, "import", "--undo", "1", "--json")
    assert json.loads(out)["kept"] == 0
    _, out, _ = run(tmp_path, capsys, "import", "--list")
    assert "Taken back on" in out
    for number, sentence in (("1", "was taken back already"), ("9", "There is no import 9")):
        status, _, err = run(tmp_path, capsys, "import", "--undo", number)
        assert status == 2
        assert sentence in err
    status, _, err = run(tmp_path, capsys, "import")
    assert (status, "Name the file" in err) == (2, True)
