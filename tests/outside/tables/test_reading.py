import gzip
import io
import string
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopcrm.outside.tables import packed, reading, text_files, unreadable
from shopcrm.outside.tables.reading import Sheet, open_table
from shopcrm.outside.tables.unreadable import UnreadableFile
from shopcrm.rules.errors import ShopError

PERSIAN = "نام;شهر;مبلغ\nعلی رضایی;تهران;۱۲۰۰\nپری ژاله;گچساران;۳۵۰\n"
SALES = "Invoice,Date,Amount\nA1,2024-01-02,10\nA2,2024-01-03,20\n"


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [row for batch in sheet.batches() for row in batch]


def written(folder: Path, content: bytes | str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(path: Path, rows: list[list[object]], **options: object) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", **options}) as book:
        book.add_worksheet("leer")
        sheet = book.add_worksheet("داده")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_persian_is_read_in_every_unicode(tmp_path: Path, encoding: str) -> None:
    sheet = open_table(written(tmp_path, PERSIAN, encoding=encoding))
    assert sheet.names == ("نام", "شهر", "مبلغ")
    assert rows_of(sheet)[1] == ["پری ژاله", "گچساران", "۳۵۰"]
    assert sheet.separator == ";"


def test_older_persian_code_page_is_told_from_western(tmp_path: Path) -> None:
    old = PERSIAN.replace("ی", "ي").translate({0x6F0 + i: str(i) for i in range(10)})
    persian = open_table(written(tmp_path, old, encoding="cp1256"))
    assert persian.encoding == "cp1256"
    assert rows_of(persian)[1][0] == "پري ژاله"
    western = written(tmp_path, "Name,Price\nCafé Müller,£5\nÉtienne,€7\n", encoding="cp1252")
    assert rows_of(open_table(western)) == [["Café Müller", "£5"], ["Étienne", "€7"]]


def test_a_stray_western_byte_does_not_spoil_a_utf_8_file(tmp_path: Path) -> None:
    content = ("Name,Price\n" + "سلام,5\n" * 5).encode() + "Café,6\n".encode("cp1252")
    assert rows_of(open_table(written(tmp_path, content)))[-1] == ["Café", "6"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found(tmp_path: Path, separator: str, end: str) -> None:
    lines = [["Date", "Amount", "Note"], ["2024-01-02", "1.5", "a b"], ["2024-01-03", "2", ""]]
    sheet = open_table(written(tmp_path, end.join(separator.join(line) for line in lines)))
    assert sheet.separator == separator
    assert rows_of(sheet) == lines[1:]


def test_a_declared_separator_wins(tmp_path: Path) -> None:
    sheet = open_table(written(tmp_path, "sep=;\nDate;Amount\n2024-01-02;1,5\n"))
    assert rows_of(sheet) == [["2024-01-02", "1,5"]]
    assert sheet.first_row == 3


def test_columns_aligned_by_blanks_without_headings(tmp_path: Path) -> None:
    text = (
        " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 19970101  3   63.34\n"
    )
    sheet = open_table(written(tmp_path, text))
    assert sheet.names is None
    assert rows_of(sheet)[0] == ["00004", "0001", "19970101", "2", "29.33"]
    assert (sheet.headings, sheet.first_row) == (("1", "2", "3", "4", "5"), 1)


def test_quotes_may_hold_separators_lines_and_quotes(tmp_path: Path) -> None:
    text = 'Name,Note\n"Ali, Reza","two\nlines"\nPan 12" wide,plain\n"say ""hi""",x\n'
    assert rows_of(open_table(written(tmp_path, text))) == [
        ["Ali, Reza", "two\nlines"],
        ['Pan 12" wide', "plain"],
        ['say "hi"', "x"],
    ]


def test_headings_may_stand_beneath_a_title_and_blank_rows_count(tmp_path: Path) -> None:
    text = "گزارش فروش,,\n,,\nتاریخ,مبلغ,نام مشتری\n1402/01/02,100,علی\n\n1402/01/03,200,پری\n"
    sheet = open_table(written(tmp_path, text))
    assert sheet.names == ("تاریخ", "مبلغ", "نام مشتری")
    assert sheet.first_row == 4
    assert rows_of(sheet)[1] == []


def test_header_can_be_decided_by_hand(tmp_path: Path) -> None:
    path = written(tmp_path, SALES)
    assert rows_of(open_table(path, header=False))[0] == ["Invoice", "Date", "Amount"]
    data_only = written(tmp_path, "A1,2024-01-02,10\nA2,2024-01-03,20\n", "plain.csv")
    assert open_table(data_only).names is None
    assert open_table(data_only, header=True).names == ("A1", "2024-01-02", "10")


def test_gzip_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(SALES.encode()), "sales.txt")
    assert len(rows_of(open_table(path))) == 2


def test_a_table_can_be_read_again_and_again(tmp_path: Path) -> None:
    sheet = open_table(written(tmp_path, SALES * 1))
    assert rows_of(sheet) == rows_of(sheet)
    assert sheet.rows_guess >= 2


def test_many_rows_come_in_batches_and_none_is_lost(tmp_path: Path) -> None:
    lines = [f"{i},2024-01-02,{i}" for i in range(3 * text_files.BATCH + 7)]
    sheet = open_table(written(tmp_path, "Invoice,Date,Amount\n" + "\n".join(lines)))
    assert [row[0] for row in rows_of(sheet)] == [str(i) for i in range(len(lines))]


def test_excel_cells_become_clean_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx", [["Code", "Price", "Tel"], [17850, 2.55, "0912"], [1e15, 0.1 + 0.2, ""]]
    )
    sheet = open_table(path)
    assert sheet.sheet == "داده"
    assert sheet.sheets == ("leer", "داده")
    assert sheet.names == ("Code", "Price", "Tel")
    assert rows_of(sheet) == [["17850", "2.55", "0912"], ["1000000000000000", "0.3", ""]]


