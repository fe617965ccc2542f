"""Makes blank vouchers good: their codes are scanned or typed one after the other."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.person_field import PersonField
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import voucher_issue, wrong_codes


class ActivateDialog(DialogFrame):
    """Takes codes in until it is closed; `activated` carries the number of each voucher that became good."""

    activated = Signal(int)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("Activate blank vouchers"),
            say("Activate"),
            parent=parent,
            icon="ticket-plus",
            line=say("Scan one after the other; each is good from then on."),
            cancel=say("Close"),
            width=600,
        )
        self._kit, self._count = kit, 0
        self.code = LineEdit(look, placeholder=say("Scan or type a code"), icon="scan-line", ltr=True)
        self._field = Field(look, say("Code"), self.code)
        self.person = PersonField(kit, say("Only for"), hint=say("empty: as it was made"))
        self.until = DayField(look, words, kit.settings.days.of(kit.program.shop.clock()))
        self._until = Field(
            look, say("Until and with"), self.until, hint=say("empty: as it was made"), check=self._wrong_day
        )
        self.good = Label(look, "", Type.MEDIUM, "ok", wrap=True)
        self.good.hide()
        self.body.addWidget(self._field)
        self.body.addLayout(row((self.person, 3), (self._until, 2), gap=look.size(12)))
        self.body.addWidget(self.good)
        self.code.returnPressed.connect(self._on_agreed)
        self.code.textEdited.connect(self._on_edited)
        self.agreed.connect(self._on_agreed)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def error(self) -> str:
        """Tell what is wrong with the code that stands there."""
        return self._field.error

    def _on_edited(self) -> None:
        if self._field.error:
            self._field.show_error("")

    def _on_agreed(self) -> None:
        text = self.code.text().strip()
        if not text:
            self._field.show_error(self._kit.words.say("Scan or type a code first."))
            return
        if not (self.person.is_right() and self._until.is_right()) or not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        self._kit.lanes.quick.try_do(
            self,
            self._on_activated,
            partial(self._on_refused, text),
            voucher_issue.activate,
            text,
            self.person.person() or None,
            self.until.day(),
        )

    def _on_activated(self, voucher_id: int) -> None:
        self._count += 1
        self.main.setEnabled(True)
        said = self._kit.words.plural(
            "{count} voucher is good now.", "{count} vouchers are good now.", count=self._count
        )
        self.good.setText(said)
        self.good.show()
        self.code.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.activated.emit(voucher_id)

    def _on_refused(self, text: str, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()
        if isinstance(error, wrong_codes.WRONG):
            self._kit.lanes.quick.do(self, _nothing, wrong_codes.note, text)

    def _wrong_day(self) -> str:
        day = self.until.day()
        today = self._kit.settings.days.of(self._kit.program.shop.clock())
        if self.until.is_understood() and (day is None or day >= today):
            return ""
        return self._kit.words.say("Choose today or a later day.")


def _nothing(_answer: object) -> None:
    """Have nothing to do with the answer."""
