"""The points that the made-up customers brought along from the paper cards of earlier days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shopcrm.rules.points import Earned
from shopcrm.rules.sayings import saying
from shopcrm.sample import levels, programme
from shopcrm.sample.people import DAYS
from shopcrm.sample.programme import Programme
from shopcrm.sample.till import OPENED, Till
from shopcrm.services import points, settings
from shopcrm.services.shop import Session, now_of

_YEAR = 365
_FEWEST = 10
_SPENT = (1.0, 1.0, 0.8, 0.6, 0.4, 0.3)
"""What is left of what a card gathered in a year: most people spend some of it."""
_ENDS_SOON, _FAR_ENOUGH = 0.07, 60
_SOONEST, _LATEST = 2, 12
_SOON_PART = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """So many points of a customer's old card, good until a day; `name` tells the parts of a card apart."""

    name: str
    customer_id: int
    points: int
    until: date


def bring_over(till: Till, moment: datetime, offered: Programme) -> None:
    """Give everybody who has a card what stood on the old one."""
    till.do(moment, till.crew.owner, _post, list(_carried(till)), offered)


def _carried(till: Till) -> Iterator[Carried]:
    """Tell what the cards say: a year's points, good for a year from the last visit, some of it less."""
    story, written, dice = till.story, till.written, till.dice
    spent = levels.spent(story.visits, range(OPENED - _YEAR, OPENED))
    last = {visit.guest: visit.day for visit in story.visits if visit.day < OPENED and visit.kind == "sale"}
    for place in sorted(spent):
        left = int(spent[place] // programme.PER_POINT * dice.pick(_SPENT))
        if not story.memories[place].card or left < _FEWEST:
            continue
        who = written.guests[place]
        soon = left // _SOON_PART if dice.happens(_ENDS_SOON) else 0
        if soon and OPENED - last[place] < _FAR_ENOUGH:
            left -= soon
            until = written.today + timedelta(days=dice.between(_SOONEST, _LATEST))
            yield Carried(f"older card {who}", who, soon, until)
        until = written.today + timedelta(days=_YEAR + last[place] - DAYS + 1)
        yield Carried(f"old card {who}", who, left, until)


def _post(session: Session, cards: Sequence[Carried], offered: Programme) -> None:
    day = settings.read(session).days.of(now_of(session))
    for card in cards:
        why = saying("{points} points from the old card", points=card.points)
        earned = Earned(offered.rule_id, offered.rule, card.points, why, day, card.until)
        points.earn(session, card.customer_id, card.name, None, [earned])
