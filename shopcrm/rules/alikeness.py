"""How alike two people in the shop's memory are, and why one may think that they are the same person.

A phone alone makes nobody the same: those who share one under different first names are a household.
"""

from dataclasses import dataclass
from itertools import permutations

from rapidfuzz.distance import OSA

from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.spelling import sound_alike, sounds, without_titles

OFFERED = 60
"""From this likeness on, two people are offered as one; 100 is as sure as it gets."""

SAME, NEAR, PART, UNLIKE = 100, 90, 75, 0
"""Likenesses of names: the same words, the same but for slips, one with parts missing, another name."""

_LONGEST = 4
"""Names of more words are compared word by word in their order only."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells people apart: name, phones in E.164, mail addresses in lower case, cards and old numbers.

    `household` is the number of the household they belong to, if any.
    """

    name: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    household: int | None = None


@dataclass(frozen=True, slots=True)
class Alikeness:
    """How alike two people are, from 0 to 100, and the reasons, the strongest first."""

    likeness: int
    why: tuple[Saying, ...] = ()

    @property
    def is_offered(self) -> bool:
        """Whether somebody should have a look."""
        return self.likeness >= OFFERED


def alike(first: Traits, second: Traits) -> Alikeness:
    """Tell how alike two people are: by card, mail and phone, each weighed with the names."""
    names = name_likeness(first.name, second.name)
    nameless = not first.name or not second.name
    found = [
        part
        for part in (
            _by_card(first, second),
            _by_mail(first, second, names, nameless=nameless),
            _by_phone(first, second, names, nameless=nameless),
            _by_near_phone(first, second, names),
            _by_name_alone(first, second, names),
        )
        if part is not None
    ]
    if not found:
        return Alikeness(0)
    best = max(likeness for likeness, _why in found)
    more = sum(likeness >= OFFERED for likeness, _why in found) - 1
    why = [reason for _likeness, reason in sorted(found, key=lambda part: -part[0])]
    if named := _about_names(names):
        why.append(named)
    return Alikeness(min(100, best + 2 * max(0, more)), tuple(why))


def name_likeness(first: str, second: str) -> int:
    """Compare two names in either script: swapped words, other spellings, slips and missing parts count.

    A name that nobody knows is like no other.
    """
    one, two = without_titles(first), without_titles(second)
    if not one or not two:
        return UNLIKE
    if one == two or sorted(one) == sorted(two) or "".join(one) == "".join(two):
        return SAME
    if len(one) == len(two):
        return NEAR if _all_like(one, two) else UNLIKE
    short, long = sorted((one, two), key=len)
    return PART if _is_part(short, long) else UNLIKE


def near_phones(first: str, second: str) -> bool:
    """Whether two phones in E.164 differ by one slip: a digit wrong, missing or too many, or two swapped."""
    return first != second and OSA.distance(first, second, score_cutoff=1) <= 1


def _by_card(first: Traits, second: Traits) -> tuple[int, Saying] | None:
    shared = first.cards & second.cards
    return (97, saying("Both have the card {number}.", number=min(shared))) if shared else None


def _by_mail(first: Traits, second: Traits, names: int, *, nameless: bool) -> tuple[int, Saying] | None:
    shared = first.emails & second.emails
    if not shared:
        return None
    reason = saying("Both have the mail address {address}.", address=min(shared))
    return _weighed(names, nameless=nameless), reason


def _by_phone(first: Traits, second: Traits, names: int, *, nameless: bool) -> tuple[int, Saying] | None:
    shared = first.phones & second.phones
    if not shared:
        return None
    reason = saying("Both have the phone {phone}.", phone=min(shared))
    likeness = _weighed(names, nameless=nameless)
    if names == PART and _share_a_household(first, second):
        # Parents and children: where the shop knows a household, a missing first name proves nothing.
        likeness = OFFERED - 10
    return likeness, reason


def _by_near_phone(first: Traits, second: Traits, names: int) -> tuple[int, Saying] | None:
    if names < PART or first.phones & second.phones:
        return None
    near = [(a, b) for a in sorted(first.phones) for b in sorted(second.phones) if near_phones(a, b)]
    if not near:
        return None
    one, two = near[0]
    reason = saying("The phones {first} and {second} differ by one slip.", first=one, second=two)
    return {SAME: 85, NEAR: 75}.get(names, OFFERED - 10), reason


def _by_name_alone(first: Traits, second: Traits, names: int) -> tuple[int, Saying] | None:
    """Offer one whole name where nothing speaks against it: one of the two cannot be reached at all."""
    if names != SAME or len(without_titles(first.name)) < 2:
        return None
    if (first.phones or first.emails) and (second.phones or second.emails):
        return None
    return OFFERED, saying("For one of them no phone and no mail address is known.")


def _weighed(names: int, *, nameless: bool) -> int:
    """Weigh a phone or mail address that both have with their names."""
    if nameless:
        return 80
    return {SAME: 98, NEAR: 94, PART: 82}.get(names, 35)


def _share_a_household(first: Traits, second: Traits) -> bool:
    return first.household is not None and first.household == second.household


def _about_names(names: int) -> Saying | None:
    if names == SAME:
        return saying("The names are the same.")
    if names == NEAR:
        return saying("The names are nearly the same.")
    return saying("One name is a part of the other.") if names == PART else None


def _all_like(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether the words of two names match one to one, in some order."""
    orders = permutations(two) if len(two) <= _LONGEST else [two]
    return any(all(map(_words_like, one, order)) for order in orders)


def _is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = list(long)
    for word in short:
        match = next((other for other in rest if _words_like(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _words_like(one: str, two: str) -> bool:
    """Whether two words of a name may be one: the same, an initial, the same sound, or a slip away."""
    if 1 in {len(one), len(two)}:
        return sounds(one)[:1] == sounds(two)[:1] != ""
    if sound_alike(one, two):
        return True
    slips = _slips(min(len(one), len(two)))
    return one.isascii() is two.isascii() and OSA.distance(one, two, score_cutoff=slips) <= slips


def _slips(size: int) -> int:
    """Tell how many slips a word of a name forgives: حسن and حسین, Mina and Mona are two people."""
    return 0 if size < 5 else 1 if size < 9 else 2
