"""Greetings: once for each person, occasion and year, on the day, and only to who takes news."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Outcome, State
from shopcrm.services import daily, greetings, merges, messages, occasions, sending, settings
from shopcrm.services.greetings import NotGreeted
from shopcrm.services.occasions import NoSuchOccasion, OccasionDraft, OccasionKind
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Address, Customer
from shopcrm.store.messages import Message
from tests import telling
from tests.telling import Basket

TODAY = OccasionDraft(OccasionKind.BIRTHDAY, 11, 22, 1990, calendar=CalendarKind.GREGORIAN)


@pytest.fixture(autouse=True)
def _named(shop: Shop) -> None:
    shop.do(settings.change, shop_name="Corner Shop", greet=True, quiet_from=0, quiet_until=0)


def _born(
    shop: Shop, draft: OccasionDraft = TODAY, *, yes: str = "email", email: str = "a@example.com"
) -> int:
    customer = telling.listener(shop, email=email, yes=yes)
    shop.do(occasions.add, customer, draft)
    return customer


def _occasion(shop: Shop, customer: int) -> int:
    return shop.ask(occasions.of_customer, customer)[0].id


def test_a_birthday_is_greeted_on_its_day(shop: Shop) -> None:
    customer = _born(shop)
    assert shop.do(greetings.queue_due).by_channel == {Channel.EMAIL: 1}
    courier = Basket()
    sending.send_waiting(shop, {Channel.EMAIL: courier}, "a")
    assert [(one.subject, one.body.split("\n")[0]) for one in courier.letters] == [
        ("Happy birthday", "Dear Sara,")
    ]
    assert telling.rows(shop)[0].customer_id == customer


def test_M3_one_greeting_for_each_person_occasion_and_year(shop: Shop) -> None:
    customer = _born(shop)
    shop.do(greetings.queue_due)
    again = shop.do(greetings.queue_due)
    assert (again.added, again.repeated) == (0, 1)
    # Written down anew, the same occasion is the same.
    shop.do(occasions.remove, _occasion(shop, customer))
    shop.do(occasions.add, customer, TODAY)
    assert shop.do(greetings.queue_due).added == 0
    telling.at(shop, shop.clock().replace(year=2027))
    assert shop.do(greetings.queue_due).added == 1
    assert len(telling.rows(shop)) == 2


def test_M3_the_file_itself_refuses_a_second_one(shop: Shop) -> None:
    _born(shop)
    shop.do(greetings.queue_due)

    def twice(session: Session) -> None:
        row = session.get_one(Message, 1)
        values = {c.key: getattr(row, c.key) for c in Message.__table__.columns if c.key not in {"id", "key"}}
        session.add(Message(key="another", **values))
        session.flush()

    with pytest.raises(IntegrityError):
        shop.do(twice)


def test_M3_who_was_greeted_at_the_counter_gets_no_message(shop: Shop) -> None:
    customer = _born(shop)
    greeted = shop.do(greetings.note_greeted, customer, _occasion(shop, customer))
    assert shop.do(greetings.queue_due).added == 0
    row = shop.ask(messages.one, greeted)
    assert (row.channel, row.state, row.outcome) == (Channel.IN_PERSON, State.SENT, Outcome.TOLD)
    shop.do(greetings.forget_greeted, greeted)
    assert shop.do(greetings.queue_due).added == 1


def test_M3_a_waiting_greeting_is_taken_back_when_it_was_said(shop: Shop) -> None:
    customer = _born(shop)
    shop.do(greetings.queue_due)
    view = shop.ask(occasions.of_customer, customer)[0]
    noted = shop.do(greetings.note_greeted, customer, view.id)
    assert shop.ask(greetings.is_greeted, customer, view)
    assert telling.state(shop, noted) == "withdrawn"
    shop.do(greetings.forget_greeted, noted)
    assert telling.state(shop, noted) == "queued"
    courier = Basket()
    sending.send_waiting(shop, {Channel.EMAIL: courier}, "a")
    assert shop.do(greetings.note_greeted, customer, view.id) == noted
    assert telling.state(shop, noted) == "sent"


def test_who_takes_no_news_is_greeted_at_the_visit(shop: Shop) -> None:
    customer = _born(shop, yes="")
    assert shop.do(greetings.queue_due).by_channel == {Channel.IN_PERSON: 1}
    assert shop.ask(messages.not_reached).count == 1
    assert shop.ask(messages.tell_in_person, customer) == [], "the occasion itself stands on the card"
    view = shop.ask(occasions.of_customer, customer)[0]
    assert not shop.ask(greetings.is_greeted, customer, view)
    shop.do(greetings.note_greeted, customer, view.id)
    assert telling.rows(shop)[0].state == "sent"
    shop.do(greetings.forget_greeted, 1)
    assert telling.rows(shop)[0].state == "queued"


def test_M2_a_greeting_counts_as_news(shop: Shop) -> None:
    shop.do(settings.change, weekly_cap=1)
    customer = _born(shop)
    telling.tell(shop, telling.came_in(shop), [customer])
    assert shop.do(greetings.queue_due).in_person == 1


def test_yesterdays_birthday_is_never_greeted(shop: Shop) -> None:
    _born(shop)
    shop.do(greetings.queue_due)
    telling.at(shop, shop.clock() + timedelta(days=1))
    courier = Basket()
    assert sending.send_waiting(shop, {Channel.EMAIL: courier}, "a").withdrawn == 1
    assert courier.letters == []
    assert shop.do(greetings.queue_due).added == 0


def test_a_letter_is_written_some_days_ahead(shop: Shop) -> None:
    customer = _born(
        shop, OccasionDraft(OccasionKind.BIRTHDAY, 11, 26, calendar=CalendarKind.GREGORIAN), yes="letter"
    )
    shop.do(lambda session: session.add(Address(customer_id=customer, text="Tehran", preferred=True)))
    assert shop.do(greetings.queue_due).by_channel == {Channel.LETTER: 1}
    assert telling.rows(shop)[0].until == date(2026, 11, 26)


def test_D2_a_leap_day_is_greeted_in_every_year_of_its_calendar(shop: Shop) -> None:
    customer = _born(shop, OccasionDraft(OccasionKind.BIRTHDAY, 12, 30, 1370, calendar=CalendarKind.JALALI))
    greeted = []
    # The days around the turn of each year, and some others in between.
    springs = [
        datetime(year, 3, 10, 9, tzinfo=UTC) + timedelta(days=n)
        for year in (2027, 2028, 2029)
        for n in range(20)
    ]
    others = [datetime(2027, 4, 7, 9, tzinfo=UTC) + timedelta(days=23 * n) for n in range(30)]
    for day in sorted({*springs, *others}):
        telling.at(shop, day)
        if shop.do(greetings.queue_due).added:
            greeted.append(day.date())
    assert greeted == [date(2027, 3, 20), date(2028, 3, 19), date(2029, 3, 19)]
    assert {row.customer_id for row in telling.rows(shop)} == {customer}


def test_M6_the_occasion_is_named_in_the_readers_language(shop: Shop) -> None:
    customer = _born(shop)
    shop.do(lambda session: session.execute(update(Customer).values(language="fa")) and None)
    shop.do(greetings.queue_due)
    assert telling.rows(shop)[0].subject == "تولد شما مبارک"
    label = OccasionDraft(OccasionKind.OTHER, 11, 22, calendar=CalendarKind.GREGORIAN, label="روز معلم")
    shop.do(occasions.add, customer, label)
    shop.do(greetings.queue_due)
    assert telling.rows(shop)[1].subject == "روز معلم شما مبارک"


def test_what_is_not_there_cannot_be_greeted(shop: Shop) -> None:
    customer = _born(shop)
    with pytest.raises(NoSuchOccasion):
        shop.do(greetings.note_greeted, customer, 99)
    with pytest.raises(NotGreeted):
        shop.do(greetings.forget_greeted, 99)


def test_the_days_round_is_made_once_and_greets_where_the_shop_wants_it(shop: Shop) -> None:
    _born(shop)
    assert shop.ask(daily.is_due, None)
    assert shop.do(daily.do_daily).greetings.added == 1
    assert shop.do(daily.do_daily).greetings.added == 0
    assert not shop.ask(daily.is_due, date(2026, 11, 22))
    telling.at(shop, shop.clock() - timedelta(hours=6))
    assert not shop.ask(daily.is_due, None), "before the hour of greetings"
    shop.do(settings.change, greet=False)
    assert shop.do(daily.do_daily).greetings.repeated == 0


def test_the_days_round_takes_back_what_hands_did_not_do_in_time(shop: Shop) -> None:
    _born(shop, yes="")
    shop.do(daily.do_daily)
    telling.at(shop, shop.clock() + timedelta(days=1))
    assert shop.do(daily.do_daily).taken_back == 1
    assert shop.ask(messages.not_reached).count == 0


@pytest.mark.parametrize("went_out", [0, 1])
def test_M3_two_who_turn_out_to_be_one_are_greeted_once(shop: Shop, went_out: int) -> None:
    keep, gone = _born(shop), _born(shop, email="b@example.com")
    shop.do(greetings.queue_due)
    courier = Basket()
    if went_out:
        # The first in line is the one who stays as a pointer.
        keep, gone = gone, keep
        sending.send_one(shop, {Channel.EMAIL: courier}, "a")
    shop.do(merges.merge, keep, gone)
    sending.send_waiting(shop, {Channel.EMAIL: courier}, "a")
    assert len(courier.letters) == 1
    assert shop.do(greetings.queue_due).added == 0


def test_M3_a_merge_that_is_taken_back_lets_both_greetings_wait_again(shop: Shop) -> None:
    keep, gone = _born(shop), _born(shop, email="b@example.com")
    shop.do(greetings.queue_due)
    merge = shop.do(merges.merge, keep, gone)
    shop.do(merges.unmerge, merge.merge_id)
    assert [row.state for row in telling.rows(shop)] == [State.QUEUED] * 2
