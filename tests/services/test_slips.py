"""A slip says what was written down, and says the same whenever it is printed again."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from shopcrm.rules.returns import ReturnLine
from shopcrm.rules.tenders import Tender
from shopcrm.services import exchanges, point_rules, printing, selling, settings, slips, vouchers
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.pricing import Basket
from shopcrm.services.pricing_facts import BasketLine
from shopcrm.services.printing import What
from shopcrm.services.returns import ReturnDraft
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import Shop
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.goods import Product
from tests import makers
from tests.sold import bring_back, sell


@pytest.fixture
def goods(shop: Shop) -> tuple[int, int]:
    return (
        makers.product(shop, name="Walnuts", code="W", price=100_000),
        makers.product(shop, name="Figs", code="F", price=40_000),
    )


def with_points(shop: Shop) -> None:
    draft = RuleDraft("Points", points=1, per_amount=1_000, starts_on=date(2026, 1, 1), worth=100)
    shop.do(point_rules.save, None, draft)


def test_a_slip_tells_lines_total_and_change(shop: Shop, goods: tuple[int, int]) -> None:
    sold = sell(
        shop, (goods[0], 1500), (goods[1], 1000), off=10_000, pay=[Tender("cash", None, handed=200_000)]
    )
    slip = shop.ask(slips.slip, sold.sale_id)
    assert [(line.name, line.quantity, line.gross) for line in slip.lines] == [
        ("Walnuts", 1500, 150_000),
        ("Figs", 1000, 40_000),
    ]
    assert [step.amount for step in slip.lines[0].off] == [10_000]
    assert (slip.goods, slip.added, slip.total) == (190_000, 0, 180_000)
    assert slip.change == 20_000
    assert slip.code == f"SALE-{sold.number}"
    assert (slip.served_by, slip.till) == ("owner", "1")
    with pytest.raises(NoSuchSale):
        shop.ask(slips.slip, 99)


def test_what_stands_on_a_slip_adds_up(shop: Shop, goods: tuple[int, int]) -> None:
    code = shop.do(vouchers.issue, VoucherDraft("percent", 1_500))[0]
    text = shop.ask(vouchers.terms_of, [code])[code].code
    lines = (BasketLine(goods[0], 1000, off=5_000), BasketLine(goods[1], 3000))
    basket = Basket(lines, voucher_codes=(text,), whole_off=1_000)
    sold = shop.do(selling.complete, basket, (Tender("card"),), "basket")
    slip = shop.ask(slips.slip, sold.sale_id)
    off = sum(step.amount for line in slip.lines for step in line.off) + sum(s.amount for s in slip.steps)
    assert slip.goods - off + slip.added == slip.total == sum(one.amount for one in slip.payments)
    assert [step.amount for step in slip.steps] == [32_250, 1_000]


def test_tax_that_prices_do_not_include_stands_on_the_slip(shop: Shop) -> None:
    shop.do(settings.change, prices_include_tax=False)
    taxed = makers.product(shop, name="Soap", code="S", price=50_000)
    shop.do(_taxed, taxed)
    slip = shop.ask(slips.slip, sell(shop, (taxed, 2000)).sale_id)
    assert (slip.goods, slip.added, slip.tax, slip.total) == (100_000, 10_000, 10_000, 110_000)


def test_points_on_an_old_slip_are_those_of_then(shop: Shop, goods: tuple[int, int]) -> None:
    with_points(shop)
    sara = makers.customer(shop)
    first = sell(shop, (goods[0], 1000), customer_id=sara)
    sell(shop, (goods[1], 1000), customer_id=sara)
    told = shop.ask(slips.slip, first.sale_id).points
    assert told is not None
    assert (told.earned, told.spent, told.left) == (100, 0, 100)


def test_a_return_has_minus_amounts_and_names_its_sale(shop: Shop, goods: tuple[int, int]) -> None:
    with_points(shop)
    sara = makers.customer(shop)
    sold = sell(shop, (goods[0], 1000), (goods[1], 1000), customer_id=sara)
    back = bring_back(shop, sold.sale_id, 1)
    slip = shop.ask(slips.slip, back.return_id)
    assert (slip.kind, slip.total, slip.of_number) == ("return", -40_000, sold.number)
    assert [(line.name, line.gross) for line in slip.lines] == [("Figs", -40_000)]
    assert [one.amount for one in slip.payments] == [-40_000]
    assert slip.points is not None
    assert (slip.points.taken_back, slip.points.left) == (40, 100)


def test_R7_an_exchange_has_one_slip_with_both_documents(shop: Shop, goods: tuple[int, int]) -> None:
    sold = sell(shop, (goods[1], 1000))
    draft = ReturnDraft(sold.sale_id, (ReturnLine(0),))
    basket = Basket((BasketLine(goods[0], 1000),))
    done = shop.do(exchanges.complete, draft, basket, (Tender("card"),), "exchange")
    for document in (done.sold.sale_id, done.returned.return_id):
        slip = shop.ask(slips.slip, document)
        assert slip.id == done.sold.sale_id
        assert slip.exchange is not None
        assert slip.exchange.total + slip.total == 60_000


def test_what_is_owed_after_a_sale_on_the_tab(shop: Shop, goods: tuple[int, int]) -> None:
    sara = makers.customer(shop)
    first = sell(shop, (goods[0], 1000), customer_id=sara, pay=[Tender("tab")])
    sell(shop, (goods[1], 1000), customer_id=sara, pay=[Tender("tab")])
    assert shop.ask(slips.slip, first.sale_id).owed == 100_000


def test_printing_again_is_written_down_and_counted(shop: Shop, goods: tuple[int, int]) -> None:
    sale = sell(shop, (goods[0], 1000)).sale_id
    assert shop.ask(slips.slip, sale).printed == 0
    shop.do(printing.note, What.SLIP, [sale], "80")
    shop.do(printing.note, What.SLIP, [sale], "a5")
    assert shop.ask(slips.slip, sale).printed == 2
    assert shop.ask(printing.times, What.VOUCHER, sale) == 0
    shop.do(printing.note, What.VOUCHER, [], "card")


def test_an_older_sale_without_steps_has_a_slip(shop: Shop, goods: tuple[int, int]) -> None:
    sale = makers.sale(shop, None, (goods[0], 1000, 90_000), number="A-۱")
    slip = shop.ask(slips.slip, sale)
    assert (slip.total, slip.payments, slip.points, slip.tier) == (90_000, (), None, "")


def _taxed(session: Session, product_id: int) -> None:
    session.execute(update(Product).where(Product.id == product_id).values(tax_rate=1_000))
