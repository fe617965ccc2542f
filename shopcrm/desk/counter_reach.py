"""What the sale on the counter brings within reach: a tier, a reward, a voucher whose minimum is near."""

from collections.abc import Iterator

from shopcrm.desk.counter_benefits import Reach
from shopcrm.desk.counter_reading import AtCounter
from shopcrm.rules.tiers import Measure
from shopcrm.rules.wording import Words
from shopcrm.services.pricing import Quote
from shopcrm.services.tiers import Outlook


def reaches(words: Words, person: AtCounter, quote: Quote | None) -> list[Reach]:
    """Tell what is near, with what this sale adds to it; `words` are seen from today."""
    adds = _adds(person, quote)
    found = [*_vouchers(words, quote), *_rise(words, person.outlook, adds)]
    return [*found, *_rewards(words, person, quote), *_stay(words, person, adds)]


def _vouchers(words: Words, quote: Quote | None) -> Iterator[Reach]:
    for one in quote.priced.idle if quote is not None else ():
        if quote is not None and one.missing > 0:
            said = words.say("{amount} more: the voucher counts", amount=words.amount(one.missing))
            whole = quote.priced.goods + one.missing
            yield Reach("ticket-percent", said, words.amount(whole), quote.priced.goods / whole)


def _rewards(words: Words, person: AtCounter, quote: Quote | None) -> Iterator[Reach]:
    """Tell the dearest reward that can be had, and how near the next one is; points spent now are gone."""
    here = person.standing.usable - (0 if quote is None else quote.points.spending)
    there = here + (0 if quote is None else quote.points.earning)
    has = [reward for reward in person.rewards if reward.points <= here]
    if has:
        said = words.say("They can have now: {reward}", reward=has[-1].name)
        yield Reach("gift", said, words.number(has[-1].points), 1.0)
    following = next((reward for reward in person.rewards if reward.points > here), None)
    if following is None:
        return
    missing = following.points - there
    if missing <= 0:
        said = words.say("With this sale their points come to the reward {reward}", reward=following.name)
    else:
        said = words.plural(
            "{count} more point: {reward}",
            "{count} more points: {reward}",
            count=missing,
            reward=following.name,
        )
    share = max(0.0, min(1.0, there / following.points))
    yield Reach("gift", said, words.number(following.points), share)


def _rise(words: Words, outlook: Outlook, adds: int) -> Iterator[Reach]:
    if outlook.next is None or outlook.to_rise is None:
        return
    whole = outlook.so_far + outlook.to_rise
    so_far = outlook.so_far + adds
    missing = max(0, whole - so_far)
    tier = outlook.next.name
    if not missing:
        said = words.say("With this sale they reach {tier}", tier=tier)
    elif outlook.measure is Measure.SPEND:
        said = words.say("{amount} more: {tier}", amount=words.amount(missing), tier=tier)
    elif outlook.measure is Measure.VISITS:
        said = words.plural(
            "{count} more visit: {tier}", "{count} more visits: {tier}", count=missing, tier=tier
        )
    else:
        said = words.plural(
            "{count} more point: {tier}", "{count} more points: {tier}", count=missing, tier=tier
        )
    yield Reach(
        "crown", said, _whole(words, outlook.measure, so_far, whole), min(1.0, so_far / max(1, whole))
    )


def _stay(words: Words, person: AtCounter, adds: int) -> Iterator[Reach]:
    """Tell what is missing to keep their tier, of all that it takes in the time that decides."""
    outlook, whole = person.outlook, person.keeps
    if person.tier is None or not outlook.to_stay or not whole or outlook.until is None:
        return
    tier, day, missing = person.tier.tier.name, outlook.until, max(0, outlook.to_stay - adds)
    so_far = whole - missing
    if not missing:
        said = words.say("With this sale they keep {tier} after {day}", tier=tier, day=day)
    elif outlook.measure is Measure.SPEND:
        said = words.say(
            "{amount} more keeps {tier} after {day}", amount=words.amount(missing), tier=tier, day=day
        )
    elif outlook.measure is Measure.VISITS:
        said = words.plural(
            "{count} visit keeps {tier} after {day}",
            "{count} visits keep {tier} after {day}",
            count=missing,
            tier=tier,
            day=day,
        )
    else:
        said = words.plural(
            "{count} point keeps {tier} after {day}",
            "{count} points keep {tier} after {day}",
            count=missing,
            tier=tier,
            day=day,
        )
    yield Reach("shield-check", said, _whole(words, outlook.measure, so_far, whole), so_far / whole)


def _adds(person: AtCounter, quote: Quote | None) -> int:
    """Tell what the sale adds to what tiers come from; what points pay is no spend (P14)."""
    if quote is None or not quote.priced.lines:
        return 0
    match person.outlook.measure:
        case Measure.SPEND:
            priced = quote.priced
            by_points = quote.points.pays * priced.net // priced.total if priced.total else 0
            return priced.net - by_points
        case Measure.POINTS:
            return quote.points.earning
        case Measure.VISITS:
            return 0 if person.came_today else 1


def _whole(words: Words, measure: Measure, so_far: int, whole: int) -> str:
    if measure is Measure.VISITS:
        return words.say("{part} of {whole}", part=so_far, whole=whole)
    return words.amount(whole) if measure is Measure.SPEND else words.number(whole)
