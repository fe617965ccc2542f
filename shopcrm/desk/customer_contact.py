"""The card with how to reach a customer, their days and people, and what they say to messages."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.consent_lines import AT_THE_COUNTER, ConsentLines, purpose_name
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import put_in, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules import occasions
from shopcrm.rules.delivery import Channel
from shopcrm.services import consents
from shopcrm.services.consents import Answer
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.occasions import OccasionView
from shopcrm.services.people import Person
from shopcrm.services.reach import Reach, ways_of

__all__ = ["AT_THE_COUNTER", "ContactCard"]

_NEAR_DAYS = 14
_MOST_ADDRESSES = 2


class ContactCard(Card):
    """Shows how to reach a customer; what they say to messages is written down by one press.

    `answered` carries the words for what was written down, `person_asked` somebody they belong to.
    """

    answered = Signal(str)
    person_asked = Signal(int)
    edit_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.look, kit.words.say("Contact and consent"), spacing=6)
        self._kit = kit
        self._customer_id = 0
        self._shown: CustomerSheet | None = None
        look, words = kit.look, kit.words
        edit = words.say("Edit")
        # The key belongs to the sheet, since in a small window this card may lie behind a tab.
        self.edit = Button(look, edit, ButtonKind.GHOST, icon="pencil", key="F4", bind_key=False, height=28)
        self.head.addWidget(self.edit)
        self._host = QWidget()
        self._contacts = QVBoxLayout(self._host)
        self._contacts.setContentsMargins(0, 0, 0, 0)
        self._contacts.setSpacing(look.size(6))
        none = words.say("No phone and no address is known yet.")
        self._none = Label(look, none, Type.SMALL, "muted", wrap=True)
        self._contacts.addWidget(self._none)
        # They are kept from person to person, since making a line anew takes longer than all it says.
        self._lines: list[_Line] = []
        self._homes: list[QWidget] = []
        self.consents = ConsentLines(kit)
        self.body.addWidget(self._host)
        self.body.addWidget(Rule(look))
        self.body.addWidget(self.consents)
        self.consents.said.connect(self._on_said)
        self.edit.clicked.connect(self.edit_asked)

    def show_sheet(self, sheet: CustomerSheet, reach: Reach) -> None:
        """Show another customer, or the same one anew; the keyboard stays where it is."""
        if sheet.id != self._customer_id:
            self.consents.fold()
        self._customer_id = sheet.id
        if self._shown is None or not _same_contacts(self._shown, sheet):
            self._show_contacts(sheet)
        self._shown = sheet
        open_ways = ways_of(self._kit.settings).order
        reached = frozenset(channel for channel in open_ways if reach.where(channel))
        self.consents.show_views(sheet.consents, reached)

    def _show_contacts(self, sheet: CustomerSheet) -> None:
        reachable = self._reachable(sheet)
        said = [*reachable, *self._days(sheet)]
        self._none.setVisible(not reachable)
        while len(self._lines) < len(said):
            line = _Line(self._kit)
            self._contacts.insertWidget(1 + len(self._lines), line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            if place < len(said):
                line.say(said[place])
            line.setVisible(place < len(said))
        for old in self._homes:
            self._contacts.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._homes = self._people(sheet)
        for home in self._homes:
            put_in(self._contacts, home)

    def _reachable(self, sheet: CustomerSheet) -> list["_Said"]:
        words, labels = self._kit.words, sheet.labels
        lines = [_Said("phone", words.phone(one), labels.get(one, "")) for one in sheet.phones]
        lines += [_Said("mail", words.ltr(one), labels.get(one, "")) for one in sheet.emails]
        for channel, handle in sheet.handles.items():
            said = words.say("Telegram") if channel is Channel.TELEGRAM else channel.value.capitalize()
            lines.append(_Said("message-circle", words.ltr(handle), said))
        for address in sheet.addresses[:_MOST_ADDRESSES]:
            one_line = words.listing(address.splitlines())
            lines.append(_Said("map-pin", words.isolate(one_line), labels.get(address, "")))
        return lines

    def _days(self, sheet: CustomerSheet) -> list["_Said"]:
        return [self._day(view) for view in sorted(sheet.occasions, key=lambda view: view.days_left)]

    def _day(self, view: OccasionView) -> "_Said":
        words = self._kit.words
        name = words.shown(view.name)
        day = words.yearly_day(view.calendar, view.month, view.day)
        said = words.say("{occasion}, {day}", occasion=name, day=day)
        comes = words.tell(occasions.comes(view.days_left))
        near = view.days_left <= max(_NEAR_DAYS, view.remind_days)
        return _Said("calendar-heart", said, comes, "warn" if near else "muted")

    def _people(self, sheet: CustomerSheet) -> list[QWidget]:
        words = self._kit.words
        lines = []
        if sheet.household:
            lines.append(self._links("house", words.say("Lives with"), sheet.household))
        if sheet.referred_by is not None:
            lines.append(self._links("hand-heart", words.say("Came through"), (sheet.referred_by,)))
        return lines

    def _links(self, icon: str, said: str, whom: tuple[Person, ...]) -> QWidget:
        look, words = self._kit.look, self._kit.words
        line, host = QWidget(), QWidget()
        flow = FlowLayout(host, gap=look.size(4), line_gap=look.size(2))
        for person in whom:
            name = words.shown(person.name)
            link = Button(look, name, ButtonKind.GHOST, height=24)
            link.setAccessibleName(words.say("{how} {name}: show", how=said, name=name))
            link.clicked.connect(self._shower(person.id))
            flow.addWidget(link)
        caption = Label(look, said, Type.CAPTION, "muted")
        line.setLayout(row(Icon(look, icon, size=16), caption, (host, 1), gap=look.size(8)))
        return line

    def _shower(self, customer_id: int) -> Callable[[], None]:
        def show() -> None:
            self.person_asked.emit(customer_id)

        return show

    def _on_said(self, answer: Answer) -> None:
        words = self._kit.words
        name = purpose_name(words, answer.purpose, answer.channel)
        if answer.given:
            said = words.say("{what}: they said yes", what=name)
        else:
            said = words.say("{what}: they said no", what=name)

        def tell(_id: int) -> None:
            self.answered.emit(said)

        self._kit.lanes.quick.do(self, tell, consents.record, self._customer_id, answer)


@dataclass(frozen=True, slots=True)
class _Said:
    """A line in words: how they are reached or which day of theirs it is, and a second word about it."""

    icon: str
    text: str
    second: str = ""
    tint: Tint = "muted"


class _Line(QWidget):
    """One way to reach somebody, or one of their days."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._icon = Icon(kit.look, "", size=16)
        self._text = Label(kit.look, "", Type.MEDIUM, ellipsis=True)
        self._second = Label(kit.look, "", Type.CAPTION)
        self.setLayout(row(self._icon, (self._text, 1), self._second))

    def say(self, said: _Said) -> None:
        """Say something else."""
        self._icon.show_icon(said.icon, "muted")
        self._text.setText(said.text)
        self._second.setText(said.second)
        self._second.set_tint(said.tint)


def _same_contacts(before: CustomerSheet, now: CustomerSheet) -> bool:
    """Whether nothing of what the upper half shows has changed."""

    def upper(sheet: CustomerSheet) -> tuple[object, ...]:
        people = (sheet.household, sheet.referred_by, sheet.occasions)
        known = (sheet.phones, sheet.emails, sheet.addresses, dict(sheet.handles), dict(sheet.labels))
        return (sheet.id, *known, *people)

    return upper(before) == upper(now)
