from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk import person_reading
from shopcrm.desk.look import Look
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.widgets.buttons import Button, IconButton
from shopcrm.desk.widgets.chips import Chip, GuessChip, KeptChip
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.sayings import saying
from shopcrm.services import cards, consents, customers, preferences, tags, wishes
from shopcrm.services.consents import Answer
from shopcrm.services.customers import Draft
from shopcrm.services.occasions import OccasionDraft
from shopcrm.services.preferences import Kind, Source, Taste
from shopcrm.services.seen import GuessedTaste, SeenTaste, Tastes
from tests import makers
from tests.conftest import NOW
from tests.desk.kit_parts import press, spoken_name, type_text
from tests.desk.opened import CONTROL, opened
from tests.desk.people_room import CONTROL_SHIFT, HOSTILE, Room, shown_id, shown_name, two_people


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    with two_people(application, look, qtbot) as shown:
        yield shown


def _texts(shown: Room) -> list[str]:
    """Give the words of all labels of the sheet that are in sight."""
    labels = shown.page.sheet.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def test_what_was_read_already_is_shown_at_once_and_the_rest_of_the_former_person_is_not_painted(
    full_room: Room,
) -> None:
    sheet, shop = full_room.page.sheet, full_room.kit.program.shop
    full_room.until(lambda: sheet.timeline.updatesEnabled())
    other = next(key for key in (1, 2) if key != shown_id(full_room))
    first = shop.ask(person_reading.first, other, 5)
    full_room.page.show_thing(first)
    assert sheet.head.name.text() == first.person.sheet.name
    assert (sheet.memory.updatesEnabled(), sheet.head.updatesEnabled()) == (True, True)
    rest = sheet.timeline, sheet.tastes, sheet.wishes, sheet.contact
    assert [card.updatesEnabled() for card in rest] == [False] * 4
    full_room.until(lambda: all(card.updatesEnabled() for card in rest))
    assert sheet.person == first.person


def test_an_answer_to_news_is_written_down_with_when_how_and_by_whom(full_room: Room) -> None:
    shop, lines = full_room.kit.program.shop, full_room.page.sheet.contact.consents
    line = lines.line(Purpose.NEWS, Channel.SMS)
    assert line.state.text() == "not asked yet, so nothing is sent"
    line.yes.setFocus()
    press(line.yes, Qt.Key.Key_Space)
    full_room.until(lambda: line.state.text().startswith("yes since"))
    assert line.state.text().endswith("told us at the counter, the owner")
    (view,) = shop.ask(consents.latest, shown_id(full_room))
    assert (view.given, view.how, view.recorded_by) == (True, "told us at the counter", "owner")
    assert line.no.hasFocus()
    press(line.no, Qt.Key.Key_Space)
    full_room.until(lambda: line.state.text().startswith("no since"))
    assert len(shop.ask(consents.history, shown_id(full_room))) == 2


def test_only_channels_that_reach_them_stand_there_and_service_that_was_refused(full_room: Room) -> None:
    shop, lines = full_room.kit.program.shop, full_room.page.sheet.contact.consents

    def seen() -> set[tuple[Purpose, Channel]]:
        return {(line.purpose, line.channel) for line in lines.lines if line.isVisible()}

    assert (Purpose.NEWS, Channel.CALL) in seen()
    assert (Purpose.NEWS, Channel.EMAIL) not in seen()
    assert not [channel for purpose, channel in seen() if purpose is Purpose.SERVICE]
    no_calls = Answer(Purpose.SERVICE, Channel.CALL, given=False, how="said so")
    shop.do(consents.record, shown_id(full_room), no_calls)
    full_room.page.refresh()
    full_room.rest()
    assert (Purpose.SERVICE, Channel.CALL) in seen()
    lines.rest.click()
    assert len(seen()) == 14


