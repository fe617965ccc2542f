from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.hold_form import HoldForm
from shopcrm.desk.dialogs.wish_form import WishForm
from shopcrm.desk.look import Look
from shopcrm.desk.pages.goods import GoodsPage
from shopcrm.desk.wish_list import WishList
from shopcrm.desk.wish_words import wish_columns
from shopcrm.services import categories, goods, holds, stock, wishes
from shopcrm.services.goods import ProductDraft
from shopcrm.services.shop import Shop
from shopcrm.services.waiting_list import Show, WishLine
from shopcrm.services.wish_rows import WishRow
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened

HOSTILE = "<b>x</b> & {name} %s"
TODAY = date(2026, 11, 22)
Room = Opened[GoodsPage]


@pytest.fixture
def people(application: App) -> dict[str, int]:
    """Sara, who avoids figs, and Reza; three kilograms of walnuts, no figs."""
    shop = application.shop
    walnuts = ProductDraft("Walnuts", "W", unit="kg", price=9_000, attributes={"grade": "premium"})
    shop.do(goods.save, None, walnuts, "Nuts")
    shop.do(stock.correct, 1, 3_000, "counted")
    shop.do(goods.save, None, ProductDraft("Figs", "F", price=5_000), "Fruit")
    sara, reza = makers.customer(shop, name="Sara"), makers.customer(shop, name="رضا")
    makers.avoids(shop, sara, "figs")
    return {"sara": sara, "reza": reza}


@pytest.fixture(params=["en", "fa"])
def room(
    application: App, look: Look, qtbot: QtBot, people: dict[str, int], request: pytest.FixtureRequest
) -> Iterator[Room]:
    """A window in each language."""
    del people
    with opened(application, look, qtbot, GoodsPage, language=request.param) as shown:
        yield shown


def _form(room: Room, customer: int, name: str = "Sara", wish: WishRow | None = None) -> WishForm:
    form = WishForm(room.kit, customer, name, room.frame, wish=wish)
    form.saved.connect(lambda _key, text: room.said.append(text))
    form.open()
    room.rest()
    return form


def _waiting(shop: Shop) -> list[WishRow]:
    return shop.ask(wishes.waiting)


def _choose(room: Room, form: WishForm, text: str, fits: Callable[[str], bool]) -> None:
    """Type, go down to what fits, and take it with Enter."""
    type_text(form.thing.box, text)
    room.qtbot.wait(160)
    room.rest()
    offers = form.thing.box.offers()
    place = next(place for place, offer in enumerate(offers) if fits(offer.text))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    for _step in range(place):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    room.rest()


def test_goods_are_asked_for_by_keyboard(room: Room, people: dict[str, int]) -> None:
    shop = room.kit.program.shop
    form = _form(room, people["sara"])
    _choose(room, form, "wal", lambda text: text == "Walnuts")
    assert form.thing.named is not None
    assert "3" in form.notes.text() or "۳" in form.notes.text()
    type_text(form.quantity, "۲٫۵" if room.kit.words.rtl else "2.5")
    type_text(form.limit, "850")
    form.until.set_day(TODAY + timedelta(days=9))
    form.priority.choose(1)
    type_text(form.note, HOSTILE)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    (row,) = _waiting(shop)
    assert (row.product_id, row.quantity, row.limit_price) == (1, 2_500, 8_500)
    assert (row.until, row.priority, row.note) == (TODAY + timedelta(days=9), 1, HOSTILE)


def test_A1_who_asks_again_is_on_the_list_already_and_saving_raises_it(
    room: Room, people: dict[str, int]
) -> None:
    shop = room.kit.program.shop
    shop.do(wishes.ask, people["sara"], words="saffron", quantity=1_000)
    form = _form(room, people["sara"])
    _choose(room, form, "Saffron", lambda text: text == "Saffron")
    assert form.notes.text()
    type_text(form.quantity, "3")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    (row,) = _waiting(shop)
    assert row.quantity == 3_000


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("grade=premium", "grade: premium"),
        ("fresh walnuts", "fresh walnuts"),
        (HOSTILE, HOSTILE),
    ],
)
def test_what_is_only_typed_is_taken_as_written(
    application: App, look: Look, qtbot: QtBot, people: dict[str, int], typed: str, thing: str
) -> None:
    with opened(application, look, qtbot, GoodsPage) as room:
        form = _form(room, people["sara"])
        type_text(form.thing.box, typed)
        press(form.thing.box, Qt.Key.Key_Return, CONTROL)
        room.until(lambda: bool(room.said))
        assert [row.thing for row in _waiting(application.shop)] == [thing]


def test_a_category_and_an_attribute_of_goods_are_offered(room: Room, people: dict[str, int]) -> None:
    shop = room.kit.program.shop
    form = _form(room, people["sara"])
    _choose(room, form, "nut", lambda text: text == "Nuts")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: len(room.said) == 1)
    form = _form(room, people["sara"])
    _choose(room, form, "prem", lambda text: text.startswith("grade"))
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: len(room.said) == 2)
    nuts = next(row.id for row in shop.ask(categories.tree) if row.name == "Nuts")
    assert [(row.category_id, row.attribute) for row in _waiting(shop)] == [(nuts, ""), (None, "grade")]


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(
    room: Room, people: dict[str, int]
) -> None:
    form = _form(room, people["sara"])
    press(form, Qt.Key.Key_Return, CONTROL)
    assert form.field("thing").error
    _choose(room, form, "figs", lambda text: text == "Figs")
    assert "figs" in form.notes.text()
    type_text(form.quantity, "0")
    type_text(form.limit, "12x")
    form.until.set_day(TODAY - timedelta(days=1))
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert all(form.field(name).error for name in ("quantity", "limit_price", "until"))
    assert not list(unnamed(form))
    form.reject()
    assert _waiting(room.kit.program.shop) == []


