"""What comes in from messengers: who it is from, whom a chat belongs to from now on, and what they say.

A customer is known by a link that only the shop can make: it carries their number, sealed with a secret of
the shop file, so that nobody becomes somebody else by guessing.
"""

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import consents, opt_out, people
from shopcrm.services.consents import Answer
from shopcrm.services.opt_out import Heard
from shopcrm.store.customers import Handle, Phone
from shopcrm.store.settings import Setting

HOW = "opened the link of the shop in Telegram"
"""How it was said, as it stands in the consents."""

SEAL_NAME = "link_seal"
"""The setting in which the secret of the links stands; it leaves the shop file in backups only."""
_SEAL = 16
_TOKEN = re.compile(r"(\d{1,12})([ns])-([0-9a-f]{16})")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(\S+))?\s*")


@dataclass(frozen=True, slots=True)
class Welcome:
    """What came of a message from outside: the people it is from, and whether a chat was linked now."""

    customer_ids: tuple[int, ...]
    linked: bool = False
    heard: tuple[Heard, ...] = ()


def start_token(session: Session, customer_id: int, *, news: bool) -> str:
    """Make what a customer's link to the bot carries; with `news`, opening it is a yes to news there.

    Raises NoSuchCustomer.
    """
    people.get(session, customer_id)
    said = f"{customer_id}{'n' if news else 's'}"
    return f"{said}-{_seal(_secret(session), said)}"


def from_telegram(session: Session, chat: str, text: str) -> Welcome:
    """Take a message that came to the bot: a link opened, or a word back; unknown chats leave no trace."""
    start = _START.fullmatch(text.strip())
    if start is not None:
        return _link(session, chat, start[1] or "")
    return _hear(session, _owners(session, chat), Channel.TELEGRAM, text)


def left_telegram(session: Session, chat: str) -> Welcome:
    """Take it that somebody blocked the bot: that is a no to news there."""
    meant = tuple(dict.fromkeys(people.find(session, one) for one in _owners(session, chat)))
    return Welcome(meant, heard=tuple(opt_out.stop(session, one, (Channel.TELEGRAM,)) for one in meant))


def from_phone(session: Session, channel: Channel, e164: str, text: str) -> Welcome:
    """Take a text that came from a number; everybody who shares it is heard, so that a no holds for all."""
    known = session.scalars(select(Phone.customer_id).where(Phone.e164 == e164).distinct()).all()
    return _hear(session, list(known), channel, text)


def _owners(session: Session, chat: str) -> list[int]:
    query = select(Handle.customer_id).where(Handle.channel == Channel.TELEGRAM, Handle.value == chat)
    return list(session.scalars(query))


def _hear(session: Session, customer_ids: list[int], channel: Channel, text: str) -> Welcome:
    meant = tuple(dict.fromkeys(people.find(session, one) for one in customer_ids))
    return Welcome(meant, heard=tuple(opt_out.heard(session, one, channel, text) for one in meant))


def _link(session: Session, chat: str, token: str) -> Welcome:
    found = _TOKEN.fullmatch(token)
    secret = _secret(session) if found is not None else ""
    if found is None or not hmac.compare_digest(_seal(secret, f"{found[1]}{found[2]}"), found[3]):
        return Welcome(())
    try:
        customer_id = people.find(session, int(found[1]))
    except NoSuchCustomer:
        return Welcome(())
    if people.get(session, customer_id).state != people.ACTIVE:
        return Welcome(())
    _keep_handle(session, customer_id, chat)
    # An old link is no word against a no that was said since.
    if found[2] == "n" and not _said_no(session, customer_id):
        consents.settle(session, customer_id, [Answer(Purpose.NEWS, Channel.TELEGRAM, given=True, how=HOW)])
    return Welcome((customer_id,), linked=True)


def _said_no(session: Session, customer_id: int) -> bool:
    return any(
        (view.purpose, view.channel, view.given) == (Purpose.NEWS, Channel.TELEGRAM, False)
        for view in consents.latest(session, customer_id)
    )


def _keep_handle(session: Session, customer_id: int, chat: str) -> None:
    owned = Handle.customer_id == customer_id, Handle.channel == Channel.TELEGRAM
    row = session.scalar(select(Handle).where(*owned))
    if row is None:
        session.add(Handle(customer_id=customer_id, channel=Channel.TELEGRAM, value=chat))
    else:
        row.value = chat
    session.flush()


def _secret(session: Session) -> str:
    """Read the secret that seals links, made once for each shop file."""
    row = session.get(Setting, SEAL_NAME)
    if row is None:
        row = Setting(name=SEAL_NAME, value=json.dumps(secrets.token_hex(32)))
        session.add(row)
        session.flush()
    return str(json.loads(row.value))


def _seal(secret: str, said: str) -> str:
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:_SEAL]
