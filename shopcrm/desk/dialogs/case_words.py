"""Writes down what was said about a case since: told to the customer, heard from them, or a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.case_frame import CaseFrame
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import Field, TextArea
from shopcrm.services import complaints


class CaseWords(CaseFrame):
    """`written` comes with the way in which it was said."""

    written = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, complaint_id: int, number: int) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(
            look,
            kit.words,
            say("Write down on No. {number}", number=str(number)),
            say("Write it down"),
            parent=parent,
            icon="notebook-pen",
            line=say("The first word to the customer is the first answer."),
            width=600,
        )
        self._kit, self._id = kit, complaint_id
        options = [
            Option("told", say("Told the customer"), "message-square-quote", "Alt+1"),
            Option("heard", say("The customer said"), "message-circle", "Alt+2"),
            Option("note", say("Note"), "notebook-pen", "Alt+3"),
        ]
        self.way = Choice(look, options, kind=ChoiceKind.BUTTONS, name=say("Who said it"))
        self.way.choose("told")
        self.words = TextArea(look, lines=4)
        self._field = Field(look, say("Words"), self.words)
        self.body.addWidget(self.way)
        self.body.addWidget(self._field)
        self.agreed.connect(self._on_agreed)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_agreed(self) -> None:
        self.main.setEnabled(False)
        self._kit.lanes.quick.try_do(
            self,
            self._on_done,
            self._on_refused,
            complaints.add_words,
            self._id,
            self.way.value() or "note",
            self.words.toPlainText(),
        )

    def _on_done(self, _number: int) -> None:
        self.written.emit(self.way.value())
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        super()._on_refused(error)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
