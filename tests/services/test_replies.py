"""What comes in from the bot is taken in once, with what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import consents, incoming, notes, replies
from shopcrm.services.shop import Shop
from tests import telling
from tests.telling import Basket


@dataclass
class Came:
    id: int
    chat: str
    text: str = ""
    stopped: bool = False


class Bot(Basket):
    """A bot that still has all that ever came in, as one whose answer got lost on the way has."""

    def __init__(self, *came: Came) -> None:
        super().__init__()
        self.came = list(came)
        self.after: list[int] = []

    def replies(self, after: int = 0) -> Sequence[Came]:
        self.after.append(after)
        return self.came


def test_each_reply_is_taken_in_once_though_it_is_fetched_again(shop: Shop) -> None:
    customer = telling.listener(shop)
    token = shop.do(incoming.start_token, customer, news=True)
    bot = Bot(Came(5, "77", f"/start {token}"), Came(6, "77", "Thank you"), Came(7, ""), Came(8, "1", "who?"))
    assert replies.fetch(shop, {Channel.TELEGRAM: bot}) == replies.Taken(linked=1, kept=1)
    assert replies.fetch(shop, {Channel.TELEGRAM: bot}) == replies.Taken()
    assert bot.after == [0, 8]
    assert [note.text for note in shop.ask(notes.of_customer, customer)] == ["Thank you"]
    assert shop.ask(consents.allows, customer, Purpose.NEWS, Channel.TELEGRAM)


def test_M1_who_blocks_the_bot_has_said_no(shop: Shop) -> None:
    customer = telling.listener(shop)
    token = shop.do(incoming.start_token, customer, news=True)
    bot = Bot(Came(1, "77", f"/start {token}"), Came(2, "77", stopped=True))
    assert replies.fetch(shop, {Channel.TELEGRAM: bot}).stopped == 1
    assert not shop.ask(consents.allows, customer, Purpose.NEWS, Channel.TELEGRAM)


def test_who_has_no_bot_gets_nothing(shop: Shop) -> None:
    assert replies.fetch(shop, {Channel.TELEGRAM: Basket()}) == replies.Taken()
    assert replies.fetch(shop, {Channel.TELEGRAM: Bot()}) == replies.Taken()
