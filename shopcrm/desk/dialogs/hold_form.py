"""The questions before units are held for somebody: how much, and until the end of which day."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.hold_day import HoldDay
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import holds
from shopcrm.services.holds import HoldDayOver
from shopcrm.services.wish_goods import InStock


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """What is to be held for whom; quantities in thousandths, `free` None where no stock is kept."""

    customer_id: int
    customer: FieldValue
    product_id: int
    product: str
    unit: str
    quantity: int = THOUSANDTHS
    free: int | None = None
    wish_id: int | None = None


def request_of(there: InStock) -> HoldRequest:
    """Ask to hold what a wish wants of goods on hand, as much as there is."""
    wish = there.wish
    wanted = min(wish.quantity or THOUSANDTHS, there.left)
    return HoldRequest(
        wish.customer_id,
        wish.customer,
        there.product_id,
        there.product,
        there.unit,
        wanted,
        there.left,
        wish.id,
    )


class HoldForm(DialogFrame):
    """Holds units for one person; `held` carries the number of the hold and the words that say so."""

    held = Signal(int, str)

    def __init__(self, kit: Kit, request: HoldRequest, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("Hold {goods} for {name}", goods=request.product, name=request.customer),
            words.say("Hold"),
            parent=parent,
            icon="bookmark",
            line="" if request.free is None else self._free_line(kit, request),
            width=560,
        )
        self._kit, self._request = kit, request
        self.quantity = LineEdit(look, ltr=True, unit=request.unit, align=Align.TRAIL)
        self.quantity.setText(words.quantity(request.quantity))
        self._amount = Field(look, words.say("How much"), self.quantity, check=self._wrong_quantity)
        self.day = HoldDay(kit, words.say("Until the end of"))
        self.body.addWidget(self._amount)
        self.body.addWidget(self.day)
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quantity.selectAll()
        self.agreed.connect(self._on_agreed)

    @staticmethod
    def _free_line(kit: Kit, request: HoldRequest) -> str:
        free = kit.words.quantity(request.free or 0, request.unit)
        return kit.words.say("{quantity} can be held.", quantity=free)

    def _on_agreed(self) -> None:
        quantity, day = self._quantity(), self.day.day()
        if not self._amount.is_right() or quantity is None:
            self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.day.is_right() or day is None:
            return
        self.main.setEnabled(False)
        one = self._request
        self._kit.lanes.quick.try_do(
            self,
            self._on_held,
            self._on_refused,
            holds.hold,
            one.customer_id,
            one.product_id,
            quantity,
            day,
            one.wish_id,
        )

    def _on_held(self, hold_id: int) -> None:
        words, day = self._kit.words, self.day.day() or date.max
        quantity = words.quantity(self._quantity() or 0, self._request.unit)
        said = words.say(
            "{quantity} held for {name} until {day}", quantity=quantity, name=self._request.customer, day=day
        )
        self.held.emit(hold_id, said)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        if isinstance(error, HoldDayOver):
            self.day.is_right()
        self._amount.show_error(self._kit.words.tell(said))

    def _quantity(self) -> int | None:
        try:
            return cells.quantity(self.quantity.text())
        except ShopError:
            return None

    def _wrong_quantity(self) -> str:
        words, quantity = self._kit.words, self._quantity()
        if quantity is None or quantity <= 0:
            return words.say("Write how much to hold.")
        return ""


class HoldDayForm(DialogFrame):
    """Asks only for the last day; `chosen` carries it."""

    chosen = Signal(object)

    def __init__(self, kit: Kit, title: str, parent: QWidget) -> None:
        words = kit.words
        super().__init__(kit.look, words, title, words.say("Hold"), parent=parent, icon="bookmark", width=560)
        self.day = HoldDay(kit, words.say("Until the end of"))
        self.body.addWidget(self.day)
        self.agreed.connect(self._on_agreed)

    def _on_agreed(self) -> None:
        if self.day.is_right():
            self.chosen.emit(self.day.day())
            self.accept()
