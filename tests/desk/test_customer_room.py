"""Whether the sheet of a person has room for its words: long names, large writing, small windows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.look import Look
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.side_column import SideColumn
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.sayings import saying
from shopcrm.services import customers, notes, wishes
from shopcrm.services.customers import Draft
from shopcrm.services.memory import MemoryCard
from shopcrm.services.notes import NoteKind
from shopcrm.services.occasions import OccasionDraft
from shopcrm.services.preferences import Kind as TasteKind
from shopcrm.services.preferences import Taste
from tests import makers
from tests.desk.gallery import settle
from tests.desk.opened import opened
from tests.desk.people_room import Room, shown_id

LONG = "Handmade walnut and pistachio baklava from Tabriz in the large festive gift box"
WIDE, SMALL = (1440, 900), (1100, 700)


def _rich_person(application: App) -> int:
    """Write down somebody of whom much is known, all of it with long words."""
    shop = application.shop
    husband = makers.customer(shop, name="Mohammad Reza Mohammadzadeh Tehrani")
    draft = Draft(
        name="Seyedeh Fatemeh Mohammadzadeh Tehrani Isfahani",
        honorific="Mrs",
        card="1234567897",
        phones=["09123456718", "02122334455"],
        emails=["fatemeh.mohammadzadeh.tehrani@a-long-company-name.example.com"],
        addresses=["Tehran, Valiasr street, third alley on the left, number 17, second floor"],
        tags=["wholesale", "neighbour", "a tag of many words indeed"],
        preferences=[Taste(TasteKind.AVOIDS, words="peanuts"), Taste(TasteKind.LIKES, words=LONG)],
        occasions=[OccasionDraft(OccasionKind.BIRTHDAY, 11, 24, 1980, calendar=CalendarKind.GREGORIAN)],
        household_with=husband,
        referred_by=None,
    )
    key = shop.do(customers.add, draft).id
    goods = makers.product(shop, name=LONG, stock=5000)
    for back in range(6):
        at = shop.clock() - timedelta(days=20 * back + 1)
        makers.sale(shop, key, (goods, 1000, 5_000_000), number=str(back), at=at)
    shop.do(wishes.ask, key, product_id=goods)
    shop.do(notes.write, key, NoteKind.NOTE, f"Asked whether {LONG} is coming in again before the feast")
    makers.consent(shop, key, "sms")
    return key


@contextmanager
def _room(
    application: App,
    look: Look,
    qtbot: QtBot,
    *,
    scale: float = 1.0,
    language: str = "en",
    size: tuple[int, int] = WIDE,
) -> Iterator[Room]:
    key = _rich_person(application)
    how = {"language": language, "size": size, "thing": key, "text_scale": scale}
    with opened(application, look, qtbot, CustomersPage, **how) as shown:  # type: ignore[arg-type] # passed on
        yield shown


def _cut(root: QWidget) -> list[str]:
    """Find what in sight has less width than it must have, or lies beside what it is in."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.objectName().startswith("qt_"):
            continue
        needed = widget.minimumSizeHint().width()
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and not widget.wordWrap()):
            shrinks = widget.minimumSizeHint().width() < widget.sizeHint().width()
            needed = needed if shrinks and isinstance(widget, QLabel) else widget.sizeHint().width()
        parent = widget.parentWidget()
        inside = parent is None or (widget.x() >= 0 and widget.geometry().right() < parent.width())
        if widget.width() < needed or not (inside or isinstance(widget, QAbstractScrollArea)):
            what = widget.accessibleName() or getattr(widget, "text", str)()
            room = f"{widget.width()} of {needed} at {widget.x()}"
            found.append(f"{type(widget).__name__} {what!r} in {type(parent).__name__}: {room}")
    return found


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [WIDE, SMALL])
def test_nothing_is_cut_or_scrolls_sideways(
    application: App, look: Look, qtbot: QtBot, language: str, scale: float, size: tuple[int, int]
) -> None:
    with _room(application, look, qtbot, scale=scale, language=language, size=size) as room:
        assert _cut(room.page) == []
        assert room.page.list.isVisible()
        room.page.show_thing(shown_id(room))
        room.rest()
        for tab in room.page.sheet.tabs.buttons():
            tab.click()
            settle()
            assert _cut(room.page) == []
        areas = [area for area in room.frame.findChildren(QAbstractScrollArea) if area.isVisible()]
        assert [area for area in areas if area.horizontalScrollBar().maximum() > 0] == []


def test_a_line_to_remember_is_four_lines_of_text_however_long_they_are(
    application: App, look: Look, qtbot: QtBot
) -> None:
    with _room(application, look, qtbot) as room:
        what, why = saying("Tell them: {text}", text=LONG * 2), saying("They asked: {text}", text=LONG * 2)
        line = Reminder(Kind.TELL, what, why, Act.TOLD, 1, subject="x")
        box = room.page.sheet.memory
        box.show_card(MemoryCard(shown_id(room), (line, line, line), 0))
        settle()
        seen = [one for one in box.lines if one.isVisible()]
        high = seen[0].what.height() + seen[0].why.height()
        assert seen[0].what.height() < 3 * seen[0].what.fontMetrics().height()
        # The reason is whole as far as two lines go, and then ends in an ellipsis.
        assert seen[0].why.shown().count("\n") == 1
        assert [one.height() - high for one in seen] == [look.size(14)] * 3
        assert LONG in seen[0].what.toolTip()
        assert LONG in seen[0].why.toolTip()


def test_contact_and_consent_can_be_reached_below_the_edge(
    application: App, look: Look, qtbot: QtBot
) -> None:
    with _room(application, look, qtbot) as room:
        (side,) = room.page.findChildren(SideColumn)
        contact = room.page.sheet.contact
        parts = [side.more.text()]
        while side.more.isVisible():
            side.more.click()
            settle()
            parts.append(side.more.text())
        assert any(part.startswith("More of ") for part in parts), parts
        assert not contact.visibleRegion().isEmpty()
        bar = side._area.verticalScrollBar()
        bar.setValue(bar.maximum())
        settle()
        assert not side.more.isVisible()
        bar.setValue(0)
        settle()
        assert side.more.isVisible()


def test_the_next_pane_is_in_sight_from_its_head_on(application: App, look: Look, qtbot: QtBot) -> None:
    with _room(application, look, qtbot) as room:
        (side,) = room.page.findChildren(SideColumn)
        area, sheet = side._area, room.page.sheet
        for begin, card in ((sheet._begin_contact, sheet.contact), (sheet._begin_memory, sheet.memory)):
            begin()
            settle()
            assert area.viewport().rect().contains(card.title.mapTo(area.viewport(), QPoint(0, 0)))


def test_days_of_this_year_stand_without_it(application: App, look: Look, qtbot: QtBot) -> None:
    with _room(application, look, qtbot) as room:
        said = [line.why.text() for line in room.page.sheet.memory.lines if line.isVisible()]
        assert said
        assert not [why for why in said if "2026" in why]
