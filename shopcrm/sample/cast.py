"""Who plays which part at the made-up counter: who pays with points, or brings goods back."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from shopcrm.rules.money import line_total
from shopcrm.sample.deliveries import KEPT
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import OPENED, Till
from shopcrm.sample.visits import Visit

_RECENT = DAYS - 4
"""Nothing is planned to come back of what was sold since this day."""
_WORTH_IT = 450_000 * TOMAN
_TABS, _BULK_TABS = 10, 2


@dataclass
class Cast:
    """The visits at the counter in the order of time, and by their places in it who does what."""

    till: Till
    visits: Sequence[Visit]
    part_back: list[int] = field(default_factory=list)
    to_credit: list[int] = field(default_factory=list)
    exchanged: list[int] = field(default_factory=list)
    rung_twice: list[int] = field(default_factory=list)
    owing: list[int] = field(default_factory=list)
    pays_with_points: list[int] = field(default_factory=list)
    wants_reward: list[int] = field(default_factory=list)
    on_tab: list[int] = field(default_factory=list)
    """Guests, not visits: all that they buy is put on their tab."""
    _taken: set[int] = field(default_factory=set)
    _came: Counter[int | None] = field(default_factory=Counter)

    @classmethod
    def of(cls, till: Till) -> "Cast":
        """Choose who does what; where few people come, the later parts are left out."""
        story = till.story
        past = [visit for visit in story.visits if visit.day >= OPENED and visit.kind == "sale"]
        visits = [visit for visit in past if till.moment(visit.day, visit.second) < till.written.now]
        cast = cls(till, visits, _came=Counter(visit.guest for visit in visits))
        cast.on_tab = cast._with_tabs()
        cast.rung_twice = cast.draw(1, lambda visit: _early(visit) and cast._is_loose(visit))
        cast.owing = cast.draw(1, lambda visit: _early(visit) and cast._may_owe(visit))
        cast.to_credit = cast.draw(cast.part(0.004), cast._may_come_back)
        cast.part_back = cast.draw(
            cast.part(0.006), lambda visit: cast._may_come_back(visit) and len(visit.lines) > 1
        )
        cast.exchanged = cast.draw(cast.part(0.002), cast._may_come_back)
        cast.pays_with_points = cast.draw(cast.part(0.07), cast._has_card)
        cast.wants_reward = cast.draw(cast.part(0.025), cast._has_card)
        return cast

    def part(self, share: float) -> int:
        """Tell how many visits are a share of all, at least one."""
        return max(1, round(share * len(self.visits)))

    def draw(self, count: int, suits: Callable[[Visit], bool]) -> list[int]:
        """Choose so many visits of known people that suit and have no part yet, in the order of time."""
        free = [
            place
            for place, visit in enumerate(self.visits)
            if place not in self._taken
            and visit.guest is not None
            and visit.guest not in self.on_tab
            and suits(visit)
        ]
        chosen = sorted(sorted(free, key=lambda _place: self.till.dice.share())[:count])
        self._taken.update(chosen)
        return chosen

    def next_visit(self, guest: int, after: int) -> int | None:
        """Give the place of a guest's first visit after a day that has no part yet, and take it."""
        for place, visit in enumerate(self.visits):
            if visit.guest == guest and visit.day > after and place not in self._taken:
                self._taken.add(place)
                return place
        return None

    def faithful(self) -> list[int]:
        """List the people who were here in the last days and not for the first time, the most frequent first.

        Businesses are none of them.
        """
        lately = {visit.guest for visit in self.visits if visit.day >= _RECENT}
        guests = self.till.story.guests
        came = Counter(visit.guest for visit in self.till.story.visits if visit.guest in lately)
        return [
            guest for guest in _often(came) if guests[guest].joined < OPENED and not guests[guest].taste.bulk
        ]

    def _with_tabs(self) -> list[int]:
        """Choose who has a tab: a few businesses, and people who come often."""
        bulk: list[int] = []
        others: list[int] = []
        for guest in _often(self._came):
            (bulk if self.till.story.guests[guest].taste.bulk else others).append(guest)
        some = bulk[:_BULK_TABS]
        return [*some, *others[: _TABS - len(some)]]

    def _may_come_back(self, visit: Visit) -> bool:
        """Whether there is time for second thoughts, and no business has them."""
        guests = self.till.story.guests
        return _early(visit) and visit.guest is not None and not guests[visit.guest].taste.bulk

    def _has_card(self, visit: Visit) -> bool:
        return visit.guest is not None and bool(self.till.story.memories[visit.guest].card)

    def _is_loose(self, visit: Visit) -> bool:
        """Whether nothing of it is counted on a shelf."""
        return not any(self.till.story.goods[line.ware].group in KEPT for line in visit.lines)

    def _may_owe(self, visit: Visit) -> bool:
        """Whether a visit gives enough points to spend some at once, and its guest has no others."""
        only = self._came[visit.guest] == 1
        return only and not self._has_card(visit) and worth(visit) >= _WORTH_IT


def worth(visit: Visit) -> int:
    """Tell about what a visit came to (rial)."""
    return sum(line_total(line.price, line.quantity) for line in visit.lines)


def _early(visit: Visit) -> bool:
    return visit.day < _RECENT


def _often(came: Mapping[int | None, int]) -> list[int]:
    """List guests by how often they came, whoever came most often first."""
    known = [guest for guest in came if guest is not None]
    return sorted(known, key=lambda guest: (-came[guest], guest))
