from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shopcrm.rules.complaints import SEVERITIES, Kind, Outcome, RemedyKind, State
from shopcrm.rules.returns import NothingLeft, ReturnLine
from shopcrm.rules.standards import Offer, Remedies, StandardKind
from shopcrm.rules.tenders import Tender
from shopcrm.rules.vouchers import Reason
from shopcrm.services import (
    complaint_ends,
    merges,
    remedies,
    selling,
    standards,
    voucher_figures,
)
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.remedies import (
    AboveAlone,
    BeyondStandards,
    NobodyToGive,
    NoSaleNamed,
    NotForThis,
    NothingGiven,
    NothingSaid,
    NotOpen,
)
from shopcrm.services.shop import Shop
from shopcrm.store.complaints import Remedy
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import Voucher
from tests import makers
from tests.services.case_room import ALI, MINA, CaseRoom, furnished

EVERYTHING = frozenset(RemedyKind)


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    made = furnished(shop)
    allow(made, alone=5_000, alone_points=100)
    return made


def allow(room: CaseRoom, *, alone: int, alone_points: int, **offer: object) -> None:
    """Let the standards offer everything to everybody, staff so much alone."""
    one = Offer(EVERYTHING, **offer)  # type: ignore[arg-type] # each test names what it changes
    terms = Remedies(tuple(one for _severity in SEVERITIES), alone, alone_points)
    room.shop.do(standards.save, StandardKind.REMEDIES, terms)


def count(room: CaseRoom, table: type) -> int:
    return room.shop.ask(lambda s: s.scalar(select(func.count()).select_from(table)) or 0)


def test_K1_a_voucher_is_made_once_and_found_again(room: CaseRoom) -> None:
    case = room.record().id
    first = room.give(case, RemedyKind.VOUCHER, amount=300, words="for the trouble")
    again = room.give(case, RemedyKind.VOUCHER, amount=900)
    assert (again, again.was_known, first.was_known) == (first, True, False)
    assert count(room, Voucher) == count(room, Remedy) == 1
    made = room.shop.ask(lambda s: s.get_one(Voucher, first.voucher_id))
    assert (made.reason, made.value, made.customer_id) == ("complaint", 300, room.sara)
    assert made.reason_words == "No. 1: for the trouble"
    assert made.until_on == room.shop.clock().date() + timedelta(days=90)
    assert room.shop.ask(remedies.done, case) == [first]


def test_K1_points_and_money_are_given_once(room: CaseRoom) -> None:
    case = room.about_sale()
    before = room.counter.balance()
    for _again in range(2):
        room.give(case, RemedyKind.POINTS, points=20)
        back = room.give(case, RemedyKind.REFUND)
    assert room.counter.balance() == before + 20 - 35
    assert back.amount == 3_500
    assert count(room, Sale) == 2
    assert room.counter.paid() == {}


def test_K1_opened_again_it_is_put_right_anew(room: CaseRoom) -> None:
    case = room.record().id
    first = room.give(case, RemedyKind.POINTS, points=20)
    room.shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    again = room.give(case, RemedyKind.POINTS, points=20)
    assert (again.id, again.was_known) == (first.id, True)
    with pytest.raises(NotOpen):
        room.give(case, RemedyKind.VOUCHER, amount=10)
    room.shop.do(complaint_ends.reopen, case, "stale again")
    second = room.give(case, RemedyKind.POINTS, points=30)
    assert (second.id, second.points) == (first.id + 1, 30)
    assert len(room.look(case).done) == 2


def test_a_remedy_that_fails_leaves_nothing(room: CaseRoom) -> None:
    case = room.about_sale(customer_id=None)
    room.counter.take_back(room.sold)
    with pytest.raises(NothingLeft):
        room.give(case, RemedyKind.REFUND)
    with pytest.raises(NothingLeft):
        room.give(case, RemedyKind.EXCHANGE)
    assert count(room, Remedy) == 0
    assert room.look(case).answered_at is None


