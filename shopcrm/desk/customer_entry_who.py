"""The first part of a customer's form, all that a new customer needs: who, how to reach them, news."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.consent_lines import AT_THE_COUNTER
from shopcrm.desk.kit import Kit
from shopcrm.desk.known_already import KnownAlready
from shopcrm.desk.tags_field import TagsField
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.choices import CheckBox
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.flow import flow
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.cards import parse_card
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import ShopError
from shopcrm.rules.people import parse_address, parse_phone, split_label
from shopcrm.rules.sayings import Saying
from shopcrm.services import cards, cautions, duplicates
from shopcrm.services.consents import Answer
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.duplicates import Likeness

_REST_MS = 300


class WhoEntry(QWidget):
    """Tells while one writes who may be known already; `person_asked` carries whom one wants to see."""

    person_asked = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit = kit
        self._sheet: CustomerSheet | None = None
        self.name, self.honorific = LineEdit(look), LineEdit(look, placeholder=say("Ms, Dr"))
        self.phones, self.emails = (TextArea(look, lines=2, ltr=True) for _ in range(2))
        self.code, self.card = LineEdit(look, ltr=True), LineEdit(look, ltr=True, icon="credit-card")
        self.make_card = Button(look, say("New number"), ButtonKind.GHOST, icon="plus", height=36)
        self.tags = TagsField(kit)
        self.by_channel = {
            Channel.SMS: CheckBox(look, say("News by text message")),
            Channel.EMAIL: CheckBox(look, say("News by e-mail")),
            Channel.WHATSAPP: CheckBox(look, say("News on WhatsApp")),
            Channel.CALL: CheckBox(look, say("News by phone")),
        }
        self.warning = Label(look, "", Type.CAPTION, "warn", wrap=True)
        self.known = KnownAlready(kit)
        self.fields = self._make_fields()
        self._resting = QTimer(self)
        self._furnish()
        self._listen()

    def fill(self, sheet: CustomerSheet) -> None:
        """Show what is known by now."""
        words = self._kit.words
        self._sheet = sheet
        self.name.setText(sheet.name)
        self.honorific.setText(sheet.honorific)
        shown = {phone: words.phone(phone) for phone in sheet.phones}
        self.phones.setPlainText(_lines_of(sheet.phones, sheet.labels, shown))
        self.emails.setPlainText(_lines_of(sheet.emails, sheet.labels, {}))
        self.code.setText(sheet.code or "")
        self.card.setText(_card_in_use(sheet))
        self.tags.show_tags(sheet.tags)
        for channel, tick in self.by_channel.items():
            tick.setChecked(_said(sheet, channel) is True)
        # What stands there already asks nothing; only what is changed does.
        self._resting.stop()

    def written(self) -> dict[str, str]:
        """Read what stands there, by the names that a draft has for it."""
        return {
            "name": self.name.text(),
            "honorific": self.honorific.text(),
            "phones": self.phones.toPlainText(),
            "emails": self.emails.toPlainText(),
            "code": self.code.text(),
            "card": self.card.text(),
            "tags": self.tags.line.text(),
        }

    def answers(self) -> list[Answer]:
        """Give a yes for each tick, and a no where a yes was taken back; what was never asked stays so."""
        return [
            Answer(Purpose.NEWS, channel, tick.isChecked(), AT_THE_COUNTER)
            for channel, tick in self.by_channel.items()
            if tick.isChecked() != (_said(self._sheet, channel) is True)
        ]

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        a_line = say("one a line")
        return {
            "name": Field(look, say("Name"), self.name),
            "honorific": Field(look, say("Form of address"), self.honorific),
            "phones": Field(look, say("Phones"), self.phones, hint=a_line, check=self._wrong_phones),
            "emails": Field(look, say("E-mail"), self.emails, hint=a_line, check=self._wrong_emails),
            "code": Field(look, say("Number"), self.code, hint=say("in another program")),
            "card": Field(look, say("Card"), self.card, hint=say("scan it"), check=self._wrong_card),
            "tags": self.tags.field,
        }

    def _furnish(self) -> None:
        look, of = self._kit.look, self.fields
        gap = look.size(12)
        allowed = Label(look, self._kit.words.say("They said yes to"), Type.LABEL)
        ticks = column(allowed, flow(*self.by_channel.values(), gap=gap), gap=look.size(6))
        self.warning.hide()
        self.known.hide()
        card = row((of["card"], 1), column(look.size(22), self.make_card, None, gap=0), gap=look.size(4))
        whole = column(
            fold((of["name"], 3), (of["honorific"], 1), gap=gap),
            fold((of["phones"], 1), (of["emails"], 1), gap=gap),
            column(self.warning, self.known, gap=look.size(2)),
            fold((card, 1), (of["code"], 1), gap=gap),
            self.tags,
            ticks,
            None,
            gap=gap,
        )
        self.setLayout(whole)

    def _listen(self) -> None:
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._on_rest)
        for written in (self.name, self.phones, self.emails, self.code, self.card):
            written.textChanged.connect(self._resting.start)
        for left in (self.phones, self.emails, self.card):
            left.left.connect(self._on_left)
        self.make_card.clicked.connect(self._on_make_card)
        self.known.person_asked.connect(self.person_asked)

    def _on_rest(self) -> None:
        """Ask who may be known already by what is written so far."""
        self._kit.lanes.quick.ask(
            self,
            self._on_likely,
            duplicates.likely,
            name=self.name.text(),
            phones=[split_label(line)[1] for line in lines(self.phones.toPlainText())],
            emails=[split_label(line)[1] for line in lines(self.emails.toPlainText())],
            card=self.card.text() or self.code.text(),
            customer_id=self._sheet.id if self._sheet is not None else None,
        )

    def _on_likely(self, found: list[Likeness]) -> None:
        self.known.show_people(found)

    def _on_left(self) -> None:
        """Tell of others with the same phone, or that it was erased; neither hinders anything."""
        if self._wrong_phones() or self._wrong_emails() or self._wrong_card():
            self.warning.hide()
            return
        self._kit.lanes.quick.ask(
            self,
            self._on_cautions,
            cautions.of,
            phones=[split_label(line)[1] for line in lines(self.phones.toPlainText())],
            emails=[split_label(line)[1] for line in lines(self.emails.toPlainText())],
            card=self.card.text().strip(),
            customer_id=self._sheet.id if self._sheet is not None else None,
        )

    def _on_cautions(self, warnings: list[Saying]) -> None:
        self.warning.setText(" ".join(map(self._kit.words.tell, warnings)))
        self.warning.setVisible(bool(warnings))

    def _on_make_card(self) -> None:
        self._kit.lanes.quick.ask(self, self._on_card, cards.fresh)

    def _on_card(self, number: str) -> None:
        self.card.setText(number)
        self.fields["card"].show_error("")
        self.card.setFocus()

    def _wrong_phones(self) -> str:
        region = self._kit.settings.region
        return self._wrong_line(self.phones, lambda line: parse_phone(line, region))

    def _wrong_emails(self) -> str:
        return self._wrong_line(self.emails, parse_address)

    def _wrong_card(self) -> str:
        return self._wrong(self.card.text(), parse_card) if self.card.text().strip() else ""

    def _wrong_line(self, area: TextArea, read: Callable[[str], str]) -> str:
        wrong = (self._wrong(split_label(line)[1], read) for line in lines(area.toPlainText()))
        return next(filter(None, wrong), "")

    def _wrong(self, text: str, read: Callable[[str], str]) -> str:
        try:
            read(text)
        except ShopError as error:
            return self._kit.words.tell(error)
        return ""


def lines(text: str) -> list[str]:
    """Give the lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def labelled(text: str | None) -> list[Labelled] | None:
    """Read contacts, one a line, each with what it is before a colon; None where nothing was changed."""
    if text is None:
        return None
    return [Labelled(contact, label) for label, contact in map(split_label, lines(text))]


def _lines_of(contacts: Sequence[str], labels: Mapping[str, str], shown: Mapping[str, str]) -> str:
    prefixes = [f"{labels[contact]}: " if contact in labels else "" for contact in contacts]
    pairs = zip(prefixes, contacts, strict=True)
    return "\n".join(prefix + shown.get(contact, contact) for prefix, contact in pairs)


def _card_in_use(sheet: CustomerSheet) -> str:
    return next((card.number for card in sheet.cards if card.replaced_at is None), "")


def _said(sheet: CustomerSheet | None, channel: Channel) -> bool | None:
    """Tell what somebody said to news on a channel, or None."""
    views = sheet.consents if sheet is not None else ()
    said = (view.given for view in views if view.purpose is Purpose.NEWS and view.channel is channel)
    return next(said, None)
