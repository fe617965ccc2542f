"""The card of the settings about the standards: what is unread, the whole to read and change, two papers."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from shopcrm.desk.dialogs.standards import Drafts, StandardsDialog
from shopcrm.desk.kit import Kit
from shopcrm.desk.standard_reading import person
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.standards import Returns, StandardKind, kind_words
from shopcrm.services import standards
from shopcrm.services.standards import Book, Version


class StandardsCard(Card):
    """Opens the standards and prints them."""

    did = Signal(str)
    undoable = Signal(str, object)
    printed = Signal(object)
    failed = Signal(object)
    terms_read = Signal(str)
    """The return terms that hold now, which the card of the shop shows as well."""

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, say("Standards"), padding=16)
        self.kit = kit
        self._drafts: Drafts = {}
        self.body.setSpacing(look.size(12))
        told = say("Dos and don'ts, return terms, guarantees, hours, and how complaints are put right.")
        self.state = Label(look, "", Type.SMALL, "muted", wrap=True)
        self.people = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self.open_all = Button(look, say("Read and change"), icon="book-open-check", key="F4", height=32)
        self.leaflet = Button(look, say("Leaflet"), icon="printer", key="Alt+L", height=32)
        self.sheet = Button(look, say("Sheet for staff"), icon="printer", key="Alt+S", height=32)
        self.leaflet.setAccessibleName(say("Print the leaflet for customers"))
        self.sheet.setAccessibleName(say("Print the sheet for staff"))
        self.body.addWidget(Label(look, told, Type.SMALL, "muted", wrap=True))
        self.body.addWidget(self.state)
        self.body.addWidget(self.people)
        self.body.addLayout(fold(self.open_all, self.leaflet, self.sheet, None, gap=look.size(8)))
        papers = kit.program.papers
        self.open_all.clicked.connect(self.open_dialog)
        self.leaflet.clicked.connect(lambda: self._print("leaflet", papers.leaflet_to))
        self.sheet.clicked.connect(lambda: self._print("staff-sheet", papers.staff_sheet_to))

    def refresh(self) -> None:
        """Read again what is unread."""
        self.kit.lanes.quick.ask(self, self._on_book, standards.book)

    def open_dialog(self) -> None:
        """Open the standards, with what was written before and not kept."""
        dialog = StandardsDialog(self.kit, self.window(), self._drafts)
        dialog.did.connect(self.did)
        dialog.failed.connect(self.failed)
        dialog.kept.connect(self._on_kept)
        dialog.left.connect(self._on_left)
        dialog.open()

    def _on_book(self, book: Book) -> None:
        words = self.kit.words
        terms = book.version(StandardKind.RETURNS).content
        if isinstance(terms, Returns):
            self.terms_read.emit(terms.words)
        unread = len(book.unread)
        if unread:
            text = words.plural(
                "You have not read {count} part.", "You have not read {count} parts.", count=unread
            )
        else:
            text = words.say("You have read all of it.")
        self.state.setText(text)
        self.state.set_tint("warn" if unread else "ok")
        behind = [one for one in book.readers if not all(one.has_read(version) for version in book.holds)]
        names = words.listing([person(words, one.name) for one in behind])
        self.people.setText(words.say("Not all was read by {names}.", names=names) if behind else "")
        self.people.setVisible(bool(behind))

    def _print(self, name: str, write: Callable[..., None]) -> None:
        path, words = self.kit.program.paper_place(name), self.kit.words

        def work() -> Path:
            write(path, words)
            return path

        self.kit.lanes.slow.run(self, self.printed.emit, work, self.failed.emit)

    def _on_left(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def _on_kept(self, replaced: Sequence[Version]) -> None:
        """Say what was kept; taking it back makes what was before a new version."""
        self._drafts = {}
        words = self.kit.words
        names = words.listing([words.tell(kind_words(one.kind)) for one in replaced])
        self.undoable.emit(words.say("Kept: {what}", what=names), partial(self._put_back, tuple(replaced)))

    def _put_back(self, replaced: Sequence[Version]) -> None:
        for one in replaced:
            self.kit.lanes.quick.try_do(
                self, self._on_put_back, self.failed.emit, standards.save, one.kind, one.content
            )

    def _on_put_back(self, _number: int) -> None:
        self.did.emit(self.kit.words.say("The version before holds again."))
