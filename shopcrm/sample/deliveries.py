"""What came in over the two years of the sample.

The shop never sold nuts or dried fruit that it did not have.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from shopcrm.sample.dice import Dice
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import Ware
from shopcrm.sample.visits import Visit

KEPT = frozenset({"nuts", "fruit"})
"""The groups of goods whose stock the sample shop keeps."""
_EVERY = 7
_AHEAD = 18
_LASTS = 75
_MORNING = 8 * 3_600
_SUPPLIERS = {
    "nuts": (("Tuyserkan cooperative", "تعاونی تویسرکان"), ("Rafsanjan orchards", "باغ‌های رفسنجان")),
    "fruit": (("Estahban growers", "باغداران استهبان"), ("Maragheh dried fruit", "خشکبار مراغه")),
    "sweets": (("Isfahan sweets", "شیرینی اصفهان"),),
    "tea": (("Lahijan tea house", "چای‌خانهٔ لاهیجان"),),
}
_NOTES = (("", ""), ("", ""), ("this year's harvest", "محصول امسال"), ("second picking", "چین دوم"))


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one supplier brought: day from the first of the sample, seconds into it, wares and thousandths."""

    day: int
    second: int
    supplier: str
    note: str
    lines: tuple[tuple[int, int], ...]


def deliveries(dice: Dice, goods: Sequence[Ware], past: Sequence[Visit], language: str) -> list[Delivery]:
    """Make up what came in: each week what will run short, so that stock never falls below nothing."""
    brought: dict[tuple[int, str, int], list[tuple[int, int]]] = defaultdict(list)
    for ware, demand in sorted(_demand(goods, past).items()):
        supplier = dice.between(0, len(_SUPPLIERS[goods[ware].group]) - 1)
        for day, quantity in _orders(dice, demand, ware):
            brought[day, goods[ware].group, supplier].append((ware, quantity))
    found = [
        Delivery(
            day=day,
            second=_MORNING + (0 if day == 0 else dice.between(0, 3_000)),
            supplier=_SUPPLIERS[group][supplier][language == "fa"],
            note=dice.pick(_NOTES)[language == "fa"],
            lines=tuple(lines),
        )
        for (day, group, supplier), lines in sorted(brought.items())
    ]
    return sorted(found, key=lambda delivery: (delivery.day, delivery.second))


def latest(dice: Dice, goods: Sequence[Ware], language: str) -> list[Delivery]:
    """Make up three deliveries that are new: two this morning, one yesterday."""
    chosen = (
        ("nuts", DAYS - 1, (("this year's walnuts", "گردوی امسال"),), "Walnuts", "گردو"),
        ("tea", DAYS - 1, (("spring pick", "چین بهاره"),), "Black tea", "چای سیاه"),
        ("fruit", DAYS - 2, (("first of the season", "نوبر فصل"),), "Dates", "خرما"),
    )
    found: list[Delivery] = []
    for group, day, notes, english, persian in chosen:
        shelf = persian if language == "fa" else english
        wares = [place for place, ware in enumerate(goods) if ware.path.endswith(shelf)][:4]
        lines = tuple((place, dice.between(2, 6) * 5_000) for place in wares)
        supplier = _SUPPLIERS[group][0][language == "fa"]
        found.append(Delivery(day, 60 * len(found), supplier, notes[0][language == "fa"], lines))
    return sorted(found, key=lambda delivery: (delivery.day, delivery.second))


def _demand(goods: Sequence[Ware], past: Sequence[Visit]) -> dict[int, list[int]]:
    """Add up what went out of the kept goods on each day; what comes back is not counted on."""
    demand: dict[int, list[int]] = {}
    for visit in past:
        for line in visit.lines:
            if goods[line.ware].group in KEPT and visit.kind == "sale":
                demand.setdefault(line.ware, [0] * DAYS)[visit.day] += line.quantity
    return demand


def _orders(dice: Dice, demand: Sequence[int], ware: int) -> Iterator[tuple[int, int]]:
    """Order each week on the ware's day whatever the next two and a half weeks would not leave on hand."""
    on_hand = 0
    step = 10_000 if sum(demand) > 200_000 else 2_000
    for day in range(DAYS):
        soon = sum(demand[day : day + _AHEAD])
        if (day == 0 or day % _EVERY == ware % 2) and on_hand < soon:
            lasting = sum(demand[day : day + _LASTS]) * dice.spread(0.1)
            quantity = ceil((max(lasting, soon) - on_hand) / step) * step
            on_hand += quantity
            yield day, quantity
        on_hand -= demand[day]