def test_how_a_wish_is_wanted_can_be_changed(room: Room, people: dict[str, int]) -> None:
    shop = room.kit.program.shop
    shop.do(wishes.ask, people["sara"], product_id=1, quantity=2_000, limit_price=9_000, note="soon")
    form = _form(room, people["sara"], wish=_waiting(shop)[0])
    form.quantity.clear()
    form.limit.clear()
    type_text(form.quantity, "1")
    form.limit.set_value(None)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    (row,) = _waiting(shop)
    assert (row.quantity, row.limit_price, row.note) == (1_000, None, "soon")


@pytest.fixture
def asked(application: App, people: dict[str, int]) -> dict[str, int]:
    """Sara waits for walnuts and for figs, Reza for saffron."""
    shop = application.shop
    return {
        "walnuts": shop.do(wishes.ask, people["sara"], product_id=1, quantity=2_000).wish_id,
        "figs": shop.do(wishes.ask, people["sara"], product_id=2).wish_id,
        "saffron": shop.do(wishes.ask, people["reza"], words="زعفران", note="for the wedding").wish_id,
    }


def _list(room: Room) -> WishList:
    dialog = WishList(room.kit, room.frame)
    dialog.did.connect(room.said.append)
    dialog.person_wanted.connect(lambda key: room.went.append(("customers", key)))
    dialog.open()
    room.rest()
    return dialog


def _lines(dialog: WishList) -> list[str]:
    rows = dialog.table.model()
    found: list[WishLine] = [
        rows.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(rows.rowCount())
    ]
    return [line.wish.thing for line in found]


def test_the_waiting_list_is_searched_and_narrowed(room: Room, asked: dict[str, int]) -> None:
    del asked
    dialog = _list(room)
    assert _lines(dialog) == ["Walnuts", "Figs", "زعفران"]
    assert dialog.money.text()
    dialog.parts.choose(Show.IN_STOCK)
    dialog.reread()
    room.rest()
    assert _lines(dialog) == ["Walnuts"]
    whom, what = wish_columns(room.kit.words, TODAY, narrow=True)
    line = dialog.table.current_row()
    assert isinstance(line, WishLine)
    assert whom.value(line) == room.kit.words.alone("Sara")
    assert what.second is not None
    assert what.second(line).startswith(room.kit.words.say("In stock")), "nothing is lost with the columns"
    dialog.parts.choose(Show.ALL)
    room.press(Qt.Key.Key_F, CONTROL)
    assert dialog.box.hasFocus()
    type_text(dialog.box, "wedding")
    room.qtbot.wait(160)
    room.rest()
    assert _lines(dialog) == ["زعفران"]
    type_text(dialog.box, "zzz")
    room.qtbot.wait(160)
    room.rest()
    assert dialog.empty.isVisible()
    dialog.empty.button.click()
    room.rest()
    assert len(_lines(dialog)) == 3
    assert not list(unnamed(dialog))
    dialog.reject()


def test_a_unit_is_held_and_let_go_by_key_and_each_step_is_taken_back(
    room: Room, asked: dict[str, int]
) -> None:
    shop = room.kit.program.shop
    dialog = _list(room)
    room.press(Qt.Key.Key_H, CONTROL)
    form = room.dialog(HoldForm)
    assert room.kit.words.quantity(2_000) == form.quantity.text()
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: len(room.said) == 1)
    (held,) = shop.ask(holds.all_open)
    assert (held.quantity, held.until, held.wish_id) == (2_000, TODAY + timedelta(days=3), asked["walnuts"])
    assert not dialog.hold.isVisible()
    for key, left in ((Qt.Key.Key_L, 0), (Qt.Key.Key_Z, 1), (Qt.Key.Key_G, 0), (Qt.Key.Key_Z, 1)):
        room.press(key, CONTROL)
        room.rest()
        assert len(shop.ask(holds.all_open)) == left
    assert len(_waiting(shop)) == 3
    dialog.reject()


def test_telling_and_withdrawing_are_taken_back_and_the_person_opens(
    room: Room, asked: dict[str, int], people: dict[str, int]
) -> None:
    shop = room.kit.program.shop
    dialog = _list(room)
    room.press(Qt.Key.Key_T, CONTROL)
    room.rest()
    assert _waiting(shop)[0].state == "told"
    room.press(Qt.Key.Key_Z, CONTROL)
    room.rest()
    assert _waiting(shop)[0].state == "waiting"
    press(dialog.table, Qt.Key.Key_Delete)
    room.rest()
    assert [row.id for row in _waiting(shop)] == [asked["figs"], asked["saffron"]]
    room.press(Qt.Key.Key_Z, CONTROL)
    room.rest()
    assert len(_waiting(shop)) == 3
    press(dialog.table, Qt.Key.Key_Return)
    assert room.went == [("customers", people["sara"])]


def test_what_cannot_be_held_is_said_in_the_form(room: Room, asked: dict[str, int]) -> None:
    del asked
    shop = room.kit.program.shop
    dialog = _list(room)
    room.press(Qt.Key.Key_H, CONTROL)
    form = room.dialog(HoldForm)
    form.quantity.clear()
    type_text(form.quantity, "9")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert shop.ask(holds.all_open) == []
    form.quantity.clear()
    type_text(form.quantity, "1")
    form.day.set_day(TODAY - timedelta(days=1))
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert shop.ask(holds.all_open) == []
    form.day.near.buttons()[0].click()
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    assert [row.until for row in shop.ask(holds.all_open)] == [TODAY]
    dialog.reject()
