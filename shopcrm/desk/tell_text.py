"""What to say: the text in each language, as one real person will read it, and by which way it goes."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.letter_bubble import LetterBubble
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card, Scroller
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import LineEdit, TextArea
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import ShopError
from shopcrm.rules.letters import Field, Text, shown
from shopcrm.services.telling import Preview

_REST_MS = 250
_FIELDS = (Field.FIRST_NAME, Field.GOODS, Field.PRICE, Field.DAY, Field.SHOP)


class TellTextCard(Card):
    """The text card; `preview_wanted` comes when the text changed, `queued` on the main button."""

    preview_wanted = Signal()
    queued = Signal()

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(look, title=say("What to say"))
        self._kit = kit
        self._texts: dict[str, Text] = {}
        self._language = kit.words.language
        languages = [Option("en", say("English")), Option("fa", say("Persian"))]
        self._choice = Choice(look, languages, kind=ChoiceKind.CHIPS, name=say("Language of the text"))
        self._choice.choose(self._language)
        self._subject = LineEdit(look, name=say("Subject"), placeholder=say("Subject"))
        self._body = TextArea(look, name=say("Text"), lines=7)
        self._body.setMinimumHeight(self._body.sizeHint().height())
        self._fields = QWidget()
        self._field_box = FlowLayout(self._fields)
        self._as = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self._bubble = LetterBubble(look)
        self._problem = Label(look, "", Type.SMALL, "danger", wrap=True)
        self._ways = Label(look, "", Type.SMALL, wrap=True)
        self._warn = Card(look, ground="warn_soft", edge="warn_line", radius=6)
        self._warning = Label(look, "", Type.SMALL, "warn", wrap=True)
        self._queue = Button(look, say("Queue"), ButtonKind.MAIN, icon="send", key="Ctrl+Enter")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.preview_wanted)
        self._lay_out()
        self._choice.picked.connect(self._on_language)
        self._subject.textEdited.connect(self._on_written)
        self._body.textChanged.connect(self._on_written)
        self._queue.clicked.connect(self.queued)

    def show_texts(self, texts: Mapping[str, Text]) -> None:
        """Begin with the shop's texts, unless some were changed on this page already."""
        if not self._texts:
            self._texts = dict(texts)
            self._show_language()

    def begin(self) -> None:
        """Put the keyboard into the text."""
        self._body.setFocus(Qt.FocusReason.TabFocusReason)

    def texts(self) -> dict[str, Text]:
        """Give the texts as they stand now, by language."""
        return dict(self._texts)

    def show_languages(self, counts: Mapping[str, int]) -> None:
        """Tell on the chips how many read each language."""
        words = self._kit.words
        for button, (code, name) in zip(
            self._choice.buttons(), (("en", words.say("English")), ("fa", words.say("Persian"))), strict=True
        ):
            button.setText(f"{name} {words.number(counts.get(code, 0))}")

    def show_preview(self, preview: Preview) -> None:
        """Show the message as a person will read it."""
        words = self._kit.words
        self._problem.hide()
        self._as.setText(words.say("As {name} will read it", name=preview.name))
        right = preview.language == "fa"
        self._bubble.show_letter(preview.text.subject, preview.text.body, right=right)
        self._bubble.show()

    def show_problem(self, error: ShopError) -> None:
        """Say what is wrong with the text, in place of the preview."""
        self._problem.setText(self._kit.words.tell(error))
        self._problem.show()
        self._bubble.hide()

    def show_ways(self, ways: Mapping[Channel, int]) -> None:
        """Count who is told how; the main button counts what will be queued to be sent or called."""
        words = self._kit.words
        listed = [
            words.say("{way}: {count}", way=named.channel_name(words, way), count=ways[way])
            for way in Channel
            if way is not Channel.IN_PERSON and ways.get(way)
        ]
        self._ways.setText(words.listing(listed))
        silent = ways.get(Channel.IN_PERSON, 0)
        self._warning.setText(
            words.plural(
                "{count} person cannot be messaged. It shows on their card at the next visit.",
                "{count} people cannot be messaged. It shows on their card at the next visit.",
                count=silent,
            )
        )
        self._warn.setVisible(silent > 0)
        sent = sum(ways.values()) - silent
        self._queue.setText(
            words.say("Queue {count}", count=sent) if sent or not silent else words.say("Note on their cards")
        )
        if sum(ways.values()):
            self._queue.turn_on()
        else:
            self._queue.turn_off(words.say("Nobody is ticked."))

    def _lay_out(self) -> None:
        look, words = self._kit.look, self._kit.words
        for field in _FIELDS:
            chip = ButtonChip(look, words.ltr(shown(field)), checkable=False)
            chip.setProperty("field", field.value)
            chip.clicked.connect(self._on_field)
            self._field_box.addWidget(chip)
        self._warn.body.addLayout(row(Icon(look, "info", "warn", 18), (self._warning, 1)))
        self._warn.hide()
        self._problem.hide()
        written = QWidget()
        written.setLayout(
            column(
                self._choice,
                self._subject,
                self._body,
                self._fields,
                row(Icon(look, "eye", "muted", 16), (self._as, 1), gap=look.size(6)),
                self._bubble,
                self._problem,
                None,
                gap=look.size(10),
            )
        )
        # A long text scrolls; how many are told, and the button, stay in sight.
        self.body.addWidget(Scroller(written), 1)
        self.body.addLayout(column(self._ways, self._warn, self._queue, gap=look.size(10)))

    def _show_language(self) -> None:
        text = self._texts.get(self._language, Text("", ""))
        for part in (self._subject, self._body):
            part.turn(right=self._language == "fa")
        self._subject.setText(text.subject)
        self._body.blockSignals(True)
        self._body.setPlainText(text.body)
        self._body.blockSignals(False)

    def _on_language(self, language: str) -> None:
        self._language = language
        self._show_language()

    def _on_written(self) -> None:
        self._texts[self._language] = Text(self._subject.text(), self._body.toPlainText())
        self._rest.start()

    def _on_field(self) -> None:
        chip = self.sender()
        if isinstance(chip, ButtonChip):
            self._body.insertPlainText(shown(Field(chip.property("field"))))
            self._body.setFocus()
