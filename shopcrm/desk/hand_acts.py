"""What can be done with a whole box of work by hand: go through it, print it, and say that it was posted."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.rules.delivery import Channel

_WORKED = (Channel.CALL, Channel.SMS, Channel.WHATSAPP, Channel.LETTER)
_PRINTED = (Channel.CALL, Channel.LETTER)


class HandActs(QWidget):
    """The buttons over a list by hand; they stand there only where there is something to do."""

    worked = Signal()
    printed = Signal()
    cards = Signal()
    posted = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit = kit
        self.work = Button(
            look, say("Work through them"), ButtonKind.MAIN, icon="hand", key="Ctrl+Enter", height=32
        )
        self.print = Button(look, "", icon="printer", key="Ctrl+P", height=32)
        self.as_cards = Button(look, say("Greetings as cards"), icon="gift", key="Alt+C", height=32)
        self.all_posted = Button(look, say("All were posted"), icon="mailbox", key="Alt+P", height=32)
        host, side = QWidget(), look.size(12)
        flow = FlowLayout(host, gap=look.size(8), line_gap=look.size(8))
        self.setLayout(column(host, edges=(side, 0, side, look.size(8))))
        for button in (self.work, self.print, self.as_cards, self.all_posted):
            flow.addWidget(button)
        self.work.clicked.connect(self.worked)
        self.print.clicked.connect(self.printed)
        self.as_cards.clicked.connect(self.cards)
        self.all_posted.clicked.connect(self.posted)

    def show_box(self, channel: Channel | None, count: int, printed: int) -> None:
        """Fit a box: its way by hand, how many wait there, and how many letters were printed."""
        say = self._kit.words.say
        is_post = channel is Channel.LETTER
        self.print.setText(say("Print the letters") if is_post else say("Print the call list"))
        for button, there in (
            (self.work, channel in _WORKED),
            (self.print, channel in _PRINTED),
            (self.as_cards, is_post and self._kit.settings.greet),
            (self.all_posted, is_post),
        ):
            button.setVisible(there and count > 0)
        if printed:
            self.all_posted.turn_on()
        else:
            self.all_posted.turn_off(say("Print them first, or work through them one by one."))
        self.setVisible(channel in _WORKED and count > 0)
