"""Which two of all customers are worth comparing: those who share something that hardly two people share.

What more than a dozen people share, such as the shop's own phone, says nothing about any of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shopcrm.rules import alikeness
from shopcrm.rules.alikeness import Alikeness, Traits
from shopcrm.rules.spelling import name_key
from shopcrm.services.people import ACTIVE
from shopcrm.store.customers import Card, Customer, Email, Phone

Couple: TypeAlias = tuple[int, int]
"""Two customers, the lower id first."""
Tick = Callable[[int, int], None]

_MANY = 12
_MANY_NAMESAKES = 4
_LONGEST_PHONE = 15
_STEPS = 100
_READ, _PAIRED = 15, 45
"""How far the work is, of a hundred steps, when people are read and when they are paired."""


@dataclass
class Everybody:
    """What is compared of each active customer, by id."""

    names: dict[int, str] = field(default_factory=dict)
    households: dict[int, int] = field(default_factory=dict)
    phones: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    emails: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def traits(self, key: int) -> Traits:
        """Give what is compared of one."""
        return Traits(
            self.names[key],
            frozenset(self.phones.get(key, ())),
            frozenset(self.emails.get(key, ())),
            frozenset(self.cards.get(key, ())),
            self.households.get(key),
        )

    def is_out_of_reach(self, key: int) -> bool:
        """Whether neither phone nor mail address is known."""
        return key not in self.phones and key not in self.emails


def find(session: Session, tick: Tick | None = None) -> dict[Couple, Alikeness]:
    """Compare all active customers, and give the pairs that should be looked at.

    `tick` hears of a hundred steps and may raise to stop.
    """
    tell = tick or _nobody_listens
    people = read(session)
    tell(_READ, _STEPS)
    couples = sorted(_couples(people))
    tell(_PAIRED, _STEPS)
    found: dict[Couple, Alikeness] = {}
    portion = max(1, len(couples) // (_STEPS - _PAIRED))
    for place, (first, second) in enumerate(couples):
        alike = alikeness.alike(people.traits(first), people.traits(second))
        if alike.is_offered:
            found[first, second] = alike
        if place % portion == 0:
            tell(min(_STEPS, _PAIRED + place // portion), _STEPS)
    tell(_STEPS, _STEPS)
    return found


def read(session: Session) -> Everybody:
    """Read what is compared of everybody."""
    people = Everybody()
    rows = session.execute(
        select(Customer.id, Customer.name, Customer.code, Customer.household_id).where(
            Customer.state == ACTIVE
        )
    )
    for key, name, code, household in rows:
        people.names[key] = name
        if code:
            people.cards[key].append(code)
        if household is not None:
            people.households[key] = household
    for known, query in (
        (people.phones, select(Phone.customer_id, Phone.e164)),
        (people.emails, select(Email.customer_id, Email.address)),
        (people.cards, select(Card.customer_id, Card.number)),
    ):
        _collect(session, known, query, people.names)
    return people


def _collect(
    session: Session, known: dict[int, list[str]], query: Select[int, str], active: Mapping[int, str]
) -> None:
    for key, text in session.execute(query):
        if key in active:
            known[key].append(text)


def _couples(people: Everybody) -> set[Couple]:
    couples: set[Couple] = set()
    by_phone = _sharing(people.phones)
    for sharing in (by_phone, _sharing(people.emails), _sharing(people.cards)):
        couples.update(_within(sharing.values(), _MANY))
    couples.update(_near(by_phone))
    couples.update(_namesakes(people))
    return couples


def _sharing(known: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    sharing: dict[str, list[int]] = defaultdict(list)
    for key, texts in known.items():
        for text in texts:
            sharing[text].append(key)
    return sharing


def _within(groups: Iterable[Sequence[int]], most: int) -> Iterator[Couple]:
    for group in groups:
        if 1 < len(group) <= most:
            yield from combinations(sorted(set(group)), 2)


def _namesakes(people: Everybody) -> Iterator[Couple]:
    """Pair people of one name of whom one cannot be reached; a name that many have tells nothing."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for key, name in people.names.items():
        if " " in (sound := name_key(name)):
            by_name[sound].append(key)
    for first, second in _within(by_name.values(), _MANY_NAMESAKES):
        if people.is_out_of_reach(first) or people.is_out_of_reach(second):
            yield first, second


def _near(by_phone: Mapping[str, Sequence[int]]) -> Iterator[Couple]:
    """Pair people whose phones differ by one slip: leaving out one digit of each makes them the same."""
    phones = [phone for phone, group in by_phone.items() if len(group) <= _MANY and phone[1:].isdecimal()]
    for one, two in _one_slip_apart([int(phone[1 : _LONGEST_PHONE + 1]) for phone in phones]):
        for first, second in product(by_phone[phones[one]], by_phone[phones[two]]):
            if first != second:
                yield min(first, second), max(first, second)


def _one_slip_apart(numbers: Sequence[int]) -> set[tuple[int, int]]:
    """Give the places of the numbers that become the same when a digit of each, or of one, is left out."""
    # It takes 0.1 s to import, and only whoever looks for people who stand twice needs it.
    import numpy as np

    whole = np.array(numbers, dtype=np.int64)
    places = np.arange(len(whole))
    shorter, whose = [whole], [places]
    for digit in range(_LONGEST_PHONE):
        step = 10**digit
        has = whole >= step
        shorter.append((whole[has] // (step * 10)) * step + whole[has] % step)
        whose.append(places[has])
    keys, owners = np.concatenate(shorter), np.concatenate(whose)
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    found: set[tuple[int, int]] = set()
    for away in range(1, _MANY):
        same = keys[:-away] == keys[away:]
        if not same.any():
            break
        pairs = zip(owners[:-away][same].tolist(), owners[away:][same].tolist(), strict=True)
        found.update((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    return found


def _nobody_listens(done: int, total: int) -> None:
    del done, total
