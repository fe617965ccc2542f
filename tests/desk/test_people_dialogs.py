import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.dialogs.erasing import ErasingDialog
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Lanes
from shopcrm.desk.look import Look
from shopcrm.desk.widgets.labels import Label
from shopcrm.services import customers, duplicates, merges, settings
from shopcrm.services.customers import Draft
from tests.desk.gallery import settle
from tests.desk.kit_parts import choose_file

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@contextmanager
def desk(application: App, look: Look, qtbot: QtBot) -> Iterator[tuple[Kit, QWidget]]:
    decided = application.shop.ask(settings.read)
    kit = Kit(application, Lanes(application.shop), look, application.words_for(decided, "en"), decided)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    try:
        yield kit, window
    finally:
        kit.lanes.close()
        settle()


def rest(kit: Kit, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: kit.lanes.idle, timeout=20_000)
    settle()


def said(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(Label) if label.isVisible())


@pytest.fixture
def people(application: App) -> list[int]:
    shop = application.shop
    known = [
        ("Maryam Noori", "0912 123 4567"),
        ("Noori Maryam", "0912 123 4567"),
        ("Reza Karimi", "0935 111 2233"),
        ("Reza Karimy", "0935 111 2233"),
    ]
    ids = [shop.do(customers.add, Draft(name=name, phones=[phone])).id for name, phone in known]
    shop.do(duplicates.sweep)
    return ids


def test_pairs_are_gone_through_with_the_keyboard_alone(
    application: App, look: Look, qtbot: QtBot, people: list[int]
) -> None:
    shop = application.shop
    with desk(application, look, qtbot) as (kit, window):
        dialog = DuplicatesDialog(kit, window)
        told: list[str] = []
        dialog.did.connect(told.append)
        dialog.open()
        rest(kit, qtbot)
        assert "2 pairs wait" in said(dialog)
        assert "Both have the phone 0912 123 4567. The names are the same." in said(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_2, ALT)
        QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
        rest(kit, qtbot)
        assert [view.kept_id for view in shop.ask(merges.recent)] == [people[1]]
        assert "Reza Karimy" in said(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
        rest(kit, qtbot)
        assert shop.ask(merges.recent)[0].undone_at is not None
        QTest.keyClick(dialog, Qt.Key.Key_3, ALT)
        rest(kit, qtbot)
        assert "Nobody seems to be known twice" in said(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
        rest(kit, qtbot)
        assert shop.ask(duplicates.count) == 1
        assert told == [
            "Noori Maryam is one person now.",
            "They are two people again, as before.",
            "They stay two people, and are not offered again.",
            "The pair waits again.",
        ]
        dialog.reject()


def test_a_pair_can_be_named_and_put_off(
    application: App, look: Look, qtbot: QtBot, people: list[int]
) -> None:
    del people
    second = application.shop.ask(duplicates.waiting)[1]
    with desk(application, look, qtbot) as (kit, window):
        dialog = DuplicatesDialog(kit, window, second.id)
        dialog.open()
        rest(kit, qtbot)
        assert "Reza Karimy" in said(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_4, ALT)
        rest(kit, qtbot)
        assert "Noori Maryam" in said(dialog)
        dialog.reject()


def test_two_people_can_be_named_and_the_merge_is_given_to_be_taken_back(
    application: App, look: Look, qtbot: QtBot, people: list[int]
) -> None:
    with desk(application, look, qtbot) as (kit, window):
        dialog = DuplicatesDialog(kit, window, couple=(people[2], people[0]))
        given: list[object] = []
        dialog.merged.connect(lambda kept, back: given.extend([kept, back]))
        dialog.open()
        rest(kit, qtbot)
        dialog.agreed.emit()
        rest(kit, qtbot)
        kept, back = given
        assert kept == people[0]
        assert callable(back)
        application.shop.do(back)
        assert application.shop.ask(customers.count) == 4


def test_a_refusal_is_said_in_the_dialog(
    application: App, look: Look, qtbot: QtBot, people: list[int]
) -> None:
    with desk(application, look, qtbot) as (kit, window):
        dialog = DuplicatesDialog(kit, window)
        dialog.open()
        rest(kit, qtbot)
        application.shop.do(merges.merge, people[0], people[1])
        dialog.agreed.emit()
        rest(kit, qtbot)
        assert "was merged into" in said(dialog)
        dialog.reject()


def test_C3_the_last_question_names_the_person_what_goes_and_what_stays(
    application: App, look: Look, qtbot: QtBot, people: list[int], tmp_path: Path
) -> None:
    application.backups.make().rename(tmp_path / "backups" / "shop-20260101-000000.db")
    with desk(application, look, qtbot) as (kit, window):
        dialog = ErasingDialog(kit, window, people[0], "Maryam Noori")
        erased: list[int] = []
        dialog.erased.connect(erased.append)
        dialog.open()
        rest(kit, qtbot)
        assert dialog.main.text() == "Erase Maryam Noori"
        assert "Name, and 1 way to reach them" in said(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_1, ALT)
        choose_file(dialog, tmp_path / "copy.json", "(*.json)")
        rest(kit, qtbot)
        assert "copy.json" in said(dialog)
        assert json.loads((tmp_path / "copy.json").read_text())["customer_id"] == people[0]
        QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
        rest(kit, qtbot)
        assert erased == [people[0]]
        assert "No word of them is left" in said(dialog)
        assert "shop-20260101-000000.db" in said(dialog)
        dialog.reject()


def test_an_erasure_that_is_refused_says_so(
    application: App, look: Look, qtbot: QtBot, people: list[int]
) -> None:
    with desk(application, look, qtbot) as (kit, window):
        dialog = ErasingDialog(kit, window, people[0], "Maryam Noori")
        dialog.open()
        rest(kit, qtbot)
        application.erase_customer(people[0])
        dialog.agreed.emit()
        rest(kit, qtbot)
        assert "was erased before" in said(dialog)
        dialog.reject()
