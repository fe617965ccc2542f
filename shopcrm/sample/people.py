"""The made-up customers of the sample shop: who they are, what they care for, how often they come."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from shopcrm.rules.mentions import mentions
from shopcrm.sample import names
from shopcrm.sample.dice import Dice, Heap
from shopcrm.sample.shelves import Ware

DAYS = 730
"""The sample looks back two years."""


@dataclass(frozen=True, slots=True)
class Taste:
    """A kind of customer: what their baskets lean to, and what they tell the shop."""

    share: float
    groups: dict[str, float]
    traits: dict[str, float] = field(default_factory=dict)
    bulk: bool = False
    says: tuple[tuple[str, str, str], ...] = ()
    """What some of them tell: kind, then words or a shelf, in English and in Persian."""


TASTES = (
    Taste(0.34, {"nuts": 3, "fruit": 2, "sweets": 2, "tea": 2, "spices": 2, "grocery": 3}),
    Taste(
        0.17,
        {"nuts": 12, "fruit": 4, "sweets": 1, "tea": 1, "spices": 0.6, "grocery": 0.4},
        {"prem": 5.0, "250": 0.4},
        says=(
            ("likes", "premium nuts", "مغز ممتاز"),
            ("likes", "Nuts > Pistachios", "مغز و آجیل > پسته"),
            ("likes", "Nuts > Walnuts", "مغز و آجیل > گردو"),
        ),
    ),
    Taste(
        0.14,
        {"sweets": 12, "tea": 3, "nuts": 1.5, "fruit": 1, "spices": 0.5, "grocery": 0.5},
        {"sf": 0.1},
        says=(("likes", "Sweets > Chocolate", "شیرینی > شکلات"), ("likes", "gaz", "گز")),
    ),
    Taste(
        0.1,
        {"tea": 12, "sweets": 2, "nuts": 1, "fruit": 1, "spices": 1, "grocery": 0.5},
        says=(
            ("likes", "Tea and coffee > Black tea", "چای و قهوه > چای سیاه"),
            ("likes", "saffron rock candy", "نبات زعفرانی"),
        ),
    ),
    Taste(
        0.1,
        {"fruit": 5, "nuts": 4, "tea": 2, "grocery": 2, "spices": 1, "sweets": 1},
        {"sf": 14.0, "raw": 3.0, "salt": 0.2},
        says=(("needs", "sugar-free", "بدون شکر"), ("dislikes", "salted", "شور")),
    ),
    Taste(
        0.11,
        {"spices": 9, "grocery": 9, "fruit": 1.5, "nuts": 1, "tea": 1, "sweets": 0.5},
        says=(("likes", "dried herbs", "سبزی خشک"), ("likes", "Hashemi rice", "برنج هاشمی")),
    ),
    Taste(
        0.04,
        {"nuts": 5, "grocery": 4, "spices": 3, "sweets": 2, "fruit": 2, "tea": 2},
        {"100": 0.05, "250": 0.1, "500": 0.3},
        bulk=True,
        says=(("likes", "sugar", "شکر"),),
    ),
)
_AVOIDED = (
    ("sesame", "کنجد"),
    ("peanut", "بادام زمینی"),
    ("walnut", "گردو"),
    ("pistachio", "پسته"),
    ("saffron", "زعفران"),
)
_AREAS = ("0900000", "0912000", "0919000", "0933000", "0936000", "0990000")
"""Numbers that look right but belong to nobody in particular."""


@dataclass(slots=True)
class Guest:
    """One made-up customer; days count from the first day of the sample."""

    name: str
    english: bool
    taste: Taste
    phone: str
    email: str
    joined: int
    leaves: int
    gap: float
    avoids: tuple[str, str] | None = None
    favourites: list[int] = field(default_factory=list)


def guests(dice: Dice, count: int, language: str, goods: Sequence[Ware]) -> list[Guest]:
    """Make up the customers, in the order in which they first came."""
    tastes = Heap(TASTES, [taste.share for taste in TASTES])
    found = [_guest(dice, place, dice.weighted(tastes), language) for place in range(count)]
    shelves = {id(taste): Heap(range(len(goods)), [_pull(taste, ware) for ware in goods]) for taste in TASTES}
    for guest in found:
        wanted = dice.between(3, 9)
        drawn = (dice.weighted(shelves[id(guest.taste)]) for _ in range(wanted))
        guest.favourites = [ware for ware in dict.fromkeys(drawn) if not shuns(guest, goods[ware])]
    return sorted(found, key=lambda guest: guest.joined)


def shuns(guest: Guest, ware: Ware) -> bool:
    """Tell whether a customer would never buy these goods."""
    return guest.avoids is not None and any(mentions(ware.name, word) for word in guest.avoids)


def pulls(taste: Taste, goods: Sequence[Ware]) -> list[float]:
    """Tell how much each of the goods draws customers of a taste."""
    return [_pull(taste, ware) for ware in goods]


def _guest(dice: Dice, place: int, taste: Taste, language: str) -> Guest:
    english = dice.happens(0.06 if language == "fa" else 0.35)
    name = names.business(dice, language) if taste.bulk else names.person(dice, english=english)
    joined = 0 if dice.happens(0.3) else int(DAYS * dice.share() ** 0.8)
    once = dice.happens(0.16) and not taste.bulk
    stays = dice.between(1, 40) if once else int(-900 * _log(1 - dice.share()) + 60)
    handle = f"{'customer' if dice.happens(0.5) else 'guest'}{place + 1:04d}"
    return Guest(
        name=name,
        english=english,
        taste=taste,
        phone=f"{dice.pick(_AREAS)}{place:04d}" if dice.happens(0.93) else "",
        email=f"{handle}@example.{dice.pick(('com', 'org'))}" if dice.happens(0.55) else "",
        joined=joined,
        leaves=joined + stays,
        gap=(16 if taste.bulk else 44) * dice.spread(0.55),
        avoids=dice.pick(_AVOIDED) if dice.happens(0.05) and not taste.bulk else None,
    )


def _pull(taste: Taste, ware: Ware) -> float:
    pull = ware.fame**1.4 * taste.groups.get(ware.group, 0.2)
    for trait in ware.traits:
        pull *= taste.traits.get(trait, 1.0)
    return 0.0 if "only" in ware.seasons else pull


def _log(share: float) -> float:
    return math.log(max(share, 1e-9))
