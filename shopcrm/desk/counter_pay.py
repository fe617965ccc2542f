"""To pay: the amount in large, points to spend, vouchers, and one key for each kind of payment."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from shopcrm.desk.counter_kinds import KEYS, KINDS, icon_of, kind_word
from shopcrm.desk.counter_points import PointsField
from shopcrm.desk.counter_vouchers import VoucherField
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align, text_width
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Label
from shopcrm.services.pricing import Quote


class PayCard(Card):
    """`paid` carries the kind of payment whose key was pressed; `parts_asked` comes for several kinds."""

    paid = Signal(str)
    parts_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, padding=16, spacing=8)
        self._kit, self._small, self._off = kit, False, ""
        self._title = Label(look, say("To pay"), Type.SECTION)
        self._currency = Label(look, currency(kit.words), Type.CAPTION, "muted")
        self.parts = Button(look, say("In parts"), ButtonKind.GHOST, key="F11", height=28)
        stays = self.parts.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.parts.setSizePolicy(stays)
        self.amount = _Amount(kit)
        self.points = PointsField(kit)
        self.voucher = VoucherField(kit)
        self.trouble = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.buttons = {kind: self._button(kind) for kind in KINDS}
        self._refusal, self._troubles = "", list[str]()
        self._build()
        self.show_quote(None, somebody=False)

    def show_quote(self, quote: Quote | None, *, somebody: bool) -> None:
        """Show what is to be paid, None where nothing is; `somebody` has points, nobody has none."""
        self._title.setText(self._kit.words.say("To pay"))
        self.amount.show_amount(0 if quote is None else quote.to_pay)
        self.points.show_points(None if quote is None else quote.points, somebody=somebody)

    def show_exchange(self, to_give: int) -> None:
        """Show that an exchange leaves something to be given back, and how much."""
        if to_give:
            self._title.setText(self._kit.words.say("To give back"))
            self.amount.show_amount(to_give)

    def show_troubles(self, sentences: Sequence[str]) -> None:
        """Say what cannot be as it was asked."""
        self._troubles = list(sentences)
        self._say_troubles()

    def show_refusal(self, sentence: str) -> None:
        """Say why it was not sold, until something in the basket is changed."""
        self._refusal = sentence
        self._say_troubles()

    def _say_troubles(self) -> None:
        # What it was refused for is not said twice.
        said = self._refusal or "\n".join(self._troubles)
        self.trouble.setText(said)
        self.trouble.setVisible(bool(said))

    def turn_off(self, reason: str) -> None:
        """Let nothing be paid, and say why; an empty reason lets it be paid."""
        self._off = reason
        self._switch()

    def make_small(self, *, small: bool) -> None:
        """Write the amount smaller and leave the voucher to its key."""
        self._small = small
        self.amount.make_small(small=small)
        self.voucher.make_small(small=small)
        side, air = self._kit.look.size(16), self._kit.look.size(8 if small else 12)
        self.body.setContentsMargins(side, air, side, air)
        self.body.setSpacing(self._kit.look.size(4 if small else 8))
        for button in self.buttons.values():
            button.set_height(40 if small else 44)

    def _switch(self) -> None:
        self.parts.setVisible(not self._off)
        for button in self.buttons.values():
            if self._off:
                button.turn_off(self._off)
            else:
                button.turn_on()

    def _build(self) -> None:
        look = self._kit.look
        head = row(self._title, None, self.parts, self._currency, gap=look.size(8))
        grid = QGridLayout()
        grid.setSpacing(look.size(8))
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, place // 2, place % 2)
        self.body.addLayout(column(head, self.amount, gap=0))
        for part in (self.points, self.voucher, self.trouble):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(grid)
        self.trouble.hide()
        self.parts.clicked.connect(self.parts_asked)

    def _button(self, kind: str) -> Button:
        usual = self._kit.settings.usual_payment == kind
        loud = ButtonKind.MAIN if usual else ButtonKind.PLAIN
        button = Button(
            self._kit.look,
            kind_word(self._kit.words, kind),
            loud,
            icon=icon_of(kind),
            key=KEYS[kind],
            height=44,
        )
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._payer(kind))
        return button

    def _payer(self, kind: str) -> Callable[[], None]:
        def pay() -> None:
            self.paid.emit(kind)

        return pay


class _Amount(QWidget):
    """The amount to pay, as large as there is room for it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._small = kit, False
        self.label = Label(kit.look, "", Type.AMOUNT, align=Align.TRAIL)
        self.setLayout(column(self.label, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_amount(self, amount: int) -> None:
        """Show another amount (smallest units)."""
        words = self._kit.words
        self.label.setText(words.amount(amount))
        self.setAccessibleName(words.say("To pay {amount}", amount=words.money(amount)))
        self._fit()

    def make_small(self, *, small: bool) -> None:
        """Write it smaller."""
        self._small = small
        self._fit()

    def sizeHint(self) -> QSize:
        """Keep the same height whatever the amount, so that nothing jumps."""
        kind = Type.AMOUNT_SMALL if self._small else Type.AMOUNT
        return QSize(self._kit.look.size(80), int(self._kit.look.metrics(kind).height()))

    def minimumSizeHint(self) -> QSize:
        """Keep the same height whatever the amount."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the writing before the amount is cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        kinds = [Type.AMOUNT_SMALL, Type.PAGE, Type.SECTION]
        kinds = kinds if self._small else [Type.AMOUNT, *kinds]
        text = self.label.text()
        fitting = (kind for kind in kinds if text_width(self._kit.look, text, kind) <= self.width())
        self.label.set_kind(next(fitting, kinds[-1]))
