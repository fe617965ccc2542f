"""What is to be done today: each kind of task comes when there is a reason, and goes when it is done."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel
from shopcrm.rules.sayings import Saying, plain
from shopcrm.services import (
    duplicates,
    erasure,
    holds,
    occasions,
    preferences,
    seen,
    today,
    wishes,
)
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.shop import Shop, now_of
from shopcrm.services.today import Group, Kind
from shopcrm.store.messages import Message
from tests import makers

TODAY = date(2026, 11, 22)


def group(shop: Shop, kind: Kind, *, whole: bool = False) -> Group | None:
    """Give the group of a kind, or None where it is left out."""
    found = shop.ask(today.today, [kind] if whole else [])
    return next((one for one in found.groups if one.kind is kind), None)


def only(shop: Shop, kind: Kind) -> today.Task:
    """Give the one task there is; it is of this kind."""
    found = shop.ask(today.today)
    assert [one.kind for one in found.groups] == [kind]
    assert found.count == 1
    return found.groups[0].tasks[0]


def test_a_new_shop_has_nothing_to_do(shop: Shop) -> None:
    found = shop.ask(today.today)
    assert (found.groups, found.count, found.waiting.count) == ((), 0, 0)


@pytest.mark.parametrize(("state", "kind"), [("unknown", Kind.UNKNOWN), ("failed", Kind.FAILED)])
def test_a_doubtful_or_refused_message_is_looked_at(shop: Shop, state: str, kind: Kind) -> None:
    sara = makers.customer(shop)
    key = makers.message(shop, sara, state=state)
    makers.message(shop, sara, "m2", state="sent")
    if kind is Kind.FAILED:
        assert group(shop, kind) is None, "it was not settled of late"
        shop.do(_settle, key, 0)
    task = only(shop, kind)
    assert (task.what, task.thing, task.customer_id) == ("Sara", key, sara)
    assert isinstance(task.why, Saying)


def test_a_refusal_is_old_after_a_week(shop: Shop) -> None:
    key = makers.message(shop, makers.customer(shop), state="failed")
    shop.do(_settle, key, 6)
    assert group(shop, Kind.FAILED) is not None
    shop.do(_settle, key, 8)
    assert group(shop, Kind.FAILED) is None


def test_goods_came_in_until_somebody_was_told(shop: Shop) -> None:
    walnuts, dates = makers.product(shop), makers.product(shop, name="Dates", code="D1")
    arrival = makers.arrival(shop, walnuts)
    makers.arrival(shop, dates, at=shop.clock() - timedelta(days=8))
    task = only(shop, Kind.ARRIVAL)
    assert (task.what, task.thing, task.product_id) == ("Walnuts", arrival, walnuts)
    message = makers.message(shop, makers.customer(shop))
    shop.do(_about, message, arrival, walnuts)
    assert group(shop, Kind.ARRIVAL) is None


def test_a_wish_that_can_be_met_comes_until_it_is_held_or_closed(shop: Shop) -> None:
    sara = makers.customer(shop)
    walnuts = makers.product(shop, stock=5000)
    wish = makers.wish(shop, sara, product_id=walnuts)
    makers.wish(shop, makers.customer(shop, name="Ali"), words="a copper samovar")
    task = only(shop, Kind.WISH_IN)
    assert (task.what, task.thing, task.customer_id, task.product_id) == ("Sara", wish, sara, walnuts)
    assert plain(task.why) == "Walnuts is here; asked for on 2026-11-22."
    hold = shop.do(holds.hold, sara, walnuts, 1000, TODAY + timedelta(days=9), wish)
    assert shop.ask(today.today).groups == (), "what is held waits for its person alone"
    shop.do(holds.release, hold)
    assert group(shop, Kind.WISH_IN) is not None
    shop.do(wishes.withdraw, wish)
    assert group(shop, Kind.WISH_IN) is None


def test_A4_what_is_kept_aside_comes_on_its_last_two_days(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=9000)
    near = [shop.do(holds.hold, sara, walnuts, 1000, TODAY + timedelta(days=days)) for days in range(3)]
    found = group(shop, Kind.HOLD_ENDS)
    assert found is not None
    assert [task.thing for task in found.tasks] == near[:2]
    assert ["tonight" in plain(task.why) for task in found.tasks] == [True, False]
    shop.do(holds.hand_over, near[0])
    assert only(shop, Kind.HOLD_ENDS).thing == near[1]


def test_what_waits_for_a_hand_is_counted_by_its_way(shop: Shop) -> None:
    sara = makers.customer(shop)
    for number, channel in enumerate(("call", "call", "letter", "email", "in_person")):
        makers.message(shop, sara, f"m{number}", channel=channel)
    found = group(shop, Kind.BY_HAND)
    assert found is not None
    assert found.count == 3
    said = {task.channel: plain(task.what) for task in found.tasks}
    assert said == {Channel.CALL: "2 calls", Channel.LETTER: "1 letter"}


def test_D2_an_occasion_comes_within_its_own_lead(shop: Shop) -> None:
    sara = makers.customer(shop)
    for days, lead in ((0, 7), (1, 7), (7, 7), (8, 7), (8, 8), (60, 60)):
        day = TODAY + timedelta(days=days)
        draft = OccasionDraft(
            OccasionKind.OTHER,
            day.month,
            day.day,
            calendar=CalendarKind.GREGORIAN,
            label=f"{days} {lead}",
            remind_days=lead,
        )
        shop.do(occasions.add, sara, draft)
    found = group(shop, Kind.OCCASION, whole=True)
    assert found is not None
    assert [plain(task.why).partition(" is")[0].partition(" on")[0] for task in found.tasks] == [
        "0 7",
        "1 7",
        "7 7",
        "8 8",
        "60 60",
    ]
    assert {task.customer_id for task in found.tasks} == {sara}


def test_a_guess_is_asked_of_recent_visitors_until_it_is_dismissed(shop: Shop) -> None:
    sara = makers.customer(shop)
    habits(shop, sara)
    task = only(shop, Kind.GUESS)
    assert (task.what, task.customer_id) == ("Sara", sara)
    for guess in shop.ask(seen.of_customer, sara).guessed:
        shop.do(preferences.dismiss, sara, guess.taste)
    assert group(shop, Kind.GUESS) is None


def test_nobody_who_was_long_away_is_asked(shop: Shop) -> None:
    habits(shop, makers.customer(shop, seen=shop.clock() - timedelta(days=3)))
    assert group(shop, Kind.GUESS) is None


def test_C2_a_pair_comes_until_somebody_decides(shop: Shop) -> None:
    for name in ("Maryam Noori", "Maryam Noori"):
        makers.phone(shop, makers.customer(shop, name=name), "+989123456718")
    duplicates.sweep_beside(shop)
    task = only(shop, Kind.DUPLICATE)
    assert plain(task.what) == "Maryam Noori and Maryam Noori"
    shop.do(duplicates.keep_apart, task.thing)
    assert group(shop, Kind.DUPLICATE) is None


def test_the_first_few_are_shown_until_all_is_asked_for(shop: Shop) -> None:
    sara = makers.customer(shop)
    for number in range(today.FEW + 3):
        makers.message(shop, sara, f"m{number}", state="unknown")
    few, all_of_it = group(shop, Kind.UNKNOWN), group(shop, Kind.UNKNOWN, whole=True)
    assert few is not None
    assert all_of_it is not None
    assert (few.count, len(few.tasks)) == (today.FEW + 3, today.FEW)
    assert len(all_of_it.tasks) == today.FEW + 3


def test_C3_an_erased_person_is_named_as_one(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara Noori")
    key = makers.message(shop, sara, state="failed")
    shop.do(_settle, key, 1)
    shop.do(erasure.erase, sara)
    assert plain(only(shop, Kind.FAILED).what) == "erased customer"


def test_who_has_no_name_goes_by_a_number(shop: Shop) -> None:
    makers.message(shop, makers.customer(shop, name="", code="77"), state="unknown")
    assert plain(only(shop, Kind.UNKNOWN).what) == "Customer 77"


def habits(shop: Shop, customer_id: int) -> None:
    """Let everybody buy dates with walnuts, and this customer walnuts alone."""
    walnuts = makers.product(shop)
    dates = makers.product(shop, name="Dates", code="D1")
    tea = makers.product(shop, name="Tea", code="T1")
    old = shop.clock() - timedelta(days=40)
    for number in range(12):
        other = makers.customer(shop, name=f"Other {number}", seen=old)
        makers.sale(shop, other, (walnuts, 1000, 10), (dates, 1000, 10), at=old + timedelta(minutes=number))
        for again in range(6):
            at = old + timedelta(hours=1 + again, minutes=number)
            makers.sale(shop, other, (tea, 1000, 10), at=at)
    for number in range(4):
        makers.sale(shop, customer_id, (walnuts, 1000, 10), at=old + timedelta(days=number + 1))


def _settle(session: Session, message_id: int, days: int) -> None:
    session.get_one(Message, message_id).settled_at = now_of(session) - timedelta(days=days)


def _about(session: Session, message_id: int, arrival_id: int, product_id: int) -> None:
    row = session.get_one(Message, message_id)
    row.arrival_id, row.product_id = arrival_id, product_id