def test_K5_blank_is_as_it_was_sold(room: CaseRoom) -> None:
    whole, line, part = (
        room.counter.sell((room.counter.walnuts, 3_000), (room.counter.tea, 2_000)) for _n in range(3)
    )
    case = room.record(sale_id=whole.sale_id).id
    assert room.give(case, RemedyKind.REFUND).amount == 3_500
    case = room.record(sale_id=line.sale_id, sale_ordinal=1).id
    assert room.give(case, RemedyKind.REFUND).amount == 500
    case = room.record(sale_id=part.sale_id).id
    lines = (ReturnLine(0), ReturnLine(1, 1_000))
    assert room.give(case, RemedyKind.REFUND, lines=lines).amount == 3_250


def test_an_exchange_gives_the_same_goods_for_what_they_were_sold_for(room: CaseRoom) -> None:
    basket = Basket(
        (BasketLine(room.counter.walnuts, 2_000, off=1_000, off_why="last of the bag"),), room.sara
    )
    sold = room.shop.do(selling.complete, basket, (Tender("cash"),), "dear friend")
    case = room.record(sale_id=sold.sale_id).id
    room.shop.become(ALI)
    done = room.give(case, RemedyKind.EXCHANGE)
    assert done.amount == 1_000
    [new] = room.shop.ask(lambda s: list(s.scalars(select(Sale).where(Sale.exchange_of_id == done.sale_id))))
    assert (new.total, new.customer_id) == (1_000, room.sara)
    assert room.counter.paid() == {"cash": 4_500}


def test_what_needs_a_sale_or_somebody_says_so(room: CaseRoom) -> None:
    case = room.record(customer_id=None).id
    for kind, refused in (
        (RemedyKind.REFUND, NoSaleNamed),
        (RemedyKind.EXCHANGE, NoSaleNamed),
        (RemedyKind.POINTS, NobodyToGive),
        (RemedyKind.APOLOGY, NothingSaid),
        (RemedyKind.SERVICE, NothingSaid),
    ):
        with pytest.raises(refused):
            room.give(case, kind, points=5)
    voucher = room.give(case, RemedyKind.VOUCHER, amount=50)
    assert room.shop.ask(lambda s: s.get_one(Voucher, voucher.voucher_id).customer_id) is None


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (RemedyKind.POINTS, {"points": -50}),
        (RemedyKind.POINTS, {}),
        (RemedyKind.VOUCHER, {"amount": 0}),
        (RemedyKind.VOUCHER, {"amount": -5}),
    ],
)
def test_putting_right_never_takes(room: CaseRoom, kind: RemedyKind, asked: dict[str, int]) -> None:
    balance, case = room.counter.balance(), room.record().id
    with pytest.raises(NothingGiven):
        room.give(case, kind, **asked)
    assert room.counter.balance() == balance


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (RemedyKind.VOUCHER, {"amount": 5_001}),
        (RemedyKind.POINTS, {"points": 101}),
        (RemedyKind.REFUND, {}),
    ],
)
def test_above_the_limit_a_manager_agrees(room: CaseRoom, kind: RemedyKind, asked: dict[str, int]) -> None:
    dear = room.counter.sell((room.counter.walnuts, 6_000))
    case, shop = room.record(sale_id=dear.sale_id).id, room.shop
    shop.become(ALI)
    with pytest.raises(AboveAlone) as raised:
        room.give(case, kind, **asked)
    assert raised.value.least == "manager"
    assert count(room, Remedy) == 0
    with shop.agreeing(MINA, "a good customer"):
        done = room.give(case, kind, **asked)
    assert (done.by, done.allowed_by) == ("Ali", "Mina")


def test_at_the_limit_staff_give_alone(room: CaseRoom) -> None:
    case = room.record().id
    room.shop.become(ALI)
    assert room.give(case, RemedyKind.VOUCHER, amount=5_000).by == "Ali"
    assert room.give(case, RemedyKind.POINTS, points=100).allowed_by == ""


