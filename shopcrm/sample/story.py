"""Everything that is going to happen in the sample, thought up before any of it is written down."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.sample import (
    deliveries,
    diary,
    families,
    letters,
    memories,
    people,
    shelves,
    visits,
    wanted,
)
from shopcrm.sample.deliveries import Delivery
from shopcrm.sample.diary import Entry
from shopcrm.sample.dice import Dice
from shopcrm.sample.families import Kin
from shopcrm.sample.letters import Bought, News
from shopcrm.sample.memories import Memory
from shopcrm.sample.people import Guest
from shopcrm.sample.shelves import Ware
from shopcrm.sample.visits import Visit
from shopcrm.sample.wanted import Question

SALES_EACH = 7.6
"""Sales for one customer of the sample over the two years, on average."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sample to make."""

    seed: int = 1
    customers: int = 2_000
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is going to happen, before any of it is written down."""

    plan: Plan
    goods: Sequence[Ware]
    guests: Sequence[Guest]
    visits: Sequence[Visit]
    deliveries: Sequence[Delivery]
    questions: Sequence[Question]
    kin: Kin
    memories: Sequence[Memory]
    diary: Sequence[Entry]
    bought: Bought
    news: Sequence[News]


def think_up(dice: Dice, remembered: Dice, plan: Plan, days: visits.Days) -> Story:
    """Think up who comes, what for, and what is remembered of it, each from its own source of chance."""
    wares = shelves.wares(plan.language)
    guests = people.guests(dice, plan.customers, plan.language, wares)
    past = visits.visits(dice, guests, wares, days, round(plan.customers * SALES_EACH))
    brought = deliveries.deliveries(dice, wares, past, plan.language)
    new = [ware for delivery in deliveries.latest(dice, wares, plan.language) for ware, _ in delivery.lines]
    questions = wanted.questions(dice, guests, wares, new, plan.language)
    kin = families.relate(remembered, guests)
    came = Counter(visit.guest for visit in past)
    known = memories.memories(remembered, guests, kin, came, days.dates[-1], plan.language)
    entries = diary.entries(remembered, guests, past, plan.language)
    bought = letters.bought(wares, past)
    told = letters.news(guests, wares, bought, brought)
    return Story(plan, wares, guests, past, brought, questions, kin, known, entries, bought, told)
