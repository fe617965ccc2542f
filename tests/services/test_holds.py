from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import goods, holds, sales, standing, stock, telling, turns, wishes
from shopcrm.services.holds import State
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Session, Shop
from shopcrm.store.messages import Message
from tests import makers
from tests.telling import came_in, listener, rows, tell

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def sara(shop: Shop) -> int:
    return makers.customer(shop, name="Sara")


@pytest.fixture
def walnuts(shop: Shop) -> int:
    """Three kilograms of walnuts."""
    return makers.product(shop, stock=3_000)


def _later(shop: Shop, days: int) -> None:
    shop.clock = lambda: NOW + timedelta(days=days)


def _free(shop: Shop, product_id: int) -> int:
    return shop.ask(stock.free, [product_id])[product_id]


def _buys(shop: Shop, customer_id: int | None, product_id: int, quantity: int) -> None:
    draft = SaleDraft(shop.clock(), [LineDraft(product_id, quantity, 1_000)], customer_id)
    shop.do(sales.record, draft)


def _history(shop: Shop, customer_id: int) -> list[tuple[str, int]]:
    return [(row.state, row.quantity) for row in shop.ask(holds.history, customer_id)]


def test_A4_a_unit_is_held_until_the_end_of_a_day(shop: Shop, sara: int, walnuts: int) -> None:
    key = shop.do(holds.hold, sara, walnuts, 2_000, THURSDAY)
    (row,) = shop.ask(holds.of_customer, sara)
    assert (row.id, row.customer, row.product, row.quantity) == (key, "Sara", "Walnuts", 2_000)
    assert (row.until, row.state, row.made_by) == (THURSDAY, State.HELD, "owner")
    assert _free(shop, walnuts) == 1_000
    _later(shop, 4)
    assert (shop.ask(holds.all_open), _free(shop, walnuts)) == ([row], 1_000)
    _later(shop, 5)
    assert (shop.ask(holds.all_open), _free(shop, walnuts)) == ([], 3_000)
    assert _history(shop, sara) == [("lapsed", 2_000)]
    assert shop.do(holds.lapse_overdue) == 1
    assert shop.do(holds.lapse_overdue) == 0
    assert _history(shop, sara) == [("lapsed", 2_000)]


def test_A4_holding_more_than_is_free_is_refused_with_a_sentence(shop: Shop, sara: int, walnuts: int) -> None:
    shop.do(holds.hold, sara, walnuts, 2_500, THURSDAY)
    reza = makers.customer(shop, name="Reza")
    with pytest.raises(holds.NotEnough) as caught:
        shop.do(holds.hold, reza, walnuts, 1_000, THURSDAY)
    assert "Only 0.5 of Walnuts are free" in caught.value.saying.plainly()
    shop.do(holds.hold, reza, walnuts, 500, THURSDAY)
    assert _free(shop, walnuts) == 0
    tea = makers.product(shop, name="Tea", code="T")
    shop.do(holds.hold, reza, tea, 9_000, THURSDAY)


def test_A4_what_cannot_be_held_is_refused(shop: Shop, sara: int, walnuts: int) -> None:
    with pytest.raises(holds.HoldQuantityRefused):
        shop.do(holds.hold, sara, walnuts, 0, THURSDAY)
    with pytest.raises(holds.HoldDayOver):
        shop.do(holds.hold, sara, walnuts, 1_000, TODAY - timedelta(days=1))
    with pytest.raises(NoSuchCustomer):
        shop.do(holds.hold, 99, walnuts, 1_000, THURSDAY)
    with pytest.raises(stock.NoSuchProduct):
        shop.do(holds.hold, sara, 99, 1_000, THURSDAY)
    for act in (holds.release, holds.hand_over, holds.hold_again):
        with pytest.raises(holds.NoSuchHold):
            shop.do(act, 99)
    assert shop.ask(holds.all_open) == []


def test_A4_a_hold_is_released_and_taken_back_while_its_units_are_free(
    shop: Shop, sara: int, walnuts: int
) -> None:
    key = shop.do(holds.hold, sara, walnuts, 2_000, THURSDAY)
    shop.do(holds.hold_again, key)
    shop.do(holds.release, key)
    assert _free(shop, walnuts) == 3_000
    with pytest.raises(holds.HoldOver):
        shop.do(holds.release, key)
    shop.do(holds.hold_again, key)
    assert _free(shop, walnuts) == 1_000
    shop.do(holds.release, key)
    shop.do(holds.hold, makers.customer(shop, name="Reza"), walnuts, 2_000, THURSDAY)
    with pytest.raises(holds.NotEnough):
        shop.do(holds.hold_again, key)
    _later(shop, 5)
    with pytest.raises(holds.HoldDayOver):
        shop.do(holds.hold_again, key)


