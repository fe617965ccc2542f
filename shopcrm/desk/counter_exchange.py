"""The strip that tells that goods come back for what is in the basket."""

from dataclasses import dataclass

from PySide6.QtCore import Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services.returns import ReturnQuote


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes back in an exchange; `counts` of it against the new goods, `to_give` is left to be given.

    Amounts in smallest units; what was on a tab or paid by points goes back there and pays no new goods.
    """

    back: ReturnQuote
    counts: int
    to_give: int


class ExchangeBar(Card):
    """Hidden in a plain sale; `left` comes when nothing is to come back after all."""

    left = Signal()

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, ground="accent_soft", edge="accent_soft", radius=6, padding=0)
        self._kit = kit
        self.words = Label(look, "", Type.LABEL, "accent_ink", ellipsis=True)
        self.leave = IconButton(look, "x", say("Leave the exchange"), tint="accent_ink", size=16)
        sign = Icon(look, "arrow-left-right", "accent_ink", 18)
        side = look.size(10)
        self.body.addLayout(
            row(sign, (self.words, 1), self.leave, gap=side, edges=(side, 0, look.size(4), 0))
        )
        self.setFixedHeight(look.size(36))
        self.leave.clicked.connect(self.left)
        self.hide()

    def show_exchange(self, exchange: Difference | None) -> None:
        """Show what comes back; None in a plain sale."""
        self.setVisible(exchange is not None)
        if exchange is None:
            return
        words, back = self._kit.words, exchange.back
        amount = words.money(back.refund)
        self.words.setText(
            words.plural(
                "Exchange: {count} line comes back for {amount}. Put in what they take instead.",
                "Exchange: {count} lines come back for {amount}. Put in what they take instead.",
                count=len(back.lines),
                amount=amount,
            )
        )
