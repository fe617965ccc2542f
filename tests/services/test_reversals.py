from datetime import date

import pytest
from sqlalchemy import select, update

from shopcrm.rules.tenders import Tender
from shopcrm.services import holds, reversals, settings, stock, tiers, vouchers, wishes
from shopcrm.services.once import KeyUsed
from shopcrm.services.refunds import WayBack
from shopcrm.services.returned_documents import PointsBack
from shopcrm.services.returned_sales import NotASale
from shopcrm.services.shop import Session, Shop, Who
from shopcrm.store.messages import Message
from shopcrm.store.sales import Sale
from tests import makers
from tests.services.counter_room import Room, books_agree, furnish, tier

MINUTE = 1 / 1440


@pytest.fixture
def room(shop: Shop) -> Room:
    return furnish(shop)


def _reverse(room: Room, sale: int | None = None, key: str = "r") -> WayBack | None:
    done = room.shop.do(reversals.reverse, sale, key)
    return done.ways[0] if done.ways else None


def test_the_last_sale_is_reversed_as_if_it_had_never_been(room: Room) -> None:
    gold = tier(room.shop, "Gold", 12_000)
    code, credit = room.voucher("percent", 1_000), room.voucher("credit", 500)
    room.sell((room.walnuts, 10_000))
    pay = (Tender("cash", 1_000), Tender("card", 2_000), Tender("tab"))
    sold = room.sell((room.walnuts, 10_000), codes=[code, credit], spend=50, pay=pay)
    assert (sold.tier, room.owes()) == ("Gold", 5_000)
    done = room.shop.do(reversals.reverse, sold.sale_id, "r", "typed twice")
    assert {one.kind: one.amount for one in done.ways} == {one.kind: one.amount for one in sold.paid}
    assert done.points == PointsBack(given=50, taken=sold.points.earned, balance=100)
    assert (room.paid(), room.owes(), room.balance()) == ({"cash": 10_000}, 0, 100)
    assert room.shop.ask(vouchers.check, code).problem is None
    assert room.shop.ask(vouchers.look_up, credit).terms.credit_rest == 500
    assert room.shop.ask(stock.on_hand, [room.walnuts]) == {room.walnuts: 80_000}
    assert room.shop.ask(tiers.of_customer, room.sara) is None
    assert room.shop.ask(books_agree, room.sara)
    row = room.shop.ask(lambda s: s.get_one(Sale, done.return_id))
    assert (row.reversal, row.reason, gold) == (True, "typed twice", 1)


def test_a_voucher_is_free_again_whatever_the_shop_says_of_returns(room: Room) -> None:
    room.shop.do(settings.change, voucher_back="never")
    code = room.voucher("amount", 400)
    room.sell((room.walnuts, 1_000), codes=[code])
    _reverse(room)
    assert room.shop.ask(vouchers.check, code).problem is None


def test_what_was_asked_for_waits_again_and_what_was_held_is_held(room: Room) -> None:
    wish = room.shop.do(wishes.ask, room.sara, product_id=room.walnuts).wish_id
    older = makers.wish(room.shop, room.sara, words="Walnuts", state="bought")
    hold = room.shop.do(holds.hold, room.sara, room.walnuts, 1_000, date(2026, 11, 26), wish)
    message = makers.message(room.shop, room.sara, state="sent")
    room.shop.do(_about, message, room.walnuts)
    room.sell((room.walnuts, 1_000))
    assert _states(room) == {wish: "bought", older: "bought"}
    assert room.shop.ask(holds.of_customer, room.sara) == []
    assert room.shop.ask(lambda s: s.get_one(Message, message).outcome) == "bought"
    _reverse(room)
    assert _states(room) == {wish: "waiting", older: "bought"}
    assert [row.id for row in room.shop.ask(holds.of_customer, room.sara)] == [hold]
    assert room.shop.ask(lambda s: s.get_one(Message, message).outcome) == ""


def test_only_the_last_sale_of_this_till_within_its_minutes(room: Room) -> None:
    shop = room.shop
    assert shop.ask(reversals.last) is None
    with pytest.raises(reversals.NothingToReverse):
        _reverse(room)
    first, last = room.sell((room.walnuts, 1_000)), room.sell((room.tea, 1_000))
    with pytest.raises(reversals.NotTheLast):
        _reverse(room, first.sale_id)
    shop.become(Who(till="2"))
    assert shop.ask(reversals.last) is None
    with pytest.raises(reversals.NotTheLast):
        _reverse(room, last.sale_id)
    shop.become(Who(till="1"))
    room.later(10 * MINUTE)
    seen = shop.ask(reversals.last)
    assert seen is not None
    assert (seen.sale_id, seen.total, seen.customer_id) == (last.sale_id, 250, room.sara)
    room.later(MINUTE / 60)
    assert shop.ask(reversals.last) is None
    with pytest.raises(reversals.TooLateToReverse):
        _reverse(room)


def test_a_sale_to_nobody_is_reversed_like_any_other(room: Room) -> None:
    room.sell((room.walnuts, 1_000), who=None, pay=(Tender("card"),))
    assert _reverse(room) == WayBack("card", 1_000)
    assert room.paid() == {}


def test_what_came_back_in_part_is_not_reversed(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    done = room.take_back(sold, (0, 1_000))
    assert room.shop.ask(reversals.last) is None
    with pytest.raises(reversals.ReturnedSince):
        _reverse(room)
    with pytest.raises(NotASale):
        _reverse(room, done.return_id)


def test_one_key_reverses_once(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    assert _reverse(room) == WayBack("cash", 2_000)
    assert _reverse(room) == WayBack("cash", 2_000)
    assert room.paid() == {}
    with pytest.raises(KeyUsed):
        _reverse(room, sold.sale_id)
    with pytest.raises(reversals.ReturnedSince):
        _reverse(room, key="another")


def _states(room: Room) -> dict[int, str]:
    return {row.id: row.state for row in room.shop.ask(wishes.of_customer, room.sara)}


def _about(session: Session, message_id: int, product_id: int) -> None:
    chosen = update(Message).where(Message.id == message_id)
    session.execute(chosen.values(product_id=product_id, settled_at=session.info["now"]))
    assert session.scalars(select(Message.id)).all()


def test_R7_the_half_of_an_exchange_says_so_before_it_is_reversed(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    plain = room.shop.ask(reversals.last)
    room.exchange(sold, (0, 1_000), (room.tea, 1_000))
    half = room.shop.ask(reversals.last)
    assert plain is not None
    assert half is not None
    assert (plain.is_exchange, half.is_exchange) == (False, True)
