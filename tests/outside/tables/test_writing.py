import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopcrm.outside.tables import writing
from shopcrm.outside.tables.reading import open_table
from shopcrm.outside.tables.writing import safe, write_csv, write_excel, write_refused
from shopcrm.rules import cells


def read_back(path: Path) -> list[list[str]]:
    return [row for batch in open_table(path).batches() for row in batch]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "cp1256"])
def test_S4_csv_is_written_with_a_mark_and_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    write_csv(path, ["نام", "تلفن"], [["پري", "09121112233"]])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_back(path) == [["پري", "09121112233"]]
    path.write_text(path.read_text("utf-8-sig"), encoding)
    assert read_back(path) == [["پري", "09121112233"]]


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_nothing_in_a_csv_can_run(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe(cells.label(safe(text))) == safe(cells.label(text))


def test_phones_are_written_as_they_are_dialled_and_numbers_stay() -> None:
    assert safe("+989121234567") == "09121234567"
    assert safe("+442071234567") == "'+442071234567"
    assert safe("-12.5") == "-12.5"
    assert [safe(-5), safe(None), safe(Decimal("1.50")), safe(date(2024, 1, 2))] == [
        "-5",
        "",
        "1.50",
        "2024-01-02",
    ]


def test_refused_rows_come_back_as_they_were_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    count = write_refused(
        path, ["Date", "Amount"], "Why", [(["x", "-3"], "x is not a date."), (["y"], "short")]
    )
    assert count == 2
    assert open_table(path).names == ("Date", "Amount", "Why")
    assert read_back(path) == [["x", "-3", "x is not a date."], ["y", "", "short"]]


def test_excel_holds_text_as_text_from_right_to_left(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    rows: list[list[writing.Cell]] = [
        [
            "=1+1",
            "http://x.example",
            5,
            Decimal("2.5"),
            date(2024, 1, 2),
            datetime(2024, 1, 2, 3, 4, tzinfo=UTC),
        ],
        ["+989121234567", "x" * 40_000, 10**18, None, "", ""],
    ]
    assert write_excel(path, ["a", "b", "c", "d", "date", "amount"], rows, title="فروش: [همه]", rtl=True) == 2
    found = read_back(path)
    assert found[0] == ["=1+1", "http://x.example", "5", "2.5", "2024-01-02", "2024-01-02 03:04:00"]
    assert found[1][:3] == ["09121234567", "x" * 32_766 + "…", "1000000000000000000"]
    assert b'rightToLeft="1"' in sheet_xml(path)
    assert b"<f>" not in sheet_xml(path)
    assert b"hyperlink" not in sheet_xml(path)


def sheet_xml(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_a_sheet_that_would_lose_rows_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "EXCEL_ROWS", 2)
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(writing.TooLongForExcel):
        write_excel(path, ["a"], [["1"], ["2"], ["3"]])
    assert [p.name for p in tmp_path.iterdir()] == ["list.xlsx"]
    assert path.read_bytes() == b"before"


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(writing.NotWritten):
        write_csv(tmp_path / "nix" / "list.csv", ["a"], [["1"]])
    with pytest.raises(writing.NotWritten):
        write_excel(tmp_path / "nix" / "list.xlsx", ["a"], [["1"]])


def test_a_free_place_is_found(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert writing.free_place(path) == path
    path.touch()
    (tmp_path / "list-2.csv").touch()
    assert writing.free_place(path).name == "list-3.csv"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cell=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20))
def test_every_text_survives_csv_or_is_made_safe(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "list.csv"
    write_csv(path, ["Date", "Amount"], [["x", cell]])
    batch = next(iter(open_table(path, separator=",", header=True).batches()))
    found = batch[0][1]
    assert found in {cell, f"'{cell}"}
    assert not found.startswith(("=", "+", "@", "\t"))
