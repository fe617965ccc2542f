from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.report_choice import PaperKind, ReportChoice
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Lanes
from shopcrm.desk.look import Look
from shopcrm.outside.paper.render import page_texts
from shopcrm.services import settings
from tests import makers
from tests.desk.gallery import settle
from tests.desk.kit_parts import unnamed
from tests.desk.opened import CONTROL


@pytest.fixture
def kit(application: App, look: Look) -> Iterator[Kit]:
    decided = application.shop.ask(settings.read)
    lanes = Lanes(application.shop)
    yield Kit(application, lanes, look, application.words_for(decided), decided)
    lanes.close()


@pytest.fixture
def window(look: Look, qtbot: QtBot) -> QWidget:
    host = QWidget()
    host.resize(look.size(1000), look.size(700))
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    settle()
    return host


def opened(kit: Kit, window: QWidget, ids: list[int], **more: str) -> tuple[ReportChoice, list[Path]]:
    papers: list[Path] = []
    dialog = ReportChoice(kit, ids, window, **more)
    dialog.printed.connect(papers.append)
    dialog.open()
    dialog.activateWindow()
    settle()
    return dialog, papers


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    window = QApplication.activeModalWidget()
    assert window is not None
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    settle()


def test_keys_alone_make_the_chosen_paper(kit: Kit, window: QWidget, qtbot: QtBot) -> None:
    sara = makers.customer(kit.program.shop, name="Sara")
    dialog, papers = opened(kit, window, [sara], name="Sara")
    press(Qt.Key.Key_Right)
    assert dialog.kind.value() is PaperKind.SHEET
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(papers), timeout=20_000)
    assert papers[0].stem == "short-sheet"
    assert "Sara" in page_texts(papers[0])[0]


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_can_be_made(kit: Kit, window: QWidget, qtbot: QtBot, kind: PaperKind) -> None:
    sara = makers.customer(kit.program.shop, name="Sara")
    dialog, papers = opened(kit, window, [sara])
    dialog.kind.choose(kind)
    dialog.agreed.emit()
    qtbot.waitUntil(lambda: bool(papers), timeout=20_000)
    assert "Sara" in " ".join(page_texts(papers[0]))


def test_what_they_read_begins_in_their_language_until_one_is_chosen(kit: Kit, window: QWidget) -> None:
    dialog, _ = opened(kit, window, [1], language="fa")
    assert dialog.language.value() == "en"
    dialog.kind.buttons()[2].click()
    assert (dialog.kind.value(), dialog.language.value()) == (PaperKind.GIVEN, "fa")
    dialog.language.buttons()[0].click()
    dialog.kind.buttons()[3].click()
    assert dialog.language.value() == "en"
    dialog.reject()


def test_all_that_is_kept_is_asked_for_one_person(kit: Kit, window: QWidget) -> None:
    dialog, _ = opened(kit, window, [1, 2])
    assert len(dialog.kind.buttons()) == len(PaperKind) - 1
    assert "2 people" in dialog.title.text()
    assert list(unnamed(dialog)) == []
    dialog.reject()


def test_what_went_wrong_is_told_in_the_dialog(kit: Kit, window: QWidget, qtbot: QtBot) -> None:
    dialog, papers = opened(kit, window, [99])
    dialog.agreed.emit()
    qtbot.waitUntil(lambda: dialog.main.isEnabled() and kit.lanes.idle, timeout=20_000)
    assert "There is no customer 99" in dialog.line.text()
    assert not papers
    dialog.reject()
