"""The wall: the latest words of customers, for everybody who works here to read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.room import room_in
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services import feedback_wall
from shopcrm.services.feedback import LOW
from shopcrm.services.feedback_wall import NoteKind, WallNote

_ROW, _HIGH = 56, 460
_ICONS = {NoteKind.PRAISE: "heart", NoteKind.SUGGESTION: "lightbulb", NoteKind.ANSWER: "message-circle"}


class FeedbackWall(DialogFrame):
    """A wall to read; nothing is changed on it."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("What customers say"),
            say("Close"),
            parent=parent,
            icon="quote",
            line=say("The latest kind words, ideas and answers. Nobody who complained is named."),
            width=820,
        )
        self._kit = kit
        self.cancel.hide()
        self._rows = Rows(self._columns(), [])
        self.table = RowTable(look, self._rows, name=say("What customers say"), row_height=_ROW)
        high = room_in(look, parent, _HIGH)
        self.table.setMinimumHeight(high)
        self.empty = EmptyState(
            look,
            "quote",
            say("The wall is empty still"),
            say("Praise, ideas and answers hang here as soon as somebody writes them down."),
        )
        self.empty.setMinimumHeight(high)
        self.empty.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.agreed.connect(self.accept)
        kit.lanes.quick.ask(self, self._on_read, feedback_wall.latest)

    def _on_read(self, notes: Sequence[WallNote]) -> None:
        self._rows.show_rows(notes)
        self.table.setVisible(bool(notes))
        self.empty.setVisible(not notes)
        if notes:
            self.table.go_to(0)
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _columns(self) -> list[Column[WallNote]]:
        words = self._kit.words

        def said(note: WallNote) -> str:
            return words.alone(note.words)

        def who(note: WallNote) -> str:
            told = [self._kind(note), *([words.isolate(note.who)] if note.who else [])]
            return words.listing(told)

        def day(note: WallNote) -> str:
            return words.day(words.days.of(note.at), year=False)

        def score(note: WallNote) -> str:
            return "" if note.score is None else words.number(note.score)

        return [
            Column(words.say("Words"), said, share=1, second=who, sign=_sign),
            Column(words.say("Day"), day),
            Column(words.say("Of 10"), score, Align.COUNT, least=64, tint=_tint),
        ]

    def _kind(self, note: WallNote) -> str:
        words = self._kit.words
        match note.kind:
            case NoteKind.PRAISE:
                return words.say("Praise for {name}", name=note.staff) if note.staff else words.say("Praise")
            case NoteKind.SUGGESTION:
                return words.say("Suggestion")
            case NoteKind.ANSWER:
                return words.say("Answer")


def _sign(note: WallNote) -> Sign:
    return Sign(_ICONS[note.kind], size=28)


def _tint(note: WallNote) -> Tint:
    return "warn" if note.score is not None and note.score <= LOW else "text"
