from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.dialogs.product_form import ProductForm
from shopcrm.desk.dialogs.stock_count import StockCount
from shopcrm.desk.look import Look
from shopcrm.desk.pages.goods import GoodsPage
from shopcrm.services import categories, goods, stock
from shopcrm.services.goods import ProductDraft, ProductView
from shopcrm.services.shop import Shop
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened

HOSTILE = "<b>x</b> & <img src=x>"
WALNUTS = ProductDraft(
    name="Walnut kernel",
    code="W-1",
    unit="kg",
    price=6_500_000,
    cost=5_000_000,
    tax_rate=950,
    attributes={"grade": "premium"},
    barcodes=["6260000000017", "6260000000024"],
)


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[GoodsPage]]:
    """The page on a shop with walnuts and tea."""
    application.shop.do(goods.save, None, WALNUTS, "Nuts > Walnuts")
    application.shop.do(goods.save, None, ProductDraft(name="چای لاهیجان", code="T-1"), "Drinks")
    with opened(application, look, qtbot, GoodsPage) as shown:
        yield shown


def _rows(shown: Opened[GoodsPage]) -> list[ProductView]:
    rows = shown.page.list.table.model()
    return [rows.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(rows.rowCount())]


def _search(shown: Opened[GoodsPage], text: str) -> None:
    shown.page.list.box.clear()
    type_text(shown.page.list.box, text)
    shown.qtbot.wait(150)
    shown.rest()


def _all(shop: Shop) -> list[ProductView]:
    return shop.ask(goods.page)


def test_goods_are_added_by_keyboard_on_a_new_shelf(room: Opened[GoodsPage]) -> None:
    shop = room.kit.program.shop
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(ProductForm)
    type_text(form.name, "Dried figs")
    type_text(form.shelf.box, "Dried fruit > Figs")
    type_text(form.unit, "kg")
    type_text(form.price, "560000")
    type_text(form.tax, "۹٫۵")
    type_text(form.barcodes, "۶۲۶۰۰۰۱")
    type_text(form.attributes, "grade: first")
    form.kept.click()
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    figs = shop.ask(goods.find, "6260001")
    assert replace(figs, id=0, category_id=None) == ProductView(
        name="Dried figs",
        code="3",
        category="Dried fruit > Figs",
        unit="kg",
        price=5_600_000,
        tax_rate=950,
        attributes={"grade": "first"},
        barcodes=("6260001",),
        stock_kept=True,
        on_hand=0,
    )
    assert room.page.sheet.product_id == figs.id
    assert room.said == ["Dried figs is saved"]


def test_a_barcode_of_other_goods_is_refused_beside_the_field(room: Opened[GoodsPage]) -> None:
    shop = room.kit.program.shop
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(ProductForm)
    type_text(form.name, "Other walnuts")
    form.barcodes.setPlainText("111\n6260000000024")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(form.field("barcodes").error))
    assert "Walnut kernel" in form.field("barcodes").error
    assert form.barcodes.toPlainText() == "111\n6260000000024"
    assert len(_all(shop)) == 2
    form.barcodes.setPlainText("111")
    form.code.setText("W-1")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(form.field("code").error))
    assert "Walnut kernel" in form.field("code").error
    form.reject()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", " "), ("price", "12x"), ("tax", "101"), ("tax", "much"), ("attributes", "premium")],
)
def test_what_cannot_be_is_said_beside_its_field(room: Opened[GoodsPage], field: str, typed: str) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(ProductForm)
    type_text(form.name, "Figs")
    if field == "name":
        form.name.clear()
    type_text(form.field(field).editor, typed)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert form.field(field).error
    assert form.isVisible()
    assert len(_all(room.kit.program.shop)) == 2
    form.reject()


def test_editing_keeps_what_was_not_touched(room: Opened[GoodsPage]) -> None:
    shop = room.kit.program.shop
    _search(room, "walnut")
    before = shop.ask(goods.find, "W-1")
    room.press(Qt.Key.Key_F4)
    form = room.dialog(ProductForm)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    assert shop.ask(goods.find, "W-1") == before
    room.page.list.table.setFocus()
    press(room.page.list.table, Qt.Key.Key_Return)
    form = room.dialog(ProductForm)
    form.name.selectAll()
    type_text(form.name, "Walnuts")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: len(room.said) == 2)
    assert shop.ask(goods.find, "W-1") == replace(before, name="Walnuts")


def test_goods_are_found_by_code_barcode_and_any_spelling(room: Opened[GoodsPage]) -> None:
    for typed, name in (("w-1", "Walnut kernel"), ("۰۰۰۰۰۰۰۲۴", "Walnut kernel"), ("لاهيجان", "چای لاهیجان")):
        _search(room, typed)
        assert [row.name for row in _rows(room)] == [name]
    assert room.page.list.count.text() == "1 of 2"


def test_a_scan_stands_on_its_goods_among_those_with_the_same_digits(room: Opened[GoodsPage]) -> None:
    room.kit.program.shop.do(goods.save, None, ProductDraft(name="Zinger", barcodes=["626"]), "")
    type_text(room.page.list.box, "626")
    press(room.page.list.box, Qt.Key.Key_Return)
    room.until(lambda: room.page.sheet.head.name.text() == "Zinger")
    assert [row.name for row in _rows(room)] == ["Walnut kernel", "Zinger"]


def test_an_unknown_barcode_and_enter_begin_new_goods_with_it(room: Opened[GoodsPage]) -> None:
    type_text(room.page.list.box, "۶۲۶۱۱۱۱")
    press(room.page.list.box, Qt.Key.Key_Return)
    form = room.dialog(ProductForm)
    assert (form.name.text(), form.barcodes.toPlainText()) == ("", "6261111")
    form.reject()


