import resource
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align, Style
from shopcrm.outside.paper.pages import Heading, PageSize, Paper, ShopHead
from shopcrm.outside.paper.saving import PaperNotSaved, write_whole
from shopcrm.rules.wording import Words
from tests.outside.paper.reading import Letter, letters, pdfium_lines

DAY = date(2026, 11, 22)
SHOP = ShopHead("Navid Nuts", "+982188776655", "1234 Valiasr Street")


def heading(shop: ShopHead = SHOP) -> Heading:
    return Heading(shop, "Statement", DAY, "What was bought since spring")


def first(found: list[Letter], text: str) -> Letter:
    return next(letter for letter in found if letter.text == text)


def test_the_head_says_whose_paper_it_is(fonts: Fonts, english: Words) -> None:
    lines = pdfium_lines(Paper(fonts, english, heading()).pdf())
    assert lines[:5] == [
        "Navid Nuts",
        english.phone("+982188776655"),
        "1234 Valiasr Street",
        "22 November 2026",
        "Statement",
    ]
    assert "Page 1 of 1" in " ".join(lines)


def test_the_day_is_of_the_shops_calendar(fonts: Fonts, persian: Words) -> None:
    text = " ".join(pdfium_lines(Paper(fonts, persian, heading()).pdf()))
    assert {"۱", "آذر", "۱۴۰۵"} <= set(text.split())


@pytest.mark.parametrize("size", list(PageSize))
def test_each_page_knows_how_many_there_are(fonts: Fonts, english: Words, size: PageSize) -> None:
    paper = Paper(fonts, english, heading(), size)
    for _ in range(2):
        paper.new_page()
    text = " ".join(pdfium_lines(paper.pdf()))
    assert all(f"Page {page} of 3" in text for page in (1, 2, 3))
    assert text.count("Statement") == 3


def test_long_text_flows_over_pages_and_loses_nothing(fonts: Fonts, english: Words) -> None:
    paper = Paper(fonts, english, heading())
    words = [f"word{number}" for number in range(3_000)]
    paper.text(" ".join(words))
    read = " ".join(pdfium_lines(paper.pdf())).split()
    assert [word for word in read if word.startswith("word")] == words
    assert paper.pages > 2


def test_a_section_head_does_not_stand_alone(fonts: Fonts, english: Words) -> None:
    paper = Paper(fonts, english, heading())
    paper.space(paper.room - 30)
    paper.section("Alone")
    assert paper.pages == 2


def test_what_leads_stands_right_on_a_persian_page(fonts: Fonts, english: Words, persian: Words) -> None:
    for words in (english, persian):
        paper = Paper(fonts, words, heading())
        edges = paper.across([100, 50], 10)
        right = paper.left + paper.width
        assert edges == ([right - 100, right - 160] if words.rtl else [paper.left, paper.left + 110])
        paper.draw(paper.setter.line("Q", paper_style()), paper.left, paper.width, 300)
        paper.draw(paper.setter.line("Z", paper_style()), paper.left, paper.width, 300, Align.RIGHT)
        found = letters(paper.pdf())
        middle = paper.size.value[0] / 2
        assert (first(found, "Q").left > middle) == words.rtl
        assert first(found, "Z").right > middle


def paper_style() -> Style:
    return Style(10)


def test_the_document_is_written_whole(fonts: Fonts, english: Words, tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    paper = Paper(fonts, english, heading())
    paper.save(target)
    assert target.read_bytes() == paper.pdf()
    assert target.read_bytes().rstrip().endswith(b"%%EOF")
    assert [path.name for path in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PaperNotSaved) as trouble:
        write_whole(tmp_path / "gone" / "paper.pdf", b"new")
    assert "paper.pdf" in str(trouble.value)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_full_disk_leaves_the_old_paper(tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(PaperNotSaved):
            write_whole(target, b"new" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_logo_is_drawn_and_a_damaged_one_left_out(fonts: Fonts, persian: Words, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.new("RGBA", (2_000, 900), "#0B6580").save(good)
    bad.write_bytes(b"no picture")
    plain = len(Paper(fonts, persian, heading()).pdf())
    assert len(Paper(fonts, persian, heading(ShopHead("نوید", logo=bad))).pdf()) == pytest.approx(
        plain, rel=0.2
    )
    assert b"/Image" in Paper(fonts, persian, heading(ShopHead("نوید", logo=good))).pdf()


def test_a_long_shop_name_stays_within_its_room(fonts: Fonts, english: Words) -> None:
    paper = Paper(fonts, english, heading(ShopHead("Name " * 200, address="x" * 5_000)), PageSize.A5)
    paper.new_page()
    found = [letter for letter in letters(paper.pdf()) if letter.text.strip()]
    assert max(letter.right for letter in found) <= paper.left + paper.width + 1
    assert paper.pages == 2
