"""The morning on which the made-up shop opened its counter: who works there, what it offers, old points."""

from datetime import datetime

from shopcrm.sample import (
    cases,
    evenings,
    gifts,
    given_word,
    house_rules,
    levels,
    old_cards,
    programme,
    second_thoughts,
)
from shopcrm.sample.cast import Cast
from shopcrm.sample.counter import Counter
from shopcrm.sample.dice import Dice
from shopcrm.sample.story import Story
from shopcrm.sample.till import OPENED, Crew, Till
from shopcrm.sample.written import Written
from shopcrm.services import staff
from shopcrm.services.shop import Session, Shop

_EARLY, _BEFORE_EIGHT = 7 * 3_600, 7 * 3_600 + 2_400


def open_counter(shop: Shop, dice: Dice, story: Story, written: Written) -> Counter:
    """Open the counter, with all that is going to happen there still to come."""
    crew = Crew.of(story.plan.language)
    till = Till(shop, dice, story, written, crew)
    early = till.moment(OPENED, _EARLY)
    till.do(early, crew.owner, _introduce, crew)
    offered = till.do(early, crew.owner, programme.begin_points, story.plan.language, story.goods, written)
    later = till.moment(OPENED, _BEFORE_EIGHT)
    old_cards.bring_over(till, later, offered)
    levels.give_some(till, later)
    counter = Counter(till, Cast.of(till), offered)
    counter.open()
    house_rules.plan(counter)
    second_thoughts.plan(counter)
    gifts.plan(counter)
    given_word.plan(counter)
    cases.plan(counter)
    evenings.plan(counter)
    return counter


def come_to_now(counter: Counter, now: datetime) -> None:
    """Let happen what is left of today, and leave the counter as it is at this moment."""
    counter.till.run(now)
    evenings.come_to_now(counter, now)


def _introduce(session: Session, crew: Crew) -> None:
    for who in crew.everybody:
        staff.add(session, who.actor, who.role)