def test_a_category_shows_what_stands_within_it(room: Opened[GoodsPage]) -> None:
    shelf = room.page.shelf
    assert [shelf.itemText(i) for i in range(shelf.count())] == [
        "All categories",
        "Drinks",
        "Nuts",
        "Nuts > Walnuts",
    ]
    nuts = room.kit.program.shop.do(categories.at_path, "Nuts")
    shelf.choose(nuts)
    shelf.picked.emit(nuts)
    room.rest()
    assert [row.name for row in _rows(room)] == ["Walnut kernel"]


def test_a_count_corrects_the_stock_and_says_why(room: Opened[GoodsPage]) -> None:
    shop = room.kit.program.shop
    _search(room, "walnut")
    for counted, reason, said in (("12.5", "", "12.5 kg"), ("10", "Spoiled", "\u22122.5 kg")):
        room.press(Qt.Key.Key_F9)
        count = room.dialog(StockCount)
        type_text(count.quantity, counted)
        if reason:
            count.usual.buttons()[1].click()
        press(count, Qt.Key.Key_Return, CONTROL)
        room.until(lambda said=said: bool(room.said) and room.said[-1].endswith(said))  # type: ignore[misc] # bound now
    latest, first = shop.ask(stock.moves_of, 1)
    assert (latest.quantity, latest.reason) == (-2500, "Spoiled")
    assert (first.quantity, first.reason) == (12_500, "Counted the shelf")
    room.rest()
    assert room.page.sheet.stock.on_hand.text() == "10 kg"


def test_a_count_wants_a_number_and_a_reason(room: Opened[GoodsPage]) -> None:
    room.press(Qt.Key.Key_F9)
    count = room.dialog(StockCount)
    for typed, reason in (("", "x"), ("many", "x"), ("-1", "x"), ("5", "")):
        count.quantity.setText(typed)
        count.reason.setText(reason)
        press(count, Qt.Key.Key_Return, CONTROL)
        room.rest()
        assert count.isVisible()
    assert not room.kit.program.shop.ask(stock.moves_of, 1)
    count.reject()


def test_who_buys_it_most_leads_to_the_person(room: Opened[GoodsPage]) -> None:
    shop = room.kit.program.shop
    sara = makers.customer(shop, name="Sara")
    makers.sale(shop, sara, (1, 2000, 100), at=shop.clock() - timedelta(days=2))
    _search(room, "walnut")
    room.page.refresh()
    room.rest()
    table = room.page.sheet.buyers.table
    assert table.model().index(0, 0).data() == "Sara"
    table.go_to(0)
    press(table, Qt.Key.Key_Return)
    assert room.went == [("customers", sara)]


def test_a_hostile_name_is_shown_as_it_is_written(application: App, look: Look, qtbot: QtBot) -> None:
    draft = ProductDraft(name=HOSTILE, barcodes=[HOSTILE], attributes={HOSTILE: HOSTILE})
    application.shop.do(goods.save, None, draft, "A & B")
    with opened(application, look, qtbot, GoodsPage) as shown:
        assert shown.page.sheet.head.name.text() == HOSTILE
        for label in shown.page.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
            assert "<b>" not in label.toolTip()


def test_a_long_list_of_goods_is_fetched_by_pages(application: App, look: Look, qtbot: QtBot) -> None:
    application.shop.do(_many, 230)
    with opened(application, look, qtbot, GoodsPage) as shown:
        table = shown.page.list.table
        assert table.model().rowCount() == 230
        table.setFocus()
        press(table, Qt.Key.Key_End)
        shown.until(lambda: shown.page.sheet.head.name.text() == "Goods 229")


def _many(session: Session, count: int) -> None:
    for number in range(count):
        goods.add(session, ProductDraft(name=f"Goods {number:03}", code=f"C{number}"))


def test_goods_are_shown_from_elsewhere_and_remembered(room: Opened[GoodsPage]) -> None:
    room.page.show_thing(2)
    room.until(lambda: room.page.sheet.head.name.text() == "چای لاهیجان")
    assert room.page.memory() == 2


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_everything_has_a_name_for_a_screen_reader(
    application: App, look: Look, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    application.shop.do(goods.save, None, WALNUTS, "Nuts")
    with opened(application, look, qtbot, GoodsPage, language=language, size=size) as shown:
        assert not [who for who in unnamed(shown.page) if "EmptyState" not in who]
        for key, kind in ((Qt.Key.Key_F4, ProductForm), (Qt.Key.Key_F9, StockCount)):
            shown.press(key)
            dialog = shown.dialog(kind)
            assert list(unnamed(dialog)) == []
            dialog.reject()
        assert shown.page.width() <= size[0] - 84


def test_a_category_is_chosen_from_those_that_fit(room: Opened[GoodsPage]) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(ProductForm)
    form.shelf.box.setFocus()
    type_text(form.shelf.box, "waln")
    room.qtbot.wait(150)
    offered = QApplication.activePopupWidget()
    assert offered is not None
    press(offered, Qt.Key.Key_Return)
    assert form.shelf.path() == "Nuts > Walnuts"
    form.shelf.box.clear()
    type_text(form.shelf.box, "waln")
    room.qtbot.wait(150)
    offered = QApplication.activePopupWidget()
    assert offered is not None
    press(offered, Qt.Key.Key_Tab)
    assert form.shelf.path() == "waln"
    assert form.shelf.box.accessibleDescription() == "a new one is made when you save"
    assert form.code.hasFocus()
    form.reject()
