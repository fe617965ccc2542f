"""The courier for the shop's own program: posts each message to an address, signed, under a key of its own.

The other side is asked to do nothing twice for one key, so what it put off is handed over again under it.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC

from shopcrm.outside.couriers.line import Answer, Line, Patience, Place, Unanswered, Unreached
from shopcrm.rules.delivery import Delivered, Refused, Unclear, Verdict
from shopcrm.rules.sayings import Saying
from shopcrm.rules.sms import sendable
from shopcrm.rules.text import one_line
from shopcrm.rules.wording import saying
from shopcrm.services.messages import Letter

PROVIDER = "webhook"
SIGNATURE = "X-ShopCRM-Signature"
"""`t=<seconds since 1970>,v1=<hex>`, the HMAC-SHA256 with the secret over the seconds, a dot and the body."""

_LONGEST_REFERENCE = 64
_LATER = frozenset({408, 409, 425, 429})
_ALL_LATER = frozenset({429, 502, 503, 504})
_NOT_THIS_WAY = frozenset({401, 403, 404, 405, 407, 410})
"""The address or the secret is wrong, so that no other message would be taken either."""


@dataclass(frozen=True, slots=True)
class Hook:
    """The address that takes messages, and the secret that both sides know."""

    url: str
    secret: str = field(repr=False)
    name: str = ""
    patience: Patience = field(default_factory=Patience)
    open_line: bool = False
    cafile: str | None = None


class Webhook:
    """Posts letters to one address."""

    def __init__(self, hook: Hook) -> None:
        self._line = Line(Place(hook.url, hook.patience, hook.open_line, hook.cafile))
        self._secret, self._name = hook.secret.encode(), hook.name or self._line.host

    def __repr__(self) -> str:
        return "Webhook(…)"

    def deliver(self, letter: Letter) -> Verdict:
        """Post one letter and read whether it was taken."""
        key, body = key_of(letter), content(letter)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            SIGNATURE: signature(self._secret, int(letter.began_at.timestamp()), body),
        }
        try:
            return self._verdict(self._line.post("", content=body, headers=headers))
        except (Unreached, Unanswered) as trouble:
            return trouble.verdict

    def rest(self) -> None:
        """Let go of the line."""
        self._line.rest()

    def try_line(self) -> Saying | None:
        """See whether the address is there; whether it knows the secret, only a message would tell."""
        try:
            self._line.look()
        except (Unreached, Unanswered) as trouble:
            return trouble.why
        return None

    def _verdict(self, answer: Answer) -> Verdict:
        status = answer.status
        if 200 <= status < 300:
            named = answer.part("id")
            reference = one_line(str(named))[:_LONGEST_REFERENCE] if isinstance(named, str | int) else ""
            return Delivered(reference, PROVIDER, parts=1)
        if status in _LATER or status >= 500:
            why = saying("{host} put it off (code {code}).", host=self._name, code=str(status))
            return Refused(permanent=False, why=why, halts=status in _ALL_LATER)
        if status in _NOT_THIS_WAY or 300 <= status < 400:
            why = saying(
                "{host} does not take messages there (code {code}). Check the address and the secret.",
                host=self._name,
                code=str(status),
            )
            return Refused(permanent=False, why=why, halts=True)
        if status < 200:
            return Unclear(saying("{host} answered in a way that tells nothing.", host=self._name))
        why = saying("{host} refused it (code {code}).", host=self._name, code=str(status))
        return Refused(permanent=True, why=why)


def key_of(letter: Letter) -> str:
    """Name a letter the same at every attempt, and as no letter of another shop is named."""
    cause = f"{letter.key}|{letter.made_at.astimezone(UTC).isoformat()}"
    return hashlib.sha256(cause.encode()).hexdigest()[:32]


def content(letter: Letter) -> bytes:
    """Write a letter down; who it is for is a phone or an address, and the other one is empty."""
    is_mail = "@" in letter.address
    document = {
        "key": key_of(letter),
        "phone": "" if is_mail else letter.address,
        "email": letter.address if is_mail else "",
        "subject": one_line(letter.subject),
        "text": sendable(letter.body),
        "language": letter.language,
        "purpose": letter.purpose.value,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def signature(secret: bytes, seconds: int, body: bytes) -> str:
    """Sign a body so that the other side knows who sent it, and that it is not an old one again."""
    made = hmac.new(secret, str(seconds).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={made}"