def test_the_sheet_can_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", [["Code", "Price"], ["a", 1]])
    assert open_table(path, sheet="داده").names == ("Code", "Price")
    with pytest.raises(unreadable.NoSuchSheet, match="leer, داده"):
        open_table(path, sheet="nix")


def zip_of(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BAD: dict[str, tuple[bytes, type[UnreadableFile]]] = {
    "empty": (b"", unreadable.EmptyFile),
    "blank": (b" \n\n \n", unreadable.EmptyFile),
    "cut gzip": (gzip.compress(SALES.encode() * 500)[:-20], unreadable.CutFile),
    "broken gzip": (gzip.compress(SALES.encode() * 500)[:30] + b"xx" * 90, unreadable.DamagedFile),
    "document on lines": (b'{\n  "customers": [\n    {"name": "Ann"}\n  ]\n}\n', unreadable.NotATable),
    "list on lines": (b'[\n  {\n    "name": "Ann",\n    "phone": "0912"\n  }\n]\n', unreadable.NotATable),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 50, unreadable.NotATable),
    "zeros within": (SALES.encode() * 9 + b"A3,\0,1\n", unreadable.NotATable),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", unreadable.WebPage),
    "web page with a mark": (b"\xef\xbb\xbf <!DOCTYPE html><p>", unreadable.WebPage),
    "packed folder": (zip_of("a.csv", SALES.encode()), unreadable.PackedFile),
    "half workbook": (zip_of("xl/workbook.xml", b"<x/>")[:60], unreadable.DamagedFile),
    "no workbook": (zip_of("xl/workbook.xml", b"<x/>"), unreadable.DamagedFile),
    "locked": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), unreadable.LockedWorkbook),
    "old workbook, damaged": (OLE + b"\0" * 600, unreadable.DamagedFile),
    "open quotation": (b'Name,Note\n"Ali,1\n' + b"x,y\n" * 900, unreadable.OpenQuotation),
    "quotation open to the end": (b'Name,Note\na,b\n"Ali,1\nx,y\n', unreadable.OpenQuotation),
    "endless line": (b"Name,Note\n" + b"x" * (3 << 20), unreadable.LineTooLong),
    "odd utf-16": ("Name,Note\n".encode("utf-16") + b"x", unreadable.DamagedFile),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_says_so_in_a_sentence(tmp_path: Path, case: str) -> None:
    content, error = BAD[case]
    with pytest.raises(error) as caught:
        rows_of(open_table(written(tmp_path, content, "file.xls")))
    assert "Nothing was changed" in str(caught.value)
    assert "file.xls" in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nix.csv", tmp_path):
        with pytest.raises(unreadable.NoSuchFile):
            open_table(path)


