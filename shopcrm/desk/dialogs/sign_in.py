"""Who is at the till? A name, a PIN, Enter; while the shop is locked nothing else can be done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.pin_entry import PinEntry
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.services import sign_in
from shopcrm.services.shop import Who
from shopcrm.services.staff import StaffRow


class SignIn(DialogFrame):
    """Takes a name and a PIN; `signed_in` carries who they are. A locked one closes in no other way."""

    signed_in = Signal(object)
    lock_asked = Signal()
    quit_asked = Signal()

    def __init__(
        self, kit: Kit, people: Sequence[StaffRow], parent: QWidget, *, locked: bool, chosen: str = ""
    ) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Who is at the till?"),
            say("Sign in"),
            parent=parent,
            line=say("The shop is locked. What was being done is kept.") if locked else "",
            icon="lock" if locked else "users",
            width=560,
        )
        self._kit, self._locked = kit, locked
        self.entry = PinEntry(kit, people, chosen)
        self.body.addWidget(self.entry)
        if locked:
            self.cancel.hide()
            self.close_button.hide()
            leave = Button(kit.look, say("Close ShopCRM"), icon="power", key="Ctrl+Q")
            leave.clicked.connect(self.quit_asked)
            self.add_side(leave)
        else:
            lock = Button(kit.look, say("Lock"), icon="lock", key="Ctrl+L")
            lock.clicked.connect(self.lock_asked)
            self.add_side(lock)
        self.entry.entered.connect(self._on_agreed)
        self.agreed.connect(self._on_agreed)
        self.entry.pin.setFocus()

    def reject(self) -> None:
        """Stay as long as the shop is locked."""
        if not self._locked:
            super().reject()

    def _on_agreed(self) -> None:
        pin = self.entry.take()
        if not pin or not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        work = partial(sign_in.sign_in, self._kit.program.shop, self.entry.name, pin)
        self._kit.lanes.quick.run(self, self._on_signed_in, work, self._on_refused)

    def _on_signed_in(self, who: Who) -> None:
        self.accept()
        self.signed_in.emit(who)

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        self.entry.show_error(error)
