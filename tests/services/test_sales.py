from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import UnknownZone
from shopcrm.services import goods, health, sales, settings, stock
from shopcrm.services.goods import ProductDraft
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from tests import makers

NOON = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def _seen(session: Session, customer_id: int) -> tuple[datetime, datetime]:
    row = session.execute(
        select(Customer.first_seen_at, Customer.last_seen_at).where(Customer.id == customer_id)
    ).one()
    return row[0], row[1]


def _line(product_id: int | None = None, quantity: int = 1_000, price: int = 100) -> LineDraft:
    return LineDraft(product_id, quantity, price)


def test_the_total_is_the_sum_of_the_lines(shop: Shop) -> None:
    walnuts = shop.do(goods.add, ProductDraft("Walnuts", "W", unit="kg"))
    lines = [LineDraft(walnuts, 1_255, 6_500_001), LineDraft(None, 2_000, 0, amount=-500, note="discount")]
    view = shop.ask(sales.show, shop.do(sales.record, SaleDraft(NOON, lines, served_by="Reza")))
    assert [line.amount for line in view.lines] == [8_157_501, -500]
    assert view.head.total == 8_157_001
    assert (view.lines[0].name, view.lines[0].unit) == ("Walnuts", "kg")
    assert view.head.number == str(view.head.id)
    assert next(f for f in shop.ask(health.examine) if f.name == "totals").fine


def test_a_return_is_kept_with_a_minus(shop: Shop) -> None:
    walnuts = shop.do(goods.add, ProductDraft("Walnuts", "W", stock_kept=True))
    shop.do(sales.record, SaleDraft(NOON, [_line(walnuts, 3_000)]))
    back = shop.do(sales.record, SaleDraft(NOON, [_line(walnuts)], kind="return"))
    view = shop.ask(sales.show, back)
    assert (view.head.kind, view.head.total, view.lines[0].quantity) == ("return", -100, -1_000)
    assert shop.ask(stock.on_hand, [walnuts]) == {walnuts: -2_000}


def test_stock_moves_only_where_it_is_kept(shop: Shop) -> None:
    kept = shop.do(goods.add, ProductDraft("Walnuts", stock_kept=True))
    loose = shop.do(goods.add, ProductDraft("Bags"))
    shop.do(sales.record, SaleDraft(NOON, [_line(kept, 750), _line(loose), _line(kept, 250)]))
    assert shop.ask(stock.on_hand, [kept, loose]) == {kept: -1_000, loose: 0}
    assert {move.document for move in shop.ask(stock.moves_of, kept)} == {"sale 1"}


def test_a_customer_was_seen_from_the_first_to_the_last_of_their_sales(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara")
    first, last = shop.ask(_seen, sara)
    shop.do(sales.record, SaleDraft(NOON - timedelta(days=400), [_line()], customer_id=sara))
    assert shop.ask(_seen, sara) == (NOON - timedelta(days=400), last)
    assert first > NOON - timedelta(days=400)
    shop.do(sales.record, SaleDraft(last + timedelta(days=1), [_line()], customer_id=sara))
    assert shop.ask(_seen, sara)[1] == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (SaleDraft(NOON, []), sales.SaleEmpty),
        (SaleDraft(NOON, [_line(quantity=0)]), sales.QuantityMissing),
        (SaleDraft(NOON, [_line(99)]), sales.UnknownInSale),
        (SaleDraft(NOON, [_line()], customer_id=99), sales.UnknownInSale),
    ],
)
def test_what_cannot_be_is_refused_whole(shop: Shop, draft: SaleDraft, error: type[Exception]) -> None:
    with pytest.raises(error):
        shop.do(sales.record_many, [SaleDraft(NOON, [_line()]), draft])
    assert shop.ask(sales.count) == 0
    with pytest.raises(sales.NoSuchSale):
        shop.ask(sales.show, 1)


