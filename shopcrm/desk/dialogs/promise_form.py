"""The form in which the shop gives its word: what, until when, and what makes up for it if it is broken."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.compensation_entry import CompensationEntry
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import promises
from shopcrm.services.promises import PromiseDayOver, PromiseDraft


class PromiseForm(DialogFrame):
    """Takes in one promise, to a customer or to nobody known.

    `saved` carries its number and the words that say so.
    """

    saved = Signal(int, str)

    def __init__(
        self, kit: Kit, customer_id: int | None, name: str, parent: QWidget, complaint_id: int | None = None
    ) -> None:
        words, look = kit.words, kit.look
        title = words.say("A promise to {name}", name=name) if name else words.say("A promise")
        super().__init__(
            look,
            words,
            title,
            words.say("Promise it"),
            parent=parent,
            icon="handshake",
            line=words.say("It stands on Today when it is due, and is never forgotten."),
            width=640,
        )
        self._kit, self._customer_id, self._complaint_id = kit, customer_id, complaint_id
        today = kit.settings.days.of(kit.program.shop.clock())
        self.words = LineEdit(look, placeholder=words.say("such as: the new scale is here on Thursday"))
        self.day = DayField(look, words, today)
        self.day.set_day(today + timedelta(days=1))
        self.agreed_on = CompensationEntry(
            kit, name=words.say("If it is broken"), has_customer=customer_id is not None
        )
        self._what = Field(look, words.say("What is promised"), self.words, check=self._lacking)
        self._until = Field(look, words.say("Until the evening of"), self.day, check=self._wrong_day)
        self.body.addWidget(self._what)
        self.body.addWidget(self._until)
        self.body.addWidget(Label(look, words.say("If it is broken, they get"), Type.LABEL))
        self.body.addWidget(self.agreed_on)
        self.agreed_on.changed.connect(self.fit_anew)
        self.agreed.connect(self._on_agreed)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lacking(self) -> str:
        return "" if self.words.text().strip() else self._kit.words.say("Say what is promised.")

    def _wrong_day(self) -> str:
        day, today = self.day.day(), self._kit.settings.days.of(self._kit.program.shop.clock())
        return "" if day is not None and day >= today else self._kit.words.say("Choose today or a later day.")

    def _on_agreed(self) -> None:
        for field in (self._what, self._until):
            if not field.is_right():
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        day = self.day.day()
        if not self.agreed_on.is_right() or day is None:
            self.agreed_on.target().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        draft = PromiseDraft(
            self.words.text(), day, self._customer_id, self.agreed_on.value(), self._complaint_id
        )
        self._kit.lanes.quick.try_do(self, self._on_made, self._on_refused, promises.make, draft)

    def _on_made(self, promise_id: int) -> None:
        self.saved.emit(promise_id, self._kit.words.say("Promised for {day}.", day=self.day.day() or ""))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        field = self._until if isinstance(error, PromiseDayOver) else self._what
        field.show_error(self._kit.words.tell(said))
