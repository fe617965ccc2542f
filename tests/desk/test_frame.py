from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.desk.frame import Frame, page_ground
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from shopcrm.desk.widgets.banner import Notice, NoticeKind
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import TOGETHER
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.loading import Loading
from shopcrm.desk.widgets.rail import Place
from shopcrm.rules.wording import Words
from tests.desk.gallery import Gallery, settle
from tests.desk.gallery_pages import ENGLISH, PERSIAN
from tests.desk.kit_parts import Turn, press, spoken_name, type_text


@pytest.fixture
def frame(look: Look, qtbot: QtBot) -> Iterator[Frame]:
    """A window with three pages."""
    window = Frame(look, ENGLISH, title="Shop", find_hint="Find")
    for key in ("counter", "customers", "settings"):
        ground, box = page_ground(look)
        box.addWidget(Button(look, f"act on {key}", key="F5"))
        window.add_page(Place(key, "store", key.title(), last=key == "settings"), ground)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    settle()
    yield window
    window.close()


def said(frame: Frame) -> list[str]:
    """Read all labels that can be seen."""
    return [label.text() for label in frame.findChildren(Label) if label.isVisible()]


def test_control_and_a_number_go_to_a_page(frame: Frame, qtbot: QtBot) -> None:
    assert frame.current == "counter"
    with qtbot.waitSignal(frame.page_shown) as seen:
        QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert seen.args == ["customers"]
    assert frame.page("customers").isVisible()
    assert not frame.page("counter").isVisible()
    QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert [b.isChecked() for b in frame.rail.findChildren(QPushButton)] == [False, True, False]


def test_a_key_of_a_page_does_nothing_on_another(frame: Frame) -> None:
    pressed: list[str] = []
    for key in ("counter", "customers"):
        button = frame.page(key).findChildren(Button)[0]
        button.clicked.connect(_Note(pressed, key))
    frame.show_page("customers")
    settle()
    QTest.keyClick(frame, Qt.Key.Key_F5)
    assert pressed == ["customers"]


class _Note:
    def __init__(self, told: list[str], name: str) -> None:
        self._told, self._name = told, name

    def __call__(self, *_args: object) -> None:
        self._told.append(self._name)


def test_control_k_goes_to_the_finder(frame: Frame) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert frame.finder.hasFocus()