def test_a_limit_is_of_all_that_a_case_was_given(room: CaseRoom) -> None:
    case = room.about_sale()
    room.shop.become(ALI)
    room.give(case, RemedyKind.VOUCHER, amount=4_000)
    with pytest.raises(AboveAlone, match="for one case"):
        room.give(case, RemedyKind.REFUND, lines=(ReturnLine(0, 2_000),))
    assert room.give(case, RemedyKind.REFUND, lines=(ReturnLine(0, 1_000),)).amount == 1_000
    assert room.give(case, RemedyKind.POINTS, points=60).points == 60
    room.shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    room.shop.do(complaint_ends.reopen, case, "once more")
    for kind, asked in ((RemedyKind.VOUCHER, {"amount": 1}), (RemedyKind.POINTS, {"points": 41})):
        with pytest.raises(AboveAlone):
            room.give(case, kind, **asked)
    assert room.give(case, RemedyKind.POINTS, points=40).points == 40


def test_nobody_gives_more_than_the_standards(room: CaseRoom) -> None:
    allow(room, alone=100, alone_points=10, most=1_000, most_points=50)
    case = room.record().id
    for kind, asked in ((RemedyKind.VOUCHER, {"amount": 1_001}), (RemedyKind.POINTS, {"points": 51})):
        with pytest.raises(BeyondStandards):
            room.give(case, kind, **asked)


def test_what_the_standards_do_not_offer_is_not_given(room: CaseRoom) -> None:
    terms = room.shop.ask(standards.read, StandardKind.REMEDIES)
    assert isinstance(terms, Remedies)
    offers = (Offer(frozenset({RemedyKind.APOLOGY})), *terms.offers[1:])
    room.shop.do(standards.save, StandardKind.REMEDIES, replace(terms, offers=offers))
    case = room.record(severity=1).id
    with pytest.raises(NotForThis):
        room.give(case, RemedyKind.VOUCHER, amount=10)
    assert room.give(case, RemedyKind.APOLOGY, words="So sorry").words == "So sorry"
    assert room.give(room.record(severity=2).id, RemedyKind.VOUCHER, amount=10).amount == 10


@pytest.mark.parametrize("kind", [Kind.PRAISE, Kind.SUGGESTION])
def test_thanks_for_kind_words_have_the_same_limits(room: CaseRoom, kind: Kind) -> None:
    case = room.record(kind=kind).id
    room.shop.become(ALI)
    with pytest.raises(AboveAlone):
        room.give(case, RemedyKind.VOUCHER, amount=5_001)
    assert room.give(case, RemedyKind.POINTS, points=10).points == 10


def test_a_remedy_is_the_first_answer(room: CaseRoom) -> None:
    case = room.record().id
    room.give(case, RemedyKind.EXPLANATION, words="The bag was open.")
    assert room.look(case).answered_at == room.shop.clock()
    assert room.state(case) is State.OPEN


def test_V9_a_voucher_for_a_complaint_is_a_cost_of_service(room: CaseRoom) -> None:
    shop, today = room.shop, room.shop.clock().date()
    made = room.give(room.record().id, RemedyKind.VOUCHER, amount=700)
    gift = room.counter.voucher("amount", 200, reason=Reason.GIFT)
    room.counter.sell((room.counter.walnuts, 2_000), codes=[room.code(made)])
    room.counter.sell((room.counter.walnuts, 2_000), codes=[gift])
    found = shop.ask(voucher_figures.by_reason, today, today)
    assert voucher_figures.service_cost(found) == 700
    assert voucher_figures.loyalty_cost(found) == 200


def test_the_customer_of_a_merged_case_still_brings_their_sale_back(room: CaseRoom) -> None:
    twin = makers.customer(room.shop, name="Sara N")
    case = room.about_sale()
    room.shop.do(merges.merge, twin, room.sara)
    assert room.look(case).told.customer_id == twin
    assert room.give(case, RemedyKind.REFUND).amount == 3_500
