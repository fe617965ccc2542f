"""Taking back the sale that was made last at this till, as if it had never been."""

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import reversals
from shopcrm.services.returns import Returned
from shopcrm.services.reversals import Reversible


class ReverseSale(DialogFrame):
    """`taken_back` carries the document that takes the sale back; the same press twice takes it back once."""

    taken_back = Signal(object)

    def __init__(self, kit: Kit, sale: Reversible, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        number = words.digits(sale.number)
        super().__init__(
            look,
            words,
            words.say("Reverse sale {number}: {amount}", number=number, amount=words.money(sale.total)),
            words.say("Reverse this sale"),
            parent=parent,
            icon="rotate-ccw",
            line=words.say("It can be reversed until {time}.", time=words.clock(sale.until)),
            danger=True,
            width=520,
        )
        self._kit, self._sale, self._key = kit, sale, secrets.token_hex(16)
        said = words.say(
            "The money goes back as it was paid; points, vouchers, stock and requests are as they were."
        )
        if sale.is_exchange:
            said += " " + words.say("What was brought back for it stays brought back.")
        self.reason = LineEdit(look)
        self._field = Field(look, words.say("Why"), self.reason, hint=words.say("optional"))
        self.body.addWidget(Label(look, said, Type.BODY, wrap=True))
        self.body.addWidget(self._field)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.agreed.connect(self._on_agreed)

    def _on_agreed(self) -> None:
        if not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        lane, sale_id, why = self._kit.lanes.quick, self._sale.sale_id, self.reason.text().strip()
        lane.try_do(self, self._on_reversed, self._on_refused, reversals.reverse, sale_id, self._key, why)

    def _on_reversed(self, done: Returned) -> None:
        self.taken_back.emit(done)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
