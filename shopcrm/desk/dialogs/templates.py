"""The texts that the shop sends, in each language: their fields, how a real person reads them, how long."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import choices_of_shop
from shopcrm.desk.kit import Kit
from shopcrm.desk.template_preview import TemplatePreview
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules import letters
from shopcrm.rules.errors import ShopError
from shopcrm.rules.letters import Text
from shopcrm.services import templates
from shopcrm.services.settings import LANGUAGES
from shopcrm.services.templates import FIRST_TEXTS, TemplateKind

_REST_MS = 250
_WIDTH, _BESIDE = 1000, 700

Drafts = Mapping[tuple[str, str], Text]
"""Texts by kind and language."""


class TemplatesDialog(DialogFrame):
    """Changes the texts; `did` says that they are kept, `left` carries what was written and not kept."""

    did = Signal(str)
    left = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, drafts: Drafts | None = None) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Texts we send"),
            words.say("Keep the texts"),
            parent=parent,
            line=words.say("Each goes in the language of whoever reads it."),
            icon="file-pen",
            width=_WIDTH,
        )
        self._kit = kit
        self._texts: dict[tuple[str, str], Text] = dict(drafts or {})
        self._kept: dict[tuple[str, str], Text] = {}
        self._kind = templates.kinds()[0]
        self._language = kit.words.language
        self._rows = Rows([Column[TemplateKind]("", self._kind_name, share=1, second=self._kind_state)], [])
        self.kinds = RowTable(look, self._rows, name=words.say("Kinds of texts"), row_height=44)
        options = [
            Option(one.value, one.text, key=f"Alt+{place}")
            for place, one in enumerate(choices_of_shop.languages(), start=1)
        ]
        self.language = Choice(look, options, kind=ChoiceKind.BUTTONS, name=words.say("Language of the text"))
        self.language.choose(self._language)
        self.subject = LineEdit(look)
        self.text = TextArea(look, lines=9)
        self.field = Field(look, words.say("Text"), self.text)
        self._chips = QWidget()
        self._chip_flow = FlowLayout(self._chips, gap=look.size(6), line_gap=look.size(6))
        self.restore = Button(look, words.say("The text we began with"), icon="rotate-ccw", key="Alt+R")
        self.preview = TemplatePreview(kit)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._lay_out()
        self._listen()
        kit.lanes.quick.run(self, self._on_read, self._read_all, slot="texts")

    def _lay_out(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        gap = look.size(12)
        self.kinds.setMinimumHeight(look.size(6 * 44 + 34))
        subject = Field(look, say("Subject"), self.subject, hint=say("for mail and letters"))
        written = column(self.language, subject, self.field, self._chips, None, gap=gap)
        panes = fold(self.kinds, (written, 1), (self.preview, 1), gap=look.size(16), least=look.size(_BESIDE))
        panes.give(self.kinds, look.size(190))
        self.body.addLayout(panes)
        self.add_side(self.restore)

    def _listen(self) -> None:
        self.kinds.moved.connect(self._on_kind)
        self.language.picked.connect(self._on_language)
        self.subject.textEdited.connect(self._on_written)
        self.text.textChanged.connect(self._on_written)
        self._rest.timeout.connect(self._look_at_it)
        self.preview.refused.connect(self._on_refused)
        self.restore.clicked.connect(self._on_restore)
        self.agreed.connect(self._on_agreed)
        self.rejected.connect(self._on_left)

    def _kind_name(self, kind: TemplateKind) -> str:
        return self._kit.words.tell(kind.title)

    def _kind_state(self, kind: TemplateKind) -> str:
        """Say beside a kind that it was changed and not kept, or that it is the shop's own."""
        say = self._kit.words.say
        keys = [(kind.name, language) for language in LANGUAGES]
        if any(self._texts.get(key) != self._kept.get(key) for key in keys):
            return say("not kept yet")
        own = any(key in self._kept and self._kept[key] != FIRST_TEXTS.get(key) for key in keys)
        return say("our own text") if own else ""

    def _read_all(self) -> dict[tuple[str, str], Text]:
        shop = self._kit.program.shop
        return {
            (kind.name, language): text
            for kind in templates.kinds()
            for language, text in shop.ask(templates.read, kind.name).items()
        }

    def _on_read(self, kept: dict[tuple[str, str], Text]) -> None:
        self._kept = kept
        self._texts = {**kept, **self._texts}
        self._rows.show_rows(list(templates.kinds()))
        self.kinds.go_to(0)
        self.kinds.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_kind(self, kind: TemplateKind | None) -> None:
        if kind is None:
            return
        self._kind = kind
        look, words = self._kit.look, self._kit.words
        self._chip_flow.clear()
        for field in kind.fields:
            chip = ButtonChip(look, words.ltr(letters.shown(field)), checkable=False)
            chip.setAccessibleName(words.say("Put in {field}", field=letters.shown(field)))
            chip.setProperty("field", field.value)
            chip.clicked.connect(self._on_field)
            self._chip_flow.addWidget(chip)
        self._show_text()

    def _on_language(self, language: str) -> None:
        self._language = language
        self._show_text()

    def _show_text(self) -> None:
        text = self._texts.get((self._kind.name, self._language), Text("", ""))
        self.subject.setText(text.subject)
        self.text.blockSignals(True)
        self.text.setPlainText(text.body)
        self.text.blockSignals(False)
        for part in (self.subject, self.text):
            part.turn(right=self._language == "fa")
        self.field.show_error("")
        self._show_restore(text)
        self._look_at_it()

    def _show_restore(self, text: Text) -> None:
        say, first = self._kit.words.say, FIRST_TEXTS.get((self._kind.name, self._language))
        if first is None or first == text:
            self.restore.turn_off(say("This is the text we began with."))
        else:
            self.restore.turn_on()

    def _on_written(self) -> None:
        text = Text(self.subject.text(), self.text.toPlainText())
        self._texts[self._kind.name, self._language] = text
        self._show_restore(text)
        self._show_states()
        self._rest.start()

    def _show_states(self) -> None:
        for place, kind in enumerate(templates.kinds()):
            self._rows.replace(place, kind)

    def _look_at_it(self) -> None:
        key = (self._kind.name, self._language)
        self.preview.show_text(*key, self._texts.get(key, Text("", "")))

    def _on_refused(self, error: ShopError | None) -> None:
        self.field.show_error("" if error is None else self._kit.words.tell(error))

    def _on_field(self) -> None:
        chip = self.sender()
        if isinstance(chip, ButtonChip):
            self.text.insertPlainText(letters.shown(letters.Field(chip.property("field"))))
            self.text.setFocus()

    def _on_restore(self) -> None:
        first = FIRST_TEXTS.get((self._kind.name, self._language))
        if first is not None:
            self._texts[self._kind.name, self._language] = first
            self._show_text()
            self._show_states()

    def _changed(self) -> list[tuple[str, str]]:
        return [key for key, text in self._texts.items() if text != self._kept.get(key)]

    def _on_agreed(self) -> None:
        """Keep one text after the other; the first that cannot be kept is shown with its reason."""
        changed = self._changed()
        if not changed:
            self.did.emit(self._kit.words.say("The texts are kept."))
            self.accept()
            return
        self.main.setEnabled(False)
        key, lane = changed[0], self._kit.lanes.quick
        text = self._texts[key]

        def kept(_text: object) -> None:
            self._kept[key] = text
            self._on_agreed()

        def refused(error: Exception) -> None:
            self._on_not_kept(key, error)

        if text == FIRST_TEXTS.get(key):
            lane.try_do(self, kept, refused, templates.restore, *key)
        else:
            lane.try_do(self, kept, refused, templates.write, *key, text)

    def _on_not_kept(self, key: tuple[str, str], error: Exception) -> None:
        self.main.setEnabled(True)
        names = [kind.name for kind in templates.kinds()]
        self._language = key[1]
        self.language.choose(self._language)
        self.kinds.go_to(names.index(key[0]))
        self._show_text()
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.field.show_error(self._kit.words.tell(said))
        self.text.setFocus()

    def _on_left(self) -> None:
        self.left.emit({key: self._texts[key] for key in self._changed()})
