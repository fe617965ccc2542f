"""Somebody in charge agrees, with their PIN and a reason, to a thing that whoever is signed in may not do."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.pin_entry import PinEntry
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.services import sign_in
from shopcrm.services.shop import NeedsAgreement, Who
from shopcrm.services.staff import StaffRow


class Agreement(DialogFrame):
    """Asks for a manager's PIN and a reason; `given` carries who agreed, and the reason."""

    given = Signal(object, str)

    def __init__(
        self, kit: Kit, people: Sequence[StaffRow], refused: NeedsAgreement, parent: QWidget
    ) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Does somebody in charge agree?"),
            say("Agree"),
            parent=parent,
            line=say("Both names and the reason are written down."),
            icon="shield-check",
            width=560,
        )
        self._kit, self._least = kit, refused.least
        self.reason = LineEdit(kit.look)
        self._reason_field = Field(
            kit.look,
            say("Reason"),
            self.reason,
            hint=say("without names of customers"),
            check=self._lacking,
        )
        self.entry = PinEntry(kit, people)
        self.body.addWidget(Label(kit.look, kit.words.tell(refused), Type.BODY, wrap=True))
        self.body.addWidget(self._reason_field)
        self.body.addWidget(self.entry)
        self.entry.entered.connect(self._on_agreed)
        self.reason.returnPressed.connect(self.entry.setFocus)
        self.agreed.connect(self._on_agreed)
        self.reason.setFocus()

    def _lacking(self) -> str:
        return "" if self.reason.text().strip() else self._kit.words.say("Write why, in a few words.")

    def _on_agreed(self) -> None:
        pin = self.entry.take()
        if not self._reason_field.is_right():
            self.reason.setFocus()
            return
        if not pin or not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        work = partial(sign_in.agree, self._kit.program.shop, self.entry.name, pin, self._least)
        self._kit.lanes.quick.run(self, self._on_given, work, self._on_refused)

    def _on_given(self, who: Who) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self.given.emit(who, reason)

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        self.entry.show_error(error)
