"""The made-up counter: what is to happen there, each thing at its moment and by whoever stands behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Concatenate, ParamSpec, TypeVar

from shopcrm.rules.roles import Role
from shopcrm.sample.dice import Dice, Heap
from shopcrm.sample.people import DAYS
from shopcrm.sample.story import Story
from shopcrm.sample.written import Written
from shopcrm.services.shop import Session, Shop, Who

P = ParamSpec("P")
R = TypeVar("R")
Deed = Callable[[datetime], object]

WEEKS = 21
"""For so many days before today everything was sold at the counter; earlier sales came from the old books."""
OPENED = DAYS - WEEKS
_PEOPLE = (
    (("Hossein Noori", "حسین نوری"), Role.OWNER),
    (("Maryam", "مریم"), Role.MANAGER),
    (("Reza", "رضا"), Role.STAFF),
    (("Sara", "سارا"), Role.STAFF),
)
_AFTERNOON = 15


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works in the shop."""

    owner: Who
    manager: Who
    morning: Who
    evening: Who

    @classmethod
    def of(cls, language: str) -> "Crew":
        """Name them in the language of the shop."""
        return cls(*(Who(names[language == "fa"], role=role) for names, role in _PEOPLE))

    @property
    def everybody(self) -> tuple[Who, ...]:
        """All of them, the owner first."""
        return self.owner, self.manager, self.morning, self.evening

    def serving(self, dice: Dice, hour: int) -> Who:
        """Choose who serves at an hour: everybody has their half of the day, and whoever is free helps."""
        turns = (6, 1, 2) if hour < _AFTERNOON else (1, 6, 2)
        return dice.weighted(Heap((self.morning, self.evening, self.manager), turns))


@dataclass
class Till:
    """The counter, with chance, the story that is told there, and what is still to come."""

    shop: Shop
    dice: Dice
    story: Story
    written: Written
    crew: Crew
    _coming: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _known: int = 0

    def say(self, words: tuple[str, str]) -> str:
        """Choose the words, English or Persian, that are those of the shop."""
        return words[self.story.plan.language == "fa"]

    def moment(self, day: int, second: int) -> datetime:
        """Tell a moment of a day of the sample; it may still lie ahead."""
        return self.written.begins + timedelta(days=day, seconds=second)

    def later(self, moment: datetime, deed: Deed) -> None:
        """Have something done at its turn; what would come after now never comes."""
        if moment < self.written.now:
            self._known += 1
            heappush(self._coming, (moment, self._known, deed))

    def run(self, until: datetime) -> None:
        """Do in turn what comes before a moment, and whatever follows from it before then."""
        while self._coming and self._coming[0][0] < until:
            moment, _turn, deed = heappop(self._coming)
            deed(moment)

    def do(
        self,
        at: datetime,
        who: Who,
        use_case: Callable[Concatenate[Session, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Let somebody do something at a moment."""
        self.shop.clock = lambda: at
        with self.shop.acting(who):
            return self.shop.do(use_case, *args, **kwargs)

    def ask(
        self,
        at: datetime,
        query: Callable[Concatenate[Session, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Ask the shop something as it is at a moment."""
        self.shop.clock = lambda: at
        return self.shop.ask(query, *args, **kwargs)
