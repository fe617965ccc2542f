from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.message_form import MessageForm
from shopcrm.desk.dialogs.report_choice import ReportChoice
from shopcrm.desk.look import Look
from shopcrm.rules.delivery import Channel
from shopcrm.services import customer_lists, customers, messages, tags
from shopcrm.services.customers import Draft
from shopcrm.services.messages import Filter
from shopcrm.services.shop import Shop
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL
from tests.desk.people_room import Room, listed, names, search, two_people

LANGUAGES = pytest.mark.parametrize("language", ["en", "fa"])


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    with two_people(application, look, qtbot) as shown:
        yield shown


def _tick_both(room: Room) -> None:
    room.page.list.table.setFocus()
    room.press(Qt.Key.Key_A, CONTROL)
    room.until(lambda: len(room.page.list.chosen.ids()) == 2)


def _ticks(room: Room) -> list[object]:
    model = room.page.list.table.model()
    return [
        model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        for row in range(model.rowCount())
    ]


@LANGUAGES
def test_space_ticks_and_esc_takes_all_ticks_away(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    with two_people(application, look, qtbot, language=language) as room:
        people, chosen = room.page.list, room.page.list.chosen
        assert not chosen.isVisible()
        people.table.setFocus()
        people.table.go_to(0)
        room.press(Qt.Key.Key_Space)
        room.press(Qt.Key.Key_Down)
        room.press(Qt.Key.Key_Space)
        assert chosen.ids() == [row.id for row in listed(room)]
        assert people.count.text() == room.kit.words.plural("{count} chosen", "{count} chosen", count=2)
        assert chosen.isVisible()
        assert _ticks(room) == [True, True]
        room.press(Qt.Key.Key_Delete)
        assert _ticks(room) == [True, False]
        room.press(Qt.Key.Key_Escape)
        assert (chosen.ids(), chosen.isVisible()) == ([], False)
        assert people.table.hasFocus()
        room.press(Qt.Key.Key_Escape)
        assert people.box.hasFocus()
        assert not list(unnamed(room.page, in_sight=True))


def test_a_tick_stays_while_others_are_searched_for(full_room: Room) -> None:
    people = full_room.page.list
    for name in ("ali", "maryam"):
        search(full_room, name)
        people.table.setFocus()
        full_room.press(Qt.Key.Key_Space)
    assert people.chosen.ids() == [1, 2]
    assert people.count.text() == "2 chosen"


def test_everybody_found_is_ticked_and_not_only_who_is_in_sight(shop: Shop) -> None:
    for number in range(130):
        makers.customer(shop, name=f"Ali {number}")
    sara = makers.customer(shop, name="Sara")
    shop.do(tags.settle, 7, ["choir"])
    gone = shop.do(customers.add, Draft(name="Ali Old")).id
    makers.merged(shop, gone, sara)
    assert len(shop.ask(customer_lists.everybody)) == 131
    assert len(shop.ask(customer_lists.everybody, "ali")) == 130
    assert shop.ask(customer_lists.everybody, "ali", "Choir") == [7]
    assert shop.ask(customer_lists.everybody, "", "choir") == [7]
    assert shop.ask(customer_lists.everybody, "nobody") == []


def test_ctrl_a_ticks_whom_the_search_found(full_room: Room) -> None:
    search(full_room, "ali")
    full_room.page.list.table.setFocus()
    full_room.press(Qt.Key.Key_A, CONTROL)
    full_room.until(lambda: full_room.page.list.chosen.ids() == [1])


def _click(room: Room, row: int, across: int, modifier: Qt.KeyboardModifier) -> None:
    table = room.page.list.table
    place = table.visualRect(table.model().index(row, 0))
    side = place.right() - across if room.kit.look.rtl else place.left() + across
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(side, place.center().y()))


@LANGUAGES
def test_the_mouse_ticks_on_the_disc_or_with_ctrl(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    with two_people(application, look, qtbot, language=language) as room:
        chosen = room.page.list.chosen
        _click(room, 1, look.size(130), Qt.KeyboardModifier.NoModifier)
        assert chosen.ids() == []
        _click(room, 1, look.size(20), Qt.KeyboardModifier.NoModifier)
        assert chosen.ids() == [1]
        _click(room, 0, look.size(130), CONTROL)
        assert chosen.ids() == [1, 2]
        _click(room, 1, look.size(20), Qt.KeyboardModifier.NoModifier)
        assert chosen.ids() == [2]
        chosen.none.click()
        assert chosen.ids() == []


def test_one_paper_is_asked_for_about_all(full_room: Room) -> None:
    _tick_both(full_room)
    full_room.press(Qt.Key.Key_P, CONTROL)
    choice = full_room.dialog(ReportChoice)
    assert choice.windowTitle() == "Paper about 2 people"
    choice.reject()
    full_room.page.list.chosen.papers.click()
    full_room.dialog(ReportChoice).reject()


def test_one_message_goes_to_all_each_as_it_suits_them(full_room: Room) -> None:
    shop = full_room.kit.program.shop
    makers.consent(shop, 2, "sms")
    _tick_both(full_room)
    full_room.press(Qt.Key.Key_M, CONTROL)
    form = full_room.dialog(MessageForm)
    assert form.windowTitle() == "Message to 2 people"
    assert form.way.channel() is None
    assert form.way.why.text() == "Text message: 1, In person: 1"
    assert form.main.text() == "Queue the message"
    form.way.choice.choose(Channel.IN_PERSON)
    form.way.picked.emit()
    assert form.main.text() == "Note on their cards"
    form.way.choice.choose("each")
    form.way.picked.emit()
    assert not list(unnamed(form))
    type_text(form.text, "Dear {first_name}, the figs are in.")
    full_room.until(lambda: form._bubble.isVisible())
    first = form.walk.who.text()
    form.walk.after.click()
    full_room.rest()
    assert {first, form.walk.who.text()} == {
        "As Ali Karimi will read it",
        "As Maryam Noori will read it",
    }
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.until(lambda: bool(full_room.said))
    assert full_room.said == ["1 message is queued. 1 person is to be told in person."]
    rows = shop.ask(messages.page, Filter()).rows
    assert {(row.channel, row.body) for row in rows} == {
        (Channel.SMS, "Dear Maryam, the figs are in."),
        (Channel.IN_PERSON, "Dear Ali, the figs are in."),
    }


def test_M6_several_get_the_text_in_their_own_language(full_room: Room) -> None:
    shop = full_room.kit.program.shop
    ours = full_room.kit.settings.language
    other = "fa" if ours == "en" else "en"
    shop.do(customers.edit, 1, Draft(language=other))
    _tick_both(full_room)
    full_room.press(Qt.Key.Key_M, CONTROL)
    form = full_room.dialog(MessageForm)
    assert form.languages.isVisible()
    type_text(form.text, "ours")
    form.languages.choose(other)
    form.languages.picked.emit(other)
    assert form.text.toPlainText() == ""
    type_text(form.text, "theirs")
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.until(lambda: bool(full_room.said))
    rows = shop.ask(messages.page, Filter()).rows
    assert {(row.customer_id, row.body) for row in rows} == {(1, "theirs"), (2, "ours")}


def test_the_buttons_of_the_head_stay_those_of_the_person_shown(full_room: Room) -> None:
    _tick_both(full_room)
    full_room.page.sheet.head.message.click()
    form = full_room.dialog(MessageForm)
    assert form.windowTitle() in {f"Message to {name}" for name in names(full_room)}
    form.reject()
