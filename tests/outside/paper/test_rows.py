import re
from collections.abc import Sequence
from datetime import date

import pypdfium2 as pdfium
import pytest

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, PageSize, Paper, ShopHead
from shopcrm.outside.paper.rows import Cell, Column, Number, Text, Ticks, draw_rows
from shopcrm.rules.wording import Words
from tests.outside.paper.reading import letters, pdfium_lines

COLUMNS = [Column("Goods"), Column("Remark", share=1), Column("Amount", numbers=True)]


def paper_of(fonts: Fonts, words: Words, size: PageSize = PageSize.A4) -> Paper:
    return Paper(fonts, words, Heading(ShopHead("Shop"), "List", date(2026, 11, 22)), size)


def page_texts(pdf: bytes) -> list[str]:
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def rows(count: int) -> list[Sequence[Cell]]:
    return [
        (
            Text(f"begin{number}"),
            Text("a remark that needs more than one line " * (number % 5)),
            Number(f"{number}000"),
        )
        for number in range(count)
    ]


def test_S3_every_row_is_printed_once_and_in_order(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english)
    draw_rows(paper, COLUMNS, rows(150))
    pages = page_texts(paper.pdf())
    assert len(pages) >= 3
    assert re.findall(r"begin(\d+)", "".join(pages)) == [str(number) for number in range(150)]
    assert all(page.count("Remark") == 1 for page in pages)


def test_no_row_is_torn_between_pages(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english)
    table = [
        (Text(f"begin{n}"), Text("\n".join([f"first{n}", *["more"] * 7, f"last{n}"])), Number("1"))
        for n in range(40)
    ]
    draw_rows(paper, COLUMNS, table)
    pages = page_texts(paper.pdf())
    assert len(pages) >= 3
    for number in range(40):
        [page] = [page for page in pages if f"begin{number}\r" in f"{page} ".replace(" ", "\r")]
        assert f"first{number}" in page
        assert f"last{number}" in page


def test_a_row_taller_than_a_page_goes_on(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english, PageSize.A5)
    tall = "\n".join(f"line{number}" for number in range(120))
    draw_rows(
        paper, COLUMNS, [(Text("before"), Text(""), Number("1")), (Text("tall"), Text(tall), Number("2"))]
    )
    pages = page_texts(paper.pdf())
    assert len(pages) >= 3
    assert re.findall(r"line(\d+)", "".join(pages)) == [str(number) for number in range(120)]
    assert all("Remark" in page for page in pages)


def test_a_tall_row_fills_the_page_it_begins_on(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english)
    draw_rows(paper, COLUMNS, [(Text("tall"), Text("x\n" * 200), Number("2"))])
    assert "tall" in page_texts(paper.pdf())[0]


def test_columns_stand_in_reading_order(fonts: Fonts, english: Words, persian: Words) -> None:
    for words in (english, persian):
        paper = paper_of(fonts, words)
        draw_rows(paper, [Column("", share=1)] * 3, [(Text("Q"), Text("W"), Text("Z"))])
        places = {letter.text: letter.left for letter in letters(paper.pdf()) if letter.text in "QWZ"}
        assert (places["Q"] > places["W"] > places["Z"]) == words.rtl
        assert (places["Q"] < places["W"] < places["Z"]) != words.rtl


def test_numbers_line_up_on_the_right_in_both_languages(fonts: Fonts, english: Words, persian: Words) -> None:
    for words in (english, persian):
        paper = paper_of(fonts, words)
        amounts = [7, 1_250_000, 98, -500]
        table = [(Text("x"), Text(""), Number(words.number(amount))) for amount in amounts]
        draw_rows(paper, COLUMNS, table)
        digits = [letter for letter in letters(paper.pdf()) if letter.text.isdecimal()]
        table_left = min(letter.left for letter in digits) if words.rtl else paper.left + paper.width / 2
        by_line: dict[int, float] = {}
        for letter in digits:
            in_column = letter.left < paper.left + 80 if words.rtl else letter.left > table_left
            if in_column and 100 < letter.bottom < 700:
                line = round(letter.bottom / 12)
                by_line[line] = max(by_line.get(line, 0.0), letter.right)
        assert len(by_line) == len(amounts)
        assert max(by_line.values()) - min(by_line.values()) < 1.5


def test_a_sum_is_made_smaller_and_never_cut(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english, PageSize.A5)
    columns = [Column("", share=1)] * 6 + [Column("", share=1, numbers=True)]
    draw_rows(paper, columns, [(*[Text("word")] * 6, Number("123,456,789,012"))])
    assert "123,456,789,012" in " ".join(pdfium_lines(paper.pdf()))
    inside = [letter.right for letter in letters(paper.pdf()) if letter.text.strip()]
    assert max(inside) <= paper.left + paper.width + 1


def test_a_narrow_column_stays_whole_when_a_wide_one_gives_way(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english, PageSize.A5)
    columns = [Column("Day"), Column("What"), Column("Rest", share=1)]
    draw_rows(paper, columns, [(Text("2026-11-22"), Text("a long sentence " * 20), Text("z"))])
    assert "2026-11-22" in " ".join(pdfium_lines(paper.pdf()))


def test_the_second_line_stands_under_the_first(fonts: Fonts, persian: Words) -> None:
    paper = paper_of(fonts, persian)
    draw_rows(paper, [Column("", share=1)], [(Text("Q", "Z"),)])
    places = {letter.text: letter.bottom for letter in letters(paper.pdf()) if letter.text in "QZ"}
    assert places["Q"] > places["Z"]


def test_boxes_stack_where_they_do_not_fit_side_by_side(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english)
    ticks = Ticks(("yes", "no", "perhaps"), side_by_side=3, writing_lines=2)
    wide, narrow = ticks.strips(paper, 300, Column("").side), ticks.strips(paper, 60, Column("").side)
    assert (len(wide), len(narrow)) == (3, 5)


def test_an_empty_table_shows_its_head(fonts: Fonts, english: Words) -> None:
    paper = paper_of(fonts, english)
    draw_rows(paper, COLUMNS, [])
    assert "Remark" in " ".join(pdfium_lines(paper.pdf()))


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "x" * 10_000, "\x00\x1b[31m", "😀" * 300, "\u202e" * 9]
)
def test_hostile_cells_do_no_harm(fonts: Fonts, persian: Words, hostile: str) -> None:
    paper = paper_of(fonts, persian)
    draw_rows(paper, COLUMNS, [(Text(hostile), Text(hostile, hostile), Number("12"))])
    assert paper.pdf().startswith(b"%PDF")
