"""Asks which paper is wanted about one person or several; it is shown before it is printed."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.choices_of_shop import languages
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import CheckBox, Choice, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words


class PaperKind(StrEnum):
    """The papers about people; the value is also the name of the file."""

    REPORT = "customer-report"
    SHEET = "short-sheet"
    GIVEN = "what-we-keep"
    EVERYTHING = "all-that-we-know"
    CARD = "customer-cards"
    LIST = "customer-list"


_FOR_THEM = {PaperKind.GIVEN, PaperKind.EVERYTHING}
"""Papers that the person reads, so they begin in the person's language."""


class ReportChoice(DialogFrame):
    """Asks for the paper and its language; `printed` carries the path of the finished PDF."""

    printed = Signal(object)

    def __init__(
        self, kit: Kit, customer_ids: Sequence[int], parent: QWidget, *, name: str = "", language: str = ""
    ) -> None:
        say = kit.words.say
        several = kit.words.plural(
            "Paper about {count} person", "Paper about {count} people", count=len(customer_ids)
        )
        super().__init__(
            kit.look,
            kit.words,
            say("Paper about {name}", name=name) if name and len(customer_ids) == 1 else several,
            say("Show the paper"),
            parent=parent,
            icon="printer",
            main_icon="eye",
            width=600,
        )
        self._kit, self._ids, self._theirs = kit, list(customer_ids), language
        self._language_chosen = False
        self.kind = Choice(kit.look, self._kinds(), name=say("Which paper"))
        self.language = Choice(kit.look, languages(), name=say("Language of the paper"))
        self.single = CheckBox(kit.look, say("Each card on a sheet of its own size"))
        self._about = Label(kit.look, "", tint="muted", wrap=True)
        self._furnish()

    def _kinds(self) -> list[Option]:
        say = self._kit.words.say
        options = [
            Option(PaperKind.REPORT, say("Report"), "file-text"),
            Option(PaperKind.SHEET, say("Short sheet"), "sticky-note"),
            Option(PaperKind.GIVEN, say("To give to them"), "gift"),
            Option(PaperKind.EVERYTHING, say("All that is kept"), "database"),
            Option(PaperKind.CARD, say("Card"), "id-card"),
            Option(PaperKind.LIST, say("List"), "list"),
        ]
        return [one for one in options if len(self._ids) == 1 or one.value is not PaperKind.EVERYTHING]

    def _furnish(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        caption = Label(look, say("Language of the paper"), Type.LABEL)
        self.body.addWidget(self.kind)
        self.body.addWidget(self._about)
        self.body.addLayout(column(caption, self.language, gap=6))
        self.body.addWidget(self.single)
        self.kind.choose(PaperKind.REPORT)
        self.kind.picked.connect(self._on_kind)
        self.language.picked.connect(self._on_language)
        self.agreed.connect(self._on_agreed)
        self._on_kind(PaperKind.REPORT)
        self.kind.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_kind(self, kind: PaperKind) -> None:
        self._about.setText(self._says()[kind])
        self.single.setVisible(kind is PaperKind.CARD)
        if not self._language_chosen:
            theirs = self._theirs if kind in _FOR_THEM else ""
            self.language.choose(theirs or self._kit.words.language)

    def _on_language(self, _language: str) -> None:
        self._language_chosen = True

    def _says(self) -> Mapping[PaperKind, str]:
        say = self._kit.words.say
        return {
            PaperKind.REPORT: say(
                "All about them for your own eyes, with notes and guesses. Do not give it away."
            ),
            PaperKind.SHEET: say("Half a page for the counter: what to remember, what they avoid and buy."),
            PaperKind.GIVEN: say("What you keep of them in friendly words, without your notes and guesses."),
            PaperKind.EVERYTHING: say("Every line that is kept of them, for whoever asks what you know."),
            PaperKind.CARD: say(
                "Their card with a code that scanners read. Whoever has no card gets a number."
            ),
            PaperKind.LIST: say("Names, phones, tags, when they were last seen and what they spent."),
        }

    def _on_agreed(self) -> None:
        self.main.setEnabled(False)
        self.line.hide()
        kind: PaperKind = self.kind.value()
        words = self._kit.program.words_for(self._kit.settings, self.language.value())
        make = partial(self._make, kind, words, single=self.single.isChecked())
        self._kit.lanes.slow.run(self, self._on_made, make, self._on_failed)

    def _make(self, kind: PaperKind, words: Words, *, single: bool) -> Path:
        """Write the paper; runs beside the window and touches no widget."""
        program, ids = self._kit.program, self._ids
        path = program.paper_place(kind)
        makers: Mapping[PaperKind, Callable[[], int]] = {
            PaperKind.REPORT: lambda: program.papers.customer_report_to(path, ids, words),
            PaperKind.SHEET: lambda: program.papers.counter_sheet_to(path, ids, words),
            PaperKind.GIVEN: lambda: program.papers.given_to_person_to(path, ids, words),
            PaperKind.EVERYTHING: lambda: program.papers.about_person_to(path, ids[0], words),
            PaperKind.CARD: lambda: program.papers.customer_cards_to(path, ids, words, single=single),
            PaperKind.LIST: lambda: program.papers.customer_list_to(path, ids, words),
        }
        makers[kind]()
        return path

    def _on_made(self, path: Path) -> None:
        self.accept()
        self.printed.emit(path)

    def _on_failed(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.line.setText(self._kit.words.tell(said))
        self.line.show()