def test_A4_handing_over_closes_the_wish_and_can_be_taken_back(shop: Shop, sara: int, walnuts: int) -> None:
    wish = shop.do(wishes.ask, sara, product_id=walnuts).wish_id
    key = shop.do(holds.hold, sara, walnuts, 1_000, THURSDAY, wish)
    assert shop.do(holds.hold, sara, walnuts, 2_000, TODAY, wish) == key
    assert _history(shop, sara) == [("held", 2_000)]
    shop.do(holds.hand_over, key)
    assert _history(shop, sara) == [("taken", 2_000)]
    assert [row.state for row in shop.ask(wishes.of_customer, sara)] == ["bought"]
    shop.do(holds.hold_again, key)
    assert [row.state for row in shop.ask(wishes.of_customer, sara)] == ["waiting"]


def test_A4_withdrawing_a_wish_lets_its_units_go_and_coming_back_holds_them_again(
    shop: Shop, sara: int, walnuts: int
) -> None:
    wish = shop.do(wishes.ask, sara, product_id=walnuts).wish_id
    key = shop.do(holds.hold, sara, walnuts, 1_000, THURSDAY, wish)
    released = shop.do(wishes.withdraw, wish)
    assert (released, _free(shop, walnuts)) == ((key,), 3_000)
    shop.do(wishes.reopen, wish, released)
    assert _free(shop, walnuts) == 2_000
    shop.do(wishes.withdraw, wish)
    shop.do(holds.hold, makers.customer(shop, name="Reza"), walnuts, 3_000, THURSDAY)
    shop.do(wishes.reopen, wish, released)
    assert _history(shop, sara) == [("released", 1_000)]


def test_A4_a_purchase_hands_over_what_was_held(shop: Shop, sara: int, walnuts: int) -> None:
    shop.do(holds.hold, sara, walnuts, 2_000, THURSDAY)
    _buys(shop, makers.customer(shop, name="Reza"), walnuts, 1_000)
    assert _history(shop, sara) == [("held", 2_000)]
    _buys(shop, sara, walnuts, 500)
    assert sorted(_history(shop, sara)) == [("held", 1_500), ("taken", 500)]
    assert _free(shop, walnuts) == 0
    _buys(shop, sara, walnuts, 1_500)
    assert sorted(_history(shop, sara)) == [("taken", 500), ("taken", 1_500)]
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: 0}


def test_A4_two_lines_of_one_sale_take_the_hold_together(shop: Shop, sara: int, walnuts: int) -> None:
    shop.do(holds.hold, sara, walnuts, 2_000, THURSDAY)
    lines = [LineDraft(walnuts, 1_000, 1_000), LineDraft(walnuts, 1_000, 1_000)]
    shop.do(sales.record, SaleDraft(NOW, lines, sara))
    assert _history(shop, sara) == [("taken", 1_000), ("taken", 1_000)]


def test_A4_a_purchase_of_before_takes_nothing_that_was_held_since(
    shop: Shop, sara: int, walnuts: int
) -> None:
    shop.do(holds.hold, sara, walnuts, 1_000, THURSDAY)
    early = SaleDraft(NOW - timedelta(days=1), [LineDraft(walnuts, 1_000, 1_000)], sara)
    shop.do(sales.record, early)
    assert _history(shop, sara) == [("held", 1_000)]


@pytest.mark.parametrize("how", ["sold", "counted"])
def test_A4_the_youngest_hold_gives_way_to_what_is_sold_or_counted_away(
    shop: Shop, sara: int, walnuts: int, how: str
) -> None:
    reza = makers.customer(shop, name="Reza")
    wish = shop.do(wishes.ask, reza, product_id=walnuts).wish_id
    shop.do(holds.hold, sara, walnuts, 1_000, THURSDAY)
    shop.do(holds.hold, reza, walnuts, 2_000, THURSDAY, wish)
    if how == "sold":
        _buys(shop, None, walnuts, 1_000)
    else:
        shop.do(stock.correct, walnuts, 2_000, "counted")
    assert (_history(shop, sara), _history(shop, reza)) == ([("held", 1_000)], [("released", 2_000)])
    assert _free(shop, walnuts) == 1_000
    assert [row.state for row in shop.ask(wishes.of_customer, reza)] == ["waiting"]


