"""Whatever is sold and brought back in whatever parts, no cycle makes money or points; all books agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, example, given, reject
from hypothesis import settings as test_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import returns as rules
from shopcrm.rules.errors import Refused
from shopcrm.rules.tenders import Tender
from shopcrm.services import health, points, returned_benefits, returns, settings, store_credit, tiers
from shopcrm.services.returned_benefits import Due
from shopcrm.services.selling import Sold
from shopcrm.services.shop import Shop
from shopcrm.store.sales import Sale
from shopcrm.store.till import Payment
from shopcrm.store.vouchers import Voucher
from tests import makers
from tests.services.counter_room import Room, books_agree, furnish, tier


@dataclass(frozen=True)
class Story:
    """A sale and how it comes back: thousandths of goods, reductions, ways of paying, parts of lines."""

    lines: list[tuple[int, int]]
    off: int
    percent: int
    credit: int
    spend: int
    pay: tuple[Tender, ...]
    parts: list[tuple[int, int]]
    refund: str | None
    spent_since: int


LINE = st.tuples(st.integers(1, 2), st.integers(1, 6_000))
PAY = st.sampled_from(
    [(Tender("cash"),), (Tender("tab"),), (Tender("cash", 700), Tender("tab")), (Tender("card"),)]
)
STORIES = st.builds(
    Story,
    lines=st.lists(LINE, min_size=1, max_size=3),
    off=st.integers(0, 900),
    percent=st.sampled_from([0, 0, 333, 1_500]),
    credit=st.sampled_from([0, 0, 1, 777]),
    spend=st.sampled_from([0, 1, 37, 150]),
    pay=PAY,
    parts=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4_000)), max_size=6),
    refund=st.sampled_from([None, "transfer", "credit"]),
    spent_since=st.sampled_from([0, 25, 10_000]),
)


def _story(shop: Shop, story: Story) -> None:
    room = _room(shop)
    before = room.balance()
    sold, credit = _sell(room, story)
    if story.spent_since:
        usable = shop.ask(points.standing, room.sara).usable
        if usable:
            shop.do(points.spend, room.sara, min(usable, story.spent_since), f"gift {room.sara}")
    gone = before - room.balance() + sold.points.earned - sold.points.spent
    left = {place: quantity for place, (_product, quantity) in enumerate(story.lines)}
    for place, part in story.parts:
        if place in left:
            taken = min(part, left[place])
            if taken:
                room.take_back(sold, (place, taken), refund=story.refund)
                left[place] -= taken
            _agrees(room, sold, before - gone)
    if any(left.values()):
        room.take_back(sold, refund=story.refund)
    _agrees(room, sold, before - gone)
    # Buying and bringing everything back leaves everything as it was.
    assert room.balance() == before - gone
    assert shop.ask(_net, sold.sale_id) == 0
    assert room.owes() == 0
    if credit is not None:
        assert shop.ask(store_credit.rest, credit) == story.credit


def _room(shop: Shop) -> Room:
    """Let everybody be somebody new, with 150 points."""
    sara = makers.customer(shop)
    shop.do(points.adjust, sara, 150, "to begin with")
    return Room(shop, sara, 1, 2)


def _sell(room: Room, story: Story) -> tuple[Sold, int | None]:
    codes, credit = [], None
    if story.percent:
        codes.append(room.voucher("percent", story.percent))
    if story.credit:
        codes.append(room.voucher("credit", story.credit))
        credit = room.shop.ask(lambda s: s.scalar(select(func.max(Voucher.id))))
    try:
        sold = room.sell(*story.lines, codes=codes, spend=story.spend, pay=story.pay, off=story.off)
    except Refused:  # of a voucher nothing was left to take off
        reject()
    return sold, credit


def _agrees(room: Room, sold: Sold, without: int) -> None:
    """Look at the books after a return: refunds are what was paid, points what the rest deserves."""
    shop = room.shop
    assert shop.ask(books_agree, room.sara)
    rest, otherwise, given = shop.ask(_rest, sold.sale_id)
    assert rest == shop.ask(_net, sold.sale_id) >= 0
    # A point for each hundred that money pays of what is kept.
    deserved = min(sold.points.earned, (rest - otherwise) // 100)
    assert room.balance() == without + deserved - (sold.points.spent - given)


def _rest(session: Session, sale_id: int) -> tuple[int, int, int]:
    """Tell what is kept of a sale, what points and store credit paid of it, and which points came back."""
    mine = (Sale.id == sale_id) | (Sale.of_sale_id == sale_id)
    rest = session.scalar(select(func.sum(Sale.total)).where(mine))
    paid = (
        select(func.coalesce(func.sum(Payment.amount), 0)).join(Sale, Sale.id == Payment.sale_id).where(mine)
    )
    old = Payment.voucher_id.in_(
        select(Payment.voucher_id).where(Payment.sale_id == sale_id, Payment.voucher_id.is_not(None))
    )
    otherwise = session.scalar(paid.where((Payment.kind == "points") | old))
    back = (
        select(func.coalesce(func.sum(-Payment.points), 0))
        .join(Sale, Sale.id == Payment.sale_id)
        .where(Sale.of_sale_id == sale_id)
    )
    return int(rest or 0), int(otherwise or 0), int(session.scalar(back) or 0)


def _net(session: Session, sale_id: int) -> int:
    """Add up what was paid for a sale and paid back for its returns."""
    mine = (Sale.id == sale_id) | (Sale.of_sale_id == sale_id)
    query = select(func.sum(Payment.amount)).join(Sale, Sale.id == Payment.sale_id).where(mine)
    return int(session.scalar(query) or 0)


HALVES = Story([(1, 1_001), (2, 3_000)], 100, 333, 0, 37, (Tender("card"),), [(0, 333), (0, 333)], None, 0)
"""What shows whether each part is rounded by itself."""


def test_R2_R4_whatever_comes_back_no_cycle_makes_money_or_points(
    shop: Shop,
    full: bool,  # noqa: FBT001 -- the fixture gives a plain yes or no
) -> None:
    furnish(shop)

    @given(STORIES)
    @test_settings(
        max_examples=200 if full else 10,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=(Phase.explicit, Phase.generate),
    )
    @example(HALVES)
    def told(story: Story) -> None:
        _story(shop, story)

    told()
    assert all(finding.fine for finding in shop.ask(health.examine))


def test_the_watch_notices_a_shop_that_lets_points_be_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(shop)
    _story(shop, HALVES)
    monkeypatch.setattr(returned_benefits, "due", lambda *_more: Due())
    with pytest.raises(AssertionError):
        _story(shop, HALVES)


def test_the_watch_notices_parts_that_are_rounded_each_by_itself(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alone(line: rules.SoldLine, quantity: int, _price: int | None) -> int:
        return line.amount * quantity // line.quantity

    furnish(shop)
    monkeypatch.setattr(rules, "_refund", alone)
    with pytest.raises(AssertionError):
        _story(shop, HALVES)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.integers(1, 30), st.integers(0, 400)),
        st.tuples(st.just("back"), st.integers(0, 5), st.integers(1, 20)),
    ),
    min_size=2,
    max_size=9,
)


def _many(shop: Shop, decided: str, acts: Sequence[tuple[str, int, int]], order: Sequence[int]) -> None:
    """Sell and take back in turns, then take everything back that is left, in any order."""
    room = _room(shop)
    shop.do(settings.change, owed_points=decided)
    begin, kept = room.balance(), 0
    sold: list[tuple[Sold, int]] = []
    for what, one, other in acts:
        usable = shop.ask(points.standing, room.sara).usable
        if what == "sell":
            sold.append((room.sell((room.walnuts, one * 1_000), spend=min(other, usable, one * 50)), one))
        elif one < len(sold) and sold[one][1] > 0:
            taken = min(other, sold[one][1])
            kept += _back(room, sold[one][0], taken * 1_000)
            sold[one] = (sold[one][0], sold[one][1] - taken)
    for place in sorted(range(len(sold)), key=lambda at: order[at % len(order)]):
        if sold[place][1]:
            kept += _back(room, sold[place][0], None)
    # What the refund paid for stays; nothing else comes of nothing, and no level either.
    assert room.balance() == begin + kept
    assert shop.ask(tiers.of_customer, room.sara) is None


def _back(room: Room, sale: Sold, quantity: int | None) -> int:
    foreseen = room.shop.ask(returns.quote, room.draft(sale, (0, quantity)))
    done = room.take_back(sale, (0, quantity))
    told = (foreseen.points_back, foreseen.points_taken, foreseen.forgiven, foreseen.kept, foreseen.regained)
    made = done.points
    assert told == (made.given, made.taken, made.forgiven, made.kept, made.regained)
    assert room.shop.ask(books_agree, room.sara)
    return made.kept


def test_R3_T3_many_sales_that_all_come_back_leave_nothing_behind(
    shop: Shop,
    full: bool,  # noqa: FBT001 -- the fixture gives a plain yes or no
) -> None:
    furnish(shop)
    tier(shop, "Silver", 5_000, percent=200)
    tier(shop, "Gold", 15_000)

    @given(st.sampled_from(["owe", "forgive", "refund"]), ACTS, st.permutations(range(6)))
    @test_settings(
        max_examples=300 if full else 15,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def told(decided: str, acts: Sequence[tuple[str, int, int]], order: Sequence[int]) -> None:
        _many(shop, decided, acts, order)

    told()
    assert all(finding.fine for finding in shop.ask(health.examine))
