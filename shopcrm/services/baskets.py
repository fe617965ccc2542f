"""Baskets put aside while somebody else is served; they touch no balance, and are taken up once (P9)."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import one_line
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import Prepared
from shopcrm.store.till import HeldBasket

_WAITING = Prepared(
    select(
        HeldBasket.id,
        HeldBasket.customer_id,
        Customer.name,
        Customer.code,
        HeldBasket.words,
        HeldBasket.content,
        HeldBasket.at,
        HeldBasket.till,
        HeldBasket.by,
    )
    .outerjoin(Customer, Customer.id == HeldBasket.customer_id)
    .where(HeldBasket.taken_at.is_(None))
    .order_by(HeldBasket.id)
)
_ONE = Prepared(
    select(HeldBasket.content, HeldBasket.taken_at)
    .where(HeldBasket.id == bindparam("which"))
    .with_for_update()
)


class BasketEmpty(BadInput):
    """There is nothing to put aside."""

    sentence = "The basket is empty. Nothing was put aside."


class NoSuchBasket(NotFound):
    """The basket is not there."""

    sentence = "There is no basket {id} put aside. Choose one from the list."


class BasketTaken(Refused):
    """Another till was sooner."""

    sentence = "This basket was taken up already, {moment}. Nothing was changed. Choose another one."


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A basket that waits; `lines` counts its lines."""

    id: int
    customer_id: int | None
    customer: FieldValue
    words: str
    lines: int
    at: datetime
    till: str
    by: str


def hold(session: Session, basket: Basket, words: str = "") -> int:
    """Put a basket aside and give its number; raises BasketEmpty."""
    if not basket.lines:
        raise BasketEmpty
    who = who_of(session)
    row = HeldBasket(
        customer_id=basket.customer_id,
        words=one_line(words),
        content=json.dumps(asdict(basket), ensure_ascii=False),
        at=now_of(session),
        till=who.till,
        by=who.actor,
    )
    session.add(row)
    session.flush()
    return row.id


def held(session: Session) -> list[HeldRow]:
    """List the baskets that wait, the oldest first."""
    return [
        HeldRow(
            id=key,
            customer_id=customer_id,
            customer="" if customer_id is None else shown_name(name or "", code, customer_id),
            words=words,
            lines=len(json.loads(content)["lines"]),
            at=at,
            till=till,
            by=by,
        )
        for key, customer_id, name, code, words, content, at, till, by in _WAITING.rows(session)
    ]


def take_up(session: Session, basket_id: int) -> Basket:
    """Take a basket up again, for one till only; raises NoSuchBasket or BasketTaken."""
    return _basket(json.loads(_taken(session, basket_id)))


def drop(session: Session, basket_id: int) -> None:
    """Let a basket go that nobody came back for; raises NoSuchBasket or BasketTaken."""
    _taken(session, basket_id)


def _taken(session: Session, basket_id: int) -> str:
    rows = _ONE.rows(session, which=basket_id)
    if not rows:
        raise NoSuchBasket(id=basket_id)
    content, taken_at = rows[0]
    if taken_at is not None:
        raise BasketTaken(moment=taken_at)
    session.execute(update(HeldBasket).where(HeldBasket.id == basket_id).values(taken_at=now_of(session)))
    touched(session, Topic.TILL)
    return content


def _basket(packed: dict[str, Any]) -> Basket:
    lines = tuple(BasketLine(**line) for line in packed.pop("lines"))
    codes = tuple(packed.pop("voucher_codes"))
    return Basket(lines=lines, voucher_codes=codes, **packed)
