import numpy as np
import pytest
import zxingcpp

from shopcrm.outside.paper import customer_card
from shopcrm.outside.paper.customer_card import Layout, PrintedCard
from shopcrm.outside.paper.cutting import CARD
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.outside.paper.sheets import Sheet
from shopcrm.rules.wording import Words
from tests.outside.paper.people import HOSTILE
from tests.outside.paper.reading import letters, pdfium_lines, plain

SHOP = ShopHead("خشکبار نوری", "+982188776655")
CARDS = [
    PrintedCard(name, f"{1234567890 + place}") for place, name in enumerate(["مریم نوری", "Sara Smith"] * 6)
]
DPI = 150 / 72


def lay(fonts: Fonts, words: Words, cards: list[PrintedCard], layout: Layout = Layout.SHEET) -> Sheet:
    return customer_card.lay_cards(SHOP, cards, words, fonts, layout)


def codes(sheet: Sheet) -> list[list[str]]:
    """Read the codes of each page as it comes from a printer of 150 dots to the inch."""
    pages = render_pages(sheet.pdf(), DPI)
    return [
        sorted(found.text for found in zxingcpp.read_barcodes(np.array(page.convert("L")))) for page in pages
    ]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_S3_every_code_reads_back_as_the_number_of_its_card(fonts: Fonts, language: str) -> None:
    sheet = lay(fonts, Words(language), CARDS)
    numbers = [card.number for card in CARDS]
    assert codes(sheet) == [numbers[:10], numbers[10:]]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_single_card_is_of_the_size_of_a_bank_card(fonts: Fonts, language: str) -> None:
    sheet = lay(fonts, Words(language), CARDS[:2], Layout.SINGLE)
    for page in render_pages(sheet.pdf(), 1.0):
        assert page.size == pytest.approx(CARD, abs=1)
    assert codes(sheet) == [["1234567890"], ["1234567891"]]


def test_the_card_says_whose_it_is(fonts: Fonts, persian: Words) -> None:
    text = " ".join(pdfium_lines(lay(fonts, persian, CARDS[:1]).pdf()))
    for wanted in ("خشکبار نوری", "مریم نوری", "۱۲۳۴ ۵۶۷۸ ۹۰", plain(persian.phone("+982188776655"))):
        assert plain(wanted) in text


def test_cards_begin_where_one_reads_first(fonts: Fonts, english: Words, persian: Words) -> None:
    for words in (english, persian):
        sheet = lay(fonts, words, [PrintedCard("Q", "1"), PrintedCard("W", "2")])
        places = {one.text: one.left for one in letters(sheet.pdf()) if one.text in {"Q", "W"}}
        assert (places["Q"] > places["W"]) == words.rtl


@pytest.mark.parametrize("words", [Words("en"), Words("fa")], ids=["en", "fa"])
def test_hostile_names_stay_on_their_card(fonts: Fonts, words: Words) -> None:
    name = " ".join(HOSTILE)
    sheet = customer_card.lay_cards(
        ShopHead(name, "1" * 200), [PrintedCard(name, "A" * 40)], words, fonts, Layout.SINGLE
    )
    places = [one for one in letters(sheet.pdf()) if one.text.strip()]
    assert min(one.left for one in places) >= 0
    assert max(one.right for one in places) <= CARD[0]
    assert min(one.bottom for one in places) >= 0
    assert codes(sheet) == [["A" * 40]]
