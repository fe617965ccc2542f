"""A shop with something to tell and people who want to hear it, for the tests of messages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Delivered, Verdict
from shopcrm.services import arrival_news, arrivals, goods, settings, templates
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.arrivals import ArrivalDraft
from shopcrm.services.goods import ProductDraft
from shopcrm.services.messages import Letter
from shopcrm.services.outbox import Queued
from shopcrm.services.shop import Shop
from shopcrm.store.messages import Message
from tests import makers


def came_in(shop: Shop, name: str = "Walnuts", quantity: int = 10_000) -> tuple[int, int]:
    """Take goods in; gives the ids of product and arrival."""
    if not shop.ask(settings.read).shop_name:
        shop.do(settings.change, shop_name="Corner Shop")
    product = shop.do(goods.add, ProductDraft(name, price=125_000, stock_kept=True))
    arrival = shop.do(arrivals.record, ArrivalDraft([(product, quantity)]))
    return product, arrival.id


def listener(
    shop: Shop, name: str = "Sara Ahmadi", *, email: str = "", phone: str = "", yes: str = ""
) -> int:
    """Add a customer; `yes` names the channels of news they agreed to."""
    customer = makers.customer(shop, name=name)
    if email:
        makers.email(shop, customer, email)
    if phone:
        makers.phone(shop, customer, phone)
    for channel in yes.split():
        makers.consent(shop, customer, channel)
    return customer


def tell(
    shop: Shop, goods_in: tuple[int, int], customers: Sequence[int], until: date | None = None
) -> Queued:
    """Queue the news of an arrival for some customers."""
    product, arrival = goods_in
    wanted = [Wanted(one, product, arrival, rank=rank) for rank, one in enumerate(customers)]
    texts = shop.ask(templates.read, templates.ARRIVAL)
    return shop.do(arrival_news.queue_arrival, wanted, texts, until)


def ready(shop: Shop, count: int = 1) -> list[int]:
    """Queue one mail to each of some customers and give the ids of the messages."""
    customers = [
        listener(shop, f"Person {n}", email=f"p{n}@example.com", yes="email") for n in range(1, count + 1)
    ]
    tell(shop, came_in(shop), customers)
    return [row.id for row in rows(shop)]


def rows(shop: Shop) -> list[Message]:
    """Read all messages in the order in which they were queued."""
    return shop.ask(_rows)


def state(shop: Shop, message_id: int) -> str:
    """Tell where a message stands."""
    return next(row.state for row in rows(shop) if row.id == message_id)


def at(shop: Shop, moment: datetime) -> None:
    """Set the shop's clock."""
    shop.clock = lambda: moment


class Basket:
    """A courier that only keeps what it is given, and answers what it was told to."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.letters: list[Letter] = []
        self._verdicts = list(verdicts)

    def deliver(self, letter: Letter) -> Verdict:
        self.letters.append(replace(letter))
        return self._verdicts.pop(0) if self._verdicts else Delivered()

    def rest(self) -> None:
        pass


def _rows(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))
