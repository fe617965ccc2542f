"""The papers about complaints and improvements: right in both languages, and read back by a scanner."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from shopcrm import app as program
from shopcrm.outside.paper import case_slip, feedback_card
from shopcrm.outside.paper.feedback_card import FeedbackCard
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import page_texts, render_pages
from shopcrm.rules.complaints import About, Kind, Outcome, RemedyKind, State
from shopcrm.rules.wording import Words
from shopcrm.services import (
    causes,
    complaint_ends,
    complaint_photos,
    complaints,
    feedback,
    improvements,
    printing,
    settings,
)
from shopcrm.services.case_slips import CaseSlip
from shopcrm.services.complaint_photos import Photo
from shopcrm.services.feedback import About as AskedAbout
from shopcrm.services.feedback import Answer, Question
from shopcrm.services.improvements import ImprovementDraft
from shopcrm.services.printing import What
from shopcrm.services.slips import SlipWidth
from tests.outside.paper.people import HOSTILE
from tests.outside.paper.reading import pdfium_lines, plain
from tests.services.case_room import CaseRoom, furnished

SHOP = ShopHead("خشکبار نوری", "+982188776655", "تهران، بازار")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LANGUAGES = ["en", "fa"]


def a_slip(**more: object) -> CaseSlip:
    made = CaseSlip(
        id=1, number=319, kind=Kind.COMPLAINT, state=State.OPEN, about=About.GOODS,
        customer="سارا احمدی", words="پسته‌ها کهنه بود.\nAnd the bag was open.", sale_number="1042",
        product="پستهٔ اکبری", taken_at=NOW, taken_by="Ali", responsible="Mina", answer_due=NOW,
        settle_due=NOW, printed=0,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type] # each test names what it changes


@pytest.mark.parametrize("dots", [150 / 72, 203.2 / 72])
@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("language", LANGUAGES)
def test_S3_the_case_is_found_again_by_its_square(
    fonts: Fonts, language: str, width: int, dots: float
) -> None:
    roll = case_slip.lay_case_slip(SHOP, a_slip(), Words(language), fonts, width)
    [page] = render_pages(roll.pdf(), dots)
    assert [one.text for one in zxingcpp.read_barcodes(np.array(page.convert("L")))] == ["CASE-319"]


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slip_says_what_was_said_and_by_when(fonts: Fonts, language: str, width: int) -> None:
    words = Words(language)
    roll = case_slip.lay_case_slip(SHOP, a_slip(printed=1), words, fonts, width)
    text = " ".join(pdfium_lines(roll.pdf()))
    for one in (words.digits("319"), "کهنه", "bag was open", "Mina", words.clock(NOW), words.digits("1042")):
        assert plain(one) in text, one


def test_a_slip_promises_nothing_that_is_over_and_thanks_for_kind_words(fonts: Fonts, english: Words) -> None:
    bare = a_slip(answer_due=None, settle_due=None, responsible="", kind=Kind.PRAISE, about=About.NOT_YET)
    text = " ".join(pdfium_lines(case_slip.lay_case_slip(SHOP, bare, english, fonts, 80).pdf()))
    assert "hear from us" not in text
    assert "everybody who works here" in text


@pytest.mark.parametrize("words", [*HOSTILE, "x" * 20_000, "word " * 4_000, "😡" * 300])
def test_whatever_was_said_fits_on_one_slip(fonts: Fonts, english: Words, words: str) -> None:
    roll = case_slip.lay_case_slip(SHOP, a_slip(words=words), english, fonts, 58)
    assert len(render_pages(roll.pdf(), 0.3)) == 1


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_all_numbers_and_its_own(fonts: Fonts, language: str, width: int) -> None:
    words = Words(language)
    cards = [FeedbackCard(12, AskedAbout.CASE), FeedbackCard(13, AskedAbout.VISIT)]
    texts = page_texts(feedback_card.lay_feedback_cards(SHOP, cards, words, fonts, width).pdf())
    assert len(texts) == 2
    for score in range(11):
        assert plain(words.number(score)) in plain(texts[0])
    assert words.digits("13") in texts[1]


@pytest.fixture
def room(application: program.App) -> CaseRoom:
    return furnished(application.shop)


@pytest.fixture
def read(application: program.App, tmp_path: Path) -> Callable[..., list[str]]:
    def make(name: str, language: str, *what: object) -> list[str]:
        path = tmp_path / f"{name}.pdf"
        getattr(application.papers, name)(path, *what, application.words(language))
        return page_texts(path)

    return make


def lived_through(room: CaseRoom) -> int:
    """A case with all that one can have."""
    shop = room.shop
    stale = shop.do(causes.add, "Goods")
    case = room.about_sale(words="The walnuts\nwere stale.\n\nپسته هم کهنه بود.")
    photo = io.BytesIO()
    Image.new("RGB", (600, 400), "green").save(photo, "JPEG")
    for _number in range(3):
        shop.do(complaint_photos.add, case, Photo(photo.getvalue(), 600, 400))
    shop.do(complaints.add_words, case, "told", "So sorry!")
    room.give(case, RemedyKind.VOUCHER, amount=7_000, words="for the trouble")
    room.give(case, RemedyKind.POINTS, points=5)
    shop.do(complaint_ends.settle, case, Outcome.HAPPY, "Thank you")
    shop.do(feedback.ask, Question(complaint_id=case), Answer(9, "quick"))
    shop.do(complaint_ends.close_for_shop, case, stale, "The lid was broken.")
    key = shop.do(improvements.add, ImprovementDraft(stale, "New lids", "Ali", TODAY))
    shop.do(improvements.done, key, "Every bin has one.")
    shop.do(improvements.add, ImprovementDraft(stale, "A fridge", "Mina", TODAY))
    dropped = shop.do(improvements.add, ImprovementDraft(stale, "A cellar", "Mina", TODAY))
    shop.do(improvements.drop, dropped, "No room.")
    return case


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_of_a_case_has_all_of_it(
    room: CaseRoom, read: Callable[..., list[str]], language: str
) -> None:
    case = lived_through(room)
    words, text = Words(language), plain(" ".join(read("case_file_to", language, case)))
    said = ["were stale.", "So sorry!", "for the trouble", "Thank you", "quick"]
    wanted = [*said, "The lid was broken.", "New lids"]
    for one in [*wanted, words.money(7_000), words.number(9)]:
        assert plain(one) in text, one


def test_photos_stand_on_the_paper(room: CaseRoom, application: program.App, tmp_path: Path) -> None:
    case = lived_through(room)
    assert application.papers.case_file_to(tmp_path / "file.pdf", case, application.words("en")) == 3
    pages = [np.array(page).astype(int) for page in render_pages(tmp_path / "file.pdf", 0.5)]
    green = sum(int(np.sum(page[:, :, 1] - page[:, :, 0] > 90)) for page in pages)
    assert green > 5_000


def test_a_case_of_which_nothing_is_known_has_a_file_too(
    room: CaseRoom, read: Callable[..., list[str]]
) -> None:
    case = room.record(customer_id=None, about=About.NOT_YET, severity=0, words="x " * 9_000).id
    assert len(read("case_file_to", "fa", case)) > 2


def test_the_file_of_an_open_case_does_not_say_how_it_ended(
    room: CaseRoom, read: Callable[..., list[str]]
) -> None:
    case = room.record().id
    room.shop.do(complaint_ends.set_cause, case, room.shop.do(causes.add, "Stale"))
    text = plain(" ".join(read("case_file_to", "en", case)))
    assert "How it ended" not in text
    assert "What is known by now" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_why_how_fast_and_at_what_cost(
    room: CaseRoom, read: Callable[..., list[str]], language: str
) -> None:
    shop = room.shop
    lived_through(room)
    for number in range(15):
        cause = shop.do(causes.add, f"Cause {number}")
        shop.do(complaint_ends.set_cause, room.record().id, cause)
    room.record()
    room.counter.later(40)
    words, text = Words(language), plain(" ".join(read("complaints_report_to", language, TODAY, TODAY)))
    for one in (words.number(17), "Cause 10", "Cause 3", "Sara", words.money(0)):
        assert plain(one) in text, one


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_on_nothing_says_so(room: CaseRoom, read: Callable[..., list[str]], language: str) -> None:
    del room
    for name, what in (("complaints_report_to", (TODAY, TODAY)), ("improvements_report_to", ())):
        [page] = read(name, language, *what)
        assert page.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_improvements_are_reported_with_what_came_of_them(
    room: CaseRoom, read: Callable[..., list[str]], language: str
) -> None:
    lived_through(room)
    room.shop.do(settings.change, language=language)
    text = plain(" ".join(read("improvements_report_to", language)))
    for one in ("New lids", "Every bin has one.", "A fridge", "A cellar", "No room."):
        assert one in text


def test_slips_of_cases_and_of_sales_are_counted_apart(room: CaseRoom) -> None:
    shop, sale = room.shop, room.sold.sale_id
    case = room.record().id
    assert case == sale == 1
    shop.do(printing.note, What.CASE, [case], SlipWidth.WIDE)
    shop.do(printing.note, What.CASE, [case], SlipWidth.NARROW)
    shop.do(printing.note, What.SLIP, [sale], SlipWidth.WIDE)
    shop.do(printing.note, What.ORDER, [sale], SlipWidth.WIDE)
    assert shop.ask(printing.times, What.ORDER, sale) == 1
    assert shop.ask(printing.times, What.CASE, case) == 2
    assert shop.ask(printing.times, What.SLIP, sale) == 1