def test_a_text_file_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(unreadable.NoSuchSheet):
        open_table(written(tmp_path, SALES), sheet="one")


def test_a_cell_in_the_last_corner_does_not_end_the_program(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Code")
        sheet.write(1_048_575, 16_383, "far")
    with pytest.raises(unreadable.TooWide):
        open_table(path)


def open_document(path: Path, rows: str) -> Path:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
        content = (
            f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
        )
        archive.writestr("content.xml", content)
    return path


def cell(text: str, times: int = 1) -> str:
    value = f'table:number-columns-repeated="{times}" office:value-type="string"'
    return f"<table:table-cell {value}><text:p>{text}</text:p></table:table-cell>"


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row>{cell(a)}{cell(b)}</table:table-row>"
        for a, b in (("Date", "Amount"), ("2024-01-02", "5"))
    )
    sheet = open_table(open_document(tmp_path / "a.ods", rows))
    assert (sheet.names, rows_of(sheet)) == (("Date", "Amount"), [["2024-01-02", "5"]])
    far = f'<table:table-row table:number-rows-repeated="1048576">{cell("a", 16384)}</table:table-row>'
    with pytest.raises(unreadable.TooWide):
        open_table(open_document(tmp_path / "b.ods", far))


def test_a_locked_open_document_says_so(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", "")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(unreadable.LockedWorkbook):
        open_table(path)


def test_the_span_of_a_binary_sheet_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    corners = b"".join(number.to_bytes(4, "little") for number in (0, 1_048_575, 0, 16_383))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
        archive.writestr("xl/worksheets/sheet1.bin", b"\x81\x01\x00\x94\x01\x10" + corners)
    with pytest.raises(unreadable.TooWide):
        open_table(path)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(unreadable.EmptyFile):
        open_table(workbook(tmp_path / "a.xlsx", []))


def limited(monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: int) -> None:
    monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (lambda folder: written(folder, gzip.compress(SALES.encode() * 999), "a.gz"), text_files),
        (lambda folder: workbook(folder / "a.xlsx", [["x" * 9000, str(i)] for i in range(99)]), packed),
    ],
)
def test_files_that_unpack_beyond_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path], limit: object
) -> None:
    path = make(tmp_path)
    limited(monkeypatch, limit, "EXPANDED_LIMIT", 2000)
    with pytest.raises(unreadable.TooLarge):
        open_table(path)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = open_table(written(tmp_path, SALES * 900))
    limited(monkeypatch, text_files, "ROW_LIMIT", 1000)
    with pytest.raises(unreadable.TooManyRows):
        rows_of(sheet)


ONCE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@ONCE
@given(
    content=st.binary(max_size=400)
    | st.binary(max_size=300).map(gzip.compress)
    | st.binary(max_size=200).map(lambda b: b"PK" + b)
)
def test_any_bytes_give_rows_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    try:
        rows = rows_of(open_table(written(tmp_path, content)))
    except ShopError:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


CELL = st.text(st.sampled_from(string.ascii_letters + "علیپگچژ ۱۲۳,;|\"'\n"), min_size=1, max_size=8).filter(
    str.strip
)


@ONCE
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read(
    tmp_path: Path, rows: list[tuple[str, str, str]], separator: str, encoding: str
) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [("Date", "Amount", "Note"), *rows]
    text = "\n".join(separator.join(map(quoted, line)) for line in lines)
    sheet = open_table(written(tmp_path, text, encoding=encoding), separator=separator)
    assert rows_of(sheet) == [list(row) for row in rows]


def test_sample_rows_are_given_for_a_preview(tmp_path: Path) -> None:
    sheet = open_table(written(tmp_path, SALES))
    assert sheet.sample == (("A1", "2024-01-02", "10"), ("A2", "2024-01-03", "20"))
    assert reading.SAMPLE >= 100
