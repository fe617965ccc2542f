from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.customer_form import CustomerForm, Known
from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Lanes
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import customers, settings
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import CustomerSheet, Draft
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.shop import Shop
from tests import makers
from tests.desk.gallery import settle
from tests.desk.kit_parts import press, type_text, unnamed

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LANGUAGES = pytest.mark.parametrize("language", ["en", "fa"])


@dataclass
class Desk:
    """A window in which forms are opened, and what they told."""

    kit: Kit
    frame: Frame
    qtbot: QtBot
    saved: list[tuple[int, str, str]] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    @property
    def shop(self) -> Shop:
        return self.kit.program.shop

    def open(self, customer_id: int | None = None, known: Known | None = None) -> CustomerForm:
        sheet = self.shop.ask(customers.show, customer_id) if customer_id else None
        form = CustomerForm(self.kit, self.frame, sheet, known)
        form.saved.connect(lambda *told: self.saved.append(told))
        form.person_asked.connect(lambda key: self.asked.append(key))
        form.open()
        self.rest()
        return form

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(lambda: self.kit.lanes.idle and holds(), timeout=20_000)
        settle()

    def rest(self) -> None:
        self.qtbot.wait(20)
        self.until(lambda: True)

    def key(self, form: CustomerForm, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the keyboard is."""
        form.activateWindow()
        settle()
        QTest.keyClick(form.focusWidget() or form, key, modifier or Qt.KeyboardModifier.NoModifier)
        settle()

    def write(self, form: CustomerForm, text: str) -> None:
        """Write where the keyboard is."""
        at = form.focusWidget()
        assert at is not None
        type_text(at, text)

    def save(self, form: CustomerForm) -> CustomerSheet:
        before = len(self.saved)
        press(form, Qt.Key.Key_Return, CONTROL)
        self.until(lambda: len(self.saved) > before)
        return self.shop.ask(customers.show, self.saved[-1][0])


@contextmanager
def _desk(app: App, look: Look, qtbot: QtBot, language: str, size: tuple[int, int]) -> Iterator[Desk]:
    decided = app.shop.ask(settings.read)
    words = app.words_for(decided, language)
    qapp = QApplication.instance()
    assert isinstance(qapp, QApplication)
    look.apply(qapp, Theme.LIGHT, rtl=words.rtl)
    kit = Kit(app, Lanes(app.shop), look, words, decided)
    frame = Frame(look, words, title="Shop", find_hint="Find")
    frame.resize(*size)
    frame.show()
    frame.activateWindow()
    settle()
    try:
        yield Desk(kit, frame, qtbot)
    finally:
        kit.lanes.close()
        frame.close()
        frame.deleteLater()
        settle()


@pytest.fixture
def desk(application: App, look: Look, qtbot: QtBot, language: str) -> Iterator[Desk]:
    """A small window in a language."""
    with _desk(application, look, qtbot, language, (1100, 700)) as opened:
        yield opened


@pytest.fixture
def language() -> str:
    """English, where a test does not ask for more."""
    return "en"


@LANGUAGES
def test_a_new_customer_needs_the_first_part_and_the_keyboard_only(desk: Desk) -> None:
    makers.customer(desk.shop, name="Ali")
    form = desk.open()
    desk.write(form, "سارا نوری")
    desk.key(form, Qt.Key.Key_Tab)
    desk.write(form, "Dr")
    desk.key(form, Qt.Key.Key_Tab)
    desk.write(form, "work: ۰۹۱۲ ۳۴۵ ۶۷۱۸")
    desk.key(form, Qt.Key.Key_Tab)
    desk.write(form, "sara@example.com")
    sheet = desk.save(form)
    assert (sheet.name, sheet.honorific, sheet.emails) == ("سارا نوری", "Dr", ("sara@example.com",))
    assert (sheet.phones, sheet.labels) == (("+989123456718",), {"+989123456718": "work"})
    assert (sheet.tags, sheet.occasions, sheet.consents) == ((), (), ())


@LANGUAGES
def test_days_are_added_and_left_out_by_keyboard(desk: Desk) -> None:
    form = desk.open(known=Known(name="Sara"))
    desk.key(form, Qt.Key.Key_2, ALT)
    desk.key(form, Qt.Key.Key_D, ALT)
    desk.write(form, "۵ دی ۱۳۷۰")
    rows = form.days.occasions
    assert desk.kit.words.digits("1370") in rows.rows[0].heard.text()
    desk.key(form, Qt.Key.Key_D, ALT)
    desk.write(form, "29 Feb")
    desk.key(form, Qt.Key.Key_Tab)
    desk.write(form, "Wedding")
    desk.key(form, Qt.Key.Key_D, ALT)
    for _stop in range(3):
        desk.key(form, Qt.Key.Key_Tab)
    assert form.focusWidget() is rows.rows[2].leave_out
    desk.key(form, Qt.Key.Key_Space)
    assert len(rows.rows) == 2
    sheet = desk.save(form)
    found = {(day.kind, day.calendar, day.month, day.day, day.year, day.label) for day in sheet.occasions}
    assert found == {
        (OccasionKind.BIRTHDAY, CalendarKind.JALALI, 10, 5, 1370, ""),
        (OccasionKind.ANNIVERSARY, CalendarKind.GREGORIAN, 2, 29, None, "Wedding"),
    }


def test_what_is_no_day_gets_a_sentence_and_its_part_is_shown(desk: Desk) -> None:
    form = desk.open(known=Known(name="Sara"))
    form.show_part(1)
    form.days.occasions.add.click()
    type_text(form.days.occasions.rows[0].day, "someday")
    form.show_part(0)
    press(form, Qt.Key.Key_Return, CONTROL)
    desk.rest()
    row = form.days.occasions.rows[0]
    assert row.heard.text().startswith("someday is not a day.")
    assert row.day.hasFocus()
    assert row.isVisible()
    form.reject()


def test_the_same_day_twice_is_said_beside_the_days(desk: Desk) -> None:
    form = desk.open(known=Known(name="Sara"))
    days = form.days.occasions
    for text in ("1/1", "2/2"):
        days.add.click()
        days.rows[-1].kind.choose(OccasionKind.BIRTHDAY)
        type_text(days.rows[-1].day, text)
    press(form, Qt.Key.Key_Return, CONTROL)
    desk.until(form.problem.isVisible)
    assert form.problem.text().startswith("Birthday stands there twice.")
    form.reject()


def test_people_are_chosen_from_the_list_only(desk: Desk) -> None:
    ali, mina = makers.customer(desk.shop, name="Ali Karimi"), makers.customer(desk.shop, name="Mina")
    form = desk.open(known=Known(name="Sara"))
    form.show_part(1)
    for person, name in ((form.days.household, "Ali"), (form.days.referred, "Mina")):
        person.box.setFocus()
        type_text(person.box, name)
        desk.qtbot.wait(150)
        desk.until(lambda box=person.box: bool(box.offers()))  # type: ignore[misc] # it has one form here
        person.box.chosen.emit(person.box.offers()[0].value)
    sheet = desk.save(form)
    assert [one.id for one in sheet.household] == [ali]
    assert sheet.referred_by is not None
    assert sheet.referred_by.id == mina
    again = desk.open(sheet.id)
    again.days.household.box.clear()
    type_text(again.days.referred.box, "x")
    press(again, Qt.Key.Key_Return, CONTROL)
    desk.rest()
    assert again.field("referred").error.startswith("Choose somebody from the list")
    again.days.referred.box.clear()
    after = desk.save(again)
    assert (after.household, after.referred_by) == ((), None)


def test_C5_a_referral_within_the_household_is_said_beside_the_field(desk: Desk) -> None:
    ali = makers.customer(desk.shop, name="Ali Karimi")
    sara = desk.shop.do(customers.add, Draft(name="Sara", household_with=ali)).id
    form = desk.open(sara)
    form.days.referred.box.chosen.emit(form.days.household.box and _person(ali))
    press(form, Qt.Key.Key_Return, CONTROL)
    desk.until(lambda: bool(form.field("referred").error))
    assert form.field("referred").error.startswith("Ali Karimi cannot have brought themselves")
    assert form.days.referred.box.hasFocus()
    form.reject()


def _person(key: int) -> customers.Person:
    return customers.Person(key, "Ali Karimi")


def test_known_tags_are_offered_and_put_in(desk: Desk) -> None:
    desk.shop.do(customers.add, Draft(name="Ali", tags=["wholesale", "neighbour"]))
    form = desk.open(known=Known(name="Sara"))
    tags = form.who.tags
    assert [chip.text() for chip in tags.offered()] == ["neighbour", "wholesale"]
    type_text(tags.line, "vip, who")
    assert [chip.text() for chip in tags.offered()] == ["wholesale"]
    tags.offered()[0].click()
    assert tags.line.hasFocus()
    assert desk.save(form).tags == ("vip", "wholesale")


def test_somebody_known_already_is_told_while_one_writes_and_can_be_shown(desk: Desk) -> None:
    ali = makers.customer(desk.shop, name="Ali Karimi")
    makers.phone(desk.shop, ali, "+989122223344")
    form = desk.open()
    type_text(form.who.name, "Ali Karimi")
    type_text(form.who.phones, "0912 222 3344")
    desk.until(lambda: bool(form.who.known.shown))
    assert form.who.known.isVisible()
    form.who.known.buttons[0].click()
    assert desk.asked == [ali]
    assert not form.isVisible()


def test_a_card_number_is_made_and_a_taken_one_is_told(desk: Desk) -> None:
    ali = desk.shop.do(customers.add, Draft(name="Ali", card="77")).id
    form = desk.open(known=Known(name="Sara"))
    form.who.card.setText("7 7")
    press(form, Qt.Key.Key_Return, CONTROL)
    desk.until(lambda: bool(form.field("card").error))
    assert "already belongs to Ali" in form.field("card").error
    form.who.make_card.click()
    desk.until(lambda: len(form.who.card.text()) == 10)
    made = form.who.card.text()
    assert desk.save(form).cards[0].number == made
    assert desk.shop.ask(customers.show, ali).cards[0].number == "77"


@LANGUAGES
def test_what_is_known_stands_in_the_form_and_stays_when_nothing_changes(desk: Desk) -> None:
    ali = makers.customer(desk.shop, name="Ali")
    full = Draft(
        name="Sara",
        code="17",
        card="CARD77",
        honorific="Dr",
        phones=["09121112233", Labelled("02188776655", "work")],
        emails=["s@example.com"],
        addresses=["Main Street 1\nRome", "Other Street"],
        tags=["wholesale", "vip"],
        occasions=[OccasionDraft(OccasionKind.OTHER, 12, 30, None, "x", 5, calendar=CalendarKind.JALALI)],
        household_with=ali,
        preferred_channel="letter",
        language="fa",
        note="tall",
    )
    sara = desk.shop.do(customers.add, full).id
    before = desk.shop.ask(customers.show, sara)
    form = desk.open(sara)
    assert form._draft() == Draft(consents=[])
    assert desk.save(form) == before
    again = desk.open(sara)
    type_text(again.who.phones, " ")
    for part in (again.more.addresses, again.who.tags.line, again.days.occasions.rows[0].label):
        part.setFocus()
        type_text(part, " ")
    after = desk.save(again)
    assert (after.phones, after.labels, after.addresses) == (before.phones, before.labels, before.addresses)
    assert (after.tags, after.occasions) == (before.tags, before.occasions)


def test_ticks_are_written_down_as_answers_to_news(desk: Desk) -> None:
    form = desk.open(known=Known(name="Sara"))
    form.who.by_channel[Channel.WHATSAPP].click()
    sheet = desk.save(form)
    assert [(one.purpose, one.channel, one.given) for one in sheet.consents] == [
        (Purpose.NEWS, Channel.WHATSAPP, True)
    ]


@LANGUAGES
def test_every_part_fits_a_small_window_and_has_names(desk: Desk) -> None:
    form = desk.open()
    form.days.occasions.add.click()
    assert form.height() <= 700 - desk.kit.look.size(40)
    for part in range(3):
        form.show_part(part)
        settle()
        widgets = (form.who, form.days, form.more)
        assert [shown.isVisible() for shown in widgets] == [place == part for place in range(3)]
        assert _inside(form, widgets[part])
    assert list(unnamed(form)) == []
    form.reject()


def _inside(form: CustomerForm, part: QWidget) -> bool:
    return (
        part.mapTo(form, part.rect().bottomRight()).y()
        <= form.main.mapTo(form, form.main.rect().topLeft()).y()
    )
