from dataclasses import replace
from datetime import date

import pytest

from shopcrm.outside.paper import about_person, customer_given, customer_list, customer_report, customer_sheet
from shopcrm.outside.paper.about_words import COLUMNS, PARTS
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, Paper, ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.sayings import saying
from shopcrm.rules.wording import Words
from shopcrm.services import about, customer_rows, person_report
from shopcrm.services.shop import Shop
from shopcrm.store.tables import METADATA
from tests import makers
from tests.outside.paper import people
from tests.outside.paper.reading import letters, needs_pdftotext, pdfium_lines, plain, poppler_lines

HEADING = Heading(
    ShopHead("Noori Nuts", "+442071838750", "12 Market Row"), "Customer list", date(2026, 11, 22)
)
OWN_REMARKS = (people.NOTE_OF_THE_SHOP, "عمده", "با دخترش آمد", "Asked after the new")


def report(shop: Shop, fonts: Fonts, words: Words, *ids: int) -> Paper:
    found = shop.ask(person_report.read_all, ids)
    return customer_report.customer_reports(HEADING, found, words, fonts)


def given(shop: Shop, fonts: Fonts, words: Words, *ids: int) -> Paper:
    return customer_given.given(HEADING, shop.ask(person_report.read_all, ids), words, fonts)


def counter(shop: Shop, fonts: Fonts, words: Words, *ids: int) -> Paper:
    return customer_sheet.counter_sheets(HEADING, shop.ask(person_report.for_counter, ids), words, fonts)


def everything(shop: Shop, fonts: Fonts, words: Words, *ids: int) -> Paper:
    return about_person.about_person(HEADING, shop.ask(about.everything, ids[0]), words, fonts)


def listed(shop: Shop, fonts: Fonts, words: Words, *ids: int) -> Paper:
    return customer_list.customer_list(HEADING, shop.ask(person_report.listed, ids), words, fonts)


PAPERS = (report, given, counter, everything, listed)


def read(paper: Paper) -> str:
    return " ".join(pdfium_lines(paper.pdf()))


def spoken(text: str) -> set[str]:
    return set(plain(text).split())


def test_the_report_tells_all_about_a_persian_customer(shop: Shop, fonts: Fonts, persian: Words) -> None:
    people.persian_shop(shop)
    text = spoken(read(report(shop, fonts, persian, people.maryam(shop))))
    for wanted in (
        "خانم مریم نوری",
        persian.phone("+989121234567"),
        "maryam@example.com",
        "عمده، همسایه",
        "بادام زمینی، کنجد",
        "گردوی اعلاء تویسرکان",
        people.NOTE_OF_THE_SHOP,
        "پلاک ۱۲، واحد ۳",
        "با دخترش آمد و پسته چشید.",
        persian.short_day(date(2026, 11, 19)),
    ):
        assert spoken(wanted) <= text, wanted


@needs_pdftotext
def test_two_readers_find_the_same_names_and_sums(shop: Shop, fonts: Fonts, persian: Words) -> None:
    people.persian_shop(shop)
    maryam, sum_of_one = people.maryam(shop), plain(persian.amount(2_400_000))
    for make in PAPERS:
        pdf = make(shop, fonts, persian, maryam).pdf()
        for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
            text = spoken(" ".join(lines))
            assert spoken("مریم نوری") <= text
            assert sum_of_one in text or make in {counter, listed}


def test_reports_of_several_begin_with_who_is_on_which_page(shop: Shop, fonts: Fonts, english: Words) -> None:
    ids = [people.sara(shop, sales=40), makers.customer(shop, name="Bo"), makers.customer(shop, name="Cy")]
    paper = report(shop, fonts, english, *ids)
    pages = paper.pages
    lines = pdfium_lines(paper.pdf())
    # The pages are drawn last, when they are known, so a reader meets them at the end.
    end = lines.index(f"Noori Nuts Page 1 of {pages}") + 4
    assert lines[5:end] == [
        "3 people",
        "Person Phone Page",
        "Ms Sara Smith +442071838751",
        "Bo",
        "Cy",
        f"Noori Nuts Page 1 of {pages}",
        "2",
        str(pages - 1),
        str(pages),
    ]
    assert lines[-1] == f"Noori Nuts Page {pages} of {pages}"


def test_what_is_given_away_holds_none_of_the_shops_own_remarks(
    shop: Shop, fonts: Fonts, persian: Words
) -> None:
    maryam = people.maryam(shop)
    makers.preference(shop, maryam, words="مهمان‌نواز", source="guessed")
    text = read(given(shop, fonts, persian, maryam))
    for remark in (*OWN_REMARKS, "مهمان‌نواز"):
        assert plain(remark) not in text, remark
    assert spoken("بادام زمینی، کنجد") <= spoken(text)
    # The control: the owner's own report does hold them.
    own = read(report(shop, fonts, persian, maryam))
    assert all(plain(remark) in own for remark in OWN_REMARKS)