def test_the_same_document_is_written_down_once(shop: Shop) -> None:
    draft = SaleDraft(NOON, [_line()], source="till", number="A7")
    shop.do(sales.record, draft)
    with pytest.raises(sales.SaleKnown, match="A7"):
        shop.do(sales.record, draft)
    shop.do(sales.record, SaleDraft(NOON, [_line()], source="other till", number="A7"))
    assert shop.ask(sales.count) == 2


def test_documents_are_listed_newest_first(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara")
    drafts = [SaleDraft(NOON + timedelta(hours=h), [_line(price=h + 1)], sara) for h in (2, 0, 1)]
    shop.do(sales.record_many, [*drafts, SaleDraft(NOON, [_line(price=50)])])
    assert [row.total for row in shop.ask(sales.page, sara)] == [3, 2, 1]
    assert [row.total for row in shop.ask(sales.page, limit=2, offset=1)] == [2, 50]
    assert shop.ask(sales.page, sara)[0].customer == "Sara"


def test_many_at_once_are_what_each_alone_would_be(shop: Shop) -> None:
    kept = shop.do(goods.add, ProductDraft("Walnuts", stock_kept=True))
    drafts = [SaleDraft(NOON + timedelta(minutes=n), [_line(kept, n + 1)]) for n in range(600)]
    ids = shop.do(sales.record_many, drafts)
    assert ids == sorted(ids)
    assert len(set(ids)) == 600
    assert [shop.ask(sales.show, ids[n]).lines[0].quantity for n in (0, 321, 599)] == [1, 322, 600]
    assert shop.ask(stock.on_hand, [kept]) == {kept: -sum(range(1, 601))}
    assert shop.do(sales.record_many, []) == []


def _day_of(shop: Shop, moment: datetime) -> date:
    return shop.ask(sales.show, shop.do(sales.record, SaleDraft(moment, [_line()]))).head.day


def test_D1_a_business_day_begins_at_its_hour_in_the_zone_of_the_shop(shop: Shop) -> None:
    # In Tehran it is half past three hours later than UTC.
    assert _day_of(shop, datetime(2026, 11, 20, 20, 29, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert _day_of(shop, datetime(2026, 11, 20, 20, 30, tzinfo=UTC)) == date(2026, 11, 21)
    shop.do(settings.change, day_starts_at=4)
    assert _day_of(shop, datetime(2026, 11, 21, 0, 29, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert _day_of(shop, datetime(2026, 11, 21, 0, 30, tzinfo=UTC)) == date(2026, 11, 21)
    shop.do(settings.change, zone="Europe/London")
    assert _day_of(shop, datetime(2026, 11, 21, 3, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert _day_of(shop, datetime(2026, 11, 21, 4, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_D1_the_moment_itself_is_kept_in_utc(shop: Shop) -> None:
    key = shop.do(sales.record, SaleDraft(NOON, [_line()]))
    assert shop.ask(sales.show, key).head.sold_at == NOON


def test_D1_an_unknown_zone_is_an_error(shop: Shop) -> None:
    with pytest.raises(UnknownZone, match="Atlantis"):
        shop.do(settings.change, zone="Atlantis/Center")
    assert shop.ask(settings.read).zone == "Asia/Tehran"


@profile(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(0, 10**9), st.sampled_from(["sale", "return"])),
        min_size=1,
        max_size=8,
    )
)
def test_sums_agree_whatever_is_sold_and_brought_back(shop: Shop, lines: list[tuple[int, int, str]]) -> None:
    key = shop.do(goods.add, ProductDraft("Walnuts", stock_kept=True))
    drafts = [SaleDraft(NOON, [LineDraft(key, q, p)], kind=kind) for q, p, kind in lines]
    views = [shop.ask(sales.show, sale) for sale in shop.do(sales.record_many, drafts)]
    assert all(view.head.total == sum(line.amount for line in view.lines) for view in views)
    gone = sum(line.quantity for view in views for line in view.lines)
    assert shop.ask(stock.on_hand, [key])[key] == -gone