def test_at_most_two_notices_stand_there_the_worst_first(frame: Frame, qtbot: QtBot) -> None:
    for name, kind in (
        ("a", NoticeKind.INFO),
        ("b", NoticeKind.WARN),
        ("c", NoticeKind.DANGER),
        ("d", NoticeKind.INFO),
    ):
        frame.banners.show_notice(
            Notice(name, kind, f"notice {name}", "<i>kept</i>", "Act", "Alt+A" if name == "c" else "")
        )
    settle()
    assert frame.banners.names() == ["c", "b", "a", "d"]
    assert [text for text in said(frame) if text.startswith("notice")] == ["notice c", "notice b"]
    more = next(b for b in frame.banners.findChildren(Button) if b.text() == "2 more")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    settle()
    assert len([text for text in said(frame) if text.startswith("notice")]) == 4
    with qtbot.waitSignal(frame.banners.acted) as seen:
        QTest.keyClick(frame, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert seen.args == ["c"]
    close = next(b for b in frame.banners.findChildren(QPushButton) if spoken_name(b) == "Close this notice")
    with qtbot.waitSignal(frame.banners.closed) as seen:
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert seen.args == ["c"]
    for name in ("a", "b", "d"):
        frame.banners.drop(name)
    assert not frame.banners.isVisible()


def test_notices_do_not_take_the_keyboard(frame: Frame) -> None:
    frame.finder.setFocus()
    frame.banners.show_notice(Notice("a", NoticeKind.WARN, "Soon", "A line"))
    settle()
    assert frame.finder.hasFocus()
    assert frame.isActiveWindow()


def test_control_z_takes_back_what_the_toast_tells_of_once(frame: Frame, qtbot: QtBot) -> None:
    undone: list[str] = []
    frame.toast.say("Sale 10,843 recorded", undo=_Note(undone, "undone"))
    settle()
    assert frame.toast.isVisible()
    bottom = frame.toast.mapTo(frame, QPoint(0, frame.toast.height())).y()
    assert bottom <= frame.height() - 4
    QTest.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["undone"]
    assert not frame.toast.isVisible()
    with qtbot.waitSignal(frame.undo_asked):
        QTest.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["undone"]


def test_control_z_in_a_line_belongs_to_the_line(frame: Frame) -> None:
    undone: list[str] = []
    frame.finder.setFocus()
    type_text(frame.finder, "abc")
    frame.toast.say("Done", undo=_Note(undone, "undone"))
    QTest.keyClick(frame.finder, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []


def test_a_toast_goes_by_itself_and_stays_under_the_keyboard(frame: Frame) -> None:
    frame.toast.say("Done", undo=_Note([], ""))
    button = frame.toast.findChildren(QPushButton)[0]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert not frame.toast.is_waiting()
    frame.finder.setFocus()
    assert frame.toast.is_waiting()
    frame.toast.time_over()
    assert not frame.toast.isVisible()
    assert not frame.toast.can_undo


def test_a_small_window_leaves_out_the_day(frame: Frame, qtbot: QtBot) -> None:
    frame.set_day("Sun 22 Nov 2026")
    frame.resize(1400, 900)
    settle()
    assert "Sun 22 Nov 2026" in said(frame)
    with qtbot.waitSignal(frame.became_small) as seen:
        frame.resize(1100, 700)
    assert seen.args == [True]
    assert frame.small
    assert "Sun 22 Nov 2026" not in said(frame)
    with qtbot.waitSignal(frame.became_small):
        frame.resize(1400, 900)


def test_language_and_direction_change_while_the_window_is_open(frame: Frame, look: Look, turn: Turn) -> None:
    assert frame.rail.x() == 0
    gallery = Gallery(look, PERSIAN)
    titles = {place.key: place for place in gallery.places()}
    turn(rtl=True)
    frame.retitle(
        PERSIAN,
        [titles[key] for key in ("counter", "customers", "settings")],
        title="فروشگاه",
        find_hint="جست‌وجو",
    )
    settle()
    assert frame.rail.geometry().right() == frame.width() - 1
    assert "پیشخوان" in said(frame)
    assert frame.finder.placeholderText() == "جست‌وجو"
    frame.toast.say("شد", undo=_Note([], ""))
    assert spoken_name(frame.toast.findChildren(QPushButton)[0]) == "برگشت"


def test_person_states_hints_and_counts(frame: Frame, qtbot: QtBot) -> None:
    frame.set_person("Leila", "L", "Leila is at the till")
    frame.set_state("backup", "shield-check", "ok", "Backup 2 h ago")
    frame.set_state("backup", "shield-alert", "warn", "Backup 3 days ago")
    frame.set_hints([("F1", "help"), ("Esc", "back")])
    frame.set_hints([("F2", "customer")])
    frame.set_trailing("Till 1")
    frame.rail.set_count("customers", "3")
    settle()
    texts = said(frame)
    assert {"Backup 3 days ago", "customer", "Till 1"} <= set(texts)
    assert not {"Backup 2 h ago", "help"} & set(texts)
    with qtbot.waitSignal(frame.person_pressed):
        QTest.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert spoken_name(frame.rail.findChildren(QPushButton)[1]) == "Customers, 3"
    frame.set_state("backup", "", "ok", "")
    settle()
    assert "Backup 3 days ago" not in said(frame)


def test_a_page_that_is_too_high_scrolls_and_is_not_squeezed(look: Look, qtbot: QtBot) -> None:
    window = Frame(look, ENGLISH)
    ground, box = page_ground(look)
    buttons = [Button(look, f"button {i}") for i in range(40)]
    for button in buttons:
        box.addWidget(button)
    window.add_page(Place("one", "store", "One"), ground)
    qtbot.addWidget(window)
    window.show()
    settle()
    assert {button.height() for button in buttons} == {36}


def test_what_is_to_be_seen_together_is_scrolled_to_whole(look: Look, qtbot: QtBot) -> None:
    window = Frame(look, ENGLISH)
    ground, box = page_ground(look)
    pane, inside = QWidget(), [Button(look, f"button {i}") for i in range(6)]
    pane.setLayout(column(*inside))
    pane.setProperty(TOGETHER, True)
    for thing in (*(Button(look, f"above {i}") for i in range(30)), pane):
        box.addWidget(thing)
    window.add_page(Place("one", "store", "One"), ground)
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    inside[0].setFocus()
    settle()
    assert not pane.visibleRegion().isEmpty()
    assert pane.visibleRegion().boundingRect() == pane.rect()


@pytest.mark.parametrize("text", ["<b>Maryam</b>", "Salt & pepper", "<img src=x>"])
def test_words_of_people_are_shown_as_they_are(look: Look, qtbot: QtBot, text: str) -> None:
    label, plain = Label(look, text), Label(look, "x" * len(text))
    qtbot.addWidget(label)
    label.show()
    settle()
    assert label.text() == text
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.sizeHint().height() == plain.sizeHint().height()


def test_a_cut_label_shows_the_whole_in_a_tip(look: Look, qtbot: QtBot) -> None:
    label = Label(look, "a very long <name> of a person", ellipsis=True)
    qtbot.addWidget(label)
    label.resize(60, 24)
    label.show()
    assert "a very long &lt;name&gt; of a person" in label.toolTip()
    label.resize(600, 24)
    settle()
    assert label.toolTip() == ""


def test_loading_shows_nothing_then_bars_then_a_count(look: Look, qtbot: QtBot) -> None:
    loading = Loading(look, ENGLISH, meaning="Nothing is kept until the end.")
    qtbot.addWidget(loading)
    loading.begin()
    settle()
    assert not loading.skeleton.isVisible()
    qtbot.waitUntil(loading.skeleton.isVisible, timeout=1000)
    loading.show_progress("Importing: 4 of 10", 0.4)
    assert not loading.progress.isVisible()
    qtbot.waitUntil(loading.progress.isVisible, timeout=2000)
    with qtbot.waitSignal(loading.cancelled):
        press(loading.progress, Qt.Key.Key_Escape)
    with qtbot.waitSignal(loading.cancelled):
        QTest.mouseClick(loading.progress.cancel, Qt.MouseButton.LeftButton)
    loading.end()
    assert not loading.isVisible()


def test_a_switch_of_theme_is_quick(frame: Frame, look: Look, qapp: QApplication) -> None:
    look.apply(qapp, Theme.DARK, rtl=False)
    settle()
    spot = frame.grab().toImage().pixelColor(frame.width() - 3, frame.height() // 2)
    assert spot == look.colour("bg")
    assert isinstance(frame.page("counter"), QWidget)


@pytest.mark.parametrize("words", [ENGLISH, PERSIAN], ids=["en", "fa"])
def test_nothing_overlaps_in_the_top_bar_of_a_small_window_with_large_writing(
    look: Look, qapp: QApplication, qtbot: QtBot, words: Words
) -> None:
    look.apply(qapp, Theme.LIGHT, rtl=words.rtl, text_scale=1.5)
    window = Gallery(look, words).frame()
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    settle()
    assert window.width() == 1100
    shown = [window.top.title, window.finder, window.top.person]
    places = [widget.geometry() for widget in shown]
    assert not any(a.intersects(b) for a, b in combinations(places, 2))
    assert all(window.top.rect().contains(place) for place in places)
    assert window.finder.width() >= 150
