"""Fetches what people wrote to the shop's bot and takes each of it in once, however often it is fetched."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel
from shopcrm.services import incoming
from shopcrm.services.courier import Courier
from shopcrm.services.incoming import Welcome
from shopcrm.services.shop import Shop
from shopcrm.store.settings import Setting

_SEEN = "telegram_seen"


class Reply(Protocol):
    """One thing that came in; ids grow. Without a chat it is nobody's; `stopped` means that they left."""

    @property
    def id(self) -> int:
        """Its number at the messenger."""

    @property
    def chat(self) -> str:
        """The chat it came from."""

    @property
    def text(self) -> str:
        """What they said."""

    @property
    def stopped(self) -> bool:
        """Whether they blocked the bot."""


@runtime_checkable
class Replying(Protocol):
    """A courier to whom people can write back."""

    def replies(self, after: int = 0) -> Sequence[Reply]:
        """Give what came in after a number, the oldest first; nothing where no line is to be had."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What fetching came to: how many chats were linked, replies kept, and people who want no more."""

    linked: int = 0
    kept: int = 0
    stopped: int = 0


def fetch(shop: Shop, couriers: Mapping[Channel, Courier]) -> Taken:
    """Ask the bot for news, with no transaction open, and take them in."""
    bot: object = couriers.get(Channel.TELEGRAM)
    if not isinstance(bot, Replying):
        return Taken()
    came = bot.replies(shop.ask(_seen))
    return shop.do(take_in, came) if came else Taken()


def take_in(session: Session, came: Sequence[Reply]) -> Taken:
    """Take replies in, those that were not seen before; how far one came is kept with what they changed."""
    seen = _seen(session)
    fresh = [one for one in came if one.id > seen]
    if not fresh:
        return Taken()
    found = [_take(session, one) for one in fresh if one.chat]
    _keep_seen(session, max(one.id for one in fresh))
    heard = [one for welcome in found for one in welcome.heard]
    return Taken(
        sum(welcome.linked for welcome in found),
        sum(one.note_id > 0 for one in heard),
        sum(one.stopped for one in heard),
    )


def _take(session: Session, one: Reply) -> Welcome:
    if one.stopped:
        return incoming.left_telegram(session, one.chat)
    return incoming.from_telegram(session, one.chat, one.text)


def _seen(session: Session) -> int:
    row = session.get(Setting, _SEEN)
    return 0 if row is None else int(json.loads(row.value))


def _keep_seen(session: Session, number: int) -> None:
    row = session.get(Setting, _SEEN)
    if row is None:
        session.add(Setting(name=_SEEN, value=json.dumps(number)))
    else:
        row.value = json.dumps(number)