def test_papers_that_are_handed_out_count_their_own_pages(shop: Shop, fonts: Fonts, english: Words) -> None:
    bo, cy = makers.customer(shop, name="Bo"), makers.customer(shop, name="Cy")
    for make in (given, counter):
        text = read(make(shop, fonts, english, bo, cy))
        assert text.count("Page 1 of 1") == 2


def test_golden_the_short_sheet(shop: Shop, fonts: Fonts, english: Words) -> None:
    people.english_shop(shop)
    sara = people.sara(shop)
    [notes] = shop.ask(person_report.for_counter, [sara])
    notes = replace(notes, sheet=replace(notes.sheet, cards=()), lines=())
    lines = pdfium_lines(customer_sheet.counter_sheets(HEADING, [notes], english, fonts).pdf())
    assert lines == [
        "Noori Nuts",
        "+442071838750",
        "22 November 2026",
        "Ms Sara Smith",
        "+442071838751",
        "Avoids",
        "peanuts",
        "About them",
        "Speaks softly; give her time.",
        "Told us",
        "likes dark chocolate",
        "Last visit",
        "19 November 2026, 3 days ago: Walnut kernels",
        "Usual purchases",
        "Goods Times Usually",
        "Walnut kernels 9 1.2",
        "Pistachios, roasted 6 1",
        "Lotus بیسکویت 3 1",
        "Noori Nuts Page 1 of 1",
    ]


def test_usual_purchases_begin_no_second_page_of_the_short_sheet(
    shop: Shop, fonts: Fonts, english: Words
) -> None:
    people.english_shop(shop)
    [notes] = shop.ask(person_report.for_counter, [people.sara(shop)])
    line = Reminder(Kind.TELL, saying("Walnuts came in"), saying("They like them"), Act.TOLD, 1)
    for count in range(5):
        many = replace(notes, lines=(line,) * count, more=1, favourites=notes.favourites * 2)
        text = read(customer_sheet.counter_sheets(HEADING, [many], english, fonts))
        assert "Page 1 of 1" in text, count
        assert ("Usual purchases" in text) or count > 1


def test_golden_the_customer_list(shop: Shop, fonts: Fonts, english: Words) -> None:
    makers.customer(shop, name="Sara", code="17")
    makers.customer(shop, name="Bo")
    lines = pdfium_lines(listed(shop, fonts, english, 1, 2, 1).pdf())
    assert lines[4:] == [
        "Customer list",
        "Name Phone Tags Last seen Spent",
        "1 Sara",
        "17",
        "2026-11-22 0",
        "2 Bo 2026-11-22 0",
        "2 people, 0 toman in all",
        "Noori Nuts Page 1 of 1",
    ]


def test_a_long_list_repeats_its_head_and_loses_nobody(shop: Shop, fonts: Fonts, persian: Words) -> None:
    ids = [makers.customer(shop, name=f"Person{number:03d}") for number in range(60)]
    paper = listed(shop, fonts, persian, *ids)
    text = read(paper)
    assert paper.pages > 1
    assert text.count("Last seen") == paper.pages
    assert all(text.count(f"Person{number:03d}") == 1 for number in range(60))


def test_all_that_is_known_has_a_name_for_each_part_and_column() -> None:
    parts = {place.table.name for place in customer_rows.places()} | {"sale_line", "attempt", "household"}
    parts |= {"complaint_change", "complaint_word", "complaint_photo", "remedy", "order_detail"}
    assert parts - set(PARTS) == set()
    columns = {column.name for part in parts for column in METADATA.tables[part].columns}
    left_out = {"customer_id", "skey", "sort_key", "moved"}
    assert columns - set(COLUMNS) - left_out == set()


def test_all_that_is_known_is_on_the_paper(shop: Shop, fonts: Fonts, english: Words) -> None:
    maryam = people.maryam(shop)
    text = spoken(read(everything(shop, fonts, english, maryam)))
    for wanted in ("مریم نوری", *OWN_REMARKS, "maryam@example.com", "Fresh walnuts are here.", "F1-1000"):
        assert spoken(wanted) <= text, wanted


@pytest.mark.parametrize("language", ["en", "fa"])
def test_hostile_words_break_no_paper(
    shop: Shop, fonts: Fonts, english: Words, persian: Words, language: str
) -> None:
    words = persian if language == "fa" else english
    hostile = people.hostile(shop)
    for make in PAPERS:
        paper = make(shop, fonts, words, hostile)
        text = read(paper)
        assert "b>" in text
        assert "\x1b" not in text
        edge = paper.left + paper.width + 1
        for page in {0, paper.pages // 2, paper.pages - 1}:
            assert max(one.right for one in letters(paper.pdf(), page) if one.text.strip()) <= edge
        assert len(render_pages(paper.pdf(), 0.2)) == paper.pages


def test_a_person_without_a_name_or_anything_else_has_every_paper(
    shop: Shop, fonts: Fonts, persian: Words
) -> None:
    nobody = makers.customer(shop, name="", code="900")
    for make in PAPERS:
        assert "۹۰۰" in read(make(shop, fonts, persian, nobody))
