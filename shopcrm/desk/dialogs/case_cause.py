"""Closes a case for the shop: why it happened, and what was learned (K3)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.case_frame import CaseFrame
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.services import complaint_ends
from shopcrm.services.complaint_list import CaseView


class CaseCause(CaseFrame):
    """`closed` comes when it is done."""

    closed = Signal()

    def __init__(self, kit: Kit, parent: QWidget, case: CaseView, causes: Sequence[tuple[int, str]]) -> None:
        look, words, say = kit.look, kit.words, kit.words.say
        super().__init__(
            look,
            words,
            say("Close No. {number} for the shop", number=str(case.number)),
            say("Close it"),
            parent=parent,
            icon="archive",
            line=say("Settled for the customer and closed for the shop are two things."),
            width=560,
        )
        self._kit, self._case = kit, case
        options = [Option(key, words.alone(name)) for key, name in causes]
        self.cause = Combo(look, options)
        self.cause.choose(case.cause_id)
        self.words = LineEdit(look)
        self._field = Field(look, say("Cause"), self.cause, hint=say("why it happened"), check=self._lacking)
        self.body.addWidget(self._field)
        self.body.addWidget(Field(look, say("What was learned"), self.words, hint=say("if anything")))
        self.agreed.connect(self._on_agreed)
        self.cause.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lacking(self) -> str:
        return self._kit.words.say("Choose the cause.") if self.cause.value() is None else ""

    def _on_agreed(self) -> None:
        if not self._field.is_right():
            self.cause.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        self._kit.lanes.quick.try_do(
            self,
            self._on_done,
            self._on_refused,
            complaint_ends.close_for_shop,
            self._case.id,
            self.cause.value(),
            self.words.text(),
        )

    def _on_done(self, _nothing: None) -> None:
        self.closed.emit()
        self.accept()
