"""People who are to be told by hand, for the tests of the pages and dialogs about messages."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from shopcrm.desk.widgets.buttons import Button
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.letters import Text
from shopcrm.services import messages
from shopcrm.services.messages import Filter, HandItem, MessageRow
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Address
from tests import telling

ALT = Qt.KeyboardModifier.AltModifier
TEXTS = {
    "en": Text("Fresh walnuts", "Hello {first_name}, fresh walnuts came in."),
    "fa": Text("گردوی تازه", "سلام {first_name}، گردوی تازه رسید."),
}


def people(shop: Shop, channel: Channel, count: int = 3, *, also: str = "") -> list[int]:
    """Add people who take news on a channel, with a mobile and an address."""
    found = []
    for place in range(count):
        one = telling.listener(
            shop, f"Sara {place}", phone=f"+98912000{place:04d}", yes=f"{channel.value} {also}"
        )
        shop.do(_live_at, one, f"{place} Valiasr Street\nTehran")
        found.append(one)
    return found


def queued(shop: Shop, channel: Channel, count: int = 3, body: str = "", *, also: str = "") -> list[HandItem]:
    """Queue one message by hand for each of some people; gives them in the order of the queue."""
    texts = {"en": Text("Fresh walnuts", body)} if body else TEXTS
    shop.do(messages.compose, people(shop, channel, count, also=also), texts, Purpose.NEWS, channel)
    return shop.ask(messages.by_hand, channel)


def rows(shop: Shop, *channels: Channel) -> Sequence[MessageRow]:
    """List the messages of some channels, the oldest first."""
    return shop.ask(messages.page, Filter(channels=channels)).rows[::-1]


def button(root: QWidget, key: str) -> Button:
    """Give the button in sight that wears a key."""
    found = [one for one in root.findChildren(Button) if one.key == key and one.isVisible()]
    assert len(found) == 1, f"{len(found)} buttons with {key}"
    return found[0]


def _live_at(session: Session, customer_id: int, text: str) -> None:
    session.add(Address(customer_id=customer_id, text=text, preferred=True))
