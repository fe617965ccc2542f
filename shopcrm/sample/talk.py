"""What the made-up customers tell the shop: whether it may write, what they like, what they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.sample.dice import Dice
from shopcrm.sample.people import DAYS, Guest
from shopcrm.sample.shelves import Ware
from shopcrm.services.consents import Answer
from shopcrm.services.preferences import Kind, Taste

_SAYS_SOMETHING = 0.3
_MAY_WRITE = 0.6
_ASKS = 0.035
_WITHIN = 50
_HOW = (("asked at the counter", "پای صندوق پرسیدیم"), ("card filled in by hand", "برگهٔ عضویت"))
_WORDS = (
    ("fresh pistachios", "پستهٔ تازه"),
    ("sugar-free gaz", "گز بدون شکر"),
    ("walnut cookies", "کلوچهٔ گردویی"),
    ("red saffron", "زعفران سرگل"),
    ("this year's walnuts", "گردوی امسال"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Something a guest asked for on a day: goods, a shelf or words; thousandths, None for any amount."""

    day: int
    guest: int
    ware: int | None = None
    path: str = ""
    words: str = ""
    quantity: int | None = None


def answers(dice: Dice, guest: Guest, language: str) -> list[Answer]:
    """Tell what a guest said to news by mail and by phone; many were never asked about calls."""
    how = dice.pick(_HOW)[language == "fa"]
    found: list[Answer] = []
    if guest.email and dice.happens(0.9):
        found.append(Answer(Purpose.NEWS, Channel.EMAIL, dice.happens(_MAY_WRITE / 0.9), how))
    if guest.phone and dice.happens(0.25):
        found.append(Answer(Purpose.NEWS, Channel.CALL, dice.happens(0.6), how))
    return found


def tastes(dice: Dice, guest: Guest, language: str, shelves: Mapping[str, int]) -> list[Taste]:
    """Tell what a guest said they like, need or avoid; what is avoided is always said."""
    found: list[Taste] = []
    if guest.taste.says and dice.happens(_SAYS_SOMETHING):
        kind, english, persian = dice.pick(guest.taste.says)
        said = persian if language == "fa" else english
        strength = dice.between(1, 3)
        if said in shelves:
            found.append(Taste(Kind(kind), category_id=shelves[said], strength=strength))
        else:
            found.append(Taste(Kind(kind), words=said, strength=strength))
    if guest.avoids is not None:
        found.append(Taste(Kind.AVOIDS, words=guest.avoids[language == "fa"], strength=3))
    return found


def questions(
    dice: Dice, guests: Sequence[Guest], goods: Sequence[Ware], new: Sequence[int], language: str
) -> list[Question]:
    """Make up what guests asked for in the last weeks, in order; `new` are goods that came in now."""
    here = [place for place, guest in enumerate(guests) if guest.joined < DAYS - _WITHIN <= guest.leaves]
    found = [
        _question(dice, place, goods, new, language)
        for place in here
        if dice.happens(_ASKS * len(guests) / len(here))
    ]
    return sorted(found, key=lambda question: question.day)


def _question(dice: Dice, place: int, goods: Sequence[Ware], new: Sequence[int], language: str) -> Question:
    day = DAYS - 1 - dice.between(1, _WITHIN)
    chance = dice.share()
    if chance < 0.15:
        return Question(day, place, words=dice.pick(_WORDS)[language == "fa"])
    ware = dice.pick(new) if chance < 0.6 and new else dice.between(0, len(goods) - 1)
    if chance < 0.3:
        return Question(day, place, path=goods[ware].path)
    quantity = dice.pick((None, 1_000, 2_000)) if goods[ware].weighed else None
    return Question(day, place, ware=ware, quantity=quantity)
