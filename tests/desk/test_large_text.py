"""Writing of twice the size in a small window: nothing is cut or scrolls sideways, all can be reached."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from shopcrm import app as program
from shopcrm.desk import start
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.banner import Banner, Notice, NoticeKind
from shopcrm.desk.widgets.bars import TopBar, _State
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.flow import Spread
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.sum_rows import SumLine, SumRows
from shopcrm.desk.window import Window
from shopcrm.services import settings
from tests import made_samples
from tests.conftest import NOW
from tests.desk.cut_off import cut_off, sideways
from tests.desk.gallery import settle
from tests.desk.gallery_pages import ENGLISH
from tests.desk.scenes import pages, scenes

SMALL = (1100, 700)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_page_and_dialog_has_room_for_writing_of_twice_the_size(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    *,
    full: bool,
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    path = made_samples.small(tmp_path_factory, tmp_path / "sample.db", language)
    faults: dict[str, list[str]] = {}
    seen: set[str] = set()
    with program.opened(path, clock=lambda: NOW) as app:
        app.shop.do(settings.change, first_run_done=True)
        with Walk(app, text_scale=2.0) as hands:
            # Room is measured; drawing it takes a third of the time, and the tour does that.
            hands.window.frame.setUpdatesEnabled(False)
            hands.window.show()
            hands.resize(*SMALL)
            # The dialogs are looked at in the language whose buttons are the longest.
            for name in (scenes if full or language == "en" else pages)(hands):
                seen.add(hands.window.frame.current)
                if found := _faults(hands):
                    faults[name] = found
            assert hands.errors == []
    assert faults == {}
    assert seen == {page.key for page in start.PAGES}


def _faults(hands: Walk) -> list[str]:
    window, frame = hands.top.window(), hands.window.frame
    found = [*cut_off(window), *sideways(window)]
    if (frame.width(), frame.height()) != SMALL:
        found.append(f"the window grew to {frame.width()} by {frame.height()}")
    if isinstance(window, DialogFrame):
        place = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        if not QRect(frame.mapToGlobal(QPoint(0, 0)), frame.size()).contains(place):
            found.append(f"the dialog is {window.width()} by {window.height()}")
        ends = [button for button in (window.main, window.cancel) if button.isVisible()]
        hidden = [one for one in ends if one.visibleRegion().boundingRect() != one.rect()]
        found += [f"{button.text()!r} is not all in sight" for button in hidden]
    return found


def test_what_is_cut_or_scrolls_sideways_is_found(look: Look, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    button = Button(look, "A label that is longer than its room")
    button.setParent(host)
    button.setGeometry(0, 0, 60, 36)
    host.resize(400, 100)
    host.show()
    assert [one.split(" ")[0] for one in cut_off(host)] == ["Button"]


def test_things_turn_under_each_other_where_they_do_not_fit(look: Look, qtbot: QtBot) -> None:
    host, first, second = QWidget(), Button(look, "First of the two"), Button(look, "Second of the two")
    qtbot.addWidget(host)
    panes = fold(first, None, second, gap=8)
    host.setLayout(panes)
    panes.give(second, 200)
    panes.keep_high(first, 90)
    host.resize(600, 200)
    host.show()
    settle()
    assert first.y() == second.y()
    assert (second.width(), first.minimumHeight()) == (200, 0)
    host.resize(210, 300)
    settle()
    assert second.y() >= first.y() + 90
    assert first.x() == second.x()
    host.resize(600, 200)
    settle()
    assert first.y() == second.y()
    assert second.width() == 200


def test_choices_stand_in_columns_where_a_line_is_too_short(look: Look, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    spread = Spread(host, gap=8, line_gap=8)
    buttons = [Button(look, f"Choice number {i}") for i in range(4)]
    for button in buttons:
        spread.addWidget(button)
    least = buttons[0].minimumSizeHint().width()
    host.resize(4 * least + 100, 100)
    host.show()
    settle()
    assert len({button.y() for button in buttons}) == 1
    host.resize(3 * least, 200)
    settle()
    assert [button.y() for button in buttons] == [0, 0, 44, 44]
    assert len({button.width() for button in buttons}) == 1


def _says_words(state: _State) -> bool:
    """Ask anew each time; a checker would take the first answer for all."""
    return state.says_words


def test_the_find_line_keeps_room_and_states_keep_their_words_in_tips(look: Look, qtbot: QtBot) -> None:
    bar = TopBar(look, "Find")
    qtbot.addWidget(bar)
    bar.title.setText("Customers")
    bar.set_state("backup", "shield-check", "ok", "The last backup was two hours ago")
    bar.resize(1000, 56)
    bar.show()
    settle()
    (state,) = bar._states.values()
    assert _says_words(state)
    bar.resize(480, 56)
    settle()
    assert not _says_words(state)
    assert state.toolTip() == state.accessibleName() == "The last backup was two hours ago"
    assert bar.finder.width() >= 180
    bar.resize(1000, 56)
    settle()
    assert _says_words(state)


def test_the_action_of_a_notice_stands_under_its_words_in_a_narrow_window(look: Look, qtbot: QtBot) -> None:
    said = Notice(
        "sample", NoticeKind.INFO, "This is a sample", "Nobody in it is real.", "Make my shop", "Alt+M"
    )
    banner = Banner(look, ENGLISH, said)
    qtbot.addWidget(banner)
    banner.resize(900, 48)
    banner.show()
    settle()
    button = next(one for one in banner.findChildren(QAbstractButton) if isinstance(one, Button))
    assert banner.sizeHint().height() <= 56
    banner.resize(400, 100)
    settle()
    assert banner.sizeHint().height() > 80
    assert button.width() >= button.sizeHint().width()


def test_the_reason_of_an_amount_goes_under_its_name_before_nothing_of_it_is_seen(
    look: Look, qtbot: QtBot
) -> None:
    rows = SumRows(look, name="Sums")
    qtbot.addWidget(rows)
    rows.show_lines([SumLine("Taken off for the tier", "-1,200,000", why="2% of 12,170,000 toman")])
    rows.resize(600, 60)
    rows.show()
    settle()
    (row,) = rows._rows
    high = row.height()
    rows.resize(270, 60)
    settle()
    assert row.height() > high
    assert row._why.width() >= 64


def test_a_dialog_that_begins_to_scroll_keeps_the_keyboard_where_it_began(look: Look, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 400)
    window.show()
    dialog = DialogFrame(look, ENGLISH, "Title", "Save", parent=window)
    lines = [LineEdit(look, name=f"line {i}") for i in range(12)]
    for line in lines:
        dialog.body.addWidget(line)
    lines[3].setFocus(Qt.FocusReason.OtherFocusReason)
    dialog.open()
    settle()
    assert dialog.height() <= 400
    assert dialog.focusWidget() is lines[3]
    dialog.reject()
    settle()


def test_the_page_scrolls_to_where_the_keyboard_is(
    tmp_path: Path, application: program.App, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    del look
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    application.shop.do(settings.change, first_run_done=True)
    with Walk(application, text_scale=2.0) as hands:
        window: Window = hands.window
        window.show()
        hands.resize(*SMALL)
        hands.go("settings")
        window.frame.activateWindow()
        lines = [line for line in window.page("settings").findChildren(LineEdit) if line.isVisible()]
        for line in (lines[-1], lines[0]):
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            hands.settle()
            assert line.visibleRegion().boundingRect() == line.rect()


def test_a_look_keeps_its_usual_size(one_look: Look) -> None:
    large = Look(one_look._fonts, text_scale=1.5)
    assert large.text_scale == 1.5
    assert one_look.theme in set(Theme)
