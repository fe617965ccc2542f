"""What a phone understands: links and QR codes that open a message with number and text filled in."""

import re
from urllib.parse import quote

from shopcrm.rules.errors import BadInput
from shopcrm.rules.sms import sendable

LONGEST_QR = 1300
"""How many bytes a QR code may hold to be read from a screen or paper with an ordinary phone."""

LONGEST_LINK = 2000
"""How many letters a link may have; some browsers cut off what is longer."""

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_BOT = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class TooLongForQr(BadInput):
    """The text would make a QR code that no phone reads."""

    sentence = (
        "This text is too long for a QR code: {size} of {most}. Nothing was changed. "
        "Make it shorter, or write it on the phone."
    )


class TooLongForLink(BadInput):
    """The text would make a link that is cut off on the way."""

    sentence = (
        "This text is too long for a link: {size} of {most}. Nothing was changed. "
        "Make it shorter, or write it on the phone."
    )


class NotForPhone(BadInput):
    """A link needs a whole number, or a name as the service has it."""

    sentence = "{text} cannot stand in a link. Nothing was changed. Correct it and try again."


def sms_link(e164: str, text: str) -> str:
    """Make the link that opens an SMS on this phone (RFC 5724); raises NotForPhone or TooLongForLink."""
    return _short_enough(f"sms:{_number(e164)}?body={_escaped(text)}")


def sms_code(e164: str, text: str) -> str:
    """Give what stands in a QR code that opens an SMS; raises NotForPhone or TooLongForQr.

    It holds the text as it is, so that it needs a third of the place that a link needs for Persian.
    """
    return fits_qr(f"SMSTO:{_number(e164)}:{sendable(text)}")


def whatsapp_link(e164: str, text: str = "") -> str:
    """Make the link that opens a chat in WhatsApp; raises NotForPhone or TooLongForLink."""
    digits = _number(e164).removeprefix("+")
    asked = f"?text={_escaped(text)}" if text else ""
    return _short_enough(f"https://wa.me/{digits}{asked}")


def telegram_link(bot: str, token: str = "") -> str:
    """Make the link that opens a bot and hands it a token of letters, digits, _ and -; raises NotForPhone."""
    name = _BOT.fullmatch(bot)
    if name is None or (token and not _TOKEN.fullmatch(token)):
        raise NotForPhone(text=bot if name is None else token)
    return f"https://t.me/{name[1]}" + (f"?start={token}" if token else "")


def fits_qr(content: str) -> str:
    """Give back what a QR code can hold so that it can still be read; raises TooLongForQr."""
    size = len(content.encode())
    if size > LONGEST_QR:
        raise TooLongForQr(size=size, most=LONGEST_QR)
    return content


def _number(e164: str) -> str:
    if not _NUMBER.fullmatch(e164):
        raise NotForPhone(text=e164)
    return e164


def _escaped(text: str) -> str:
    return quote(sendable(text), safe="")


def _short_enough(link: str) -> str:
    if len(link) > LONGEST_LINK:
        raise TooLongForLink(size=len(link), most=LONGEST_LINK)
    return link
