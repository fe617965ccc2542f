from dataclasses import replace

import pytest
from sqlalchemy import select, update

from shopcrm.rules.returns import NothingLeft, RefundTooHigh, TooMuchReturned
from shopcrm.rules.roles import Role
from shopcrm.rules.tenders import Tender
from shopcrm.rules.vouchers import Limit
from shopcrm.services import points, returned_sales, returns, selling, settings, stock, tabs, tiers, vouchers
from shopcrm.services.once import KeyTooLong, KeyUsed
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.refunds import RefundKindUnknown, WayBack
from shopcrm.services.return_terms import BeyondTerms, ReturnReasonMissing
from shopcrm.services.returned_documents import PointsBack
from shopcrm.services.returns import ReturnDraft, ReturnLine, SoldToAnother
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import Session, Shop, Who
from shopcrm.services.vouchers import VoucherSpent
from shopcrm.store.goods import Product
from shopcrm.store.points import PointPosting, PointRule
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.vouchers import Voucher, VoucherUse
from tests import makers
from tests.services.counter_room import Room, books_agree, furnish, tier

CARD = (Tender("card"),)


@pytest.fixture
def room(shop: Shop) -> Room:
    return furnish(shop)


def test_R1_a_return_names_its_sale_and_lines_and_pays_back_what_was_paid(room: Room) -> None:
    sold = room.sell((room.walnuts, 3_000), (room.tea, 2_000), off=350)
    assert sold.total == 3_150
    done = room.take_back(sold, (0, 1_000))
    assert (done.refund, done.ways, done.of_sale_id) == (900, (WayBack("cash", 900),), sold.sale_id)
    row = room.shop.ask(lambda s: s.get_one(Sale, done.return_id))
    assert (row.kind, row.total, row.of_sale_id, row.customer_id) == ("return", -900, sold.sale_id, room.sara)
    line = room.shop.ask(lambda s: s.scalars(select(SaleLine).where(SaleLine.sale_id == row.id)).one())
    assert (line.quantity, line.amount, line.of_ordinal, line.product_id) == (-1_000, -900, 0, room.walnuts)
    assert room.shop.ask(stock.on_hand, [room.walnuts]) == {room.walnuts: 88_000}
    assert room.paid() == {"cash": 2_250}


