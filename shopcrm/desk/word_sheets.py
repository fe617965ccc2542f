"""Opens the sheet of a promise or of a special order over whatever page asks for it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.promise_sheet import PromiseSheet
from shopcrm.desk.kit import Kit
from shopcrm.desk.order_sheet import OrderSheet
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.services import order_rows, promises
from shopcrm.services.order_rows import OrderView
from shopcrm.services.promises import PromiseRow


class WordSheets(QObject):
    """`did` carries the words of what was done in a sheet, and what takes it back or None."""

    did = Signal(str, object)

    def __init__(self, kit: Kit, over: QWidget) -> None:
        super().__init__(over)
        self._kit, self._over = kit, over

    def leads(self, reminder: Reminder) -> bool:
        """Open what a line of the memory card is about, if it is about the shop's word; tells whether."""
        if reminder.kind is not Kind.PROMISE:
            return False
        if reminder.act is Act.HAND_OVER:
            self.open_order(reminder.thing)
        else:
            self.open_promise(reminder.thing)
        return True

    def open_promise(self, promise_id: int) -> None:
        """Show a promise."""
        self._kit.lanes.quick.ask(self, self._on_promise, promises.read, promise_id)

    def open_order(self, order_id: int) -> None:
        """Show a special order."""
        self._kit.lanes.quick.ask(self, self._on_order, order_rows.show, order_id)

    def _on_promise(self, row: PromiseRow) -> None:
        sheet = PromiseSheet(self._kit, row, self._over)
        sheet.did.connect(self.did)
        sheet.open()

    def _on_order(self, view: OrderView) -> None:
        sheet = OrderSheet(self._kit, view, self._over)
        sheet.did.connect(self.did)
        sheet.open()
