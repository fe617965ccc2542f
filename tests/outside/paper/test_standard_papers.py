"""The leaflet for customers and the sheet for staff: all that holds is on them, and copies right."""

from dataclasses import replace
from datetime import date

import pytest

from shopcrm.outside.paper import leaflet, staff_sheet
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, Paper, ShopHead
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.complaints import About
from shopcrm.rules.opening import Span
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.standards import (
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    Phrases,
    Returns,
    StandardKind,
)
from shopcrm.rules.wording import Words
from shopcrm.services import first_standards
from shopcrm.services.opening import HolidayRow
from shopcrm.services.printed_standards import PrintedStandards
from shopcrm.services.settings import Settings
from tests.conftest import NOW
from tests.outside.paper.reading import needs_pdftotext, pdfium_lines, plain, poppler_lines

SHOP = ShopHead("خشکبار نوری", "+982188776655")
HEADING = Heading(SHOP, "Title", date(2026, 11, 22))
EMPTY: tuple[tuple[Span, ...], ...] = ((),) * 7


def printed(language: str, **changed: object) -> PrintedStandards:
    """Give what a shop begins with, with parts of it changed."""
    decided = Settings(language=language, return_policy="Unopened", region="IR")
    holds = {kind: first_standards.content(decided, kind) for kind in StandardKind}
    holds |= {StandardKind(name): content for name, content in changed.items()}  # type: ignore[misc]
    closed = (HolidayRow(date(2026, 12, 10), "Eid"), HolidayRow(date(2026, 12, 12), ""))
    return PrintedStandards(holds, closed, NOW)


def papers(fonts: Fonts, words: Words, found: PrintedStandards) -> tuple[Paper, Paper]:
    return (
        leaflet.lay_leaflet(HEADING, found, words, fonts),
        staff_sheet.lay_staff_sheet(HEADING, found, words, fonts),
    )


@needs_pdftotext
@pytest.mark.parametrize("language", ["en", "fa"])
def test_all_that_holds_is_on_the_papers_and_copies_right(fonts: Fonts, language: str) -> None:
    words = Words(language, CalendarKind.JALALI if language == "fa" else CalendarKind.GREGORIAN)
    found = printed(language)
    dos, phrases = found.holds[StandardKind.DOS], found.holds[StandardKind.PHRASES]
    guarantees = found.holds[StandardKind.GUARANTEES]
    assert isinstance(dos, Dos)
    assert isinstance(phrases, Phrases)
    assert isinstance(guarantees, Guarantees)
    for_customers, for_staff = papers(fonts, words, found)
    given = [one.words for one in guarantees.each]
    wanted = {
        for_customers: ["Unopened", "Eid", *given],
        for_staff: [*dos.do, *dos.dont, *(one.words for one in phrases.each), *given],
    }
    for paper, texts in wanted.items():
        pdf = paper.pdf()
        for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
            text = " ".join(lines)
            for one in texts:
                assert plain(one).rstrip(".") in text, one


@pytest.mark.parametrize("language", ["en", "fa"])
def test_they_take_a_page_and_two(fonts: Fonts, language: str) -> None:
    for_customers, for_staff = papers(fonts, Words(language), printed(language))
    for_customers.pdf()
    for_staff.pdf()
    assert (for_customers.pages, for_staff.pages) == (1, 2)


def test_nothing_is_promised_that_the_shop_did_not_say(fonts: Fonts, english: Words) -> None:
    bare = printed("en", returns=Returns("", 0), guarantees=Guarantees(), hours=Hours(EMPTY))
    bare = replace(bare, closed=(), written_at=None)
    for_customers, for_staff = papers(fonts, english, bare)
    text = " ".join(pdfium_lines(for_customers.pdf()))
    for words in ("Bringing goods back", "Our guarantees", "public holidays"):
        assert words not in text
    assert "Monday to Sunday" in text
    assert "Our guarantees" not in " ".join(pdfium_lines(for_staff.pdf()))
    days = printed("en", returns=Returns("", 1))
    assert "within 1 day." in " ".join(pdfium_lines(papers(fonts, english, days)[0].pdf()))


def test_what_is_made_for_a_broken_guarantee_stands_beside_it(fonts: Fonts, english: Words) -> None:
    broken = Compensation(Makes.VOUCHER, 500_000)
    found = printed("en", guarantees=Guarantees((Guarantee("In time.", About.DELIVERY, broken),)))
    for paper in papers(fonts, english, found):
        text = " ".join(pdfium_lines(paper.pdf()))
        assert "If not: A voucher over 50,000 toman" in text


def test_a_shop_with_empty_standards_has_papers_all_the_same(fonts: Fonts, english: Words) -> None:
    found = printed("en", dos=Dos(), phrases=Phrases(), guarantees=Guarantees())
    for paper in papers(fonts, english, found):
        assert "How fast" in (text := " ".join(pdfium_lines(paper.pdf()))) or "not right" in text
