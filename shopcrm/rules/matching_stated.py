"""What customers told the shop about goods, and how it counts beside what their purchases tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from shopcrm.rules.matching_history import Flags, Floats
from shopcrm.rules.sayings import Saying, saying

LIKE_BONUS = 1.5
LIKE_KIND_BONUS = 0.75


class Wish(StrEnum):
    """What a customer told, strongest first."""

    ASKED = "asked"
    """They asked for this product, or need it."""
    LIKES = "likes"
    """They like this product."""
    LIKES_KIND = "likes_kind"
    """They like the category it belongs to."""


@dataclass(frozen=True)
class Stated:
    """What one customer told the shop, on which day (`date.toordinal`); `kind` names a liked category."""

    customer: int
    wish: Wish
    day: int
    kind: str = ""


def asked(stated: Sequence[Stated], n_customers: int) -> Flags:
    """Mark the customers who asked for the product."""
    marks = np.zeros(n_customers, dtype=np.bool_)
    marks[[one.customer for one in stated if one.wish is Wish.ASKED]] = True
    return marks


def bonus(stated: Sequence[Stated], n_customers: int) -> Floats:
    """Return what is added to each score for likes; of several likes the strongest counts."""
    worth = {Wish.ASKED: LIKE_BONUS, Wish.LIKES: LIKE_BONUS, Wish.LIKES_KIND: LIKE_KIND_BONUS}
    total = np.zeros(n_customers)
    for one in stated:
        total[one.customer] = max(total[one.customer], worth[one.wish])
    return total


def said(one: Stated) -> Saying:
    """Say what the customer told."""
    match one.wish:
        case Wish.ASKED:
            return saying("Asked for it on {day}", day=date.fromordinal(one.day))
        case Wish.LIKES:
            return saying("Likes it, told us")
        case _:
            return saying("Likes {category}, told us", category=one.kind)
