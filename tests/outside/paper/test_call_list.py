from datetime import date
from pathlib import Path

import pytest

from shopcrm.outside.paper.call_list import CallRow, write_call_list
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, PageSize, ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.rules.wording import Words
from tests.outside.paper.reading import needs_pdftotext, pdfium_lines, plain, poppler_lines

ROWS = [
    CallRow(
        f"مریم نوری{number}",
        f"+98912123{4000 + number}",
        "سلام خانم نوری، گردوی اعلاء که خواسته بودید رسید. تا پنج\u200cشنبه کنار می\u200cگذاریم.",
        ("پنج بار گردو خریده است", "خودش گفت: «گردوی تازه که آمد خبرم کنید»"),
    )
    for number in range(30)
]


def heading(title: str) -> Heading:
    return Heading(ShopHead("خشکبار نوید", "+982188776655"), title, date(2026, 11, 22))


def spoken(lines: list[str]) -> set[str]:
    return set(" ".join(lines).split())


@pytest.mark.parametrize("size", list(PageSize))
def test_every_call_is_on_the_persian_list(
    fonts: Fonts, persian: Words, tmp_path: Path, size: PageSize
) -> None:
    path = tmp_path / "calls.pdf"
    write_call_list(path, heading("فهرست تماس"), ROWS, persian, fonts, size)
    read = " ".join(pdfium_lines(path.read_bytes()))
    for row in ROWS:
        assert plain(row.name) in read
        assert plain(persian.phone(row.phone)) in read
    assert {"گردوی", "اعلاء", "پنجشنبه"} <= spoken([read])


@needs_pdftotext
def test_poppler_reads_the_same_words(fonts: Fonts, persian: Words, tmp_path: Path) -> None:
    path = tmp_path / "calls.pdf"
    write_call_list(path, heading("فهرست تماس"), ROWS[:4], persian, fonts)
    read = spoken(poppler_lines(path.read_bytes()))
    wanted = plain(" ".join([*(row.name for row in ROWS[:4]), ROWS[0].say, "فهرست تماس"])).split()
    assert set(wanted) <= read


def test_an_english_list_reads_in_order(fonts: Fonts, english: Words, tmp_path: Path) -> None:
    path = tmp_path / "calls.pdf"
    rows = [
        CallRow("Sara Smith", "+442071838750", "Your chocolate came in.", ("Asked on Friday",)),
        CallRow("Bo", "", "Hello"),
    ]
    write_call_list(path, heading("Call list"), rows, english, fonts)
    read = " ".join(pdfium_lines(path.read_bytes()))
    for part in (
        "Sara Smith",
        "+442071838750",
        "Your chocolate came in.",
        "Asked on Friday",
        "no answer",
        "2 calls",
    ):
        assert part in read


def test_a_list_without_calls_is_still_a_paper(fonts: Fonts, english: Words, tmp_path: Path) -> None:
    path = tmp_path / "calls.pdf"
    write_call_list(path, heading("Call list"), [], english, fonts)
    assert len(render_pages(path, 0.5)) == 1
