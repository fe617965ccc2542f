"""What the made-up customers bought on which day: by habit, by season, and now and then something new."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from shopcrm.sample import seasons
from shopcrm.sample.dice import Dice, Heap
from shopcrm.sample.people import DAYS, TASTES, Guest, Taste, pulls, shuns
from shopcrm.sample.shelves import Ware

_DEARER_EACH_YEAR = 1.34
_ROUND = 10_000
_DEAR = 8_000_000
"""Of goods above this price for a kilogram (rial), people take little at once."""
_HOURS = Heap(range(9, 22), (2, 4, 5, 4, 3, 2, 2, 4, 7, 9, 9, 6, 3))
_NEW_THINGS = Heap((0, 1, 2, 3), (4, 4, 2, 1))
_STRANGERS = 0.06
_BROUGHT_BACK = 0.006


@dataclass(frozen=True, slots=True)
class Bought:
    """One line: which of the wares, thousandths of the unit, price for one unit."""

    ware: int
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One sale: day from the first of the sample, seconds into it, which guest (None for a stranger)."""

    day: int
    second: int
    guest: int | None
    lines: tuple[Bought, ...]
    kind: str = "sale"


class Days:
    """The days of the sample, from the first one to today, and how busy each was."""

    def __init__(self, today: date) -> None:
        self.first = today - timedelta(days=DAYS - 1)
        self.dates = [self.first + timedelta(days=place) for place in range(DAYS)]
        self.busy = list(accumulate(seasons.busy(day) for day in self.dates))

    def after(self, day: int, gap: float) -> int:
        """Tell on which day somebody comes again; what is quiet passes slowly."""
        place: int = bisect_left(self.busy, self.busy[day] + gap, lo=day)
        return place


class Market:
    """What draws customers of each taste on a day, worked out once per taste and season."""

    def __init__(self, goods: Sequence[Ware], days: Days) -> None:
        self.goods = goods
        self.days = days
        self._plain = {id(taste): pulls(taste, goods) for taste in TASTES}
        self._heaps: dict[tuple[int, object], Heap[int]] = {}

    def heap(self, taste: Taste, day: int) -> Heap[int]:
        """Give the goods to pick from; they change with the season, at most twice a week."""
        date_ = self.days.dates[day // 4 * 4]
        key = (id(taste), seasons.lifts(date_))
        if key not in self._heaps:
            plain = self._plain[id(taste)]
            weights = [
                max(pull, 0.1 * ware.fame * ("only" in ware.seasons)) * seasons.appeal(ware.seasons, date_)
                for ware, pull in zip(self.goods, plain, strict=True)
            ]
            self._heaps[key] = Heap(range(len(self.goods)), weights)
        return self._heaps[key]

    def price(self, ware: Ware, day: int) -> int:
        """Tell what goods cost on a day; two years ago they cost about half."""
        dearer: float = _DEARER_EACH_YEAR ** ((DAYS - 1 - day) / 365)
        return max(round(ware.price / dearer / _ROUND) * _ROUND, _ROUND)


def visits(
    dice: Dice, people: Sequence[Guest], goods: Sequence[Ware], days: Days, wanted: int
) -> list[Visit]:
    """Make up about `wanted` sales, in the order of time, with a few returns among them."""
    market = Market(goods, days)
    known = wanted * (1 - _STRANGERS)
    planned = sum(_length(guest, days) / guest.gap for guest in people) or 1.0
    found: list[Visit] = []
    for place, guest in enumerate(people):
        guest.gap *= planned / known
        found += _of_guest(dice, place, guest, market)
    found += _of_strangers(dice, round(wanted * _STRANGERS), market)
    found += [back for visit in found if (back := _brought_back(dice, visit)) is not None]
    return sorted(found, key=lambda visit: (visit.day, visit.second))


def _length(guest: Guest, days: Days) -> float:
    last = min(guest.leaves, DAYS - 1)
    return days.busy[last] - days.busy[guest.joined]


def _of_guest(dice: Dice, place: int, guest: Guest, market: Market) -> Iterator[Visit]:
    last = min(guest.leaves, DAYS - 1)
    day = guest.joined
    if guest.joined == 0:
        # Who was known before the sample begins is somewhere between two visits.
        day = market.days.after(0, guest.gap * dice.share())
    due = [float(day)] * len(guest.favourites)
    paces = [guest.gap * dice.pick((1.0, 1.0, 1.5, 2.0, 3.0)) for _ in guest.favourites]
    while day <= last:
        lines = _basket(dice, guest, market, day, due, paces)
        if lines:
            yield Visit(day, _second(dice), place, lines)
        day = max(market.days.after(day, guest.gap * dice.spread(0.4)), day + 1)


def _basket(
    dice: Dice, guest: Guest, market: Market, day: int, due: list[float], paces: list[float]
) -> tuple[Bought, ...]:
    wares: list[int] = []
    for place, ware in enumerate(guest.favourites):
        if day >= due[place] - 0.3 * paces[place] and dice.happens(0.85):
            wares.append(ware)
            due[place] = day + paces[place] * dice.spread(0.2)
    new = dice.weighted(_NEW_THINGS) or int(not wares)
    heap = market.heap(guest.taste, day)
    drawn = [dice.weighted(heap) for _ in range(new)]
    wares += [ware for ware in drawn if not shuns(guest, market.goods[ware])]
    bulk = guest.taste.bulk
    return tuple(_line(dice, market, ware, day, bulk=bulk) for ware in dict.fromkeys(wares))


def _line(dice: Dice, market: Market, place: int, day: int, *, bulk: bool) -> Bought:
    ware = market.goods[place]
    price = market.price(ware, day)
    if bulk:
        amount = dice.pick((3, 5, 5, 8, 10)) if ware.weighed else dice.pick((6, 12, 24))
        return Bought(place, amount * 1_000, round(price * 0.92 / _ROUND) * _ROUND)
    if not ware.weighed:
        return Bought(place, dice.pick((1, 1, 1, 1, 2, 2, 3)) * 1_000, price)
    usual = (150, 200, 250, 250, 500) if ware.price > _DEAR else (250, 500, 500, 1_000, 1_500)
    # A scale does not stop at round weights.
    return Bought(place, dice.pick(usual) + dice.between(-2, 4) * 5, price)


def _of_strangers(dice: Dice, count: int, market: Market) -> Iterator[Visit]:
    heap = Heap(range(DAYS), [seasons.busy(day) for day in market.days.dates])
    for _ in range(count):
        day = dice.weighted(heap)
        goods = market.heap(TASTES[0], day)
        wares = dict.fromkeys(dice.weighted(goods) for _ in range(dice.between(1, 3)))
        yield Visit(
            day, _second(dice), None, tuple(_line(dice, market, ware, day, bulk=False) for ware in wares)
        )


def _brought_back(dice: Dice, visit: Visit) -> Visit | None:
    day = visit.day + dice.between(1, 5)
    if visit.guest is None or day >= DAYS or not dice.happens(_BROUGHT_BACK):
        return None
    return Visit(day, _second(dice), visit.guest, visit.lines[:1], "return")


def _second(dice: Dice) -> int:
    return dice.weighted(_HOURS) * 3_600 + dice.between(0, 3_599)
