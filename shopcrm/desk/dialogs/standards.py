"""The shop's standards: read and changed part by part, with who read which version."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.standard_editor import DosEditor, ReturnsEditor, StandardEditor
from shopcrm.desk.standard_figures import ClocksEditor, RemediesEditor
from shopcrm.desk.standard_hours import HoursEditor
from shopcrm.desk.standard_reading import ReadingLine, person
from shopcrm.desk.standard_rows import GuaranteesEditor, PhrasesEditor
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import Scroller
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.rules.standards import Content, StandardKind, kind_words
from shopcrm.services import standards
from shopcrm.services.standards import Book, Version

_WIDTH, _BESIDE, _HIGH = 1180, 760, 430
_LOW, _AROUND, _ROW = 280, 340, 48

Drafts = Mapping[StandardKind, Content]
"""What was written and not kept, by kind."""


class StandardsDialog(DialogFrame):
    """Shows all parts; `kept` carries the versions that were replaced, `left` what was not kept."""

    did = Signal(str)
    failed = Signal(object)
    kept = Signal(object)
    left = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, drafts: Drafts | None = None) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Standards"),
            words.say("Keep as new version"),
            parent=parent,
            line=words.say(
                "What the shop stands for. A change is a new version, which everybody reads anew."
            ),
            icon="book-open-check",
            width=_WIDTH,
        )
        self._kit = kit
        self._book: Book | None = None
        self._drafts: dict[StandardKind, Content] = dict(drafts or {})
        self._replaced: list[Version] = []
        self._kind = StandardKind.DOS
        self._rows = Rows([Column[StandardKind]("", self._name, share=1, second=self._state)], [])
        self.kinds = RowTable(look, self._rows, name=words.say("Parts of the standards"), row_height=_ROW)
        self.editors: dict[StandardKind, StandardEditor] = _editors(kit)
        self._stack = QStackedWidget()
        self.versions = Combo(look, name=words.say("Versions"))
        self._about = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.problem = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.reading = ReadingLine(kit)
        self._lay_out(parent.window().height())
        self._listen()
        self.refresh()

    def refresh(self) -> None:
        """Read all standards again; what is being written stays."""
        self._kit.lanes.quick.ask(self, self._on_book, standards.book)

    def _lay_out(self, room: int) -> None:
        look = self._kit.look
        # The part itself scrolls; the dialog around it does not, where the window is high enough.
        high = min(look.size(_HIGH), max(look.size(_LOW), room - look.size(_AROUND)))
        self.kinds.setMinimumHeight(look.size(len(StandardKind) * _ROW + 8))
        self._stack.setMinimumHeight(high)
        self.problem.hide()
        for editor in self.editors.values():
            self._stack.addWidget(Scroller(editor))
        head = row((self._about, 1), self.versions, gap=look.size(8))
        pane = column(head, (self._stack, 1), self.problem, self.reading, gap=look.size(8))
        panes = fold(self.kinds, (pane, 1), gap=look.size(16), least=look.size(_BESIDE))
        panes.give(self.kinds, look.size(210))
        self.body.addLayout(panes)
        self.add_side(self.reading.button)

    def _listen(self) -> None:
        self.kinds.moved.connect(self._on_kind)
        self.versions.picked.connect(self._on_version)
        for editor in self.editors.values():
            editor.changed.connect(self._on_written)
        hours = self.editors[StandardKind.HOURS]
        if isinstance(hours, HoursEditor):
            hours.closed.did.connect(self.did)
            hours.closed.failed.connect(self._on_refused)
            hours.closed.refresh()
        self.reading.read.connect(self._on_have_read)
        self.agreed.connect(self._on_agreed)
        self.rejected.connect(self._on_left)

    def _name(self, kind: StandardKind) -> str:
        return self._kit.words.tell(kind_words(kind))

    def _state(self, kind: StandardKind) -> str:
        say = self._kit.words.say
        if kind in self._drafts:
            return say("not kept yet")
        if self._book is not None and kind in self._book.unread:
            return say("you have not read it")
        return ""

    def _on_book(self, book: Book) -> None:
        first = self._book is None
        self._book = book
        for version in book.holds:
            # What is being written stays as it is, also where it is not understood yet.
            if first or version.kind not in self._drafts:
                self.editors[version.kind].show_content(self._drafts.get(version.kind, version.content))
        self._rows.show_rows(list(StandardKind))
        self.kinds.go_to(list(StandardKind).index(self._kind))
        self._show_kind()
        if first:
            self.kinds.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_kind(self, kind: StandardKind | None) -> None:
        if kind is not None and kind is not self._kind:
            self._kind = kind
            self._show_problem("")
            self._show_kind()

    def _show_kind(self) -> None:
        if self._book is None:
            return
        version = self._book.version(self._kind)
        self._stack.setCurrentIndex(list(StandardKind).index(self._kind))
        self._about.setText(self._told(version))
        self.reading.show_version(self._book, version, is_changed=self._kind in self._drafts)
        self.versions.hide()
        kind = self._kind

        def shown(history: Sequence[Version]) -> None:
            if kind is self._kind:
                self._show_history(history)

        self._kit.lanes.quick.ask(self, shown, standards.history, kind)

    def _show_history(self, history: Sequence[Version]) -> None:
        self.versions.set_options([Option(one, self._told(one)) for one in history])
        self.versions.setVisible(len(history) > 1)

    def _told(self, version: Version) -> str:
        words = self._kit.words
        if version.at is None:
            return words.say("What every shop begins with; nothing was written down yet")
        by = "" if version.by == "program" else person(words, version.by)
        told = words.say("Version {number}, {day}", number=version.number, day=words.days.of(version.at))
        return words.listing([told, by]) if by else told

    def _on_version(self, version: Version) -> None:
        """Show an older version, to be kept as a new one."""
        self.editors[version.kind].show_content(version.content)
        self._on_written()

    def _on_written(self) -> None:
        if self._book is None:
            return
        kind = self._kind
        content = self.editors[kind].content()
        version = self._book.version(kind)
        if content == version.content:
            self._drafts.pop(kind, None)
        else:
            # What is not understood yet is kept as it was last understood, so that nothing is lost.
            self._drafts[kind] = content or self._drafts.get(kind, version.content)
        self._rows.replace(list(StandardKind).index(kind), kind)
        self.reading.show_version(self._book, version, is_changed=kind in self._drafts)

    def _on_have_read(self) -> None:
        if self._book is not None:
            version = self._book.version(self._kind)
            lane = self._kit.lanes.quick
            lane.try_do(
                self, self._on_noted, self._on_refused, standards.mark_read, self._kind, version.number
            )

    def _on_noted(self, _nothing: None) -> None:
        """Go on with the next part that is not read yet."""
        words = self._kit.words
        self.did.emit(words.say("Read: {what}", what=kind_words(self._kind)))
        order = list(StandardKind)
        at = order.index(self._kind)
        waiting = self._book.unread - {self._kind} if self._book is not None else frozenset()
        self._kind = next((kind for kind in order[at:] + order[:at] if kind in waiting), self._kind)
        self.refresh()

    def _on_agreed(self) -> None:
        """Keep one part after the other; the first that cannot be kept is shown with its reason."""
        if self._book is None:
            return
        kind = next((kind for kind in StandardKind if kind in self._drafts), None)
        if kind is None:
            self._finish()
            return
        editor = self.editors[kind]
        if not editor.is_right() or (content := editor.content()) is None:
            self._go(kind)
            editor.is_right()
            return
        self.main.setEnabled(False)
        before = self._book.version(kind)

        def kept(_number: int) -> None:
            self._drafts.pop(kind, None)
            self._replaced.append(before)
            self._on_agreed()

        def refused(error: Exception) -> None:
            self._go(kind)
            self._on_refused(error)

        lane = self._kit.lanes.quick
        lane.try_do(self, kept, refused, standards.save, kind, content, seen=before.number)

    def _finish(self) -> None:
        replaced, self._replaced = self._replaced, []
        if replaced:
            self.kept.emit(replaced)
        self.accept()

    def _go(self, kind: StandardKind) -> None:
        self._kind = kind
        self.kinds.go_to(list(StandardKind).index(kind))
        self._show_kind()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._show_problem(self._kit.words.tell(said))

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_left(self) -> None:
        if self._replaced:
            self.kept.emit(self._replaced)
        self.left.emit(dict(self._drafts))


def _editors(kit: Kit) -> dict[StandardKind, StandardEditor]:
    return {
        StandardKind.DOS: DosEditor(kit),
        StandardKind.RETURNS: ReturnsEditor(kit),
        StandardKind.GUARANTEES: GuaranteesEditor(kit),
        StandardKind.HOURS: HoursEditor(kit),
        StandardKind.CLOCKS: ClocksEditor(kit),
        StandardKind.REMEDIES: RemediesEditor(kit),
        StandardKind.PHRASES: PhrasesEditor(kit),
    }
