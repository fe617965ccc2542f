"""The dialog in which one person or several are written to: the text, as they read it, and how it goes."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.choices_of_shop import languages
from shopcrm.desk.kit import Kit
from shopcrm.desk.letter_bubble import LetterBubble
from shopcrm.desk.message_way import Addressee, WayChoice
from shopcrm.desk.reader_walk import ReaderWalk
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import Scroller
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.desk.widgets.choices import Choice, Combo, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules import letters, sms
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import ShopError
from shopcrm.rules.letters import Text
from shopcrm.rules.wording import Words
from shopcrm.services import messages, templates
from shopcrm.services.messages import Queued
from shopcrm.services.templates import Preview

_REST_MS, _BESIDE = 250, 600
_EMPTY = ""
_STARTS = (templates.NEWS, templates.LETTER, templates.CARD)
_FIELDS = (
    letters.Field.FIRST_NAME,
    letters.Field.NAME,
    letters.Field.HONORIFIC,
    letters.Field.SHOP,
    letters.Field.DAY,
)
_WITH_SUBJECT = {None, Channel.EMAIL, Channel.LETTER, Channel.WEBHOOK}
"""By these ways a subject is read; None is whatever suits each of several people."""
_READ_AS_SMS = {Channel.SMS}


class MessageForm(DialogFrame):
    """Writes a message to one person or the same to several; `queued` carries what became of it.

    Several who read two languages get a text in each; without it they get the one in the shop's language.
    """

    queued = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, whom: Sequence[Addressee]) -> None:
        words, look = kit.words, kit.look
        several = words.plural("Message to {count} person", "Message to {count} people", count=len(whom))
        super().__init__(
            look,
            words,
            words.say("Message to {name}", name=whom[0].name) if len(whom) == 1 else several,
            words.say("Queue the message"),
            parent=parent,
            icon="send",
            main_icon="send",
            width=860,
        )
        self._kit, self._ids = kit, [one.reach.customer_id for one in whom]
        self._languages = _languages(kit, whom)
        self._language = self._languages[0]
        self._others: dict[str, Text] = {}
        self.languages = Choice(look, _named(self._languages), name=words.say("Language of the text"))
        self.languages.choose(self._language)
        self.purpose = Choice(look, self._purposes(), name=words.say("What it is about"))
        self.purpose.choose(Purpose.NEWS)
        self.start = Combo(look, self._starts(), name=words.say("Begin with"))
        self.start.choose(_EMPTY)
        self.subject = LineEdit(look)
        self.text = TextArea(look, lines=7)
        self._text_field = Field(look, words.say("Text"), self.text, hint=self._language_hint())
        self._subject_field = Field(look, words.say("Subject"), self.subject)
        self.way = WayChoice(kit, [one.reach for one in whom])
        self.walk = ReaderWalk(kit, [one.name for one in whom])
        self.size_line = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self._bubble = LetterBubble(look)
        self._nothing = Label(look, words.say("What you write shows here."), Type.SMALL, "muted", wrap=True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look_at_it)
        self._furnish()
        self._listen()
        self._on_way()

    def _purposes(self) -> list[Option]:
        say = self._kit.words.say
        return [
            Option(Purpose.NEWS, say("News"), "megaphone"),
            Option(Purpose.SERVICE, say("Their own order or request"), "package"),
        ]

    def _starts(self) -> list[Option]:
        words = self._kit.words
        titles = {kind.name: words.tell(kind.title) for kind in templates.kinds()}
        kept = [Option(name, titles[name]) for name in _STARTS if name in titles]
        return [Option(_EMPTY, words.say("an empty page")), *kept]

    def _language_hint(self) -> str:
        say = self._kit.words.say
        names = {"en": say("they read English"), "fa": say("they read Persian")}
        return names.get(self._language, "") if len(self._ids) == 1 else ""

    def _furnish(self) -> None:
        look, words = self._kit.look, self._kit.words
        gap = look.size(12)
        host = QWidget()
        flow = FlowLayout(host, gap=look.size(6), line_gap=look.size(6))
        for field in _FIELDS:
            chip = ButtonChip(look, words.ltr(letters.shown(field)), checkable=False)
            chip.setAccessibleName(words.say("Put in {field}", field=letters.shown(field)))
            chip.setProperty("field", field.value)
            chip.clicked.connect(self._on_field)
            flow.addWidget(chip)
        about = Field(look, words.say("What it is about"), self.purpose)
        begin = Field(look, words.say("Begin with"), self.start)
        texts = (self.languages, self._subject_field, self._text_field)
        left = column(row((about, 1), gap=gap), begin, *texts, host, gap=gap)
        left.addStretch(1)
        read = QWidget()
        read.setLayout(column(self._nothing, self._bubble, None, gap=0))
        # The text as it is read has its room from the first, so that nothing moves when it comes.
        seen = Scroller(read)
        seen.setMinimumHeight(look.size(170))
        right = column(self.walk, (seen, 1), self.size_line, self.way, gap=gap)
        self._bubble.hide()
        self._turn()
        self.body.addLayout(fold((left, 1), (right, 1), gap=look.size(20), least=look.size(_BESIDE)))
        self.languages.setVisible(len(self._languages) > 1)
        self.text.setFocus()

    def _turn(self) -> None:
        """Let the text run as its own language does, whatever the window speaks."""
        for part in (self.subject, self.text):
            part.turn(right=self._language == "fa")

    def _listen(self) -> None:
        self.purpose.picked.connect(self._on_purpose)
        self.start.picked.connect(self._on_start)
        self.subject.textEdited.connect(self._rest.start)
        self.text.textChanged.connect(self._rest.start)
        self.way.picked.connect(self._on_way)
        self.walk.moved.connect(self._look_at_it)
        self.languages.picked.connect(self._on_language)
        self.agreed.connect(self._on_agreed)

    def _texts(self) -> dict[str, Text]:
        here = Text(self.subject.text(), self.text.toPlainText())
        texts = {**self._others, self._language: here}
        written = {language: text for language, text in texts.items() if text.body.strip()}
        has_subject = self.way.channel() in _WITH_SUBJECT
        return {
            language: text if has_subject else Text("", text.body)
            for language, text in (written or {self._language: here}).items()
        }

    def _on_language(self, language: str) -> None:
        """Go on in another language; what was written in this one is kept."""
        self._others[self._language] = Text(self.subject.text(), self.text.toPlainText())
        self._language = language
        text = self._others.pop(language, Text("", ""))
        self.subject.setText(text.subject)
        self.text.setPlainText(text.body)
        self._turn()

    def _look_at_it(self) -> None:
        shop, texts, customer_id = self._kit.program.shop, self._texts(), self._ids[self.walk.place]
        if not any(text.body.strip() for text in texts.values()):
            self._show_nothing()
            return

        def write() -> Preview:
            return shop.ask(templates.preview, templates.NEWS, texts, customer_id)

        self._kit.lanes.quick.run(self, self._on_preview, write, self._on_problem, slot="preview")

    def _show_nothing(self) -> None:
        self._text_field.show_error("")
        self._bubble.hide()
        self._nothing.show()
        self.size_line.setText("")

    def _on_preview(self, preview: Preview) -> None:
        self._text_field.show_error("")
        self._nothing.hide()
        right = preview.language == "fa"
        self._bubble.show_letter(preview.text.subject, preview.text.body, right=right)
        self._bubble.show()
        self._show_size(preview.text.body)

    def _show_size(self, body: str) -> None:
        """Count the parts where it goes as text messages; more than one turns the count warn."""
        if self.way.channel() not in _READ_AS_SMS:
            self.size_line.setText("")
            return
        words, size = self._kit.words, sms.measure(sms.sendable(body))
        parts = words.plural("{count} text message", "{count} text messages", count=size.parts)
        left = words.plural("room for {count} letter", "room for {count} letters", count=size.left)
        self.size_line.setText(words.listing([parts, left]))
        self.size_line.set_tint("warn" if size.parts > 1 else "muted")

    def _on_problem(self, error: Exception) -> None:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._text_field.show_error(self._kit.words.tell(said))

    def _on_purpose(self, purpose: Purpose) -> None:
        self.way.set_purpose(purpose)
        self._on_way()

    def _on_way(self) -> None:
        self._subject_field.setVisible(self.way.channel() in _WITH_SUBJECT)
        say = self._kit.words.say
        noted = say("Note it on their card") if len(self._ids) == 1 else say("Note on their cards")
        self.main.setText(noted if self.way.is_only_in_person() else say("Queue the message"))
        self._rest.start()

    def _on_start(self, name: str) -> None:
        if name == _EMPTY:
            self.subject.clear()
            self.text.clear()
            return
        shop = self._kit.program.shop

        def read() -> dict[str, Text]:
            return shop.ask(templates.read, name)

        self._kit.lanes.quick.run(self, self._on_start_read, read, slot="start")

    def _on_start_read(self, texts: dict[str, Text]) -> None:
        text = texts.get(self._language, Text("", ""))
        self.subject.setText(text.subject)
        self.text.setPlainText(text.body)

    def _on_field(self) -> None:
        chip = self.sender()
        if isinstance(chip, ButtonChip):
            self.text.insertPlainText(letters.shown(letters.Field(chip.property("field"))))
            self.text.setFocus()

    def _on_agreed(self) -> None:
        self.main.setEnabled(False)
        lane, texts, purpose = self._kit.lanes.quick, self._texts(), self.purpose.value()
        ids, channel = self._ids, self.way.channel()
        lane.try_do(self, self._on_queued, self._on_refused, messages.compose, ids, texts, purpose, channel)

    def _on_queued(self, queued: Queued) -> None:
        words = self._kit.words
        if len(self._ids) > 1:
            said = _said_of_several(words, queued)
        elif queued.repeated and not queued.added:
            said = words.say("They got the very same message today already. It was not queued again.")
        elif queued.in_person:
            why = words.tell(queued.reasons[0][0]) if queued.reasons else ""
            said = f"{words.say('It stands on their card, to be told in person.')} {why}".strip()
        else:
            said = words.say("The message is queued.")
        self.queued.emit(said)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        self._on_problem(error)
        self.text.setFocus()


def _languages(kit: Kit, whom: Sequence[Addressee]) -> list[str]:
    """Give the languages of the readers; among several the shop's own comes first, which all can be sent."""
    shops = kit.settings.language
    spoken = {one.reach.language or shops for one in whom}
    return list(spoken) if len(whom) == 1 else [shops, *sorted(spoken - {shops})]


def _named(spoken: Sequence[str]) -> list[Option]:
    return [option for option in languages() if option.value in spoken]


def _said_of_several(words: Words, queued: Queued) -> str:
    going = queued.added - queued.in_person
    counts = (
        (going, words.plural("{count} message is queued.", "{count} messages are queued.", count=going)),
        (
            queued.in_person,
            words.plural(
                "{count} person is to be told in person.",
                "{count} people are to be told in person.",
                count=queued.in_person,
            ),
        ),
        (
            queued.repeated,
            words.plural(
                "{count} person got the very same today already.",
                "{count} people got the very same today already.",
                count=queued.repeated,
            ),
        ),
    )
    return " ".join(said for count, said in counts if count)
