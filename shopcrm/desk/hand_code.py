"""A code for the shop's phone: scanned, it opens a call, an SMS or a chat with number and text filled in.

Showing or opening it says nothing about the message; only a person's word does.
"""

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.qr import QrPicture
from shopcrm.rules import phone_links
from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import ShopError
from shopcrm.rules.phone_links import NotForPhone, TooLongForLink, TooLongForQr
from shopcrm.rules.wording import Words
from shopcrm.services.messages import HandItem

_BIG = 300
"""How wide the code is drawn at the usual text size: an ordinary phone reads it at arm's length."""

WITH_CODE = (Channel.SMS, Channel.WHATSAPP, Channel.CALL)
"""The ways for which a phone has something to open."""


class HandCode(QWidget):
    """Shows the code of one message, or of the number alone where the text would make it unreadable."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look = kit.look
        self._kit = kit
        self.picture = QrPicture(look, "", "")
        self.picture.setFixedSize(look.size(_BIG), look.size(_BIG))
        self.says = Label(look, "", Type.SMALL, "muted", wrap=True)
        self.problem = Label(look, "", Type.SMALL, "warn", wrap=True)
        self._sign = Icon(look, "triangle-alert", "warn", 16)
        self._sign.hide()
        self.problem.hide()
        trouble = row(self._sign, (self.problem, 1), gap=look.size(6))
        self.setLayout(column(self.picture, self.says, trouble, None, gap=look.size(8)))
        self.setFixedWidth(look.size(_BIG))

    def show_item(self, item: HandItem) -> None:
        """Show the code of a message; says so where only the number fits."""
        words = self._kit.words
        content, trouble = _content(item)
        says = _says(words, item.channel) if content else ""
        self.picture.show_content(content, says)
        self.picture.setVisible(bool(content))
        self.says.setText(says)
        self.says.setVisible(bool(says))
        self._show_trouble(words.tell(trouble) if trouble is not None else "", with_number=bool(content))

    def _show_trouble(self, sentence: str, *, with_number: bool) -> None:
        alone = self._kit.words.say("This code opens the number alone. Copy the text, or write it there.")
        self.problem.setText(f"{sentence} {alone}" if sentence and with_number else sentence)
        self.problem.setVisible(bool(sentence))
        self._sign.setVisible(bool(sentence))


def link_of(item: HandItem) -> QUrl | None:
    """Give what this computer can open for a message: its WhatsApp chat, without the text where it is long.

    None where the number is none that WhatsApp knows.
    """
    for text in (item.body, ""):
        try:
            return QUrl(phone_links.whatsapp_link(item.address, text))
        except TooLongForLink:
            continue
        except NotForPhone:
            return None
    return None


def _content(item: HandItem) -> tuple[str, ShopError | None]:
    """Give what stands in the code, and what is wrong where it is less than the whole message."""
    try:
        return phone_links.fits_qr(_code(item, item.body)), None
    except (TooLongForQr, TooLongForLink) as too_long:
        return _code(item, ""), too_long
    except NotForPhone as wrong:
        return "", wrong


def _code(item: HandItem, text: str) -> str:
    match item.channel:
        case Channel.WHATSAPP:
            return phone_links.whatsapp_link(item.address, text)
        case Channel.CALL:
            # The number is looked at as for a text; a call carries no words.
            return "tel:" + phone_links.sms_code(item.address, "").split(":")[1]
        case _:
            return phone_links.sms_code(item.address, text)


def _says(words: Words, channel: Channel) -> str:
    says = {
        Channel.SMS: words.say(
            "Scan it with the shop's phone: its messages open with number and text. Send it there."
        ),
        Channel.WHATSAPP: words.say(
            "Scan it with the shop's phone: its WhatsApp opens with number and text. Send it there."
        ),
        Channel.CALL: words.say("Scan it with the shop's phone to dial."),
    }
    return says[channel]
