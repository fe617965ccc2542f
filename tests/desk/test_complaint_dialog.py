"""The dialog of complaints in a real window on a real file: taken by keyboard, kept as it is typed."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.dialogs.complaint import ComplaintDialog
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.look import Look
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.chips import Chip
from shopcrm.rules.complaints import About, Kind, State
from shopcrm.rules.promises import Compensation, Makes, PromiseState
from shopcrm.rules.standards import Guarantee, Guarantees, StandardKind
from shopcrm.services import (
    complaint_drafts,
    complaint_list,
    complaint_photos,
    complaints,
    promises,
    settings,
    standards,
    tiers,
)
from shopcrm.services.complaint_drafts import CaseDraft
from shopcrm.services.printing import What
from shopcrm.services.shop import Shop
from tests import makers
from tests.conftest import NOW
from tests.desk.cut_off import cut_off, sideways
from tests.desk.kit_parts import unnamed

ALT, CONTROL, NONE = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
WORDS = "It was promised for Wednesday and nobody called me."


@pytest.fixture
def shop(application: App) -> Shop:
    """Sara, who bought walnuts and tea."""
    shop = application.shop
    shop.do(settings.change, first_run_done=True)
    sara = makers.customer(shop, name="Sara Ahmadi")
    walnuts, tea = makers.product(shop, name="Walnuts"), makers.product(shop, name="Tea", code="T1")
    makers.sale(shop, sara, (walnuts, 1_000, 9_000), (tea, 1_000, 4_000), number="311", at=NOW - timedelta(3))
    return shop


@pytest.fixture
def walk(application: App, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The window on the shop, shown and at rest; nothing unexpected went wrong in the end."""
    del shop
    with walked(application, tmp_path, monkeypatch) as hands:
        yield hands
        assert hands.errors == []


class walked(Walk):  # noqa: N801 -- it is used as a function
    """A window that keeps its place in a folder of the test."""

    def __init__(
        self, application: App, folder: Path, monkeypatch: pytest.MonkeyPatch, scale: float = 1.0
    ) -> None:
        monkeypatch.setenv("SHOPCRM_HOME", str(folder / "home"))
        start.keep_places_in(folder)
        super().__init__(application, text_scale=scale)
        self.window.show()
        self.window.frame.activateWindow()
        self.resize(1440, 900)


