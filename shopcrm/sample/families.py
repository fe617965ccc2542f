"""Who belongs together among the made-up customers: couples, people written down twice, who brought whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shopcrm.sample import names
from shopcrm.sample.dice import Dice
from shopcrm.sample.people import Guest

_COUPLES, _DOUBLES, _BROUGHT = 0.014, 0.009, 0.012
_FEWEST, _MOST_DOUBLES = 3, 18
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC_KEYS = str.maketrans("یک", "يك")
"""Letters as they come from an Arabic keyboard."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Pairs of places among the guests: couples, twice the same person, and who came by way of whom.

    Of two the one who was in the shop first comes first; of `brought` the first one brought the second.
    """

    couples: tuple[tuple[int, int], ...]
    doubles: tuple[tuple[int, int], ...]
    brought: tuple[tuple[int, int], ...]


def relate(dice: Dice, guests: Sequence[Guest]) -> Kin:
    """Choose who belongs together, and give them names and phones that show it."""
    people = [place for place, guest in enumerate(guests) if not guest.taste.bulk]
    free = iter(sorted(people, key=lambda _place: dice.share()))
    count = len(guests)
    couples = list(_pairs(guests, free, max(_FEWEST, round(count * _COUPLES))))
    doubles = list(_pairs(guests, free, min(_MOST_DOUBLES, max(_FEWEST, round(count * _DOUBLES)))))
    brought = list(_pairs(guests, free, max(_FEWEST, round(count * _BROUGHT))))
    for first, second in couples:
        _marry(dice, guests[first], guests[second])
    _tell_apart(dice, guests)
    for turn, (first, second) in enumerate(doubles):
        _write_again(dice, guests[first], guests[second], turn)
    return Kin(tuple(couples), tuple(doubles), tuple(brought))


def _pairs(guests: Sequence[Guest], free: Iterator[int], wanted: int) -> Iterator[tuple[int, int]]:
    """Pair people who can be rung up, the one who came first before the other."""
    waiting: int | None = None
    for place in free:
        if wanted == 0:
            return
        if not guests[place].phone:
            continue
        if waiting is None:
            waiting = place
            continue
        one, two = sorted((waiting, place))
        waiting, wanted = None, wanted - 1
        yield one, two


def _marry(dice: Dice, first: Guest, second: Guest) -> None:
    """Give the second the other's family name and the phone at home."""
    name, family = first.name.split(" ", 1)
    if first.english:
        others = names.ENGLISH_MEN if name in names.ENGLISH_WOMEN else names.ENGLISH_WOMEN
    else:
        others = names.MEN if name in names.WOMEN else names.WOMEN
    second.english, second.phone = first.english, first.phone
    second.name = f"{dice.pick(others)} {family}"


def _tell_apart(dice: Dice, guests: Sequence[Guest]) -> None:
    """Give who cannot be reached a name that nobody else has: only a name tells them from others."""
    taken = {guest.name for guest in guests if guest.phone or guest.email}
    for guest in guests:
        while not (guest.phone or guest.email or guest.taste.bulk) and guest.name in taken:
            guest.name = names.person(dice, english=guest.english)
        taken.add(guest.name)


def _write_again(dice: Dice, first: Guest, second: Guest, turn: int) -> None:
    """Make the second the same person as the first, as somebody in a hurry typed them another day."""
    second.english, second.email = first.english, ""
    if turn % 4 in {0, 3} and not first.english:
        _in_two_scripts(dice, first, second)
    else:
        second.name = _respelled(first.name, turn, english=first.english)
    if turn % 5 == 4:
        second.name, second.phone = first.name, _slipped(first.phone)
    else:
        second.phone = _written_otherwise(first.phone, turn)
    if turn % 4 == 1:
        second.email = first.email


def _in_two_scripts(dice: Dice, first: Guest, second: Guest) -> None:
    (name, latin_name), (family, latin_family) = dice.pick(names.IN_LATIN), dice.pick(names.FAMILIES_IN_LATIN)
    first.name, second.name = f"{name} {family}", f"{latin_name} {latin_family}"


def _respelled(name: str, turn: int, *, english: bool) -> str:
    """Write a name as one hears it, in the other order, with a title, or in short."""
    first, family = name.split(" ", 1)
    match turn % 4:
        case 0:
            return f"{family} {first}"
        case 1:
            return f"{first} {_misheard(family)}" if english else name.translate(_ARABIC_KEYS)
        case 2:
            return f"{_title(first, english=english)} {family}"
        case _:
            return f"{_title(first, english=english)} {name}"


def _title(first: str, *, english: bool) -> str:
    if english:
        return "Mrs" if first in names.ENGLISH_WOMEN else "Mr"
    return "خانم" if first in names.WOMEN else "آقای"


def _misheard(word: str) -> str:
    """Write a letter once that stands there twice, or the other way round; a short word stays."""
    for place in range(1, len(word)):
        if word[place] == word[place - 1] and word[place] not in "eo":
            return word[:place] + word[place + 1 :]
    place = next((place for place in range(2, len(word)) if word[place] in "lnrt"), 0)
    return word[:place] + word[place] + word[place:] if place and len(word) > 4 else word


def _written_otherwise(phone: str, turn: int) -> str:
    """Write a phone of home as people do: for abroad, in Persian digits, in groups."""
    match turn % 3:
        case 0:
            return f"+98 {phone[1:4]} {phone[4:7]} {phone[7:]}"
        case 1:
            return phone.translate(_PERSIAN_DIGITS)
        case _:
            return f"{phone[:4]} {phone[4:7]} {phone[7:]}"


def _slipped(phone: str) -> str:
    """Write the last digit of a phone as its neighbour on the keys."""
    return phone[:-1] + str((int(phone[-1]) + 1) % 10)
