from datetime import date, timedelta

import pytest

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import merges, notes, person_report, printed_cards, settings
from shopcrm.services.notes import NoteKind
from shopcrm.services.person_report import LONG, SHORT, Favourite, MonthSpent
from shopcrm.services.shop import Shop
from tests import makers


def test_N1_several_sales_on_one_day_are_one_visit(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    for hours in (1, 2, 30):
        at = shop.clock() - timedelta(hours=hours)
        makers.sale(shop, sara, (walnuts, 1000, 500), number=str(hours), at=at)
    totals = shop.ask(person_report.totals, sara)
    assert (totals.visits, totals.spent, totals.days_since) == (2, 1500, 0)


def test_what_was_brought_back_is_taken_off_and_told(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    makers.sale(shop, sara, (walnuts, 3000, 500), number="1")
    makers.sale(shop, sara, (walnuts, -1000, 500), number="2", kind="return")
    report = shop.ask(person_report.read, sara)
    assert (report.totals.spent, report.totals.returns, report.totals.brought_back) == (1000, 1, 500)
    assert report.favourites == (Favourite("Walnuts", "", 1, 2000, 1000, 100),)


def test_favourites_come_by_how_often_with_their_share(shop: Shop) -> None:
    sara = makers.customer(shop)
    often, dear = makers.product(shop, code="O", name="Often"), makers.product(shop, code="D", name="Dear")
    makers.sale(shop, sara, (often, 1000, 100), (dear, 1000, 700), number="1")
    makers.sale(shop, sara, (often, 2000, 100), number="2")
    found = shop.ask(person_report.favourites, sara)
    assert [(one.name, one.times, one.percent) for one in found] == [("Often", 2, 30), ("Dear", 1, 70)]


def test_months_are_of_the_shops_calendar_and_the_empty_ones_are_there(shop: Shop) -> None:
    shop.do(settings.change, calendar="jalali")
    sara, walnuts = makers.customer(shop), makers.product(shop)
    makers.sale(shop, sara, (walnuts, 1000, 500), number="1")
    makers.sale(shop, sara, (walnuts, 1000, 300), number="2", at=shop.clock() - timedelta(days=1))
    months = shop.ask(person_report.read, sara).months
    assert len(months) == SHORT
    assert months[0] == MonthSpent(1404, 10, 0)
    assert months[-2:] == (MonthSpent(1405, 8, 300), MonthSpent(1405, 9, 500))


def test_who_came_more_than_a_year_ago_has_two_years_of_months(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    makers.sale(shop, sara, (walnuts, 1000, 500), at=shop.clock() - timedelta(days=400))
    assert len(shop.ask(person_report.read, sara).months) == LONG


def test_who_came_before_all_that_has_no_months(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    makers.sale(shop, sara, (walnuts, 1000, 500), at=shop.clock() - timedelta(days=1500))
    report = shop.ask(person_report.read, sara)
    assert report.months == ()
    assert report.totals.last == date(2022, 10, 14)


def test_of_whom_nothing_is_known_nothing_is_told(shop: Shop) -> None:
    report = shop.ask(person_report.read, makers.customer(shop))
    assert (report.totals.visits, report.totals.last, report.favourites, report.months) == (0, None, (), ())
    with pytest.raises(NoSuchCustomer):
        shop.ask(person_report.read, 99)


def test_lists_are_cut_and_their_lengths_are_told(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    for number in range(30):
        makers.sale(shop, sara, (walnuts, 1000, 100), number=str(number))
        makers.message(shop, sara, f"m{number}")
        shop.do(notes.write, sara, NoteKind.NOTE, f"note {number}")
    report = shop.ask(person_report.read, sara)
    assert (len(report.purchases), report.purchases_in_all) == (25, 30)
    assert (len(report.messages), report.messages_in_all) == (8, 30)
    assert (len(report.notes), report.more_notes) == (10, True)


def test_C2_who_was_merged_is_told_of_as_who_they_became_and_once(shop: Shop) -> None:
    kept, gone = makers.customer(shop, name="Sara"), makers.customer(shop, name="Sarah")
    shop.do(merges.merge, kept, gone)
    assert [one.sheet.id for one in shop.ask(person_report.read_all, [gone, kept])] == [kept]
    assert [one.sheet.id for one in shop.ask(person_report.listed, [gone])] == [kept]
    assert [one.sheet.id for one in shop.ask(person_report.for_counter, [kept, gone])] == [kept]
    assert [one.customer_id for one in shop.do(printed_cards.ready, [gone, kept])] == [kept]


def test_for_the_counter_the_last_purchase_is_no_return(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    makers.sale(shop, sara, (walnuts, 1000, 500), number="1", at=shop.clock() - timedelta(days=2))
    makers.sale(shop, sara, (walnuts, -1000, 500), number="2", kind="return")
    [noted] = shop.ask(person_report.for_counter, [sara])
    assert noted.last is not None
    assert noted.last.number == "1"


def test_whoever_has_no_card_gets_one_and_keeps_it(shop: Shop) -> None:
    sara = makers.customer(shop)
    [first] = shop.do(printed_cards.ready, [sara])
    [again] = shop.do(printed_cards.ready, [sara])
    assert len(first.number) == 10
    assert first == again
