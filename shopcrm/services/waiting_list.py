"""The waiting list as the shop looks at it: every open wish with what is there for it and what is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from shopcrm.rules.sayings import plain
from shopcrm.rules.text import fold
from shopcrm.services import holds, wish_goods, wish_rows
from shopcrm.services.holds import HoldRow
from shopcrm.services.wish_goods import InStock, MoneyWaiting
from shopcrm.services.wish_rows import WishRow


class Show(StrEnum):
    """Which part of the list is looked at."""

    ALL = "all"
    IN_STOCK = "in_stock"
    WAITING = "waiting"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class WishLine:
    """An open wish, the goods that would meet it now, and what is held for it, each where there is one."""

    wish: WishRow
    there: InStock | None = None
    hold: HoldRow | None = None

    def is_in(self, show: Show) -> bool:
        """Tell whether the line belongs to a part of the list; what is held is neither in stock nor waits."""
        match show:
            case Show.HELD:
                return self.hold is not None
            case Show.IN_STOCK:
                return self.there is not None and self.hold is None
            case Show.WAITING:
                return self.there is None and self.hold is None
            case Show.ALL:
                return True


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The lines that were asked for, how many each part of the list has, and the money that waits in all."""

    lines: tuple[WishLine, ...]
    counts: dict[Show, int]
    money: MoneyWaiting


def read(session: Session, asked: str = "", show: Show = Show.ALL) -> WaitingList:
    """Read the waiting list, the oldest wish first; `asked` may be any part of person, thing or note (C1)."""
    lines = [line for line in _lines(session) if _speaks_of(line, fold(asked).split())]
    counts = {part: sum(line.is_in(part) for line in lines) for part in Show}
    chosen = tuple(line for line in lines if line.is_in(show))
    return WaitingList(chosen, counts, wish_goods.money_waiting(session))


def of_customer(session: Session, customer_id: int) -> list[WishLine]:
    """Read the open wishes of one person with what is there for them, the oldest first."""
    return _joined(
        wish_rows.open_ones(session, customer_id),
        wish_goods.in_stock_for(session, customer_id),
        holds.of_customer(session, customer_id),
    )


def _lines(session: Session) -> list[WishLine]:
    there, aside = wish_goods.in_stock(session), holds.all_open(session)
    return _joined(wish_rows.open_ones(session), there, aside)


def _joined(rows: Iterable[WishRow], there: Iterable[InStock], aside: Iterable[HoldRow]) -> list[WishLine]:
    by_wish = {one.wish.id: one for one in there}
    of_wish = {one.wish_id: one for one in aside if one.wish_id is not None}
    of_goods = {(one.customer_id, one.product_id): one for one in aside if one.wish_id is None}
    return [
        WishLine(
            row,
            by_wish.get(row.id),
            of_wish.get(row.id) or of_goods.get((row.customer_id, row.product_id or 0)),
        )
        for row in rows
        if row.is_known
    ]


def _speaks_of(line: WishLine, asked: list[str]) -> bool:
    if not asked:
        return True
    goods = line.there.product if line.there is not None else ""
    text = fold(f"{plain(line.wish.customer)} {line.wish.thing} {line.wish.note} {goods}")
    return all(word in text for word in asked)
