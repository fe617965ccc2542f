"""The courier for e-mail: speaks to one SMTP server and tells exactly how far each letter got.

Before the text of a letter is handed over, every failure means that it did not go. Once it is, only the
server's answer tells; without one the letter is *unclear* (M4).
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from shopcrm.outside.couriers import envelope
from shopcrm.rules import letters
from shopcrm.rules.delivery import Delivered, Refused, Unclear, Verdict
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import one_line
from shopcrm.rules.wording import saying
from shopcrm.services.messages import Letter

TIMEOUT = 20.0
"""How many seconds the server may keep silent."""

_LONE_DOT = re.compile(rb"(?m)^\.")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Security(StrEnum):
    """How the line to the server is kept private; not at all only where it stays in this computer."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in; `cafile` names the authority to trust besides those of the system."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    cafile: str | None = None
    timeout: float = TIMEOUT
    open_line_allowed: bool = False


class MailCourier:
    """Hands letters to a mail server, many over one line."""

    def __init__(self, server: MailServer, sender: envelope.Sender) -> None:
        self._server = server
        self._sender = sender
        self._line: smtplib.SMTP | None = None

    def deliver(self, letter: Letter) -> Verdict:
        """Hand one letter in and tell what is known of it."""
        try:
            to, text = letters.sound_address(letter.address), envelope.sealed(letter, self._sender)
            sender = letters.sound_address(self._sender.address)
        except letters.BadAddress as error:
            return Refused(permanent=True, why=error.saying)
        worn = self._line is not None
        try:
            verdict = self._on_line(sender, to, text)
            if verdict is None and worn:
                # The server let go of a line that was used before; nothing was handed over on it.
                verdict = self._on_line(sender, to, text)
        except _LineTrouble as trouble:
            self.rest()
            return Refused(permanent=False, why=trouble.why, halts=True)
        return verdict or Refused(permanent=False, why=_cut_early(), halts=True)

    def rest(self) -> None:
        """Say goodbye to the server, if there is a line."""
        line, self._line = self._line, None
        if line is not None:
            _goodbye(line)

    def _on_line(self, sender: str, to: str, text: bytes) -> Verdict | None:
        """Go through one letter; gives None where the line broke before its text was handed over."""
        line = self._line = self._line or _connected(self._server)
        try:
            refused = _announce(line, sender, to)
        except (smtplib.SMTPException, OSError):
            self._drop(line)
            return None
        if refused is not None:
            self._reset(line)
            return refused
        return self._hand_over(line, text)

    def _hand_over(self, line: smtplib.SMTP, text: bytes) -> Verdict:
        try:
            line.send(_LONE_DOT.sub(b"..", text) + b".\r\n")
            code, answer = line.getreply()
        except (smtplib.SMTPException, OSError):
            self._drop(line)
            return Unclear(saying("The line broke after the letter was handed over."))
        if code == 250:
            return Delivered(_readable(answer))
        self._reset(line)
        return _refusal(code, answer)

    def _reset(self, line: smtplib.SMTP) -> None:
        """Clear the table for the next letter; where that fails, the next one gets a new line."""
        try:
            cleared = line.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            cleared = False
        if not cleared:
            self._drop(line)

    def _drop(self, line: smtplib.SMTP) -> None:
        self._line = None
        line.close()


class _LineTrouble(Exception):
    """No letter can be handed in for now."""

    def __init__(self, why: Saying) -> None:
        super().__init__(why.plainly())
        self.why = why


def try_line(server: MailServer) -> Saying | None:
    """Connect and log in without sending anything; gives what is wrong, or nothing where all is well."""
    try:
        _goodbye(_connected(server))
    except _LineTrouble as trouble:
        return trouble.why
    return None


def _goodbye(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except (smtplib.SMTPException, OSError):
        line.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    line: smtplib.SMTP | None = None
    try:
        line = _open(server)
        line.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            line.starttls(context=_trust(server))
            line.ehlo()
        if server.user:
            line.login(server.user, server.password)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if line is not None:
            line.close()
        raise _LineTrouble(_line_trouble(server, error)) from error
    return line


def _open(server: MailServer) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(
            server.host, server.port, _me(), timeout=server.timeout, context=_trust(server)
        )
    if server.security is Security.NONE and not _may_be_open(server):
        raise _LineTrouble(
            saying("The line to {host} is open to everybody. Choose TLS in the settings.", host=server.host)
        )
    return smtplib.SMTP(server.host, server.port, _me(), timeout=server.timeout)


def _may_be_open(server: MailServer) -> bool:
    return server.open_line_allowed or server.host.lower() in _LOOPBACK


def _trust(server: MailServer) -> ssl.SSLContext:
    # The default context checks the certificate and that it is the host's.
    context = ssl.create_default_context()
    if server.cafile is not None:
        context.load_verify_locations(server.cafile)
    return context


def _me() -> str:
    # The true name of this computer is nobody's business, and asking for it can take seconds.
    return "[127.0.0.1]"


def _announce(line: smtplib.SMTP, sender: str, to: str) -> Refused | None:
    """Name sender and receiver and ask to hand the text over; gives the refusal, if there is one."""
    code, answer = line.mail(sender)
    if code != 250:
        return Refused(permanent=False, why=_said(code, answer), halts=code == 421 or code >= 500)
    code, answer = line.rcpt(to)
    if code not in {250, 251}:
        return _refusal(code, answer)
    code, answer = line.docmd("DATA")
    return None if code == 354 else _refusal(code, answer)


def _refusal(code: int, answer: bytes) -> Refused:
    return Refused(permanent=500 <= code < 600, why=_said(code, answer), halts=code == 421)


def _said(code: int, answer: bytes) -> Saying:
    text = f"{code} {_readable(answer)}"
    if code >= 500:
        return saying("The mail server refused it for good: {answer}", answer=text)
    return saying("The mail server put it off: {answer}", answer=text)


def _readable(answer: bytes) -> str:
    return one_line(answer.decode("utf-8", "replace"))[:200]


def _cut_early() -> Saying:
    return saying("The line to the mail server broke before the letter was handed over.")


def _line_trouble(server: MailServer, error: Exception) -> Saying:
    host = server.host
    known: tuple[tuple[type[Exception], Saying], ...] = (
        (
            ssl.SSLCertVerificationError,
            saying("The certificate of {host} cannot be trusted. Nothing was sent.", host=host),
        ),
        (
            smtplib.SMTPAuthenticationError,
            saying("{host} does not accept the user name or the password.", host=host),
        ),
        (
            smtplib.SMTPNotSupportedError,
            saying("{host} does not offer what the settings ask for. Check them.", host=host),
        ),
        (TimeoutError, saying("{host} does not answer.", host=host)),
        (socket.gaierror, saying("There is no mail server called {host}, or no internet.", host=host)),
        (
            ssl.SSLError,
            saying("{host} does not speak TLS there. Check the port and the security.", host=host),
        ),
    )
    other = saying("No line to {host} could be had ({kind}).", host=host, kind=type(error).__name__)
    # The library tells of a silent server as of a closed line, and keeps the true reason behind it.
    causes = error.__context__, error
    return next((words for kind, words in known for cause in causes if isinstance(cause, kind)), other)