def test_A4_goods_whose_stock_is_kept_from_now_on_hold_no_more_than_there_is(shop: Shop, sara: int) -> None:
    tea = makers.product(shop, name="Tea", code="T")
    shop.do(holds.hold, sara, tea, 2_000, THURSDAY)
    shop.do(stock.correct, tea, 1_000, "counted")
    assert _history(shop, sara) == [("released", 2_000)]


def test_A4_what_is_held_is_for_nobody_else_in_the_walk(shop: Shop, sara: int, walnuts: int) -> None:
    reza = makers.customer(shop, name="Reza")
    for person in (sara, reza):
        shop.do(wishes.ask, person, product_id=walnuts, quantity=2_000)
    shop.do(holds.hold, reza, walnuts, 2_000, THURSDAY)
    line = shop.ask(turns.line, walnuts)
    assert [(turn.wish.customer, turn.share, turn.is_held) for turn in line.turns] == [
        ("Sara", 1_000, False),
        ("Reza", 2_000, True),
    ]
    assert line.free == 1_000


def test_A2_A4_units_are_held_for_those_who_asked_in_their_turn(shop: Shop, walnuts: int) -> None:
    people = [listener(shop, f"Person {n}", phone=f"+98912000000{n}", yes="call") for n in range(3)]
    silent = listener(shop, "Silent")
    for place, person in enumerate([*people, silent]):
        shop.clock = lambda place=place: NOW - timedelta(days=9 - place)
        shop.do(wishes.ask, person, product_id=walnuts, priority=int(person == silent))
    shop.clock = lambda: NOW
    done = shop.do(turns.hold_for_waiting, walnuts, THURSDAY)
    assert (done.people, done.quantity, done.silent) == (3, 3_000, 1)
    held = shop.ask(holds.all_open)
    assert [row.customer_id for row in held] == [silent, people[0], people[1]]
    assert tuple(row.id for row in held) == done.hold_ids
    assert shop.do(turns.hold_for_waiting, walnuts, THURSDAY).people == 0
    shop.do(turns.release_all, done.hold_ids)
    assert _free(shop, walnuts) == 3_000


def test_A6_whom_the_shop_holds_for_but_cannot_message_is_counted(shop: Shop, walnuts: int) -> None:
    refused = listener(shop, "Refused", email="r@example.com")
    makers.consent(shop, refused, given=False)
    for person in (
        refused,
        listener(shop, "No number"),
        listener(shop, "Yes", email="y@example.com", yes="email"),
    ):
        shop.do(wishes.ask, person, product_id=walnuts)
    done = shop.do(turns.hold_for_waiting, walnuts, THURSDAY)
    assert (done.people, done.silent) == (3, 2)


def _why_not(session: Session, message_id: int) -> str:
    message = session.get_one(Message, message_id)
    return {key: why.plainly() for key, why in standing.reasons_against(session, [message]).items()}.get(
        message_id, ""
    )


def test_A3_A4_what_is_held_for_others_is_not_left_for_the_one_to_be_told(shop: Shop) -> None:
    shop.do(goods.add, goods.ProductDraft("Other"))
    product, arrival = came_in(shop, quantity=1_000)
    told, other = (listener(shop, name, email=f"{name}@example.com", yes="email") for name in ("a", "b"))
    tell(shop, (product, arrival), [told])
    message = rows(shop)[0].id
    held = shop.do(holds.hold, other, product, 1_000, THURSDAY)
    assert shop.ask(_why_not, message) == "Nothing of it is left."
    shop.do(holds.release, held)
    shop.do(holds.hold, told, product, 1_000, THURSDAY)
    assert shop.ask(_why_not, message) == ""


def test_A4_the_list_of_whom_to_tell_is_cut_at_what_is_free_and_whom_it_is_held_for(shop: Shop) -> None:
    goods_in = came_in(shop, quantity=4_000)
    assert shop.ask(telling.glance, *goods_in).enough_for == 4
    shop.do(holds.hold, makers.customer(shop, name="Big"), goods_in[0], 3_000, THURSDAY)
    glance = shop.ask(telling.glance, *goods_in)
    assert (glance.on_hand, glance.held, glance.enough_for) == (4_000, 3_000, 2)
