import re
from datetime import date

import numpy as np
import pytest

from shopcrm.outside.paper.blocks import Fact, Figure, draw_bullets, draw_facts, draw_figures, draw_warning
from shopcrm.outside.paper.chart import Bar, draw_bars
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, Paper, ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.outside.paper.sheets import ACCENT
from shopcrm.rules.wording import Words
from tests.outside.paper.reading import letters, pdfium_lines

MANY = " ".join(f"word{number}" for number in range(2_000))


def blank(fonts: Fonts, words: Words) -> Paper:
    return Paper(fonts, words, Heading(ShopHead("Shop"), "Paper", date(2026, 11, 22)))


def said(paper: Paper) -> list[str]:
    return re.findall(r"word\d+", " ".join(pdfium_lines(paper.pdf())))


def test_S3_no_block_loses_a_word_over_pages(fonts: Fonts, english: Words) -> None:
    for block in ("facts", "warning", "bullets"):
        paper = blank(fonts, english)
        if block == "facts":
            draw_facts(paper, [Fact("Name", [MANY])])
        elif block == "warning":
            draw_warning(paper, "Avoids", [MANY])
        else:
            draw_bullets(paper, [MANY])
        assert paper.pages > 1
        assert said(paper) == MANY.split()


def test_facts_stand_in_reading_order_and_empty_ones_nowhere(
    fonts: Fonts, english: Words, persian: Words
) -> None:
    for words in (english, persian):
        paper = blank(fonts, words)
        draw_facts(paper, [Fact("H", ["1"]), Fact("X", ["", ""]), Fact("Z", ["2"])])
        places = {one.text: (one.left, one.bottom) for one in letters(paper.pdf()) if one.text in set("HXZ")}
        assert "X" not in places
        assert (places["H"][0] > places["Z"][0]) == words.rtl
        assert places["H"][1] == pytest.approx(places["Z"][1], abs=1)


def test_a_figure_is_made_smaller_and_never_cut(fonts: Fonts, english: Words) -> None:
    paper = blank(fonts, english)
    draw_figures(paper, [Figure("Spent", "123,456,789,012,345")] * 5)
    assert " ".join(pdfium_lines(paper.pdf())).count("123,456,789,012,345") == 5


def test_time_runs_as_one_reads(fonts: Fonts, english: Words, persian: Words) -> None:
    for words in (english, persian):
        paper = blank(fonts, words)
        draw_bars(paper, [Bar(0, "Q"), Bar(0, "W"), Bar(900, "Z")], lambda _: "v")
        places = {one.text: one.left for one in letters(paper.pdf()) if one.text in set("QWZ")}
        assert (places["Q"] > places["W"] > places["Z"]) == words.rtl
        [page] = render_pages(paper.pdf(), 1.0)
        accent = np.array([int(ACCENT[place : place + 2], 16) for place in (1, 3, 5)])
        inked = np.abs(np.array(page.convert("RGB")).astype(int) - accent).sum(axis=2) < 12
        columns = np.flatnonzero(inked.any(axis=0))
        assert columns.size
        assert (columns.max() < page.width / 2) == words.rtl


def test_the_highest_bar_stays_below_a_round_value(fonts: Fonts, english: Words) -> None:
    paper = blank(fonts, english)
    draw_bars(paper, [Bar(1_234, "a"), Bar(-500, "b")], english.number)
    text = " ".join(pdfium_lines(paper.pdf()))
    assert "2,000" in text
    assert "1,000" in text


def test_bars_of_nothing_do_no_harm(fonts: Fonts, english: Words) -> None:
    paper = blank(fonts, english)
    draw_bars(paper, [Bar(0, "a")], english.number)
    assert paper.pdf().startswith(b"%PDF")