def press(hands: Walk, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is, also where a list is open."""
    target = QApplication.activePopupWidget()
    if target is None:
        window = hands.top.window()
        window.activateWindow()
        hands.turn()
        target = window.focusWidget() or window
    QTest.keyClick(target, key, modifier)
    hands.settle()


def begin(hands: Walk) -> ComplaintDialog:
    """Press Ctrl+J where one is."""
    press(hands, Qt.Key.Key_J, CONTROL)
    dialog = hands.top
    assert isinstance(dialog, ComplaintDialog)
    return dialog


def write(hands: Walk, dialog: ComplaintDialog, text: str = WORDS) -> None:
    """Write where the keyboard begins: in the words."""
    assert QApplication.focusWidget() is dialog.form.words
    hands.write(dialog.form.words, text)


def drafts(shop: Shop) -> list[str]:
    """Read the drafts that are kept."""
    return [one.draft.words for one in shop.ask(complaint_drafts.left)]


def saved(hands: Walk, qtbot: QtBot, shop: Shop, text: str) -> None:
    """Wait until a draft is kept, a second at most after the last key."""
    qtbot.waitUntil(lambda: text in drafts(shop), timeout=1_500)
    hands.settle()


def test_it_is_taken_by_keyboard_in_a_few_keys(walk: Walk, shop: Shop) -> None:
    sara = 1
    walk.go("customers", sara)
    dialog = begin(walk)
    write(walk, dialog)
    press(walk, Qt.Key.Key_F3)
    press(walk, Qt.Key.Key_Return)
    press(walk, Qt.Key.Key_4, ALT)
    press(walk, Qt.Key.Key_Return, CONTROL)
    (case,) = shop.ask(complaint_list.listed)
    told = shop.ask(complaint_list.look, case.id).told
    assert (told.words, told.customer_id, told.about, told.severity) == (WORDS, sara, About.SALE, 4)
    assert (told.sale_id, told.sale_ordinal) == (1, None)
    assert case.state is State.OPEN
    assert case.due is not None
    assert not isinstance(walk.top, ComplaintDialog)
    assert "No. 1" in walk.window.frame.toast.text()


def test_it_works_over_every_page(walk: Walk) -> None:
    for page in start.PAGES:
        walk.go(page.key)
        dialog = begin(walk)
        assert dialog.form.draft() == dialog.saving.blank
        press(walk, Qt.Key.Key_Escape)
        assert not isinstance(walk.top, ComplaintDialog), page.key


def test_words_are_kept_within_a_second_and_it_says_so(walk: Walk, shop: Shop, qtbot: QtBot) -> None:
    dialog = begin(walk)
    write(walk, dialog, "It broke")
    saved(walk, qtbot, shop, "It broke")
    assert "Saved on this till 12:30:00" in dialog.form.words._saved
    write(walk, dialog, " again")
    saved(walk, qtbot, shop, "It broke again")
    assert len(drafts(shop)) == 1


def test_whoever_writes_without_a_rest_has_it_saved_all_the_same(
    walk: Walk, shop: Shop, qtbot: QtBot
) -> None:
    dialog = begin(walk)
    text = ""
    for letter in "never a rest " * 4:
        QTest.keyClicks(dialog.form.words, letter)
        text += letter
        qtbot.wait(30)
    kept = drafts(shop)
    assert kept
    assert text.startswith(kept[0])
    assert len(text) - len(kept[0]) <= 1000 / 30


def test_escape_keeps_a_draft_and_it_goes_on_where_it_was_left(walk: Walk, shop: Shop) -> None:
    walk.go("customers", 1)
    dialog = begin(walk)
    write(walk, dialog)
    press(walk, Qt.Key.Key_3, ALT)
    press(walk, Qt.Key.Key_Escape)
    (left,) = shop.ask(complaint_drafts.left)
    assert (left.draft.words, left.draft.severity, left.draft.customer_id) == (WORDS, 3, 1)
    walk.window.case_wanted.emit(left)
    walk.settle()
    again = walk.top
    assert isinstance(again, ComplaintDialog)
    assert again.form.draft().words == WORDS
    assert again.form.draft().severity == 3
    assert again.form.who.box.text() == "Sara Ahmadi"
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert [one.number for one in shop.ask(complaint_list.listed)] == [left.number]
    assert not drafts(shop)


def test_nothing_at_all_leaves_no_draft_and_what_was_rubbed_out_is_put_away(
    walk: Walk, shop: Shop, qtbot: QtBot
) -> None:
    begin(walk)
    press(walk, Qt.Key.Key_Escape)
    assert not drafts(shop)
    dialog = begin(walk)
    write(walk, dialog, "x")
    saved(walk, qtbot, shop, "x")
    press(walk, Qt.Key.Key_Backspace)
    press(walk, Qt.Key.Key_Escape)
    assert not drafts(shop)
    assert shop.ask(complaint_list.look, 1).state is State.WITHDRAWN


def test_without_words_it_says_what_to_do_and_keeps_all(walk: Walk, shop: Shop) -> None:
    dialog = begin(walk)
    press(walk, Qt.Key.Key_2, ALT)
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert dialog.form.error.startswith("Nothing is written yet.")
    assert not shop.ask(complaint_list.listed)
    write(walk, dialog, "Too salty")
    assert not dialog.form.error
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert shop.ask(complaint_list.listed)[0].severity == 2


def test_an_open_case_on_the_same_sale_is_offered_first(walk: Walk, shop: Shop) -> None:
    first = shop.do(complaints.record, CaseDraft(words="The nuts were old.", sale_id=1))
    walk.go("customers", 1)
    dialog = begin(walk)
    write(walk, dialog, "And the box was broken.")
    press(walk, Qt.Key.Key_F3)
    press(walk, Qt.Key.Key_Return)
    assert dialog.adds.isVisible()
    assert dialog.adds.text() == "Add to 1"
    walk.press("Alt+A")
    assert dialog.main.text() == "Add to No. 1"
    press(walk, Qt.Key.Key_Return, CONTROL)
    view = shop.ask(complaint_list.look, first.id)
    assert [(one.way, one.words) for one in view.said] == [("heard", "And the box was broken.")]
    assert len(shop.ask(complaint_list.listed)) == 1
    assert not drafts(shop)


def test_phrases_and_clocks_follow_what_it_is_about_and_how_upset(walk: Walk) -> None:
    dialog = begin(walk)
    calm = dialog.clocks.answer.due.text()
    dialog.form.about.buttons()[4].click()
    walk.settle()
    first = dialog.say.phrases[0].words.text()
    assert "promised" in first
    assert dialog.say.avoid.text().startswith("Not: “")
    press(walk, Qt.Key.Key_5, ALT)
    assert dialog.clocks.answer.due.text() != calm
    assert "today" in dialog.clocks.answer.due.text()
    assert dialog.clocks.answer.left.text() == "30 min of opening hours left"


def test_a_guarantee_is_prepared_for_one_key(walk: Walk, shop: Shop) -> None:
    agreed = Compensation(Makes.SERVICE, words="free delivery")
    late = Guarantee("Late orders are delivered free.", About.DELIVERY, agreed)
    shop.do(standards.save, StandardKind.GUARANTEES, Guarantees((late,)))
    walk.go("customers", 1)
    dialog = begin(walk)
    assert not dialog.guarantee.isVisible()
    dialog.form.about.buttons()[4].click()
    walk.settle()
    assert "Late orders" in dialog.guarantee.words.text()
    walk.press("Alt+G")
    dialog.form.begin()
    write(walk, dialog)
    press(walk, Qt.Key.Key_Return, CONTROL)
    (promise,) = shop.ask(promises.of_complaint, 1)
    assert promise.state is PromiseState.BROKEN
    assert promise.if_broken == agreed
    walk.go("complaints", 1)
    walk.press("Alt+G")
    assert shop.ask(promises.of_complaint, 1)[0].state is PromiseState.MADE_UP


def test_the_slip_follows_what_is_recorded(walk: Walk, qtbot: QtBot) -> None:
    papers: list[object] = []
    walk.window.printed.disconnect()
    walk.window.printed.connect(papers.append)
    dialog = begin(walk)
    write(walk, dialog)
    walk.press("Ctrl+P")
    assert not papers
    press(walk, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(papers), timeout=20_000)
    (paper,) = papers
    assert isinstance(paper, FinishedPaper)
    assert (paper.what, paper.ids) == (What.CASE, (1,))
    assert paper.path.read_bytes().startswith(b"%PDF")


def test_praise_names_who_is_praised_and_has_no_clocks(walk: Walk, shop: Shop) -> None:
    dialog = begin(walk)
    write(walk, dialog, "She was so kind.")
    dialog.form.kind.buttons()[2].click()
    walk.settle()
    assert not dialog.form.upset.isVisible()
    assert not dialog.clocks.answer.isVisible()
    walk.write(dialog.form.matter.box, "Leila")
    press(walk, Qt.Key.Key_Return)
    press(walk, Qt.Key.Key_Return, CONTROL)
    view = shop.ask(complaint_list.look, 1)
    assert (view.told.kind, view.told.staff, view.settle_due) == (Kind.PRAISE, "Leila", None)


def _picture(path: Path) -> Path:
    Image.new("RGB", (80, 60), "red").save(path)
    return path


def test_photos_are_added_pasted_and_dropped_and_kept_with_the_draft(
    walk: Walk, shop: Shop, tmp_path: Path
) -> None:
    dialog = begin(walk)
    dialog.form.photos.take_files([_picture(tmp_path / "one.png")])
    walk.settle()
    pasted = QMimeData()
    pasted.setImageData(QImage(str(_picture(tmp_path / "two.png"))))
    dialog.form.words.insertFromMimeData(pasted)
    walk.settle()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(_picture(tmp_path / "three.png")))])
    dialog.form.photos.take_mime(dropped)
    walk.settle()
    assert dialog.form.photos.count == 3
    assert dialog.form.words.toPlainText() == ""
    press(walk, Qt.Key.Key_Escape)
    (left,) = shop.ask(complaint_drafts.left)
    images = shop.ask(complaint_photos.pictures, left.id)
    assert [Image.open(io.BytesIO(image)).size for image in images] == [(80, 60)] * 3
    walk.window.case_wanted.emit(left)
    walk.settle()
    again = walk.top
    assert isinstance(again, ComplaintDialog)
    assert again.form.photos.count == 3
    thumb = next(iter(again.form.photos._thumbs.values()))
    thumb.setFocus()
    QTest.keyClick(thumb, Qt.Key.Key_Delete)
    walk.settle()
    assert len(shop.ask(complaint_photos.pictures, left.id)) == 2


def test_what_is_no_photo_is_refused_beside_the_words(walk: Walk, tmp_path: Path) -> None:
    dialog = begin(walk)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture at all")
    dialog.form.photos.take_files([broken])
    walk.settle()
    assert "broken.jpg is not a photo" in dialog.form.error


def test_drafts_left_by_a_crash_are_offered_at_the_next_start(
    application: App, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.do(complaint_drafts.save, CaseDraft(words=WORDS, customer_id=1))
    with walked(application, tmp_path, monkeypatch) as hands:
        assert "drafts" in hands.window.frame.banners.names()
        hands.window.frame.banners.acted.emit("drafts")
        hands.settle()
        dialog = hands.top
        assert isinstance(dialog, ComplaintDialog)
        assert dialog.form.draft().words == WORDS
        press(hands, Qt.Key.Key_Return, CONTROL)
        assert "drafts" not in hands.window.frame.banners.names()


def test_a_draft_kept_on_purpose_is_no_banner(walk: Walk) -> None:
    dialog = begin(walk)
    write(walk, dialog)
    press(walk, Qt.Key.Key_Escape)
    assert "drafts" not in walk.window.frame.banners.names()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("size", "scale"), [((1440, 900), 1.0), ((1100, 700), 1.0), ((1100, 700), 2.0)])
def test_nothing_is_cut_and_everything_is_named(
    application: App,
    shop: Shop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    look: Look,
    language: str,
    size: tuple[int, int],
    scale: float,
) -> None:
    del look
    shop.do(settings.change, language=language)
    shop.do(complaints.record, CaseDraft(words="The nuts were old.", sale_id=1))
    with walked(application, tmp_path, monkeypatch, scale) as hands:
        hands.resize(*size)
        hands.go("customers", 1)
        dialog = begin(hands)
        assert not dialog.form.words.visibleRegion().isEmpty()
        press(hands, Qt.Key.Key_F3)
        press(hands, Qt.Key.Key_Return)
        dialog.form.about.buttons()[4].click()
        hands.settle()
        assert list(unnamed(dialog)) == []
        assert cut_off(dialog) == []
        assert sideways(dialog) == []
        assert dialog.height() <= hands.window.frame.height()
        assert dialog.main.isVisible()
        assert dialog.main.mapTo(dialog, dialog.main.rect().bottomRight()).y() < dialog.height()


def test_a_name_that_is_not_chosen_is_not_left_out_in_silence(walk: Walk, shop: Shop) -> None:
    dialog = begin(walk)
    write(walk, dialog)
    press(walk, Qt.Key.Key_F2)
    walk.write(dialog.form.who.box, "Zebulon")
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert walk.top is dialog
    assert dialog.form.who.error
    assert QApplication.focusWidget() is dialog.form.who.box
    assert shop.ask(complaint_list.counts).unsettled == 0
    dialog.form.who.box.clear()
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert shop.ask(complaint_list.counts).unsettled == 1


def test_where_it_is_refused_the_draft_is_told_of_only_if_there_is_one(walk: Walk, shop: Shop) -> None:
    dialog = begin(walk)
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert dialog.form.error.startswith("Nothing is written yet.")
    assert "draft" not in dialog.form.error
    press(walk, Qt.Key.Key_4, ALT)
    press(walk, Qt.Key.Key_Return, CONTROL)
    assert dialog.form.error.endswith("The draft is kept.")
    assert len(drafts(shop)) == 1
    walk.close_top()


def test_the_level_of_who_complains_is_seen_until_somebody_else_is_written(walk: Walk, shop: Shop) -> None:
    shop.do(tiers.set_by_hand, 1, makers.tier(shop, "Gold", 1), "a friend")
    dialog = begin(walk)
    dialog.form.show_who(1)
    walk.settle()
    (chip,) = dialog.form.who.findChildren(Chip)
    assert (chip.text(), chip.isVisible()) == ("Gold", True)
    walk.write(dialog.form.who.box, "x")
    assert not [one for one in dialog.form.who.findChildren(Chip) if one.isVisible()]
    walk.close_top()
