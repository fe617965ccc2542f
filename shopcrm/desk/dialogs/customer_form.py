"""The form in which a customer is added and changed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.customer_contact import AT_THE_COUNTER
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import CheckBox, Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import ShopError
from shopcrm.rules.people import NotAnAddress, NotAPhone, called, parse_address, parse_phone
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import fold
from shopcrm.services import contacts, customers
from shopcrm.services.consents import Answer
from shopcrm.services.customers import CodeTaken, CodeTooLong, CustomerSheet, Draft, Saved
from shopcrm.services.preferences import Kind, Source, Taste


@dataclass(frozen=True, slots=True)
class Known:
    """What a new customer's form begins with: what was searched for in vain."""

    name: str = ""
    phone: str = ""


class CustomerForm(DialogFrame):
    """Takes in one customer; `saved` carries the id, the name, and the warnings as sentences."""

    saved = Signal(int, str, str)

    def __init__(
        self, kit: Kit, parent: QWidget, sheet: CustomerSheet | None = None, known: Known | None = None
    ) -> None:
        words, look = kit.words, kit.look
        name = called(words, sheet.name, sheet.code, sheet.id) if sheet is not None else ""
        title = words.say("Edit {name}", name=name) if sheet is not None else words.say("New customer")
        super().__init__(
            look, words, title, words.say("Save customer"), parent=parent, icon="user", width=680
        )
        self._kit, self._sheet = kit, sheet
        self.name, self.code = LineEdit(look), LineEdit(look, ltr=True)
        self.phones, self.emails = (TextArea(look, lines=2, ltr=True) for _ in range(2))
        self.likes, self.avoids = LineEdit(look), LineEdit(look)
        self.note = TextArea(look, lines=2)
        self.language = Choice(look, self._languages(), kind=ChoiceKind.BUTTONS)
        self.by_mail = CheckBox(look, words.say("News by e-mail"))
        self.by_call = CheckBox(look, words.say("News by phone"))
        self.warning = Label(look, "", Type.CAPTION, "warn", wrap=True)
        self._fields = self._make_fields()
        self._furnish()
        self._before = self._written()
        if sheet is None:
            self._begin(known or Known())
        else:
            self._fill(sheet)
            self._before = self._written()
        self.phones.left.connect(self._on_phones_left)
        self.agreed.connect(self._on_agreed)

    def field(self, name: str) -> Field:
        """Give a field by the name that the customer has for it."""
        return self._fields[name]

    def _languages(self) -> list[Option]:
        shops = self._kit.words.say("as the shop")
        return [Option("", shops), Option("en", "English"), Option("fa", "فارسی")]

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        a_line, commas = say("one a line"), say("a comma between them")
        return {
            "name": Field(look, say("Name"), self.name),
            "code": Field(look, say("Number"), self.code, hint=say("card or old number")),
            "phones": Field(look, say("Phones"), self.phones, hint=a_line, check=self._wrong_phones),
            "emails": Field(look, say("E-mail"), self.emails, hint=a_line, check=self._wrong_emails),
            "likes": Field(look, say("Likes"), self.likes, hint=commas),
            "avoids": Field(look, say("Avoids"), self.avoids, hint=commas),
            "language": Field(look, say("Language of messages"), self.language),
            "note": Field(look, say("Note"), self.note),
        }

    def _furnish(self) -> None:
        look, of = self._kit.look, self._fields
        gap = look.size(12)
        allowed = Label(look, self._kit.words.say("They said yes to"), Type.LABEL)
        ticks = column(allowed, row(self.by_mail, self.by_call, None, gap=gap), None, gap=look.size(6))
        self.warning.hide()
        self.body.addLayout(row((of["name"], 2), (of["code"], 1), gap=gap))
        contact = row((column(of["phones"], self.warning, None, gap=2), 1), (of["emails"], 1), gap=gap)
        self.body.addLayout(contact)
        self.body.addLayout(row((of["language"], 1), (ticks, 1), gap=gap))
        self.body.addLayout(row((of["likes"], 1), (of["avoids"], 1), gap=gap))
        self.body.addWidget(of["note"])
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, known: Known) -> None:
        self.name.setText(known.name)
        self.phones.setPlainText(known.phone)
        self.language.choose("")

    def _fill(self, sheet: CustomerSheet) -> None:
        words = self._kit.words
        self.name.setText(sheet.name)
        self.code.setText(sheet.code or "")
        self.phones.setPlainText("\n".join(words.phone(phone) for phone in sheet.phones))
        self.emails.setPlainText("\n".join(sheet.emails))
        self.language.choose(sheet.language or "")
        self.note.setPlainText(sheet.note)
        for field, kind in ((self.likes, Kind.LIKES), (self.avoids, Kind.AVOIDS)):
            field.setText(words.listing(_in_words(sheet, kind)))
        for tick, channel in ((self.by_mail, Channel.EMAIL), (self.by_call, Channel.CALL)):
            tick.setChecked(_said(sheet, channel) is True)

    def _on_agreed(self) -> None:
        for field in self._fields.values():
            field.show_error("")
        wrong = [field for field in self._fields.values() if not field.is_right()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        lane = self._kit.lanes.quick
        if self._sheet is None:
            lane.try_do(self, self._on_saved, self._on_refused, customers.add, self._draft())
        else:
            lane.try_do(self, self._on_saved, self._on_refused, customers.edit, self._sheet.id, self._draft())

    def _draft(self) -> Draft:
        """Give what was changed in the form; the rest stays as it is in the file by now."""
        now = self._written()
        fresh = {name: text for name, text in now.items() if text != self._before[name]}
        return Draft(
            name=fresh.get("name"),
            code=fresh.get("code"),
            phones=_lines(fresh.get("phones")),
            emails=_lines(fresh.get("emails")),
            note=fresh.get("note"),
            language=fresh.get("language"),
            consents=self._answers(),
            preferences=self._tastes() if "likes" in fresh or "avoids" in fresh else None,
        )

    def _written(self) -> dict[str, str]:
        """Read what stands in the form."""
        return {
            "name": self.name.text(),
            "code": self.code.text(),
            "phones": self.phones.toPlainText(),
            "emails": self.emails.toPlainText(),
            "note": self.note.toPlainText(),
            "language": self.language.value() or "",
            "likes": self.likes.text(),
            "avoids": self.avoids.text(),
        }

    def _answers(self) -> list[Answer]:
        """Give a yes for each tick, and a no where a yes was taken back; what was never asked stays so."""
        answers = []
        for tick, channel in ((self.by_mail, Channel.EMAIL), (self.by_call, Channel.CALL)):
            if tick.isChecked() != (_said(self._sheet, channel) is True):
                answers.append(Answer(Purpose.NEWS, channel, tick.isChecked(), AT_THE_COUNTER))
        return answers

    def _tastes(self) -> list[Taste]:
        """Give all they told: what is not plain words of likes and avoids stays as it was."""
        known = self._sheet.preferences if self._sheet is not None else ()
        told = [taste for taste in known if taste.source is Source.TOLD]
        fields = {Kind.LIKES: self.likes, Kind.AVOIDS: self.avoids}
        kept = [_plain(taste) for taste in told if not (taste.words and taste.kind in fields)]
        fresh = {
            fold(word): Taste(kind, words=word) for kind, line in fields.items() for word in _parts(line)
        }
        for taste in told:
            if taste.words and taste.kind in fields and fold(taste.words) in fresh:
                one = fresh[fold(taste.words)]
                fresh[fold(taste.words)] = Taste(one.kind, words=one.words, strength=taste.strength)
        return kept + list(fresh.values())

    def _on_saved(self, saved: Saved) -> None:
        words = self._kit.words
        self.saved.emit(saved.id, self.name.text().strip(), " ".join(map(words.tell, saved.warnings)))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        names: dict[type[Exception], str] = {
            NotAPhone: "phones",
            NotAnAddress: "emails",
            CodeTaken: "code",
            CodeTooLong: "code",
        }
        field = self._fields[names.get(type(error), "name")]
        field.show_error(self._kit.words.tell(said))
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_phones_left(self) -> None:
        """Tell of others with the same phone; it hinders nothing, since a household may share one."""
        if self._wrong_phones():
            self.warning.hide()
            return
        own = self._sheet.id if self._sheet is not None else None
        lane = self._kit.lanes.quick
        lane.ask(self, self._on_shared, contacts.shared, _lines(self.phones.toPlainText()) or [], own)

    def _on_shared(self, warnings: list[Saying]) -> None:
        self.warning.setText(" ".join(map(self._kit.words.tell, warnings)))
        self.warning.setVisible(bool(warnings))

    def _wrong_phones(self) -> str:
        region = self._kit.settings.region
        return self._wrong_line(self.phones, lambda line: parse_phone(line, region))

    def _wrong_emails(self) -> str:
        return self._wrong_line(self.emails, parse_address)

    def _wrong_line(self, area: TextArea, read: Callable[[str], str]) -> str:
        for line in _lines(area.toPlainText()) or []:
            try:
                read(line)
            except ShopError as error:
                return self._kit.words.tell(error)
        return ""


def _lines(text: str | None) -> list[str] | None:
    return None if text is None else [line.strip() for line in text.splitlines() if line.strip()]


def _parts(line: LineEdit) -> list[str]:
    """Read words with commas between them, in either script."""
    return [part.strip() for part in line.text().replace("،", ",").split(",") if fold(part)]


def _in_words(sheet: CustomerSheet, kind: Kind) -> list[str]:
    told = (taste for taste in sheet.preferences if taste.source is Source.TOLD)
    return [taste.words for taste in told if taste.kind is kind and taste.words]


def _plain(taste: Taste) -> Taste:
    return Taste(taste.kind, taste.product_id, taste.category_id, taste.words, taste.strength)


def _said(sheet: CustomerSheet | None, channel: Channel) -> bool | None:
    """Tell what somebody said to news on a channel, or None."""
    views = sheet.consents if sheet is not None else ()
    said = (view.given for view in views if view.purpose is Purpose.NEWS and view.channel is channel)
    return next(said, None)
