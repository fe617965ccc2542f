"""The standards at the desk: read, changed and taken back, by keys, with what is wrong beside its field."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.standards import StandardsDialog
from shopcrm.desk.look import Look
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.standard_editor import DosEditor, ReturnsEditor
from shopcrm.desk.standard_figures import ClocksEditor, RemediesEditor
from shopcrm.desk.standard_hours import HoursEditor
from shopcrm.desk.standard_rows import GuaranteeLine, GuaranteesEditor, PhrasesEditor
from shopcrm.desk.standards_card import StandardsCard
from shopcrm.desk.widgets.fields import TextArea
from shopcrm.rules.complaints import About, RemedyKind
from shopcrm.rules.opening import Span
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.standards import (
    CaseTimes,
    Clocks,
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    Offer,
    Phrase,
    Phrases,
    Remedies,
    Returns,
    StandardKind,
)
from shopcrm.services import opening, settings, staff, standards
from tests.desk.kit_parts import unnamed
from tests.desk.opened import CONTROL, Opened, opened

ALT = Qt.KeyboardModifier.AltModifier
KINDS = list(StandardKind)


@pytest.fixture(params=["en", "fa"])
def room(
    application: App, look: Look, qtbot: QtBot, request: pytest.FixtureRequest
) -> Iterator[Opened[SettingsPage]]:
    """The settings of a shop in which two people work."""
    language = str(request.param)
    for name in ("Mina", "Ali"):
        application.shop.do(staff.add, name, "staff")
    application.shop.do(settings.change, language=language, return_policy="Unopened.", first_run_done=True)
    with opened(application, look, qtbot, SettingsPage, language=language) as shown:
        yield shown


def dialog(room: Opened[SettingsPage]) -> StandardsDialog:
    room.press(Qt.Key.Key_F4)
    found = room.dialog(StandardsDialog)
    room.rest()
    return found


def go(room: Opened[SettingsPage], found: StandardsDialog, kind: StandardKind) -> None:
    found.kinds.go_to(KINDS.index(kind))
    room.rest()


def keep(room: Opened[SettingsPage]) -> None:
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()


def test_words_are_changed_undone_by_key_kept_and_taken_back(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    before = shop.ask(standards.dos)
    found = dialog(room)
    assert list(unnamed(found, in_sight=True)) == []
    editor = found.editors[StandardKind.DOS]
    assert isinstance(editor, DosEditor)
    editor.do.setFocus()
    editor.do.selectAll()
    QTest.keyClicks(editor.do, "Be kind.")
    room.press(Qt.Key.Key_Z, CONTROL)
    assert editor.do.toPlainText() == "\n".join(before.do)
    editor.do.selectAll()
    QTest.keyClicks(editor.do, "Be kind.")
    assert found.reading.button.isEnabled() is False
    assert shop.ask(standards.dos) == before, "nothing is kept before one says so"
    keep(room)
    assert shop.ask(standards.dos) == Dos(("Be kind.",), before.dont)
    assert len(room.undo) == 1
    room.undo[-1]()
    room.rest()
    assert shop.ask(standards.dos) == before
    assert shop.ask(standards.current, StandardKind.DOS).number == 2


def test_what_was_written_is_there_again_after_leaving(room: Opened[SettingsPage]) -> None:
    found = dialog(room)
    editor = found.editors[StandardKind.DOS]
    assert isinstance(editor, DosEditor)
    editor.do.setPlainText("Half a thought")
    room.press(Qt.Key.Key_Escape)
    room.rest()
    again = dialog(room)
    kept = again.editors[StandardKind.DOS]
    assert isinstance(kept, DosEditor)
    assert kept.do.toPlainText() == "Half a thought"
    room.press(Qt.Key.Key_Escape)


def test_an_older_version_is_chosen_and_kept_as_a_new_one(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    for words in ("One.", "Two."):
        shop.do(standards.save, StandardKind.DOS, Dos((words,)))
    found = dialog(room)
    assert found.versions.count() == 2
    found.versions.setCurrentIndex(1)
    found.versions.activated.emit(1)
    keep(room)
    assert shop.ask(standards.current, StandardKind.DOS).number == 3
    assert shop.ask(standards.dos) == Dos(("One.",))


def test_reading_is_noted_by_key_and_goes_on_to_the_next(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    found = dialog(room)
    room.press(Qt.Key.Key_R, ALT)
    room.rest()
    assert found.kinds.current_row() is StandardKind.RETURNS
    assert StandardKind.DOS not in {one.kind for one in shop.ask(standards.unread)}
    for _kind in KINDS[1:]:
        room.press(Qt.Key.Key_R, ALT)
        room.rest()
    assert shop.ask(standards.unread) == []
    assert not found.reading.button.isEnabled()
    assert "Mina" in found.reading.told.text()
    room.press(Qt.Key.Key_Escape)
    card = room.page.findChild(StandardsCard)
    assert card is not None
    card.refresh()
    room.rest()
    assert "Ali" in card.people.text()


def test_return_terms_stand_in_the_card_of_the_shop_as_well(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    found = dialog(room)
    go(room, found, StandardKind.RETURNS)
    editor = found.editors[StandardKind.RETURNS]
    assert isinstance(editor, ReturnsEditor)
    editor.words.setPlainText("With the slip.")
    editor.days.setText("۷x")
    editor.days.textEdited.emit("")
    keep(room)
    assert editor.findChildren(TextArea)
    assert shop.ask(settings.read).return_days == 14, "what is no number is not kept"
    editor.days.setText("۷")
    editor.days.textEdited.emit("")
    keep(room)
    assert shop.ask(standards.return_terms) == Returns("With the slip.", 7)
    room.page.refresh()
    room.rest()
    shown = [area.toPlainText() for area in room.page.findChildren(TextArea)]
    assert "With the slip." in shown


def test_lines_are_added_left_out_and_put_back(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    before = shop.ask(standards.read, StandardKind.PHRASES)
    assert isinstance(before, Phrases)
    found = dialog(room)
    go(room, found, StandardKind.PHRASES)
    editor = found.editors[StandardKind.PHRASES]
    assert isinstance(editor, PhrasesEditor)
    editor.lines[0].cross.click()
    assert editor.content() == Phrases(before.each[1:])
    room.press(Qt.Key.Key_Z, ALT)
    assert editor.content() == before
    editor.lines[1].cross.click()
    room.press(Qt.Key.Key_N, ALT)
    line = editor.lines[-1]
    assert found.focusWidget() is line.words
    QTest.keyClicks(line.words, "Tea?")
    assert list(unnamed(found, in_sight=True)) == []
    keep(room)
    left = (before.each[0], *before.each[2:], Phrase("Tea?"))
    assert shop.ask(standards.read, StandardKind.PHRASES) == Phrases(left)


def test_a_guarantee_says_what_is_made_for_it_and_for_which_orders(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    found = dialog(room)
    go(room, found, StandardKind.GUARANTEES)
    editor = found.editors[StandardKind.GUARANTEES]
    assert isinstance(editor, GuaranteesEditor)
    while editor.lines:
        editor.lines[0].cross.click()
    editor.add.click()
    line = editor.lines[0]
    assert isinstance(line, GuaranteeLine)
    line.words.setText("In time")
    line.about.choose(About.DELIVERY)
    line.makes.choose(Makes.VOUCHER)
    line.makes.picked.emit(Makes.VOUCHER)
    line.orders.setChecked(True)
    line.grace.setText("2")
    keep(room)
    assert shop.ask(standards.current, StandardKind.GUARANTEES).number == 0, "a voucher of nothing"
    line.amount.set_value(5_000)
    keep(room)
    broken = Compensation(Makes.VOUCHER, 5_000)
    wanted = Guarantee("In time", About.DELIVERY, broken, for_orders=True, grace_days=2)
    assert shop.ask(standards.read, StandardKind.GUARANTEES) == Guarantees((wanted,))


def test_hours_and_closed_days_are_written_as_people_say_them(room: Opened[SettingsPage]) -> None:
    shop, words = room.kit.program.shop, room.kit.words
    found = dialog(room)
    go(room, found, StandardKind.HOURS)
    editor = found.editors[StandardKind.HOURS]
    assert isinstance(editor, HoursEditor)
    editor.days[4].setText("ten to noon")
    editor.days[4].textEdited.emit("")
    assert words.digits("9:00") in editor._check(4)()
    keep(room)
    assert shop.ask(standards.current, StandardKind.HOURS).number == 0
    assert list(unnamed(found, in_sight=True)) == []
    editor.days[4].setText(words.digits("9:00-13:00, 16:00-1:00"))
    editor.days[4].textEdited.emit("")
    editor.fixed.click()
    QTest.keyClick(editor.closed.name, Qt.Key.Key_Return)
    assert editor.closed._day.error, "which day it is was not said"
    editor.closed.day.set_day(date(2026, 12, 10))
    editor.closed.name.setText("Eid")
    QTest.keyClick(editor.closed.name, Qt.Key.Key_Return)
    room.rest()
    assert [row.name for row in shop.ask(opening.holidays)] == ["Eid"]
    editor.closed._remove(editor.closed.rows[0])
    room.rest()
    assert shop.ask(opening.holidays) == []
    assert editor.closed.day.day() == date(2026, 12, 10), "one key puts it back"
    editor.closed.add.click()
    room.rest()
    keep(room)
    usual = (Span(540, 1260),)
    friday = (Span(540, 780), Span(960, 60))
    assert shop.ask(standards.hours) == Hours((usual,) * 4 + (friday,) + (usual,) * 2, fixed=False)
    assert shop.ask(opening.of_shop).closed == {date(2026, 12, 10)}


def test_clocks_and_offers_are_written_for_each_severity(room: Opened[SettingsPage]) -> None:
    shop, words = room.kit.program.shop, room.kit.words
    found = dialog(room)
    go(room, found, StandardKind.CLOCKS)
    clocks = found.editors[StandardKind.CLOCKS]
    assert isinstance(clocks, ClocksEditor)
    clocks.answer[5].setText("soon")
    clocks.answer[5].textEdited.emit("")
    keep(room)
    assert clocks.problem.text()
    clocks.answer[5].setText(words.digits("0:15"))
    clocks.settle[5].setText("4")
    clocks.settle[5].textEdited.emit("")
    go(room, found, StandardKind.REMEDIES)
    offers = found.editors[StandardKind.REMEDIES]
    assert isinstance(offers, RemediesEditor)
    assert list(unnamed(found, in_sight=True)) == []
    offers.alone.set_value(70_000)
    card = offers.offers[1]
    card.kinds.choose(RemedyKind.APOLOGY)
    card.most.set_value(9_000)
    card.points.setText(words.digits("3"))
    card.points.textEdited.emit("")
    keep(room)
    kept = shop.ask(standards.read, StandardKind.CLOCKS)
    assert isinstance(kept, Clocks)
    assert kept.of(5) == CaseTimes(15, 240)
    offered = shop.ask(standards.read, StandardKind.REMEDIES)
    assert isinstance(offered, Remedies)
    assert offered.offers[0] == Offer(frozenset({RemedyKind.APOLOGY}), 9_000, 3)
    assert offered.alone == 70_000


def test_somebody_else_was_quicker(room: Opened[SettingsPage]) -> None:
    shop = room.kit.program.shop
    found = dialog(room)
    editor = found.editors[StandardKind.DOS]
    assert isinstance(editor, DosEditor)
    editor.do.setPlainText("Mine")
    shop.do(standards.save, StandardKind.DOS, Dos(("Theirs",)))
    keep(room)
    assert found.problem.isVisible()
    assert editor.do.toPlainText() == "Mine"
    assert shop.ask(standards.dos) == Dos(("Theirs",))
    room.press(Qt.Key.Key_Escape)


def test_both_papers_come_from_the_card(room: Opened[SettingsPage]) -> None:
    made: list[object] = []
    room.page.printed.connect(made.append)
    card = room.page.findChild(StandardsCard)
    assert card is not None
    card.leaflet.click()
    card.sheet.click()
    room.until(lambda: len(made) == 2)
