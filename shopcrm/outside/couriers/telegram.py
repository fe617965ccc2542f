"""The courier for Telegram: a bot of the shop writes to people who started it, and hears what they answer.

Telegram knows no key of ours: what was handed over without an answer stays unknown (M4).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shopcrm.outside.couriers.line import Answer, Line, Patience, Place, Unanswered, Unreached
from shopcrm.rules.delivery import Delivered, Refused, Unclear, Verdict
from shopcrm.rules.sayings import Saying
from shopcrm.rules.sms import sendable
from shopcrm.rules.text import one_line
from shopcrm.rules.wording import saying
from shopcrm.services.messages import Letter

PROVIDER = "telegram"
BASE = "https://api.telegram.org"
LONGEST_TEXT = 4096

_CHAT = re.compile(r"-?[0-9]{1,20}")
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{10,100}")
_START = re.compile(r"/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*")
_GONE = frozenset({"kicked", "left"})


@dataclass(frozen=True, slots=True)
class Bot:
    """The shop's bot; the token is its password and stands in the address."""

    token: str = field(repr=False)
    base: str = ""
    patience: Patience = field(default_factory=Patience)
    open_line: bool = False
    cafile: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that came in: from which chat, what they said, and the token of the link they came by.

    `text` is what they said as it was, such as "/start" and a token where they came by a link. `stopped`
    says that they stopped the bot, which is a no at once. Without a chat it came from a group.
    """

    id: int
    chat: str
    text: str = ""
    start: str = ""
    name: str = ""
    stopped: bool = False


class TelegramBot:
    """Writes to chats, and reads what came in."""

    def __init__(self, bot: Bot) -> None:
        # A token of another form would change the address.
        self._usable = _TOKEN.fullmatch(bot.token) is not None
        base = f"{(bot.base or BASE).rstrip('/')}/bot{bot.token if self._usable else ''}"
        self._line = Line(Place(base, bot.patience, bot.open_line, bot.cafile))

    def __repr__(self) -> str:
        return "TelegramBot(…)"

    def deliver(self, letter: Letter) -> Verdict:
        """Write to one chat, as plain text."""
        text = sendable(letter.body)
        if not _CHAT.fullmatch(letter.address):
            return Refused(permanent=True, why=saying("They have not started the bot yet."))
        if not 0 < len(text) <= LONGEST_TEXT:
            return Refused(
                permanent=True, why=saying("Telegram does not take a text so long, or an empty one.")
            )
        if not self._usable:
            return _no_such_bot()
        document = {"chat_id": letter.address, "text": text, "link_preview_options": {"is_disabled": True}}
        try:
            return _verdict(self._line.post("sendMessage", document=document))
        except (Unreached, Unanswered) as trouble:
            return trouble.verdict

    def rest(self) -> None:
        """Let go of the line."""
        self._line.rest()

    def replies(self, after: int = 0) -> list[Incoming]:
        """Read what came in since `after`, the oldest first; what came before is forgotten there.

        So `after` is the last one that was written down. Gives nothing where no answer comes.
        """
        question = {"timeout": 0, "limit": 100, "allowed_updates": ["message", "my_chat_member"]}
        if after:
            question["offset"] = after + 1
        try:
            answer = self._line.post("getUpdates", document=question) if self._usable else None
        except (Unreached, Unanswered):
            return []
        found = answer.part("result") if answer and answer.part("ok") is True else None
        updates = found if isinstance(found, list) else []
        return [came for one in updates if isinstance(one, dict) and (came := _incoming(one))]

    def try_line(self) -> Saying | None:
        """Ask the bot for its name; gives what is wrong, or nothing where all is well."""
        try:
            verdict = _verdict(self._line.post("getMe")) if self._usable else _no_such_bot()
        except (Unreached, Unanswered) as trouble:
            return trouble.why
        return None if isinstance(verdict, Delivered) else verdict.why


def _verdict(answer: Answer) -> Verdict:
    if answer.part("ok") is True:
        return Delivered(str(answer.part("result", "message_id") or ""), PROVIDER, parts=1)
    code = answer.part("error_code")
    return _refusal(code if isinstance(code, int) else answer.status, answer)


def _refusal(code: int, answer: Answer) -> Refused | Unclear:
    if code == 403:
        return Refused(permanent=True, why=saying("They stopped the bot."))
    if code in {401, 404}:
        return _no_such_bot()
    if code == 429:
        return _pause(answer.part("parameters", "retry_after"))
    said = one_line(str(answer.part("description") or ""))[:120]
    if code == 400:
        return Refused(permanent=True, why=saying("Telegram refused it: {answer}", answer=said))
    if 300 <= code < 500:
        why = saying("Telegram cannot be used just now (code {code}).", code=str(code))
        return Refused(permanent=False, why=why, halts=True)
    return Unclear(saying("Telegram answered in a way that does not tell whether it took the message."))


def _no_such_bot() -> Refused:
    why = saying("Telegram does not know the bot. Set its token again in the settings.")
    return Refused(permanent=False, why=why, halts=True)


def _pause(seconds: object) -> Refused:
    wait = seconds if isinstance(seconds, int) else 60
    why = saying(
        "Telegram asks for a pause of {count} second.",
        many="Telegram asks for a pause of {count} seconds.",
        count=wait,
    )
    return Refused(permanent=False, why=why, halts=True)


def _incoming(update: Mapping[str, Any]) -> Incoming | None:
    """Read one update; only people count, not groups and channels."""
    left = update.get("my_chat_member")
    message = left if isinstance(left, dict) else update.get("message")
    place = _inside(message, "chat")
    number, chat = update.get("update_id"), place.get("id")
    if not isinstance(number, int) or not isinstance(chat, int):
        return None
    if place.get("type") != "private":
        return Incoming(number, "")
    status = _inside(message, "new_chat_member").get("status")
    who = _inside(message, "from")
    name = one_line(f"{who.get('first_name') or ''} {who.get('last_name') or ''}")[:120]
    text = sendable(str(_inside(update, "message").get("text") or ""))[:LONGEST_TEXT]
    start = _START.fullmatch(text)
    token = (start[1] or "") if start else ""
    return Incoming(number, str(chat), text, token, name, stopped=status in _GONE)


def _inside(found: Any, name: str) -> Mapping[str, Any]:
    inner = found.get(name) if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {}
