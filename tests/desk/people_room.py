"""The page of customers as tests use it: shown on a shop with a few people, and asked what it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.customer_list import Person
from shopcrm.desk.look import Look
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.timeline_words import Line
from tests import makers
from tests.desk.kit_parts import type_text
from tests.desk.opened import CONTROL, Opened, opened

CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
HOSTILE = "<b>x</b> & <img src=x>"
Room = Opened[CustomersPage]


@contextmanager
def two_people(application: App, look: Look, qtbot: QtBot, **how: object) -> Iterator[Room]:
    """Show the page on a shop with Maryam, who was seen last, and Ali."""
    shop, now = application.shop, application.shop.clock()
    ali = makers.customer(shop, name="Ali Karimi", seen=now - timedelta(days=20))
    makers.phone(shop, ali, "+989122223344")
    maryam = makers.customer(shop, name="Maryam Noori", code="17850", seen=now - timedelta(days=1))
    makers.phone(shop, maryam, "+989123456718")
    with opened(application, look, qtbot, CustomersPage, **how) as shown:  # type: ignore[arg-type] # passed on
        yield shown


def listed(shown: Room) -> list[Person]:
    """Give the rows of the list that are here."""
    rows = shown.page.list.table.model()
    found = [rows.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(rows.rowCount())]
    return [row for row in found if row is not None]


def names(shown: Room) -> list[str]:
    """Give the names in the list."""
    return [row.divider or row.name for row in listed(shown)]


def search(shown: Room, text: str) -> None:
    """Search for a text."""
    box = shown.page.list.box
    box.clear()
    type_text(box, text)
    shown.qtbot.wait(150)
    shown.rest()


def shown_id(shown: Room) -> int:
    """Tell who is shown, by number."""
    assert shown.page.sheet.customer_id is not None
    return shown.page.sheet.customer_id


def stands_on(shown: Room) -> str:
    """Tell on whom the list stands."""
    row = shown.page.list.current()
    assert row is not None
    return str(row.name)


def shown_name(shown: Room) -> str:
    """Tell who is shown, by name."""
    return shown.page.sheet.head.name.text()


def happened(shown: Room) -> list[str]:
    """Read the timeline: the heads of days and what happened."""
    lines: list[Line] = shown.page.sheet.timeline.rows.all()
    return [line.divider or line.what for line in lines]
