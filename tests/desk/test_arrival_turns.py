from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.hold_form import HoldDayForm
from shopcrm.desk.look import Look
from shopcrm.desk.pages.arrivals import ArrivalsPage
from shopcrm.services import holds, wishes
from tests import makers
from tests.desk.kit_parts import press, unnamed
from tests.desk.opened import CONTROL, Opened, opened
from tests.telling import came_in

TODAY = date(2026, 11, 22)
Room = Opened[ArrivalsPage]


@pytest.fixture(params=["en", "fa"])
def room(application: App, look: Look, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Room]:
    """Three units came in; Sara asked for two of them first, Reza stands ahead of her; Nima is too late."""
    shop = application.shop
    product, _arrival = came_in(shop, quantity=3_000)
    people = [makers.customer(shop, name=name) for name in ("Nobody", "Sara", "Reza", "Nima")]
    shop.do(wishes.ask, people[1], product_id=product, quantity=2_000)
    shop.do(wishes.ask, people[2], product_id=product, priority=1)
    shop.do(wishes.ask, people[3], product_id=product)
    with opened(application, look, qtbot, ArrivalsPage, language=request.param) as shown:
        yield shown


def _held(room: Room) -> list[tuple[str, int, date]]:
    rows = room.kit.program.shop.ask(holds.all_open)
    return [(str(row.customer), row.quantity, row.until) for row in rows]


def _strip(room: Room) -> str:
    return room.page._people.strip.hold.text()


def test_A2_A4_one_key_holds_for_those_who_asked_in_their_turn_and_is_taken_back(room: Room) -> None:
    words = room.kit.words
    assert words.quantity(3_000) in _strip(room)
    assert not list(unnamed(room.page))
    rows = room.page._people.table.model()
    first = [rows.index(row, 0).data(Qt.ItemDataRole.UserRole).person.name for row in range(3)]
    assert first[:2] == ["Reza", "Sara"]
    room.press(Qt.Key.Key_H, CONTROL)
    room.until(lambda: bool(room.said))
    wednesday = TODAY + timedelta(days=3)
    assert _held(room) == [("Reza", 1_000, wednesday), ("Sara", 2_000, wednesday)]
    room.rest()
    assert not room.page._people.strip.hold.isVisible()
    room.undo[-1]()
    room.rest()
    assert _held(room) == []
    assert room.page._people.strip.hold.isVisible()


def test_the_day_until_which_is_held_can_be_another(room: Room) -> None:
    room.page._people.strip.day.click()
    form = room.dialog(HoldDayForm)
    form.day.near.buttons()[-1].click()
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    assert {day for _name, _quantity, day in _held(room)} == {TODAY + timedelta(days=7)}


def test_where_nobody_asked_there_is_no_strip(application: App, look: Look, qtbot: QtBot) -> None:
    came_in(application.shop)
    makers.customer(application.shop, name="Sara")
    with opened(application, look, qtbot, ArrivalsPage) as room:
        assert not room.page._people.strip.isVisible()