def test_contacts_days_and_people_stand_on_the_card(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    birthday = OccasionDraft(OccasionKind.BIRTHDAY, 11, 25, calendar=CalendarKind.GREGORIAN)
    draft = Draft(
        emails=["maryam@example.com"],
        addresses=["12 Nilufar Alley"],
        occasions=[birthday],
        household_with=1,
        honorific="Ms",
    )
    shop.do(customers.edit, maryam, draft)
    shop.do(tags.settle, maryam, ["Wholesale"])
    shop.do(cards.give, maryam, "")
    full_room.page.refresh()
    full_room.rest()
    assert shown_name(full_room) == "Ms Maryam Noori"
    texts = _texts(full_room)
    for text in ("maryam@example.com", "12 Nilufar Alley", "Birthday, 25 November", "in 3 days", "Wholesale"):
        assert text in texts
    assert any(f"card {shop.ask(customers.show, maryam).cards[0].number}" in text for text in texts)
    buttons = full_room.page.sheet.contact.findChildren(Button)
    (link,) = [button for button in buttons if button.text() == "Ali Karimi"]
    assert spoken_name(link) == "Lives with Ali Karimi: show"
    link.click()
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")


def test_the_figures_tell_what_was_spent_this_year_and_the_rhythm(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    tea, now = makers.product(shop, name="Tea"), shop.clock()
    for weeks in (2, 7, 12, 17):
        number, at = str(weeks), now - timedelta(weeks=weeks)
        makers.sale(shop, maryam, (tea, 1000, 50_000), number=number, at=at)
    makers.sale(shop, maryam, (tea, 1000, 90_000), number="old", at=now - timedelta(days=500))
    full_room.page.refresh()
    full_room.rest()
    _points, spent, rhythm = (one for one in full_room.page.sheet.head.figures if one.isVisible())
    assert spent.value.text() == "20,000"
    assert rhythm.value.text() == "5 weeks"
    assert "due 13 December" in _texts(full_room)


def test_a_preference_is_told_and_taken_back_by_keyboard(full_room: Room) -> None:
    shop, tastes = full_room.kit.program.shop, full_room.page.sheet.tastes
    maryam = shown_id(full_room)
    full_room.press(Qt.Key.Key_P, CONTROL_SHIFT)
    assert tastes.entry.box.hasFocus()
    tastes.entry.kind.choose(Kind.AVOIDS)
    type_text(tastes.entry.box, "sesame")
    press(tastes.entry.box, Qt.Key.Key_Return)
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    (told,) = shop.ask(preferences.of_customer, maryam)
    assert (told.kind, told.words) == (Kind.AVOIDS, "sesame")
    chip = tastes.findChildren(KeptChip)[0]
    assert chip.accessibleName() == "Avoids sesame"
    assert chip.accessibleDescription() == "clearly, told today, Del leaves it out"
    press(chip, Qt.Key.Key_Delete)
    full_room.until(lambda: not tastes.findChildren(KeptChip))
    assert not shop.ask(preferences.of_customer, maryam)
    full_room.undo[-1]()
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    assert [taste.words for taste in shop.ask(preferences.of_customer, maryam)] == ["sesame"]


def test_goods_and_categories_are_offered_for_a_preference(full_room: Room) -> None:
    shop = full_room.kit.program.shop
    nuts = makers.category(shop, "Walnut shelf")
    walnuts = makers.product(shop, name="Walnuts of Tuyserkan", category_id=nuts)
    tastes = full_room.page.sheet.tastes
    tastes.add.click()
    full_room.rest()
    type_text(tastes.entry.box, "waln")
    full_room.qtbot.wait(150)
    full_room.rest()
    offers = tastes.entry.box.offers()
    assert [offer.text for offer in offers] == ["waln", "Walnut shelf", "Walnuts of Tuyserkan"]
    offered = QApplication.activePopupWidget()
    assert offered is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(offered, key)
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    (told,) = shop.ask(preferences.of_customer, shown_id(full_room))
    assert (told.kind, told.product_id, told.thing) == (Kind.LIKES, walnuts, "Walnuts of Tuyserkan")


def test_a_pair_of_name_and_value_is_what_goods_are_like(full_room: Room) -> None:
    tastes = full_room.page.sheet.tastes
    tastes.add.click()
    type_text(tastes.entry.box, "size = ۴۲")
    press(tastes.entry.box, Qt.Key.Key_Return)
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    (told,) = full_room.kit.program.shop.ask(preferences.of_customer, shown_id(full_room))
    assert (told.attribute, told.words) == ("size", "۴۲")


def test_what_was_told_long_ago_asks_quietly_and_enter_confirms(
    application: App, look: Look, qtbot: QtBot
) -> None:
    key = makers.customer(application.shop, name="Sara")
    old = makers.preference(application.shop, key, words="figs", at=application.shop.clock() - timedelta(400))
    with opened(application, look, qtbot, CustomersPage) as shown:
        (chip,) = shown.page.sheet.tastes.findChildren(KeptChip)
        assert chip.aside == "confirm?"
        assert "told 13 months ago, Enter confirms it" in chip.accessibleDescription()
        press(chip, Qt.Key.Key_Return)
        shown.until(lambda: bool(shown.said))
        (told,) = application.shop.ask(preferences.of_customer, key)
        assert (told.id, told.confirmed_at) == (old, application.shop.clock())
        (chip,) = shown.page.sheet.tastes.findChildren(KeptChip)
        assert chip.aside == ""


def test_a_guess_is_confirmed_or_dismissed_by_key_and_says_why(full_room: Room) -> None:
    shop, tastes, maryam = full_room.kit.program.shop, full_room.page.sheet.tastes, shown_id(full_room)
    figs = GuessedTaste(Taste(Kind.LIKES, words="figs"), "figs", saying("People like them do."))
    tastes.show_worked_out(Tastes((), (figs,)))
    (chip,) = tastes.findChildren(GuessChip)
    assert chip.accessibleName() == "figs: People like them do."
    assert chip.accessibleDescription().endswith("Enter confirms it, Del dismisses it.")
    press(chip, Qt.Key.Key_Delete)
    full_room.until(lambda: len(full_room.undo) == 1)
    assert [taste.words for taste in shop.ask(preferences.dismissed, maryam)] == ["figs"]
    full_room.undo[0]()
    full_room.until(lambda: not shop.ask(preferences.dismissed, maryam))
    full_room.rest()
    tastes.show_worked_out(Tastes((), (figs,)))
    press(tastes.findChildren(GuessChip)[0], Qt.Key.Key_Return)
    full_room.until(lambda: len(full_room.undo) == 2)
    (told,) = shop.ask(preferences.of_customer, maryam)
    assert (told.source, told.words) == (Source.TOLD, "figs")


def test_how_often_something_was_bought_is_never_cut(full_room: Room) -> None:
    tastes = full_room.page.sheet.tastes
    name = "Chocolate dragée with peanuts and orange peel, without sugar, 250 g pack"
    taste = SeenTaste(Taste(Kind.LIKES, words=name), name, 10, NOW.date(), saying("Often."))
    tastes.show_worked_out(Tastes((taste,), ()))
    (chip,) = (one for one in tastes.findChildren(Chip) if "×" in one.text())
    assert chip.text().endswith("… ×10")
    assert name in chip.toolTip()


def test_a_wish_is_withdrawn_and_wanted_again(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    shop.do(wishes.ask, maryam, words="dried mulberries")
    full_room.page.refresh()
    full_room.rest()
    card = full_room.page.sheet.wishes
    assert "dried mulberries" in _texts(full_room)
    (leave,) = card.findChildren(IconButton)
    assert spoken_name(leave) == "They no longer want dried mulberries"
    leave.setFocus()
    press(leave, Qt.Key.Key_Delete)
    full_room.until(lambda: bool(full_room.undo))
    assert [row.state for row in shop.ask(wishes.of_customer, maryam)] == ["withdrawn"]
    full_room.undo[-1]()
    full_room.until(lambda: bool(card.findChildren(IconButton)))
    assert [row.state for row in shop.ask(wishes.of_customer, maryam)] == ["waiting"]


def test_a_hostile_name_is_shown_as_it_is_written(application: App, look: Look, qtbot: QtBot) -> None:
    key = makers.customer(application.shop, name=HOSTILE, note=HOSTILE)
    makers.avoids(application.shop, key, HOSTILE)
    with opened(application, look, qtbot, CustomersPage) as shown:
        assert shown_name(shown) == HOSTILE
        for label in shown.page.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
            assert "<b>" not in label.toolTip()
        rows = shown.page.list.table.model()
        assert "<b>" not in (rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) or "")
        assert shown.page.sheet.timeline.standing.text.toPlainText() == HOSTILE


def test_a_small_window_puts_the_parts_behind_tabs(application: App, look: Look, qtbot: QtBot) -> None:
    key = makers.customer(application.shop, name="Sara")
    makers.avoids(application.shop, key, "sesame")
    with opened(application, look, qtbot, CustomersPage, size=(1100, 700)) as shown:
        sheet = shown.page.sheet

        def seen() -> tuple[bool, bool, bool]:
            return sheet.timeline.isVisible(), sheet.tastes.isVisible(), sheet.contact.isVisible()

        assert seen() == (True, False, False)
        sheet.tabs.buttons()[2].click()
        assert seen() == (False, False, True)
        assert sheet.memory.isVisible()
        assert [chip.text() for chip in sheet.head.findChildren(Chip)] == ["Avoids sesame"]
        shown.press(Qt.Key.Key_P, CONTROL_SHIFT)
        assert sheet.tastes.entry.box.hasFocus()
        shown.press(Qt.Key.Key_D, CONTROL)
        assert sheet.timeline.note.line.hasFocus()
        assert shown.page.width() <= 1100 - 84
