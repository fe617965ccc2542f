"""What the made-up customers tell the shop: whether it may write, what they like."""

from collections.abc import Mapping

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.sample.dice import Dice
from shopcrm.sample.people import Guest
from shopcrm.services.consents import Answer
from shopcrm.services.preferences import Kind, Taste

_SAYS_SOMETHING = 0.3
_MAY_WRITE = 0.6
_HOW = (("asked at the counter", "پای صندوق پرسیدیم"), ("card filled in by hand", "برگهٔ عضویت"))


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
