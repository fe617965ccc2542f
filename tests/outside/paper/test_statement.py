from datetime import UTC, date, datetime

import pytest

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.outside.paper.statement import lay_statement
from shopcrm.rules.sayings import saying
from shopcrm.rules.tiers import Measure, TierBenefit
from shopcrm.rules.wording import Words
from shopcrm.services.point_statement import Statement, StatementRow
from shopcrm.services.points import Standing
from shopcrm.services.tiers import Outlook, TierNow
from tests.outside.paper.reading import needs_pdftotext, pdfium_lines, plain, poppler_lines

HEADING = Heading(ShopHead("خشکبار نوری", "+982188776655"), "Statement of points", date(2026, 11, 22))


def a_statement(rows: int = 3, *, owed: int = 0) -> Statement:
    made = tuple(
        StatementRow(
            id=place,
            at=datetime(2026, 11, 1, 9, tzinfo=UTC),
            day=date(2026, 11, 1),
            kind="earn",
            what=saying("{words}", words="گرفته شد"),
            why=(saying("{words}", words="خرید پسته"),),
            reason="هدیه",
            points=100,
            balance=500 + 100 * (place + 1),
            sale_id=None,
            by="owner",
        )
        for place in range(rows)
    )
    standing = Standing(500 + 100 * rows, 700, 100, owed, 1_000, ((date(2026, 12, 31), 300),))
    tier = TierNow(TierBenefit(1, "طلایی", "gold", 500, 100), date(2027, 3, 20), by_hand=False)
    return Statement(
        1,
        "سارا احمدی",
        date(2026, 10, 1),
        date(2026, 11, 22),
        500,
        made,
        500 + 100 * rows,
        standing,
        tier,
        Outlook(Measure.SPEND, 0),
    )


@needs_pdftotext
@pytest.mark.parametrize("language", ["en", "fa"])
def test_everything_is_there_and_copies_right(fonts: Fonts, language: str) -> None:
    words = Words(language)
    pdf = lay_statement(HEADING, a_statement(owed=20), words, fonts).pdf()
    wanted = [words.number(number) for number in (500, 600, 700, 800, 100, 20, 300)]
    wanted += ["سارا احمدی", "گرفته شد"] if language == "fa" else ["Statement of points", "Owed"]
    for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
        text = " ".join(lines)
        for one in wanted:
            assert plain(one) in text, one


def test_a_long_history_goes_on_on_more_pages(fonts: Fonts, persian: Words) -> None:
    pdf = lay_statement(HEADING, a_statement(200), persian, fonts).pdf()
    assert len(render_pages(pdf, 0.3)) > 5
    assert sum("گرفته شد" in line for line in pdfium_lines(pdf)) == 200
