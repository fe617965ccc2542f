"""The card with a customer's phones and addresses, and what they said to news and service on each channel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.wording import Words
from shopcrm.services import consents
from shopcrm.services.consents import ASKED, Answer, ConsentView
from shopcrm.services.customers import CustomerSheet

AT_THE_COUNTER = "told us at the counter"
"""How an answer was given that is taken down on the sheet, as the file keeps it."""


class ContactCard(Card):
    """Shows how to reach a customer; what they say to messages is written down by one press.

    `answered` carries the words for what was written down.
    """

    answered = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.look, kit.words.say("Contact and consent"), spacing=6)
        self._kit = kit
        self._customer_id = 0
        self._host = QWidget()
        self._contacts = QVBoxLayout(self._host)
        self._contacts.setContentsMargins(0, 0, 0, 0)
        self._contacts.setSpacing(kit.look.size(6))
        self.body.addWidget(self._host)
        self.body.addWidget(Rule(kit.look))
        self.lines = [ConsentLine(kit, purpose, channel) for purpose in Purpose for channel in ASKED]
        for line in self.lines:
            self.body.addWidget(line)
            line.said.connect(self._on_said)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show another customer, or the same one anew; the keyboard stays where it is."""
        self._customer_id = sheet.id
        self._show_contacts(sheet)
        held = {(view.purpose, view.channel): view for view in sheet.consents}
        for line in self.lines:
            line.show_view(held.get((line.purpose, line.channel)))

    def _show_contacts(self, sheet: CustomerSheet) -> None:
        words, look = self._kit.words, self._kit.look
        while (item := self._contacts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        known = [("phone", words.phone(phone)) for phone in sheet.phones]
        known += [("mail", words.ltr(address)) for address in sheet.emails]
        for icon, text in known:
            line = QWidget()
            line.setLayout(row(Icon(look, icon, size=16), (Label(look, text, Type.MEDIUM, ellipsis=True), 1)))
            self._contacts.addWidget(line)
        if not known:
            none = words.say("No phone and no address is known yet.")
            self._contacts.addWidget(Label(look, none, Type.SMALL, "muted", wrap=True))

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


class ConsentLine(QWidget):
    """One purpose on one channel: what holds, since when and how it was said, and what can be said to it."""

    said = Signal(object)

    def __init__(self, kit: Kit, purpose: Purpose, channel: Channel) -> None:
        super().__init__()
        self._words, self.purpose, self.channel = kit.words, purpose, channel
        look, words = kit.look, kit.words
        self._name = purpose_name(words, purpose, channel)
        self._icon = Icon(look, "circle-question-mark", "muted", 16)
        self.state = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.yes = Button(look, words.say("Said yes"), ButtonKind.GHOST, height=28)
        self.no = Button(look, words.say("Said no"), ButtonKind.GHOST, height=28)
        self.yes.setAccessibleName(words.say("{what}: said yes", what=self._name))
        self.no.setAccessibleName(words.say("{what}: said no", what=self._name))
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self._on_no)
        text = column(Label(look, self._name, Type.LABEL, ellipsis=True), self.state, gap=0)
        self.setLayout(row(self._icon, (text, 1), self.yes, self.no))

    def show_view(self, view: ConsentView | None) -> None:
        """Show what holds; the keyboard goes to what can be said now."""
        news = self.purpose is Purpose.NEWS
        given = view.given if view is not None else not news
        icon, tint = _look_of(view)
        self._icon.show_icon(icon, tint)
        self.state.setText(self._state(view))
        self.state.set_tint(tint)
        had_focus = self.yes.hasFocus() or self.no.hasFocus()
        self.yes.setVisible(not given)
        self.no.setVisible(given or view is None)
        if had_focus:
            (self.no if given else self.yes).setFocus(Qt.FocusReason.TabFocusReason)

    def _state(self, view: ConsentView | None) -> str:
        words = self._words
        if view is None and self.purpose is Purpose.NEWS:
            return words.say("not asked yet, so nothing is sent")
        if view is None:
            return words.say("allowed until they say no")
        day, how = words.days.of(view.at), how_said(words, view.how)
        if view.given:
            return words.say("yes since {day}, {how}", day=day, how=how)
        return words.say("no since {day}, {how}", day=day, how=how)

    def _on_yes(self) -> None:
        self.said.emit(Answer(self.purpose, self.channel, given=True, how=AT_THE_COUNTER))

    def _on_no(self) -> None:
        self.said.emit(Answer(self.purpose, self.channel, given=False, how=AT_THE_COUNTER))


def purpose_name(words: Words, purpose: Purpose, channel: Channel) -> str:
    """Name a purpose on a channel."""
    names = {
        (Purpose.NEWS, Channel.EMAIL): words.say("News by e-mail"),
        (Purpose.NEWS, Channel.CALL): words.say("News by phone"),
        (Purpose.SERVICE, Channel.EMAIL): words.say("Service by e-mail"),
        (Purpose.SERVICE, Channel.CALL): words.say("Service by phone"),
    }
    return names[purpose, channel]


def how_said(words: Words, how: str) -> str:
    """Word how an answer was given; what somebody wrote by hand stays as it is."""
    known = {
        AT_THE_COUNTER: words.say("told us at the counter"),
        "asked to stop": words.say("asked to stop"),
    }
    return known.get(how, how)


def _look_of(view: ConsentView | None) -> tuple[str, Tint]:
    if view is None:
        return "circle-question-mark", "muted"
    return ("circle-check", "ok") if view.given else ("ban", "danger")
