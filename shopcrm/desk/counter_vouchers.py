"""The vouchers of a sale: typed or scanned, checked at once, shown in groups, and left out again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import TOGETHER
from shopcrm.desk.widgets.chips import ChipKind, KeptChip
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.voucher_codes import shown

_ANY = 16_777_215


class VoucherField(QWidget):
    """`typed` carries a code as it was typed, `left_out` one that is no longer to be used.

    `left` comes on Esc, and when a code was taken.
    """

    typed = Signal(str)
    left_out = Signal(str)
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit, self._small = kit, False
        self.setProperty(TOGETHER, True)
        self._codes: tuple[str, ...] = ()
        self._label = Label(look, say("Voucher"), Type.LABEL)
        self.line = LineEdit(
            look, placeholder=say("type or scan"), icon="ticket-percent", key="F9", name=say("Voucher code")
        )
        self._error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._error.hide()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=look.size(6), line_gap=look.size(4))
        self._chips.hide()
        self._line = row(self._label, (self.line, 1), gap=look.size(8))
        self._host = QWidget()
        self._host.setLayout(self._line)
        self._box = column(self._host, self._error, self._chips, gap=look.size(4))
        self.setLayout(self._box)
        self.line.returnPressed.connect(self._on_entered)
        self.line.textEdited.connect(self._on_edited)
        self.line.left.connect(self._on_left)
        key = QShortcut(QKeySequence("F9"), self)
        key.activated.connect(self.begin)
        leave = QShortcut(QKeySequence("Esc"), self.line)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._on_escape)

    @property
    def error(self) -> str:
        """Tell what is wrong with what stands in the line."""
        return self._error.text()

    def begin(self) -> None:
        """Put the keyboard on the line; it comes into sight for that."""
        self._host.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._place_chips()

    def show_codes(self, codes: Sequence[str]) -> None:
        """Show which vouchers are used."""
        if tuple(codes) == self._codes:
            return
        self._codes = tuple(codes)
        self._flow.clear()
        for code in codes:
            self._flow.addWidget(self._chip(code))
        self._place_chips()
        self._chips.setVisible(bool(codes))

    def taken(self) -> None:
        """Empty the line: what stood there is used now."""
        self.line.clear()
        self.say_wrong("")
        self._arrange()

    def say_wrong(self, sentence: str, typed: str = "") -> None:
        """Say under the line what is wrong with a code, which stays to be corrected."""
        if typed and not self.line.text():
            self.line.setText(typed)
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.line.set_wrong(wrong=bool(sentence))
        self.line.setAccessibleDescription(sentence)
        if sentence:
            self._host.show()

    def make_small(self, *, small: bool) -> None:
        """Stay away until F9 asks for it."""
        self._small = small
        self._place_chips()
        self._arrange()

    def _arrange(self) -> None:
        self._host.setVisible(not self._small or bool(self.line.text()))

    def _place_chips(self) -> None:
        """Put one voucher beside the line, and several under it."""
        # A code has to be seen whole while it is typed.
        typing = self.line.hasFocus() or bool(self.line.text())
        beside = len(self._codes) == 1 and not self._small and not typing
        for box in (self._line, self._box):
            box.removeWidget(self._chips)
        if beside:
            self._line.insertWidget(1, self._chips, alignment=Qt.AlignmentFlag.AlignVCenter)
            self._chips.setFixedWidth(self._flow.sizeHint().width())
        else:
            self._box.addWidget(self._chips)
            self._chips.setMinimumWidth(0)
            self._chips.setMaximumWidth(_ANY)
        say = self._kit.words.say
        self.line.setPlaceholderText(say("another") if beside else say("type or scan"))

    def _chip(self, code: str) -> KeptChip:
        words = self._kit.words
        how = words.say("Del leaves it out")
        chip = KeptChip(self._kit.look, words.ltr(shown(code)), ChipKind.TOLD, how=how, icon="ticket-percent")

        def leave_out() -> None:
            self.left_out.emit(code)

        chip.left_out.connect(leave_out)
        return chip

    def _on_left(self) -> None:
        self._place_chips()
        self._arrange()

    def _on_entered(self) -> None:
        text = self.line.text().strip()
        if text:
            self.typed.emit(text)
        else:
            self._leave()

    def _on_edited(self) -> None:
        if self.error:
            self.say_wrong("")

    def _on_escape(self) -> None:
        self.line.clear()
        self.say_wrong("")
        self._leave()

    def _leave(self) -> None:
        self._arrange()
        self.left.emit()
