import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest

from shopcrm.outside.paper import greeting_card, letter
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.letter import WINDOW, Sender
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import page_texts, render_pages
from shopcrm.outside.paper.sheets import MILLIMETRE, Sheet
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.wording import Words
from shopcrm.services.printed_letters import PrintedLetter
from tests.outside.paper.people import HOSTILE
from tests.outside.paper.reading import letters, needs_pdftotext, pdfium_lines, plain, poppler_lines

Make: TypeAlias = Callable[..., Sheet]
SENDER = Sender(ShopHead("Noori Nuts", "+442071838750", "12 Market Row"), date(2026, 11, 22))
SARA = PrintedLetter(
    1,
    1,
    "Ms Sara Smith",
    "Flat 3\n221B Baker Street\nLondon NW1 6XE",
    "Walnuts",
    "Hello Sara,\n\nThey are here.",
    "en",
)
MARYAM = PrintedLetter(
    2,
    2,
    "خانم مریم نوری",
    "تهران، خیابان ولیعصر\nپلاک ۱۲، واحد ۳",
    "گردوی تازه",
    "سلام مریم،\n\nWalnut kernel روز ۲۲ نوامبر رسید.",
    "fa",
)


def words_of(language: str) -> Words:
    return Words(language, CalendarKind.JALALI if language == "fa" else CalendarKind.GREGORIAN)


def letter_with(base: PrintedLetter, **changes: str) -> PrintedLetter:
    values = {name: getattr(base, name) for name in PrintedLetter.__slots__}
    return PrintedLetter(**{**values, **changes})


def lay(fonts: Fonts, *found: PrintedLetter) -> Sheet:
    return letter.lay_letters(SENDER, found, words_of, fonts)


def cards(fonts: Fonts, *found: PrintedLetter) -> Sheet:
    return greeting_card.lay_greeting_cards(SENDER, found, words_of, fonts)


def test_golden_a_letter(fonts: Fonts) -> None:
    assert pdfium_lines(lay(fonts, SARA).pdf()) == [
        "Noori Nuts",
        "+442071838750 · 12 Market Row",
        "Sunday, 22 November 2026",
        "Noori Nuts · 12 Market Row",
        "Ms Sara Smith",
        "Flat 3",
        "221B Baker Street",
        "London NW1 6XE",
        "Walnuts",
        "Hello Sara,",
        "They are here.",
    ]


@needs_pdftotext
def test_each_letter_speaks_its_own_language(fonts: Fonts) -> None:
    pdf = lay(fonts, SARA, MARYAM).pdf()
    texts = page_texts(pdf)
    assert len(texts) == 2
    for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
        read = set(" ".join(lines).split())
        wanted = "خانم مریم نوری تهران، پلاک ۱۲، واحد ۳ سلام Walnut kernel نوامبر آذر ۱۴۰۵ Sunday,"
        assert set(plain(wanted).split()) <= read


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_address_stands_within_the_window(fonts: Fonts, language: str) -> None:
    """The window of the envelope is on the left in both languages."""
    left, top, width, height = WINDOW
    one = letter_with(SARA, name="Q" * 20, address="Q W\n" * 6, subject="", body="x", language=language)
    found = [place for place in letters(lay(fonts, one).pdf()) if place.text in {"Q", "W"}]
    assert len(found) == 32
    for place in found:
        assert left <= place.left
        assert place.right <= left + width
        assert top <= 297 * MILLIMETRE - place.bottom <= top + height
    lead = max(place.right for place in found) if language == "fa" else min(place.left for place in found)
    assert lead == pytest.approx(left + (width - 9 if language == "fa" else 9), abs=2)


def test_nothing_else_is_seen_through_the_window(fonts: Fonts) -> None:
    left, top, width, height = WINDOW
    high = 297 * MILLIMETRE
    bare = letter_with(SARA, name="", address="")
    seen = [
        one.text
        for one in letters(lay(fonts, bare).pdf())
        if one.text.strip()
        and left <= one.left <= left + width
        and top + 14 < high - one.bottom < top + height
    ]
    assert seen == []


def test_a_long_letter_flows_on_and_loses_nothing(fonts: Fonts) -> None:
    body = " ".join(f"word{number}" for number in range(1_500))
    pdf = lay(fonts, letter_with(SARA, body=body), MARYAM).pdf()
    texts = page_texts(pdf)
    read = re.findall(r"word\d+", " ".join(texts))
    assert read == body.split()
    assert len(texts) > 2
    assert f"Page 1 of {len(texts) - 1}" in " ".join(texts[0].split())


def test_a_letter_of_one_sheet_needs_no_page_number(fonts: Fonts) -> None:
    assert "Page" not in " ".join(pdfium_lines(lay(fonts, SARA).pdf()))


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("make", [lay, cards])
def test_hostile_words_break_neither_letters_nor_cards(fonts: Fonts, make: Make, language: str) -> None:
    words = " ".join(HOSTILE)
    one = PrintedLetter(1, 1, words, words, words, words, language)
    sheet = make(fonts, one)
    pdf = sheet.pdf()
    assert "abc" in " ".join(pdfium_lines(pdf))
    pages = len(render_pages(pdf, 0.2))
    for page in {0, pages - 1}:
        places = [one for one in letters(pdf, page) if one.text.strip()]
        assert min(one.left for one in places) >= 0
        assert max(one.right for one in places) <= sheet.sheet_width
        assert min(one.bottom for one in places) >= 0


def test_a_card_has_its_greeting_in_front_and_the_address_behind(fonts: Fonts) -> None:
    front, back = page_texts(cards(fonts, SARA).pdf())
    assert "They are here." in front
    assert "221B" not in front
    assert "221B Baker Street" in back
    assert "They are here." not in back


def test_a_greeting_that_no_card_holds_goes_on(fonts: Fonts) -> None:
    body = " ".join(f"word{number}" for number in range(900))
    texts = page_texts(cards(fonts, letter_with(SARA, body=body)).pdf())
    assert re.findall(r"word\d+", " ".join(texts)) == body.split()
    assert len(texts) > 2


def test_a_card_is_a_postcard(fonts: Fonts) -> None:
    [front, _] = render_pages(cards(fonts, MARYAM).pdf(), 1.0)
    assert front.size == (round(148 * MILLIMETRE), round(105 * MILLIMETRE))
