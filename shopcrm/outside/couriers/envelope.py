"""Puts a letter into the form in which mail travels: plain text only, headers that hold one line each."""

import hashlib
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from shopcrm.rules import letters
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.text import bare, one_line
from shopcrm.services.messages import Letter


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name letters go out (M6)."""

    address: str
    name: str = ""


def sealed(letter: Letter, sender: Sender) -> bytes:
    """Make the bytes of a letter, each line ended as mail wants it; raises BadAddress."""
    whom = letters.sound_address(sender.address)
    headers = {
        "From": _named(one_line(sender.name), whom),
        "To": letters.sound_address(letter.address),
        "Subject": _encoded("Subject", _directed(one_line(letter.subject), letter.language)),
        "Date": format_datetime(letter.began_at),
        "Message-ID": message_id(letter, whom),
        "Auto-Submitted": "auto-generated",
    }
    if letter.purpose is Purpose.NEWS:
        headers["List-Unsubscribe"] = f"<mailto:{whom}?subject=stop>"
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode("ascii") + _content(_directed(bare(letter.body), letter.language))


def message_id(letter: Letter, sender: str) -> str:
    """Name a letter the same at every attempt, so that who gets it twice can see that it is one."""
    cause = f"{sender}|{letter.key}|{letter.made_at.isoformat()}"
    return f"<{hashlib.sha256(cause.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


def _content(text: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    # Seven bits get through every server; base64 only where there is something else than ASCII.
    mail.set_content(text + "\n", cte="quoted-printable" if text.isascii() else "base64")
    return mail.as_bytes()


def _named(name: str, address: str) -> str:
    if _is_plain(name):
        return formataddr((name, address))
    return f"{_encoded('From', name)}\r\n <{address}>"


def _encoded(header: str, text: str) -> str:
    """Write a header's text in ASCII, in pieces that never cut a letter in two."""
    charset = None if _is_plain(text) else "utf-8"
    return Header(text, charset, header_name=header).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    # What looks like an encoded word would be read as one.
    return text.isascii() and "=?" not in text


def _directed(text: str, language: str) -> str:
    return letters.right_to_left(text) if language == "fa" else text
