import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.look import Look
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.remember import Act, Choice, Kind, Reminder
from shopcrm.rules.sayings import saying
from shopcrm.services import memory, occasions, wishes
from shopcrm.services.memory import MemoryCard
from shopcrm.services.occasions import OccasionDraft
from tests import makers
from tests.desk.kit_parts import press, spoken_name
from tests.desk.opened import opened
from tests.desk.people_room import ALT, Room, shown_id


def _maryam(application: App) -> int:
    """Make somebody whose birthday is near and whose wish has come in."""
    shop = application.shop
    key = makers.customer(shop, name="Maryam")
    birthday = OccasionDraft(OccasionKind.BIRTHDAY, 11, 24, calendar=CalendarKind.GREGORIAN)
    shop.do(occasions.add, key, birthday)
    tea = makers.product(shop, name="White tea", stock=5000)
    shop.do(wishes.ask, key, product_id=tea)
    return key


def _lines(shown: Room) -> list[str]:
    lines = shown.page.sheet.memory.lines
    return [line.what.text() for line in lines if line.isVisible()]


def _reminders(count: int) -> tuple[Reminder, ...]:
    what = [saying("Say {text}", text=f"thing {place}") for place in range(count)]
    why = saying("It was said so.")
    return tuple(
        Reminder(Kind.TELL, one, why, Act.TOLD, place, subject=str(place)) for place, one in enumerate(what)
    )


def test_lines_say_what_and_why_and_one_key_acts(application: App, look: Look, qtbot: QtBot) -> None:
    key = _maryam(application)
    with opened(application, look, qtbot, CustomersPage) as shown:
        card = application.shop.ask(memory.card, key)
        assert [line.kind for line in card.lines] == [Kind.WISH_IN, Kind.OCCASION]
        assert len(_lines(shown)) == 2
        first = shown.page.sheet.memory.lines[0]
        assert spoken_name(first.act) == f"Keep aside: {first.what.text()}"
        assert first.why.text()
        shown.press(Qt.Key.Key_1, ALT)
        shown.until(lambda: bool(shown.undo))
        shown.rest()
        assert application.shop.ask(memory.card, key).lines[0].kind is Kind.HELD
        shown.undo[-1]()
        shown.until(lambda: application.shop.ask(memory.card, key) == card)


def test_three_lines_stand_there_and_the_rest_is_one_press_away(
    application: App, look: Look, qtbot: QtBot
) -> None:
    makers.customer(application.shop, name="Sara")
    with opened(application, look, qtbot, CustomersPage) as shown:
        box = shown.page.sheet.memory
        box.show_card(MemoryCard(shown_id(shown), _reminders(5), 0))
        assert _lines(shown) == ["Say thing 0", "Say thing 1", "Say thing 2"]
        assert box.rest.text() == "2 more below"
        shown.press(Qt.Key.Key_5, ALT)
        assert len(_lines(shown)) == 5
        assert box.lines[4].act.hasFocus()
        assert not shown.said
        assert box.rest.text() == "Show fewer"
        box.rest.click()
        assert len(_lines(shown)) == 3


def test_an_answer_for_somebody_else_is_not_shown(application: App, look: Look, qtbot: QtBot) -> None:
    makers.customer(application.shop, name="Sara")
    with opened(application, look, qtbot, CustomersPage) as shown:
        shown.page.sheet.memory.show_card(MemoryCard(4711, _reminders(2), 0))
        assert _lines(shown) == []


def test_a_question_shows_its_answers_and_goods_open_on_their_page(
    application: App, look: Look, qtbot: QtBot
) -> None:
    makers.customer(application.shop, name="Sara")
    asks, why = saying("Dark or milk?"), saying("They bought chocolate.")
    choices = (Choice("dark", "Dark"), Choice("milk", "Milk"), Choice("", saying("Not now")))
    question = Reminder(Kind.QUESTION, asks, why, Act.ANSWER, 0, choices=choices, subject="x")
    what = saying("Tea runs low")
    goods = Reminder(Kind.FAVOURITE_IN, what, why, Act.SHOW_GOODS, 7, goods=7)
    with opened(application, look, qtbot, CustomersPage) as shown:
        box = shown.page.sheet.memory
        said: list[object] = []
        for line in box.lines:
            line.acted.disconnect()
        box.lines[1].acted.connect(lambda _line, choice: said.append(choice))
        box.lines[0].acted.connect(box._on_line)
        box.show_card(MemoryCard(shown_id(shown), (goods, question), 0))
        shown.press(Qt.Key.Key_2, ALT)
        chip = box.lines[1].target()
        assert (chip.hasFocus(), spoken_name(chip)) == (True, "Dark")
        press(chip, Qt.Key.Key_Space)
        assert said == ["dark"]
        second = box.lines[1].findChildren(ButtonChip)[1]
        second.setFocus()
        press(second, Qt.Key.Key_Return)
        assert said == ["dark", "milk"]
        shown.press(Qt.Key.Key_1, ALT)
        assert shown.went == [("goods", 7)]


def test_a_guess_is_confirmed_by_enter_and_dismissed_by_del(
    application: App, look: Look, qtbot: QtBot
) -> None:
    makers.customer(application.shop, name="Sara")
    what, why = saying("Do they like figs?"), saying("People like them do.")
    guess = Reminder(Kind.GUESS, what, why, Act.CONFIRM, 0, subject="words figs")
    with opened(application, look, qtbot, CustomersPage) as shown:
        line = shown.page.sheet.memory.lines[0]
        said: list[object] = []
        line.acted.disconnect()
        line.acted.connect(lambda _line, choice: said.append(choice))
        shown.page.sheet.memory.show_card(MemoryCard(shown_id(shown), (guess,), 0))
        assert line.dismiss.isVisible()
        line.act.setFocus()
        press(line.act, Qt.Key.Key_Return)
        press(line.act, Qt.Key.Key_Delete)
        assert said == [None, "no"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_is_too_long_for_a_line_takes_a_second_one_and_then_a_tip(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    makers.customer(application.shop, name="Sara")
    why = saying("They told us")
    texts = ("Figs", "Walnut kernel of the new harvest, premium, came in on 29 November", "Walnuts " * 30)
    lines = tuple(
        Reminder(Kind.FAVOURITE_IN, saying(text), why, Act.SHOW_GOODS, n) for n, text in enumerate(texts)
    )
    with opened(application, look, qtbot, CustomersPage, language=language) as shown:
        card = shown.page.sheet.memory
        card.show_card(MemoryCard(shown_id(shown), lines, 0))
        shown.rest()
        short, long, longest = (line.what for line in card.lines[:3])
        assert short.height() < long.height() == longest.height()
        assert (short.shown(), long.shown()) == texts[:2]
        assert not short.toolTip()
        assert not long.toolTip()
        assert longest.shown().endswith("…")
        assert longest.shown().count("\n") == 1
        assert longest.toolTip() == longest.text()
        assert all(line.height() >= line.what.height() + line.why.height() for line in card.lines[:3])
