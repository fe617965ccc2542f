"""Whose turn it is when goods come in that people asked for: by priority, then who asked first (A2).

The walk passes over what no longer holds and stops where the free units end; units held for somebody are
theirs, and never fall to others.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import Refused
from shopcrm.rules.money import THOUSANDTHS, Money
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import saying
from shopcrm.services import avoiding, held, holds, reach, stock, wish_goods, wish_rows, wishes
from shopcrm.services.wish_rows import Article, WishRow
from shopcrm.store.arrivals import Wish
from shopcrm.store.goods import Product


class NothingToHold(Refused):
    """Nothing that meets the wish is on hand and free."""

    sentence = "Nothing that meets this request is here to be held. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Turn:
    """One person whose wish an arrival meets, with the thousandths that fall to them (A2).

    `is_held` says that these are held for them already.
    """

    wish: WishRow
    share: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """A wish for the goods that the walk passes over, and why."""

    wish: WishRow
    why: Saying


@dataclass(frozen=True, slots=True)
class Line:
    """Who stands in line for some goods: whose turn it is, in order, and who is passed over.

    `free` are the thousandths that are held for nobody, None where no stock is kept.
    """

    turns: tuple[Turn, ...]
    passed: tuple[Passed, ...]
    free: int | None

    @property
    def to_hold(self) -> tuple[Turn, ...]:
        """Those for whom nothing is held yet, while there is something."""
        return tuple(turn for turn in self.turns if not turn.is_held)


@dataclass(frozen=True, slots=True)
class Held:
    """What was held for those who asked; `silent` of these people can only be told in person (A6)."""

    hold_ids: tuple[int, ...]
    people: int
    quantity: int
    silent: int


def waiting_for(session: Session, product_id: int, states: Collection[str] = ("waiting",)) -> list[WishRow]:
    """List who waits for goods, in the order of their turn: by product, shelf, attribute or words.

    Raises NoSuchProduct.
    """
    article = wish_rows.article(session, product_id)
    return [row for row in _asked_for(session, article) if row.state in states]


def walk(session: Session, product_id: int, units: int | None = None) -> list[Turn]:
    """Go through who waits for goods: by priority, then the oldest wish, each person once, until all is gone.

    `units` are thousandths that are free, None for plenty. A person takes what they asked for, or one unit.
    Raises NoSuchProduct.
    """
    return list(_go(session, wish_rows.article(session, product_id), units).turns)


def in_turn(session: Session, product_id: int) -> list[int]:
    """List the customers who wait for goods in the order of their turn, whatever is on hand.

    Who avoids them or finds them too dear is left out. Raises NoSuchProduct.
    """
    return [turn.wish.customer_id for turn in walk(session, product_id)]


def line(session: Session, product_id: int) -> Line:
    """Show who stands in line for goods with what is free of them now; raises NoSuchProduct."""
    article = wish_rows.article(session, product_id)
    units = stock.free(session, [product_id])[product_id] if article.stock_kept else None
    return _go(session, article, units)


def hold_for_waiting(session: Session, product_id: int, until: date) -> Held:
    """Hold free units of goods for those who asked, in their turn, until the end of a day (A2, A4).

    Raises NoSuchProduct or HoldDayOver, with nothing held.
    """
    # Two tills that do so at once go one after the other, and the second finds less free.
    session.scalar(select(Product.id).where(Product.id == product_id).with_for_update())
    turns = line(session, product_id).to_hold
    ids = tuple(
        holds.hold(session, turn.wish.customer_id, product_id, turn.share, until, turn.wish.id)
        for turn in turns
    )
    people = [turn.wish.customer_id for turn in turns]
    return Held(ids, len(ids), sum(turn.share for turn in turns), _silent(session, people))


def hold_wish(session: Session, wish_id: int, until: date, quantity: int | None = None) -> int:
    """Hold goods that meet a wish, as much as was asked for and is there, and give the id of the hold.

    Raises NoSuchWish, NothingToHold, or what `holds.hold` raises.
    """
    wish = session.get(Wish, wish_id)
    if wish is None:
        raise wishes.NoSuchWish(id=wish_id)
    there = (one for one in wish_goods.in_stock_for(session, wish.customer_id) if one.wish.id == wish_id)
    goods = next(there, None)
    if goods is None:
        raise NothingToHold
    wanted = min(wish.quantity or THOUSANDTHS, goods.left) if quantity is None else quantity
    return holds.hold(session, wish.customer_id, goods.product_id, wanted, until, wish_id)


def release_all(session: Session, hold_ids: Sequence[int]) -> None:
    """Let several holds go that were made together; raises NoSuchHold or HoldOver."""
    for hold_id in hold_ids:
        holds.release(session, hold_id)


def _asked_for(session: Session, article: Article) -> list[WishRow]:
    rows = wish_rows.read(session, select(Wish.id).where(Wish.state.in_(wish_rows.OPEN)))
    meant = [row for row in rows if row.is_known and row.is_open and wish_rows.is_for(row, article)]
    return sorted(meant, key=lambda row: (-row.priority, row.asked_at, row.id))


def _go(session: Session, article: Article, units: int | None) -> Line:
    """Walk the line; who was told already waits for nothing new, and one person has one turn."""
    aside = held.shares(session, [article.id]).get(article.id, {})
    avoiders = avoiding.avoiders(session, article.id)
    turns: list[Turn] = []
    passed: list[Passed] = []
    served: set[int] = set()
    left = units
    for row in _asked_for(session, article):
        if row.customer_id in served or (row.state != "waiting" and row.customer_id not in aside):
            continue
        why = avoiders.get(row.customer_id) or _against(row, article)
        if why is not None:
            passed.append(Passed(row, why))
        elif row.customer_id in aside:
            turns.append(Turn(row, aside[row.customer_id], is_held=True))
            served.add(row.customer_id)
        elif left is None or left > 0:
            share = _share(row, left)
            turns.append(Turn(row, share))
            served.add(row.customer_id)
            left = None if left is None else left - share
        else:
            passed.append(Passed(row, saying("Nothing of it is left for them")))
    return Line(tuple(turns), tuple(passed), units)


def _share(row: WishRow, left: int | None) -> int:
    wanted = row.quantity or THOUSANDTHS
    return wanted if left is None else min(wanted, left)


def _against(row: WishRow, article: Article) -> Saying | None:
    """Say why a wish for the goods does not hold for them, where it does not."""
    if not wish_rows.is_too_dear(row, article):
        return None
    return saying(
        "Would pay {limit} at most, and it costs {price}",
        limit=Money(row.limit_price or 0),
        price=Money(article.price or 0),
    )


def _silent(session: Session, people: Sequence[int]) -> int:
    known, ways = reach.reaches(session, people), reach.ways(session)
    channels = [reach.channel_for(known[one], open_ways=ways) for one in people]
    return sum(channel is Channel.IN_PERSON for channel in channels)
