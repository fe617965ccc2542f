"""What the made-up customers asked for: goods, a shelf, an attribute, or words of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.sample.dice import Dice
from shopcrm.sample.people import DAYS, Guest
from shopcrm.sample.shelves import Ware

_ASKS = 0.035
_FEWEST = 14
_WITHIN = 50
_WORDS = (
    ("fresh pistachios", "پستهٔ تازه"),
    ("sugar-free gaz", "گز بدون شکر"),
    ("walnut cookies", "کلوچهٔ گردویی"),
    ("red saffron", "زعفران سرگل"),
    ("this year's walnuts", "گردوی امسال"),
)
_NOTES = (
    ("for the wedding", "برای عروسی"),
    ("call in the evening", "عصرها زنگ بزنید"),
    ("a gift, well packed", "هدیه است، بسته‌بندی خوب"),
    ("only if it is fresh", "فقط اگر تازه باشد"),
)
_ROUND = 7
"""Of so many wishes one is for words, one for a shelf, one for an attribute, the others for goods."""
_SHARE_OF_NEW = 0.6
_FULL = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """Something a guest asked for on a day: one thing, and how they want it.

    `quantity` is in thousandths, None for any amount; `limit` is the most they pay for one, in rial;
    `ends_in` counts days from today.
    """

    day: int
    guest: int
    ware: int | None = None
    path: str = ""
    words: str = ""
    attribute: str = ""
    quantity: int | None = None
    limit: int | None = None
    ends_in: int | None = None
    priority: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Meant:
    """What was asked for, before it is known how it is wanted."""

    ware: int | None = None
    path: str = ""
    words: str = ""
    attribute: str = ""
    price: int | None = None
    weighed: bool = False


def questions(
    dice: Dice, guests: Sequence[Guest], goods: Sequence[Ware], new: Sequence[int], language: str
) -> list[Question]:
    """Make up what guests asked for in the last weeks, in order; `new` are goods that came in now."""
    here = [place for place, guest in enumerate(guests) if guest.joined < DAYS - _WITHIN <= guest.leaves]
    chance = max(_ASKS * len(guests), _FEWEST) / max(1, len(here))
    persian = language == "fa"
    asking = [place for place in here if dice.happens(chance)]
    # Every kind comes round, so that the smallest sample has something of each.
    found = [
        _question(dice, place, _meant(dice, turn % _ROUND, goods, new, persian=persian), persian=persian)
        for turn, place in enumerate(asking)
    ]
    return sorted(found, key=lambda question: question.day)


def _meant(dice: Dice, turn: int, goods: Sequence[Ware], new: Sequence[int], *, persian: bool) -> _Meant:
    if turn == 0:
        return _Meant(words=dice.pick(_WORDS)[persian])
    if turn == 1:
        return _Meant(path=goods[_ware(dice, goods, new)].path)
    if turn == 2:
        name, value = dice.pick([ware for ware in goods if ware.attributes]).attributes[0]
        return _Meant(attribute=name, words=value)
    place = _ware(dice, goods, new)
    return _Meant(place, price=goods[place].price, weighed=goods[place].weighed)


def _ware(dice: Dice, goods: Sequence[Ware], new: Sequence[int]) -> int:
    if new and dice.happens(_SHARE_OF_NEW):
        return dice.pick(new)
    return dice.between(0, len(goods) - 1)


def _question(dice: Dice, guest: int, meant: _Meant, *, persian: bool) -> Question:
    limited = meant.price is not None and dice.happens(0.25)
    return Question(
        day=DAYS - 1 - dice.between(1, _WITHIN),
        guest=guest,
        ware=meant.ware,
        path=meant.path,
        words=meant.words,
        attribute=meant.attribute,
        quantity=dice.pick((None, 1_000, 2_000)) if meant.weighed else None,
        limit=_limit(dice, meant.price or 0) if limited else None,
        ends_in=dice.between(3, 40) if dice.happens(0.25) else None,
        priority=1 if dice.happens(0.08) else 0,
        note=dice.pick(_NOTES)[persian] if dice.happens(0.15) else "",
    )


def _limit(dice: Dice, price: int) -> int:
    """Say the most somebody pays: now and then a little less than the goods cost."""
    return max(10_000, round(price * dice.pick((0.9, _FULL, _FULL, 1.1)) / 10_000) * 10_000)
