import pytest
from sqlalchemy import func, select

from shopcrm.rules.tenders import PaidTooLittle, PaidTooMuch, Tender
from shopcrm.services import exchanges, pricing, vouchers
from shopcrm.services.once import KeyUsed
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.refunds import WayBack
from shopcrm.services.selling import KeyMissing
from shopcrm.services.shop import Shop
from shopcrm.store.sales import Sale
from tests.services.counter_room import Room, furnish


@pytest.fixture
def room(shop: Shop) -> Room:
    return furnish(shop)


def _documents(room: Room) -> list[tuple[str, int, int | None, int | None]]:
    query = select(Sale.kind, Sale.total, Sale.of_sale_id, Sale.exchange_of_id).order_by(Sale.id)
    return [(*row,) for row in room.shop.ask(lambda s: s.execute(query).all())]


def test_R7_an_exchange_is_two_linked_documents_and_one_difference(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    assert (room.balance(), room.paid()) == (20, {"cash": 2_000})
    done = room.exchange(sold, (0, 1_000), (room.tea, 6_000), pay=(Tender("card"),))
    assert done.difference == 500
    assert _documents(room)[1:] == [
        ("return", -1_000, sold.sale_id, None),
        ("sale", 1_500, None, done.returned.return_id),
    ]
    # Each is reckoned apart, and only the difference moves.
    assert (done.returned.points.taken, done.sold.points.earned, room.balance()) == (10, 15, 25)
    assert room.paid() == {"cash": 2_000, "card": 500}


def test_R7_what_the_new_goods_cost_less_goes_back(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000), pay=(Tender("card"),))
    done = room.exchange(sold, (0, None), (room.tea, 6_000))
    assert (done.difference, room.paid()) == (-500, {"card": 1_500})
    even = room.exchange(room.sell((room.walnuts, 1_000)), (0, None), (room.tea, 4_000))
    assert even.difference == 0


def test_R7_cash_for_the_difference_gives_change(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    done = room.exchange(sold, (0, None), (room.tea, 6_000), pay=(Tender("cash", handed=1_000),))
    assert (done.difference, done.sold.change, room.paid()) == (500, 500, {"cash": 1_500})


def test_R7_the_difference_can_go_on_the_tab_or_come_back_as_store_credit(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    room.exchange(sold, (0, 1_000), (room.tea, 6_000), pay=(Tender("tab"),))
    assert (room.owes(), room.paid()) == (500, {"cash": 2_000, "tab": 500})
    draft = room.draft(sold, (0, None), refund="credit")
    basket = Basket((BasketLine(room.tea, 1_000),), room.sara)
    done = room.shop.do(exchanges.complete, draft, basket, [], "credit")
    (credit,) = done.returned.vouchers
    view = room.shop.ask(vouchers.look_up, credit.code)
    assert (credit.worth, view.terms.credit_rest, done.difference) == (1_000, 750, 0)


def test_R7_points_and_tab_of_the_returned_part_stay_their_own(room: Room) -> None:
    room.sell((room.walnuts, 10_000))
    sold = room.sell((room.walnuts, 2_000), spend=100, pay=(Tender("tab"),))
    done = room.exchange(sold, (0, None), (room.tea, 4_000), pay=(Tender("cash"),))
    assert done.returned.ways == (WayBack("points", 1_000, 100), WayBack("tab", 1_000))
    assert (done.difference, room.owes()) == (1_000, 0)


def test_an_exchange_that_is_not_paid_leaves_both_undone(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    with pytest.raises(PaidTooLittle):
        room.exchange(sold, (0, None), (room.tea, 6_000))
    with pytest.raises(PaidTooMuch):
        room.exchange(sold, (0, None), (room.tea, 2_000), pay=(Tender("card", 100),))
    assert room.shop.ask(lambda s: s.scalar(select(func.count(Sale.id)))) == 1
    assert (room.balance(), room.paid()) == (10, {"cash": 1_000})


def test_the_same_exchange_twice_is_one(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    basket = Basket((BasketLine(room.tea, 6_000),), room.sara)
    asked = (room.draft(sold, (0, None)), basket, [Tender("cash")])
    first = room.shop.do(exchanges.complete, *asked, "once")
    again = room.shop.do(exchanges.complete, *asked, "once")
    assert (again.returned.return_id, again.sold.sale_id) == (first.returned.return_id, first.sold.sale_id)
    assert (again.returned.was_known, again.sold.was_known, again.difference) == (True, True, 500)
    with pytest.raises(KeyUsed):
        room.shop.do(exchanges.complete, room.draft(sold), basket, [], "once")
    with pytest.raises(KeyMissing):
        room.shop.do(exchanges.complete, *asked, "")
    assert len(_documents(room)) == 3


def test_an_exchange_is_foreseen(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    basket = Basket((BasketLine(room.tea, 6_000),), room.sara)
    found = room.shop.ask(exchanges.quote, room.draft(sold, (0, 1_000)), basket)
    assert (found.to_pay, found.returned.refund) == (500, 1_000)
    assert found.sold == room.shop.ask(pricing.quote, basket)
