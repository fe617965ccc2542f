"""Low answers that somebody calls back for, and the answers that come back on cards."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.complaint_words import person_name
from shopcrm.desk.form_card import whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.services import call_backs, feedback
from shopcrm.services.call_backs import CallBack
from shopcrm.services.feedback import Answer, Asked

_ROW, _HIGH = 56, 300
_NUMBER, _SCORE = 190, 110


class CallBacksDialog(DialogFrame):
    """A list to work through, from the answer `at` on or from the first; `did` carries what was done."""

    did = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, at: int | None = None) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("Low answers to call back"),
            say("Close"),
            parent=parent,
            icon="phone",
            line=say("Whoever kept the word or served calls back, and writes down what came of it."),
            width=860,
        )
        self._kit, self._begins_at = kit, at
        self.cancel.hide()
        self._rows = Rows(self._columns(), [])
        self.table = RowTable(look, self._rows, name=say("Low answers to call back"), row_height=_ROW)
        self.empty = EmptyState(
            look,
            "smile",
            say("Nobody waits for a call"),
            say("A low answer to a short question stands here."),
        )
        self.words = LineEdit(look, placeholder=say("what came of the call"))
        self.called = Button(look, say("Called"), icon="check", key="Alt+L")
        self.number = LineEdit(look, ltr=True, placeholder=say("number on the card"))
        self.score = LineEdit(look, ltr=True, placeholder=words.digits("0-10"), name=say("From 0 to 10"))
        self.line_back = LineEdit(look, placeholder=say("what stands on it"), name=say("In a line"))
        self.take_in = Button(look, say("Take in"), icon="check", key="Alt+T")
        self._lay_out()
        self._read()

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._call.error or self._card.error

    def _lay_out(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        for part in (self.table, self.empty):
            part.setMinimumHeight(look.size(_HIGH))
            self.body.addWidget(part, 1)
        self.empty.hide()
        gap = look.size(8)
        self._call = Field(look, say("What came of it"), self.words)
        self._card = Field(look, say("A card that came back"), self.number)
        self.body.addLayout(fold((self._call, 1), column(None, self.called, gap=0), gap=gap))
        card = fold(self.score, (self.line_back, 1), self.take_in, gap=gap)
        self.body.addLayout(fold(self._card, (column(None, card, gap=0), 1), gap=gap))
        for line, wide in ((self.number, _NUMBER), (self.score, _SCORE)):
            line.setMinimumWidth(look.size(wide))
            line.setMaximumWidth(look.size(wide))
        self.agreed.connect(self.accept)
        self.called.clicked.connect(self._on_called)
        self.words.returnPressed.connect(self._on_called)
        self.take_in.clicked.connect(self._on_card)
        self.line_back.returnPressed.connect(self._on_card)

    def _columns(self) -> list[Column[CallBack]]:
        words = self._kit.words

        def score(one: CallBack) -> str:
            return words.number(one.score)

        def said(one: CallBack) -> str:
            return words.alone(one.words) or words.say("nothing more was said")

        def who(one: CallBack) -> str:
            name = words.shown(one.customer) if one.customer else words.say("nobody known")
            return words.listing([words.isolate(name), *([words.phone(one.phone)] if one.phone else [])])

        def caller(one: CallBack) -> str:
            return person_name(words, one.caller)

        def about(one: CallBack) -> str:
            if one.number is None:
                return words.say("a visit")
            return words.say("No. {number}", number=str(one.number))

        return [
            Column(words.say("Of 10"), score, Align.COUNT, least=64, tint=_tint),
            Column(words.say("Words"), said, share=1, second=who),
            Column(words.say("Who calls"), caller, second=about),
        ]

    def _read(self) -> None:
        self._kit.lanes.quick.ask(self, self._on_read, call_backs.waiting)

    def _on_read(self, found: Sequence[CallBack]) -> None:
        self._rows.show_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._call.setVisible(bool(found))
        self.called.setVisible(bool(found))
        if found:
            at, self._begins_at = self._begins_at, None
            self.table.go_to(next((place for place, one in enumerate(found) if one.id == at), 0))
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_called(self) -> None:
        one: CallBack | None = self.table.current_row()
        if one is not None:
            lane = self._kit.lanes.quick
            lane.try_do(self, self._on_done, self._on_refused, call_backs.done, one.id, self.words.text())

    def _on_done(self, _asked: Asked) -> None:
        self.words.clear()
        self._call.show_error("")
        self.did.emit(self._kit.words.say("The call is written down."))
        self._read()

    def _on_card(self) -> None:
        """Write down what stands on a card; digits may be Persian."""
        number, score = whole(self.number), whole(self.score)
        if number < 0 or score < 0:
            self._card.show_error(self._kit.words.say("Write the number on the card, and one from 0 to 10."))
            return
        answer = Answer(score, self.line_back.text())
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_taken, self._on_card_refused, feedback.take_answer, number, answer)

    def _on_taken(self, _asked: Asked) -> None:
        for line in (self.number, self.score, self.line_back):
            line.clear()
        self._card.show_error("")
        self.did.emit(self._kit.words.say("The card is taken in."))
        self._read()

    def _on_refused(self, error: Exception) -> None:
        self._call.show_error(self._told(error))

    def _on_card_refused(self, error: Exception) -> None:
        self._card.show_error(self._told(error))

    def _told(self, error: Exception) -> str:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        return self._kit.words.tell(said)


def _tint(one: CallBack) -> Tint:
    return "danger" if one.score <= 3 else "warn"
