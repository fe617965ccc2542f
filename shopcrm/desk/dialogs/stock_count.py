"""The question after counting a shelf: how much is there, and why it differs from what the shop remembers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.services import stock
from shopcrm.services.goods import ProductView


class StockCount(DialogFrame):
    """Takes in what was counted; `counted` carries the product and the difference in thousandths."""

    counted = Signal(object, int)

    def __init__(self, kit: Kit, view: ProductView, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        if view.on_hand is None:
            line = words.say("From then on the stock of these goods is kept.")
        else:
            line = words.say(
                "The shop remembers {quantity}.", quantity=words.quantity(view.on_hand, view.unit)
            )
        super().__init__(
            look,
            words,
            words.say("Count {name}", name=view.name),
            words.say("Save the count"),
            parent=parent,
            line=line,
            icon="clipboard-check",
            width=480,
        )
        self._kit, self._view = kit, view
        self.quantity = LineEdit(look, ltr=True, unit=view.unit, align=Align.TRAIL)
        self.reason = LineEdit(look)
        self._counted = Field(look, words.say("Counted"), self.quantity, check=self._wrong_quantity)
        self._why = Field(look, words.say("Why"), self.reason, check=self._wrong_reason)
        self._difference = Label(look, "", tint="muted")
        said = (words.say("Counted the shelf"), words.say("Spoiled"), words.say("Lost or broken"))
        self.usual = Choice(look, [Option(one, one) for one in said], name=words.say("Usual reasons"))
        self.usual.choose(said[0])
        self.reason.setText(said[0])
        self._furnish()

    def _furnish(self) -> None:
        self.body.addLayout(row((self._counted, 1), (self._difference, 1), gap=self._kit.look.size(12)))
        self.body.addWidget(self._why)
        self.body.addWidget(self.usual)
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quantity.textEdited.connect(self._on_edited)
        self.usual.picked.connect(self.reason.setText)
        self.agreed.connect(self._on_agreed)

    def _on_edited(self) -> None:
        words, kept = self._kit.words, self._view.on_hand
        counted = self._quantity()
        if counted is None or kept is None:
            self._difference.setText("")
            return
        quantity = words.quantity(abs(counted - kept), self._view.unit)
        if counted == kept:
            self._difference.setText(words.say("as remembered"))
        elif counted > kept:
            self._difference.setText(words.say("{quantity} more", quantity=quantity))
        else:
            self._difference.setText(words.say("{quantity} less", quantity=quantity))

    def _on_agreed(self) -> None:
        counted = self._quantity()
        for field in (self._counted, self._why):
            if not field.is_right():
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if counted is None:
            return
        self.main.setEnabled(False)
        lane, reason = self._kit.lanes.quick, self.reason.text()
        lane.try_do(self, self._on_saved, self._on_refused, stock.correct, self._view.id, counted, reason)

    def _on_saved(self, difference: int) -> None:
        self.counted.emit(self._view, difference)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._counted.show_error(self._kit.words.tell(said))

    def _quantity(self) -> int | None:
        try:
            return cells.quantity(self.quantity.text())
        except ShopError:
            return None

    def _wrong_quantity(self) -> str:
        words = self._kit.words
        try:
            counted = cells.quantity(self.quantity.text())
        except ShopError as error:
            return (
                words.tell(error) if self.quantity.text().strip() else words.say("Write how much is there.")
            )
        return "" if counted >= 0 else words.say("There cannot be less than nothing on a shelf.")

    def _wrong_reason(self) -> str:
        return "" if self.reason.text().strip() else self._kit.words.say("Say why the stock is corrected.")
