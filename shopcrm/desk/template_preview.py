"""A text as one real person will read it; one walks through the people who read its language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.letter_bubble import LetterBubble
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules import sms
from shopcrm.rules.errors import ShopError
from shopcrm.rules.letters import Text, ValueMissing
from shopcrm.services import customer_lists, reach, templates
from shopcrm.services.customer_lists import Order
from shopcrm.services.templates import Preview

_KNOWN = 300
"""Among so many people, whoever was seen last first, one walks."""


@dataclass(frozen=True)
class _Asked:
    """What is to be shown: a kind of text, its language, and how it stands now."""

    name: str
    language: str
    text: Text


class TemplatePreview(QWidget):
    """Shows the text; `refused` carries what is wrong with it, or nothing."""

    refused = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit = kit
        self._asked: _Asked | None = None
        self._people: dict[str, list[int]] | None = None
        self._places: dict[str, int] = {}
        self.who = Label(look, "", Type.LABEL, ellipsis=True)
        self.before = IconButton(look, "chevron-left", say("The person before"), key="Alt+PgUp", mirror=True)
        self.after = IconButton(look, "chevron-right", say("The next person"), key="Alt+PgDown", mirror=True)
        self.bubble = LetterBubble(look)
        self.size_line = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self.lacking = Label(look, "", Type.SMALL, "warn", wrap=True)
        self._sign = Icon(look, "triangle-alert", "warn", 16)
        head = row(Icon(look, "eye", "muted", 16), (self.who, 1), self.before, self.after, gap=look.size(6))
        trouble = row(self._sign, (self.lacking, 1), gap=look.size(6))
        self.setLayout(column(head, self.bubble, self.size_line, trouble, None, gap=look.size(8)))
        self._sign.hide()
        self.lacking.hide()
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        kit.lanes.quick.run(self, self._on_people, self._read_people, slot="people")

    def show_text(self, name: str, language: str, text: Text) -> None:
        """Show a text for the person one is at."""
        self._asked = _Asked(name, language, text)
        self._look_at_it()

    def _read_people(self) -> dict[str, list[int]]:
        """Part the people by the language in which they are written to."""
        shop = self._kit.program.shop
        ids = [line.id for line in shop.ask(customer_lists.page, 0, _KNOWN, Order.SEEN)]
        known = shop.ask(reach.reaches, ids)
        found: dict[str, list[int]] = {}
        for key in ids:
            language = known[key].language or self._kit.settings.language
            # Whoever has no name cannot be shown what most texts ask for.
            if known[key].name:
                found.setdefault(language, []).append(key)
        return found

    def _on_people(self, people: Mapping[str, Sequence[int]]) -> None:
        self._people = {language: list(ids) for language, ids in people.items()}
        self._look_at_it()

    def _on_before(self) -> None:
        self._walk(-1)

    def _on_after(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        if self._asked is not None:
            language = self._asked.language
            self._places[language] = self._places.get(language, 0) + step
            self._look_at_it()

    def _look_at_it(self) -> None:
        asked = self._asked
        if asked is None or self._people is None:
            return
        people = self._people.get(asked.language, [])
        for button in (self.before, self.after):
            button.setEnabled(len(people) > 1)
        if not people:
            self._show_nobody(asked)
            return
        customer_id = people[self._places.get(asked.language, 0) % len(people)]
        shop = self._kit.program.shop

        def write() -> Preview:
            return shop.ask(templates.preview, asked.name, {asked.language: asked.text}, customer_id)

        self._kit.lanes.quick.run(self, self._on_written, write, self._on_refused, slot="preview")

    def _show_nobody(self, asked: _Asked) -> None:
        self.who.setText(self._kit.words.say("Nobody reads this language yet"))
        self.bubble.show_letter(asked.text.subject, asked.text.body, right=asked.language == "fa")
        self._show_size(asked.text.body)
        self._show_lacking("")
        self.refused.emit(None)

    def _on_written(self, preview: Preview) -> None:
        self.who.setText(self._kit.words.say("As {name} will read it", name=preview.name))
        right = preview.language == "fa"
        self.bubble.show_letter(preview.text.subject, preview.text.body, right=right)
        self.bubble.show()
        self._show_size(preview.text.body)
        self._show_lacking("")
        self.refused.emit(None)

    def _on_refused(self, error: Exception) -> None:
        """Say what this person lacks; what is wrong for everybody goes to the text itself."""
        self.bubble.hide()
        self.size_line.setText("")
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        is_theirs = isinstance(said, ValueMissing)
        self._show_lacking(self._kit.words.tell(said) if is_theirs else "")
        self.refused.emit(None if is_theirs else said)

    def _show_lacking(self, sentence: str) -> None:
        self.lacking.setText(sentence)
        self.lacking.setVisible(bool(sentence))
        self._sign.setVisible(bool(sentence))

    def _show_size(self, body: str) -> None:
        """Count letters and parts as SMS; more than one part turns the count warn."""
        words, sent = self._kit.words, sms.sendable(body)
        size = sms.measure(sent)
        letters = words.plural("{count} character", "{count} characters", count=len(sent))
        parts = words.plural("{count} text message", "{count} text messages", count=size.parts)
        self.size_line.setText(words.listing([letters, parts]))
        self.size_line.set_tint("warn" if size.parts > 1 else "muted")