def test_R1_never_more_comes_back_than_was_sold_and_paid(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    with pytest.raises(TooMuchReturned):
        room.take_back(sold, (0, 2_001))
    with pytest.raises(RefundTooHigh):
        room.shop.do(returns.complete, ReturnDraft(sold.sale_id, (ReturnLine(0, 1_000, price=2_001),)), "")
    room.take_back(sold, (0, 1_500))
    with pytest.raises(TooMuchReturned):
        room.take_back(sold, (0, 501))
    assert room.take_back(sold).refund == 500
    with pytest.raises(NothingLeft):
        room.take_back(sold)
    assert room.paid() == {}


def test_R1_only_who_bought_it_brings_it_back(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    other = makers.customer(room.shop, name="Reza")
    with pytest.raises(SoldToAnother):
        room.shop.do(returns.complete, ReturnDraft(sold.sale_id, customer_id=other), "")
    assert (
        room.shop.do(returns.complete, ReturnDraft(sold.sale_id, customer_id=room.sara), "").refund == 1_000
    )


def test_a_return_of_what_is_no_sale_is_refused(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    done = room.take_back(sold)
    with pytest.raises(returned_sales.NotASale):
        room.take_back(done.return_id)
    with pytest.raises(NoSuchSale):
        room.take_back(999)
    with pytest.raises(NoSuchSale):
        room.shop.ask(returns.show, sold.sale_id)
    with pytest.raises(RefundKindUnknown):
        room.take_back(sold, refund="tab")


def test_a_sale_is_found_by_its_number_and_by_its_slip(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    makers.sale(room.shop, room.sara, (room.walnuts, 1_000, 500), number="INV-9")
    for text in (sold.number, f" sale-{sold.number}", f"SALE-{sold.number}"):
        assert room.shop.ask(returned_sales.find, text) == sold.sale_id
    assert room.shop.ask(returned_sales.find, "INV-9") == sold.sale_id + 1
    with pytest.raises(returned_sales.NoSaleNumbered):
        room.shop.ask(returned_sales.find, "SALE-99")


def test_K5_blank_quantity_and_price_mean_as_sold(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_500), (room.tea, 1_000))
    done = room.take_back(sold, (0, None))
    assert [(line.quantity, line.price, line.amount) for line in done.lines] == [(1_500, 1_000, 1_500)]
    assert room.take_back(sold).refund == 250


def test_R2_four_small_returns_take_what_one_large_one_takes(room: Room) -> None:
    at_once, in_parts = (room.sell((room.walnuts, 4_000), off=37) for _ in range(2))
    earned = at_once.points.earned
    assert earned == 39
    large = room.take_back(at_once, (0, 3_000))
    small = [room.take_back(in_parts, (0, 750)) for _ in range(4)]
    assert sum(one.refund for one in small) == large.refund
    assert sum(one.points.taken - one.points.earned for one in small) == large.points.taken == 30
    # What remains is 991 of 3963, which deserves 9 points.
    assert room.balance() == 2 * 9


def test_R2_the_rest_is_reckoned_by_the_rules_and_the_level_of_the_sale(room: Room) -> None:
    shop = room.shop
    gold = tier(shop, "Gold", 5_000, percent=300)
    sold = room.sell((room.walnuts, 4_000))
    assert room.sell((room.walnuts, 1_000)).tier == "Gold"
    assert shop.ask(tiers.of_customer, room.sara) is not None
    assert room.take_back(sold, (0, 1_000)).points.taken == 10
    by_gold = room.sell((room.walnuts, 2_000))
    assert by_gold.points.earned == 60
    shop.do(tiers.set_by_hand, room.sara, None, "a test")
    shop.do(_other_rates)
    assert room.take_back(by_gold, (0, 1_000)).points.taken == 30
    assert gold


def test_R2_goods_that_no_longer_earn_take_nothing_from_what_is_kept(room: Room) -> None:
    sold = room.sell((room.walnuts, 4_000), (room.tea, 4_000))
    assert sold.points.earned == 50
    room.shop.do(_earns_nothing, room.walnuts)
    assert room.take_back(sold, (0, 2_000)).points.taken == 20
    assert room.take_back(sold, (1, 2_000)).points.taken == 5
    room.shop.do(_earns_nothing, room.tea)
    assert room.take_back(sold, (0, 1_000)).points.taken == 10
    assert room.take_back(sold).points.taken == 15
    assert room.balance() == 0


def test_R2_the_rest_can_deserve_more_than_there_is(shop: Shop) -> None:
    room = furnish(shop, least_margin=1_000)
    shop.do(_costs, room.walnuts, 950)
    sold = room.sell((room.walnuts, 2_000), (room.tea, 4_000))
    assert sold.points.earned == 10
    assert room.take_back(sold, (1, None)).points.taken == 10
    # Of one of two walnuts only a part goes back, so that the other one has a margin by now.
    kept = ReturnDraft(sold.sale_id, (ReturnLine(0, 1_000, price=200),))
    assert shop.do(returns.complete, kept, "").points == PointsBack(earned=10, balance=10)


def test_R2_a_level_that_the_sale_lifted_to_is_taken_back(room: Room) -> None:
    tier(room.shop, "Gold", 3_000)
    sold = room.sell((room.walnuts, 3_000))
    assert sold.tier == "Gold"
    assert room.take_back(sold, (0, 1)).tier is None


@pytest.mark.parametrize("first", [0, 1])
def test_T3_levels_go_when_all_the_sales_came_back_that_lifted_to_them(room: Room, first: int) -> None:
    tier(room.shop, "Silver", 1_000)
    tier(room.shop, "Gold", 3_000)
    lifted = [room.sell((room.walnuts, 1_000)), room.sell((room.walnuts, 2_500))]
    assert [sold.tier for sold in lifted] == ["Silver", "Gold"]
    assert room.take_back(lifted.pop(first)).tier == ("Gold" if first == 0 else "Silver")
    assert room.take_back(lifted.pop()).tier is None


def test_T3_the_level_before_stays_while_its_sale_is_kept(room: Room) -> None:
    tier(room.shop, "Silver", 1_000)
    tier(room.shop, "Gold", 3_000)
    tier(room.shop, "Diamond", 5_000)
    sold = [room.sell((room.walnuts, quantity)) for quantity in (1_500, 2_000, 2_000)]
    assert [one.tier for one in sold] == ["Silver", "Gold", "Diamond"]
    assert room.take_back(sold[1]).tier == "Diamond"
    # What the last sale lifted to is gone, and so is what lifted to Gold; what is left deserves Silver.
    assert room.take_back(sold[2]).tier == "Silver"
    assert room.take_back(sold[0], (0, 600)).tier is None


def test_R3_what_was_spent_already_is_owed_and_earns_its_way_up(room: Room) -> None:
    sold = room.sell((room.walnuts, 10_000))
    room.sell((room.walnuts, 1_000), spend=80)
    assert room.balance() == 22
    done = room.take_back(sold)
    assert done.points == PointsBack(taken=100, owed=78, balance=-78)
    assert done.refund == 10_000
    room.sell((room.walnuts, 10_000))
    assert room.balance() == 22


@pytest.mark.parametrize(("decided", "cash", "balance"), [("forgive", 10_000, 0), ("refund", 9_220, 0)])
def test_R3_what_was_spent_is_forgiven_or_kept_from_the_refund(
    room: Room, decided: str, cash: int, balance: int
) -> None:
    room.shop.do(settings.change, owed_points=decided)
    sold = room.sell((room.walnuts, 10_000))
    room.sell((room.walnuts, 1_000), spend=80)
    foreseen = room.shop.ask(returns.quote, room.draft(sold))
    done = room.take_back(sold)
    assert sum(one.amount for one in done.ways) == done.refund == 10_000
    assert next(one.amount for one in done.ways if one.kind == "cash") == cash
    assert (done.points.taken, done.points.forgiven + done.points.kept, done.points.owed) == (100, 78, 0)
    assert room.balance() == balance
    assert foreseen.ways == done.ways
    assert (foreseen.points_owed, foreseen.forgiven, foreseen.kept) == (
        78,
        done.points.forgiven,
        done.points.kept,
    )
    # What was settled once is not asked for again.
    assert room.sell((room.walnuts, 1_000)).points.balance == balance + 10


def test_R3_forgiven_points_do_not_come_back_with_what_they_paid(room: Room) -> None:
    room.shop.do(settings.change, owed_points="forgive")
    earns = room.sell((room.walnuts, 10_000))
    spends = room.sell((room.walnuts, 1_000), spend=80)
    assert room.take_back(earns).points.forgiven == 78
    assert room.balance() == 0
    half = room.take_back(spends, (0, 500))
    assert (half.points.given, half.points.taken, half.points.forgiven, half.points.regained) == (
        40,
        1,
        0,
        39,
    )
    foreseen = room.shop.ask(returns.quote, room.draft(spends))
    rest = room.take_back(spends)
    assert (rest.points.given, rest.points.taken, rest.points.regained) == (40, 1, 39)
    assert (foreseen.points_back, foreseen.regained, foreseen.forgiven) == (40, 39, 0)
    assert room.balance() == 0
    assert room.shop.ask(books_agree, room.sara)


def test_R3_points_forgiven_are_regained_from_the_sale_they_paid_alone(room: Room) -> None:
    room.shop.do(settings.change, owed_points="forgive")
    earns = room.sell((room.walnuts, 10_000))
    room.sell((room.walnuts, 1_000), spend=80)
    room.take_back(earns)
    room.sell((room.walnuts, 10_000))
    later = room.sell((room.walnuts, 1_000), spend=50)
    done = room.take_back(later)
    assert (done.points.given, done.points.regained) == (50, 0)
    assert room.balance() == 100


def test_R3_no_more_is_kept_than_the_refund_comes_to(room: Room) -> None:
    room.shop.do(settings.change, owed_points="refund")
    sold = room.sell((room.walnuts, 10_000), pay=CARD)
    room.sell((room.walnuts, 10_000), who=room.sara, spend=100)
    done = room.take_back(sold, (0, 100))
    assert done.points.taken == 1
    assert (done.points.kept, done.points.owed) == (0, 0)
    assert done.refund == 100


def test_points_that_lapsed_are_not_taken_a_second_time(shop: Shop) -> None:
    room = furnish(shop, expiry="days", expiry_days=10)
    sold = room.sell((room.walnuts, 10_000))
    room.sell((room.walnuts, 1_000), spend=40)
    room.later(12)
    shop.do(points.expire)
    # A hundred were earned: forty were spent, the rest was lost.
    assert room.balance() == 0
    done = room.take_back(sold)
    assert (done.points.taken, done.points.owed) == (40, 40)


def test_R4_points_come_back_with_the_day_they_had(shop: Shop) -> None:
    room = furnish(shop, expiry="days", expiry_days=30)
    room.sell((room.walnuts, 10_000))
    sold = room.sell((room.walnuts, 2_000), spend=100)
    assert [(one.kind, one.amount) for one in sold.paid] == [("points", 1_000), ("cash", 1_000)]
    room.later(5)
    half = room.take_back(sold, (0, 1_000))
    assert half.ways == (WayBack("points", 500, 50), WayBack("cash", 500))
    assert (half.points.given, half.points.lapsed) == (50, 0)
    soonest = shop.ask(points.standing, room.sara).soonest
    assert [(day.isoformat(), count) for day, count in soonest] == [("2026-12-21", 55)]
    rest = room.take_back(sold)
    assert rest.ways == (WayBack("points", 500, 50), WayBack("cash", 500))
    assert room.balance() == 100


def test_R4_points_whose_day_is_over_come_back_and_lapse_at_once_visibly(shop: Shop) -> None:
    room = furnish(shop, expiry="days", expiry_days=3)
    room.sell((room.walnuts, 10_000))
    sold = room.sell((room.walnuts, 2_000), spend=100)
    room.later(8)
    done = room.take_back(sold, (0, 1_000))
    assert (done.points.given, done.points.lapsed) == (50, 50)
    shop.do(settings.change, grace_days=7)
    done = room.take_back(sold)
    assert (done.points.given, done.points.lapsed) == (50, 0)
    assert shop.ask(points.standing, room.sara).usable == 50


def test_R5_a_full_return_on_the_same_day_frees_the_voucher_and_a_part_gives_a_new_one(room: Room) -> None:
    code = room.voucher("amount", 400)
    sold = room.sell((room.walnuts, 2_000), codes=[code])
    assert sold.total == 1_600
    foreseen = room.shop.ask(returns.quote, room.draft(sold))
    assert [(one.is_freed, one.worth) for one in foreseen.vouchers] == [(True, 400)]
    done = room.take_back(sold)
    assert [(one.what, one.worth) for one in done.vouchers] == [("freed", 400)]
    again = room.sell((room.walnuts, 2_000), codes=[code])
    with pytest.raises(VoucherSpent):
        room.sell((room.walnuts, 2_000), codes=[code])
    half = room.take_back(again, (0, 1_000))
    assert (half.refund, [(one.what, one.worth) for one in half.vouchers]) == (800, [("new", 200)])
    rest = room.take_back(again)
    assert (rest.refund, [(one.what, one.worth) for one in rest.vouchers]) == (800, [("new", 200)])
    for one in (half, rest):
        assert room.shop.ask(vouchers.check, one.vouchers[0].code).problem is None


def test_R5_a_voucher_comes_back_with_the_goods_it_was_for(room: Room) -> None:
    lines = [(room.walnuts, 1_000), (room.tea, 1_000)]
    other, own = (
        room.sell(*lines, codes=[room.voucher("goods", 1_000, product_id=room.tea)]) for _n in range(2)
    )
    assert (other.total, room.take_back(other, (0, None)).vouchers) == (1_000, ())
    done = room.take_back(own, (1, None))
    assert (done.refund, [(one.what, one.worth) for one in done.vouchers]) == (0, [("freed", 250)])
    # The rest of the first sale brings its voucher back as well, and only once.
    assert [one.worth for one in room.take_back(other).vouchers] == [250]
    assert room.take_back(own).vouchers == ()


def test_R5_a_voucher_for_some_goods_gives_back_the_part_of_those(room: Room) -> None:
    draft = {"limits": (Limit(room.tea, None),)}
    sold = room.sell((room.walnuts, 1_000), (room.tea, 4_000), codes=[room.voucher("amount", 400, **draft)])
    assert sold.total == 1_600
    assert room.take_back(sold, (0, None)).vouchers == ()
    quarter = room.take_back(sold, (1, 1_000))
    assert (quarter.refund, [(one.what, one.worth) for one in quarter.vouchers]) == (150, [("new", 100)])
    assert [one.worth for one in room.take_back(sold).vouchers] == [300]


def test_R6_a_voucher_that_the_sale_earned_lapses_with_it(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    room.voucher("amount", 400, sale_id=sold.sale_id, earned_at_least=1_500)
    assert room.take_back(sold, (0, 500)).vouchers == ()
    done = room.take_back(sold, (0, 1))
    assert [one.what for one in done.vouchers] == ["lapsed"]
    assert room.shop.ask(vouchers.check, done.vouchers[0].code).problem is not None


def test_money_goes_back_as_it_came(room: Room) -> None:
    code = room.voucher("credit", 600)
    room.sell((room.walnuts, 10_000))
    pay = (Tender("tab", 500), Tender("card"))
    sold = room.sell((room.walnuts, 2_000), codes=[code], spend=40, pay=pay)
    assert {one.kind: one.amount for one in sold.paid} == {
        "credit": 600,
        "points": 400,
        "tab": 500,
        "card": 500,
    }
    half = room.take_back(sold, (0, 1_000))
    assert {one.kind: one.amount for one in half.ways} == {"points": 200, "credit": 300, "tab": 500}
    assert room.owes() == 0
    rest = room.take_back(sold)
    assert {one.kind: one.amount for one in rest.ways} == {"points": 200, "credit": 300, "card": 500}
    assert room.shop.ask(vouchers.look_up, code).terms.credit_rest == 600
    assert room.paid() == {"cash": 10_000}


def test_what_was_paid_off_of_the_tab_goes_back_as_money(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000), pay=(Tender("tab"),))
    room.shop.do(tabs.pay_off, room.sara, 1_700, "cash")
    done = room.take_back(sold, refund="transfer")
    assert done.ways == (WayBack("tab", 300), WayBack("transfer", 1_700))
    assert room.owes() == 0


def test_a_refund_as_store_credit_is_a_voucher(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    done = room.take_back(sold, (0, 500), refund="credit")
    (credit,) = done.vouchers
    assert (credit.what, credit.worth) == ("credit", 500)
    view = room.shop.ask(vouchers.look_up, credit.code)
    assert (view.terms.credit_rest, view.terms.customer_id, view.terms.reason) == (500, room.sara, "return")
    assert done.ways == (WayBack("credit", 500, None, view.id),)


def test_credit_of_a_withdrawn_voucher_goes_back_on_a_new_one(room: Room) -> None:
    code = room.voucher("credit", 600)
    sold = room.sell((room.walnuts, 1_000), codes=[code])
    room.shop.do(_withdraw, code)
    done = room.take_back(sold)
    (fresh,) = done.vouchers
    assert (fresh.what, fresh.worth) == ("credit", 600)
    assert room.shop.ask(vouchers.check, fresh.code, room.sara).problem is None


def test_a_sale_without_payments_or_buyer_goes_back_as_money(room: Room) -> None:
    number = makers.sale(room.shop, None, (room.walnuts, 2_000, 500), number="old")
    assert room.shop.ask(returns.quote, room.draft(number)).points_owed == 0
    done = room.take_back(number, (0, 1_000))
    assert done.ways == (WayBack("card", 500),)
    assert done.points == PointsBack()
    room.shop.do(settings.change, usual_payment="tab")
    assert room.take_back(number).ways == (WayBack("cash", 500),)


def test_a_total_that_was_typed_in_comes_back_like_goods(room: Room) -> None:
    basket = Basket((BasketLine(price=2_000, words="wrapping"), BasketLine(room.tea, 1_000)), room.sara)
    sold = room.shop.do(selling.complete, basket, [Tender("cash")], "typed")
    assert sold.points.earned == 22
    done = room.take_back(sold, (0, 500))
    assert (done.refund, done.points.taken) == (1_000, 10)
    line = room.shop.ask(
        lambda s: s.scalars(select(SaleLine).where(SaleLine.sale_id == done.return_id)).one()
    )
    assert (line.product_id, line.note) == (None, "wrapping")


def test_what_earned_nothing_takes_nothing(shop: Shop) -> None:
    room = furnish(shop, points_for=0)
    sold = room.sell((room.walnuts, 1_000))
    foreseen = shop.ask(returns.quote, room.draft(sold))
    assert (foreseen.points_taken, foreseen.points_owed) == (0, 0)
    assert room.take_back(sold).points == PointsBack()


def test_the_latest_sales_are_offered_without_those_that_are_wholly_back(room: Room) -> None:
    first, gone, last = (room.sell((room.walnuts, 2_000)) for _ in range(3))
    room.take_back(gone)
    room.take_back(first, (0, 500))
    found = room.shop.ask(returned_sales.latest, room.sara)
    assert [(one.id, one.total, one.back) for one in found] == [
        (last.sale_id, 2_000, 0),
        (first.sale_id, 2_000, 500),
    ]


def test_a_return_counts_for_who_served_the_sale(shop: Shop, room: Room) -> None:
    shop.become(Who("Ali", "1"))
    sold = room.sell((room.walnuts, 2_000))
    shop.become(Who("Reza", "2"))
    done = room.take_back(sold, (0, 1_000))
    row = shop.ask(lambda s: s.get_one(Sale, done.return_id))
    assert (row.served_by, row.till) == ("Ali", "2")


def test_the_same_key_twice_is_one_return(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    first = room.take_back(sold, (0, 500), key="once")
    again = room.take_back(sold, (0, 500), key="once")
    assert again == replace(first, was_known=True)
    with pytest.raises(KeyUsed):
        room.take_back(sold, (0, 501), key="once")
    with pytest.raises(KeyTooLong):
        room.take_back(sold, key="k" * 111)
    with pytest.raises(KeyUsed):
        room.take_back(room.sell((room.walnuts, 1_000), key="of a sale"), key="of a sale")
    assert room.paid() == {"cash": 2_500}


def test_beyond_the_days_of_the_shop_a_manager_agrees_with_a_reason(shop: Shop, room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    room.later(14)
    assert shop.ask(returns.look, sold.sale_id).days_left == 0
    assert room.take_back(sold, (0, 100)).allowed_by == ""
    room.later(1)
    seen = shop.ask(returns.look, sold.sale_id)
    assert seen.days_left == -1
    assert [one.plainly() for one in seen.beyond] == ["The sale of 2026-11-22 is older than 14 days."]
    with pytest.raises(ReturnReasonMissing):
        room.take_back(sold, (0, 100))
    assert room.take_back(sold, (0, 100), reason="known for years").allowed_by == "owner"
    shop.become(Who("Ali", role=Role.STAFF))
    with pytest.raises(BeyondTerms):
        room.take_back(sold, (0, 100), reason="she asked")
    with shop.agreeing(Who("Mina", role=Role.MANAGER), "known for years"):
        done = room.take_back(sold, (0, 100))
    assert (done.allowed_by, done.reason) == ("Mina", "known for years")


def test_goods_not_as_the_terms_say_or_a_higher_price_need_a_manager(shop: Shop, room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    shop.become(Who("Ali", role=Role.STAFF))
    for draft in (
        ReturnDraft(sold.sale_id, outside=True),
        ReturnDraft(sold.sale_id, (ReturnLine(0, 1_000, price=1_001),)),
    ):
        assert len(shop.ask(returns.quote, draft).beyond) == 1
        with pytest.raises(BeyondTerms):
            shop.do(returns.complete, draft, "")
    fair = ReturnDraft(sold.sale_id, (ReturnLine(0, 1_000, price=600),))
    assert shop.do(returns.complete, fair, "").refund == 600


def test_points_of_a_return_hang_on_its_document_once(room: Room) -> None:
    sold = room.sell((room.walnuts, 2_000))
    done = room.take_back(sold)
    rows = room.shop.ask(
        lambda s: s.execute(
            select(PointPosting.rule, PointPosting.points, PointPosting.sale_id).where(
                PointPosting.document == f"return {done.return_id}"
            )
        ).all()
    )
    assert [tuple(row) for row in rows] == [("take back", -20, sold.sale_id)]
    assert room.shop.ask(lambda s: s.scalars(select(VoucherUse.id)).all()) == []


def _other_rates(session: Session) -> None:
    """End the rule that held, and begin another one."""
    today = session.info["now"].date()
    session.execute(update(PointRule).values(ends_on=today))
    session.add(PointRule(name="other", starts_on=today, points=5, per_amount=10, worth=10))


def _earns_nothing(session: Session, product_id: int) -> None:
    session.execute(update(Product).where(Product.id == product_id).values(earns_points=False))


def _costs(session: Session, product_id: int, cost: int) -> None:
    session.execute(update(Product).where(Product.id == product_id).values(cost=cost))


def _withdraw(session: Session, code: str) -> None:
    session.execute(update(Voucher).where(Voucher.code == code).values(state="withdrawn"))
