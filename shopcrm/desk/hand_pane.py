"""One message that a person carries: to whom, where, why they care, what it says, the code for a phone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.hand_code import WITH_CODE, HandCode, link_of
from shopcrm.desk.kit import Kit
from shopcrm.desk.letter_bubble import LetterBubble
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.delivery import Channel
from shopcrm.services.messages import HandItem

_NUMBERS = (Channel.CALL, Channel.SMS, Channel.WHATSAPP)


class HandPane(QWidget):
    """Shows one message to carry; `copied` carries the words for what went to the clipboard."""

    copied = Signal(str)

    def __init__(self, kit: Kit, channel: Channel) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit, self._channel = kit, channel
        self._item: HandItem | None = None
        self.name = Label(look, "", Type.NAME, wrap=True)
        self.where = Label(look, "", Type.SECTION, wrap=channel is Channel.LETTER)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why = Label(look, "", Type.SMALL, "muted", wrap=True)
        self._tried = Label(look, "", Type.SMALL, "warn", wrap=True)
        self.says = LetterBubble(look)
        self.copy = Button(look, say("Copy the text"), icon="copy", key="Ctrl+C", height=32)
        self.link = Button(look, say("Open WhatsApp here"), icon="external-link", key="Alt+O", height=32)
        self.code = HandCode(kit)
        self.answers = QWidget()
        """Where the dialog puts what may be said beside that it was sent."""
        self.copy.clicked.connect(self._on_copy)
        self.link.clicked.connect(self._on_link)
        self._lay_out()

    def show_item(self, item: HandItem) -> None:
        """Show a message."""
        words = self._kit.words
        self._item = item
        self.name.setText(words.shown(item.name))
        is_number = item.channel in _NUMBERS
        self.where.setText(words.phone(item.address) if is_number else item.address)
        reasons = words.listing([words.tell(reason) for reason in item.why])
        self._why.setText(words.say("Why: {reasons}", reasons=reasons) if reasons else item.goods)
        self._why.setVisible(bool(reasons or item.goods))
        tried = words.plural("Tried {count} time", "Tried {count} times", count=item.tries)
        self._tried.setText(tried)
        self._tried.setVisible(item.tries > 0)
        subject = named.read_subject(item.channel, item.subject)
        self.says.show_letter(subject, item.body, right=item.language == "fa")
        if item.channel in WITH_CODE:
            self.code.show_item(item)

    def _lay_out(self) -> None:
        look, with_code = self._kit.look, self._channel in WITH_CODE
        host = QWidget()
        flow = FlowLayout(host, gap=look.size(8))
        flow.addWidget(self.copy)
        if self._channel is Channel.WHATSAPP:
            flow.addWidget(self.link)
        else:
            self.link.setParent(self)
            self.link.hide()
        sign = Icon(look, named.CHANNEL_ICONS[self._channel], "accent", 20)
        where = row(sign, (self.where, 1), gap=look.size(8))
        told = column(
            self.name, where, self._why, self._tried, self.says, host, self.answers, None, gap=look.size(10)
        )
        self.setLayout(fold((told, 1), *((self.code,) if with_code else ()), gap=look.size(20)))
        if not with_code:
            self.code.setParent(self)
            self.code.hide()

    def _on_copy(self) -> None:
        if self._item is not None:
            QGuiApplication.clipboard().setText(self._item.body)
            self.copied.emit(self._kit.words.say("The text is copied."))

    def _on_link(self) -> None:
        """Open the chat on this computer; whether it was sent, a person says afterwards."""
        link = link_of(self._item) if self._item is not None else None
        if link is not None:
            QDesktopServices.openUrl(link)
