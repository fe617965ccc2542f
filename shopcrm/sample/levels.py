"""How the made-up customers came to their levels: tried out with a few, then lifted month by month."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from shopcrm.rules.money import line_total
from shopcrm.sample import programme
from shopcrm.sample.people import DAYS
from shopcrm.sample.story import Story
from shopcrm.sample.till import OPENED, Till
from shopcrm.sample.visits import Visit
from shopcrm.sample.written import Written
from shopcrm.services import settings, tier_rules, tiers
from shopcrm.services.shop import Session, Shop, now_of

_TRIED, _BEGAN = 390, 420
"""Days of the sample on which levels were tried out, and on which everybody could come to one."""
_YEAR = 365
_LATELY = DAYS - 120
_FADING, _FAITHFUL = 4, 3
_REASONS = (
    (programme.SILVER, ("Waited two weeks for a parcel", "دو هفته منتظر بسته‌اش ماند")),
    (programme.GOLD, ("Buys for the whole office", "برای همهٔ اداره می‌خرد")),
    (programme.SILVER, ("Our neighbour since the first day", "از روز اول همسایهٔ ماست")),
    (programme.BRONZE, ("Teaches at the school next door", "معلم مدرسهٔ کناری است")),
)


def spent(past: Sequence[Visit], days: range) -> Counter[int]:
    """Add up what each guest spent in some days (rial)."""
    found: Counter[int] = Counter()
    for visit in past:
        if visit.guest is not None and visit.kind == "sale" and visit.day in days:
            found[visit.guest] += sum(line_total(line.price, line.quantity) for line in visit.lines)
    return found


def live_through(shop: Shop, story: Story, written: Written, days: range) -> None:
    """Let people come to levels by what they bought until the end of some days."""
    if days.stop == _TRIED:
        shop.do(programme.begin_levels, story.plan.language)
        shop.do(_try_out, [written.guests[place] for place in _chosen(story)])
    elif _BEGAN <= days.stop <= OPENED:
        shop.do(tier_rules.lift_all)


def give_some(till: Till, moment: datetime) -> None:
    """Give a few people a level by hand, each for a reason."""
    rungs = {rung.benefit.mark: rung.benefit.id for rung in till.ask(moment, tiers.ladder)}
    come = [
        visit.guest
        for visit in till.story.visits
        if visit.day >= OPENED
        and visit.guest is not None
        and visit.guest < len(till.written.guests)
        and not till.story.guests[visit.guest].taste.bulk
    ]
    people = sorted(dict.fromkeys(come), key=lambda _place: till.dice.share())
    for place, (mark, reason) in zip(people, _REASONS, strict=False):
        who = till.written.guests[place]
        till.do(moment, till.crew.manager, tiers.set_by_hand, who, rungs[mark], till.say(reason))


def _chosen(story: Story) -> list[int]:
    """Choose with whom levels were tried out: some who buy less since, and some who do not."""
    least = programme.THRESHOLDS[programme.BRONZE]
    before = spent(story.visits, range(_TRIED - _YEAR, _TRIED))
    since = spent(story.visits, range(_TRIED, DAYS))
    lately = {visit.guest for visit in story.visits if visit.day >= _LATELY}
    able = [place for place in sorted(before) if before[place] >= least and place in lately]
    fading = [place for place in able if since[place] < least]
    return [*fading[:_FADING], *[place for place in able if place not in fading][:_FAITHFUL]]


def _try_out(session: Session, people: Sequence[int]) -> None:
    decided = settings.read(session)
    until = tiers.until_of(decided, decided.days.of(now_of(session)))
    for who in people:
        rung = tiers.earned(session, who)
        if rung is not None:
            tiers.write(session, who, rung, "reached", until)
