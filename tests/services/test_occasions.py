from datetime import date

import pytest

from shopcrm.rules.calendar import CalendarKind, NoSuchDay
from shopcrm.services import customers, occasions
from shopcrm.services.customers import Draft
from shopcrm.services.occasions import LeadRefused, NoSuchOccasion, OccasionDraft, OccasionKind, OccasionTwice
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from tests import makers

JALALI, GREGORIAN = CalendarKind.JALALI, CalendarKind.GREGORIAN
BIRTHDAY = OccasionDraft(OccasionKind.BIRTHDAY, 9, 3, 1370, calendar=JALALI)
WEDDING = OccasionDraft(OccasionKind.ANNIVERSARY, 2, 29, calendar=GREGORIAN, remind_days=14)


def test_D2_a_day_is_kept_as_it_was_said_and_worked_out_afresh(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", occasions=[WEDDING, BIRTHDAY])).id
    first, second = shop.ask(occasions.of_customer, sara)
    assert (first.calendar, first.month, first.day, first.year) == (JALALI, 9, 3, 1370)
    assert (first.next_day, first.days_left, first.turns) == (date(2026, 11, 24), 2, 35)
    assert (second.next_day, second.days_left) == (date(2027, 2, 28), 98)


def test_D3_a_day_without_a_year_turns_nothing(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", occasions=[WEDDING])).id
    (view,) = shop.ask(customers.show, sara).occasions
    assert (view.year, view.turns) == (None, None)


def test_days_are_settled_to_exactly_those_given(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", occasions=[BIRTHDAY, WEDDING])).id
    moved = OccasionDraft(OccasionKind.BIRTHDAY, 9, 4, calendar=JALALI)
    (before, *_rest) = shop.ask(occasions.of_customer, sara)
    shop.do(customers.edit, sara, Draft(occasions=[moved]))
    (view,) = shop.ask(occasions.of_customer, sara)
    assert (view.id, view.day, view.year) == (before.id, 4, None)
    shop.do(customers.edit, sara, Draft(name="Sara N"))
    assert len(shop.ask(occasions.of_customer, sara)) == 1
    shop.do(customers.edit, sara, Draft(occasions=[]))
    assert shop.ask(occasions.of_customer, sara) == []


def test_near_days_come_within_their_own_lead_nearest_first(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", occasions=[BIRTHDAY])).id
    far = OccasionDraft(OccasionKind.BIRTHDAY, 9, 20, calendar=JALALI)
    ali = shop.do(customers.add, Draft(name="Ali", occasions=[far])).id
    today = OccasionDraft(OccasionKind.OTHER, 11, 22, None, "Opened", 0, calendar=GREGORIAN)
    shop.do(occasions.add, ali, today)
    assert [(one.customer_id, one.view.days_left) for one in shop.ask(occasions.near)] == [
        (ali, 0),
        (sara, 2),
    ]
    assert [one.view.days_left for one in shop.ask(occasions.near, 30)] == [0, 2, 19]
    assert [one.view.days_left for one in shop.ask(occasions.near, 400)] == [0, 2, 19]


def test_nobody_who_was_merged_has_a_day_that_is_near(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", occasions=[BIRTHDAY])).id
    other = makers.customer(shop, name="Sara N")
    makers.merged(shop, sara, other)
    assert shop.ask(occasions.near) == []


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ([BIRTHDAY, OccasionDraft(OccasionKind.BIRTHDAY, 1, 1, calendar=JALALI)], OccasionTwice),
        ([OccasionDraft(OccasionKind.OTHER, 7, 31, calendar=JALALI)], NoSuchDay),
        ([OccasionDraft(OccasionKind.OTHER, 12, 30, 1404, calendar=JALALI)], NoSuchDay),
        ([OccasionDraft(OccasionKind.OTHER, 1, 1, -5, calendar=JALALI)], NoSuchDay),
        ([OccasionDraft(OccasionKind.OTHER, 7, 1, calendar=JALALI, remind_days=61)], LeadRefused),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(
    shop: Shop, wrong: list[OccasionDraft], error: type[Exception]
) -> None:
    with pytest.raises(error):
        shop.do(customers.add, Draft(name="Sara", occasions=wrong))
    assert shop.ask(lambda session: session.get(Customer, 1)) is None


def test_a_day_is_taken_away_once(shop: Shop) -> None:
    sara = makers.customer(shop)
    key = shop.do(occasions.add, sara, BIRTHDAY)
    shop.do(occasions.remove, key)
    with pytest.raises(NoSuchOccasion):
        shop.do(occasions.remove, key)
