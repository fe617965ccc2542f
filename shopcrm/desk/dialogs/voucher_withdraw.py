"""Asks why a voucher is withdrawn; with that it is good for nothing any more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import voucher_issue
from shopcrm.services.voucher_list import VoucherRow


class WithdrawDialog(DialogFrame):
    """Withdraws one voucher; `withdrawn` carries the words that say so."""

    withdrawn = Signal(str)

    def __init__(self, kit: Kit, voucher: VoucherRow, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("Withdraw the voucher {code}", code=words.ltr(voucher.masked)),
            say("Withdraw it"),
            parent=parent,
            icon="ban",
            main_icon="ban",
            danger=True,
            width=560,
        )
        self._kit, self._voucher = kit, voucher
        what = say(
            "{benefit}. It can never be used again, and this cannot be taken back.", benefit=voucher.benefit
        )
        self.reason = LineEdit(look, placeholder=say("such as: lost, or printed by mistake"))
        self._field = Field(look, say("Why"), self.reason, check=self._lacking)
        self.body.addWidget(Label(look, what, Type.BODY, wrap=True))
        self.body.addWidget(self._field)
        self.agreed.connect(self._on_agreed)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._field.error

    def _lacking(self) -> str:
        return "" if self.reason.text().strip() else self._kit.words.say("Say why it is withdrawn.")

    def _on_agreed(self) -> None:
        if not self._field.is_right():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        lane, key = self._kit.lanes.quick, self._voucher.id
        lane.try_do(self, self._on_done, self._on_refused, voucher_issue.withdraw, key, self.reason.text())

    def _on_done(self, _nothing: None) -> None:
        words = self._kit.words
        self.withdrawn.emit(
            words.say("The voucher {code} is withdrawn", code=words.ltr(self._voucher.masked))
        )
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
