"""What a scanned code means: somebody's card, or goods (C4, S1, S2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from shopcrm.rules import cells
from shopcrm.rules.errors import NotFound
from shopcrm.services import cards, goods


class CodeUnknown(NotFound):
    """Nothing in the shop has the code."""

    sentence = "Nothing here has the code {code}. Nothing was changed. Scan it again, or type a name."


class What(StrEnum):
    """The kinds of things that carry a code."""

    CUSTOMER = "customer"
    GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was scanned: a customer or goods by their id, and the code as it was understood."""

    what: What
    id: int
    code: str


def what_is(session: Session, readings: Sequence[str]) -> Scanned:
    """Find what a scan means; of several readings the first that anything has. Raises CodeUnknown.

    A card counts before goods, because people are fewer and a card is only given by the shop.
    """
    for reading in readings:
        customer = cards.find(session, reading)
        if customer is not None:
            return Scanned(What.CUSTOMER, customer, reading)
    for reading in readings:
        code = cells.code(reading)
        known = goods.ids_by_code(session, [code])
        if code in known:
            return Scanned(What.GOODS, known[code], code)
    raise CodeUnknown(code=readings[0] if readings else "")
