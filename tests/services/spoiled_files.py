"""Files as they come when something went wrong on the way, made from a seed: cut, flipped and blown up."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable

import xlsxwriter

HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "\u202eevil\u202c",
    "\u2066x",
    "a\x00b",
    "\x1b[31m",
    '"',
    '""',
    "'",
    "\n",
    "\r\n",
    "\t",
    ";",
    ",",
    "|",
    "۱۲۳٫۵",
    "12e400",
    "-0",
    "NaN",
    "1" * 400,
    "x" * 40_000,
    "\ufeff",
    "😀" * 50,
    "ن" * 600,
    "2024-02-30",
    "31/31/31",
    "0/0/00",
    "--13-99",
    "1403/12/30",
    "99999999999999999999",
    "\ud7ff",
    "{0.__class__}",
)
_SALES = [
    ["Invoice", "Date", "Customer ID", "Code", "Product", "Quantity", "Price"],
    ["1", "2024-03-01", "7", "W1", "Walnuts", "2", "1000"],
    ["1", "2024-03-01", "7", "N2", "Nuts, salted", "1.5", "2500"],
    ["2", "1403/01/15", "سارا", "W1", 'The "best"', "-1", "۱۰۰۰"],
    ["3", "2024-03-03", "", "X", "Rice", "1", "900"],
]
_PEOPLE = [
    ["Number", "Name", "Mobile", "Email", "Birthday", "Tags", "Card", "Address", "Likes", "Consent"],
    [
        "7",
        "سارا نوری",
        "09123456789",
        "sara@example.com",
        "1370/10/05",
        "vip, wholesale",
        "111",
        "Street",
        "a",
        "yes",
    ],
    ["8", "Reza", "+98 935 111 2233", "", "--05-07", "", "222", "", "walnuts", "no"],
    ["", "Mina", "", "mina@example.com", "7 May", "vip", "", "", "", ""],
]
_GOODS = [
    ["Code", "Name", "Barcode", "Category", "Unit", "Price", "Tax", "Stock"],
    ["W1", "Walnuts", "111", "Nuts > Walnuts", "kg", "1000", "9%", "10.5"],
    ["N2", "گردو", "112, 113", "Nuts", "", "2,500", "", ""],
]
TABLES = (_SALES, _PEOPLE, _GOODS)
CARDS = """BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sara Noori\r\nN:Noori;Sara;;Dr.;\r\nTEL;TYPE=CELL:0912 345 6789\r
EMAIL:sara@example.com\r\nBDAY:--0507\r\nCATEGORIES:vip,friend\r\nNOTE:two\\nlines\r\nEND:VCARD\r
BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D9=86;=D9=85;;;\r\nTEL;CELL:09351112233\r
END:VCARD\r\n"""

Spoil = Callable[[random.Random, bytes], bytes]


def csv_text(table: list[list[str]], separator: str = ",") -> str:
    """Write a table as other programs do."""
    lines = (
        separator.join(
            f'"{cell.replace(chr(34), chr(34) * 2)}"' if _needs(cell, separator) else cell for cell in row
        )
        for row in table
    )
    return "\r\n".join(lines) + "\r\n"


def workbook(table: list[list[str]]) -> bytes:
    """Write a table as an Excel workbook."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for place, row in enumerate(table):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell[:30_000].replace("\x00", ""))
    book.close()
    return held.getvalue()


def spoiled(seed: int) -> tuple[str, bytes]:
    """Make one spoiled file; gives its name and its bytes, the same for the same seed."""
    chance = random.Random(seed)
    form = chance.choice(("csv", "csv", "csv", "xlsx", "vcf"))
    table = [list(row) for row in chance.choice(TABLES)]
    if chance.random() < 0.6:
        _bend(chance, table)
    content = _written(chance, form, table)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        content = chance.choice(_SPOILS)(chance, content)
    return f"file.{form}", content


def _needs(cell: str, separator: str) -> bool:
    return separator in cell or '"' in cell or "\n" in cell or "\r" in cell


def _written(chance: random.Random, form: str, table: list[list[str]]) -> bytes:
    if form == "xlsx":
        return workbook(table)
    text = CARDS if form == "vcf" else csv_text(table, chance.choice(",;\t|"))
    if form == "vcf" and chance.random() < 0.5:
        text = text.replace(chance.choice(("Sara", "0912", "--0507", "vip", "two")), chance.choice(HOSTILE))
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1256", "latin-1"))
    return text.encode(encoding, "replace")


def _bend(chance: random.Random, table: list[list[str]]) -> None:
    """Put hostile cells into a table, or make it wide, long or crooked."""
    for _ in range(chance.randrange(1, 6)):
        row = chance.choice(table)
        if row:
            row[chance.randrange(len(row))] = chance.choice(HOSTILE)
    turn = chance.randrange(12)
    if turn == 0:
        table[chance.randrange(len(table))] += ["x"] * 10_000
    elif turn == 1:
        table[1:] = table[1:] * 40
    elif turn == 2:
        del chance.choice(table)[1:]
    elif turn == 3:
        table.insert(chance.randrange(len(table)), [])
    elif turn == 4:
        chance.shuffle(table)


def _flip(chance: random.Random, content: bytes) -> bytes:
    held = bytearray(content)
    for _ in range(chance.choice((1, 1, 5, 50)) if held else 0):
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    return bytes(held)


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _insert(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    bits = (
        b"\x00",
        b'"',
        b"\n",
        b"\r",
        b"\xff\xfe",
        b"BEGIN:VCARD\r\n",
        b"=",
        b"\xe2\x80\xae",
        b",,,,",
        b"\x1a",
    )
    return content[:place] + chance.choice(bits) * chance.choice((1, 1, 3)) + content[place:]


def _repeat(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + content[max(place - 200, 0) :]


def _packed(_chance: random.Random, content: bytes) -> bytes:
    return gzip.compress(content)


def _bomb(chance: random.Random, content: bytes) -> bytes:
    """Blow a file up: far more comes out of it than lies there."""
    blown = content + b"\n" * 3_000_000
    if chance.random() < 0.5:
        return gzip.compress(blown, 1)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", blown)
    return held.getvalue()


_SPOILS: tuple[Spoil, ...] = (
    *(_flip, _flip, _flip, _cut, _cut, _insert, _insert, _insert, _repeat, _packed) * 4,
    _bomb,
)
