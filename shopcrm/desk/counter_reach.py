"""What the sale on the counter brings within reach: a tier, a reward, a voucher whose minimum is near."""

from collections.abc import Iterator

from shopcrm.desk.counter_benefits import Reach
from shopcrm.desk.counter_reading import AtCounter
from shopcrm.rules.tiers import Measure
from shopcrm.rules.wording import Words
from shopcrm.services.pricing import Quote
from shopcrm.services.tiers import Outlook


def reaches(words: Words, person: AtCounter, quote: Quote | None) -> list[Reach]:
    """Tell what is near, with what this sale adds to it."""
    found = [*_vouchers(words, quote), *_rewards(words, person, quote)]
    return [*found, *_rise(words, person.outlook, quote), *_stay(words, person)]


def _vouchers(words: Words, quote: Quote | None) -> Iterator[Reach]:
    for one in quote.priced.idle if quote is not None else ():
        if quote is not None and one.missing > 0:
            said = words.say("{amount} more: the voucher counts", amount=words.amount(one.missing))
            whole = quote.priced.goods + one.missing
            yield Reach("ticket-percent", said, words.amount(whole), quote.priced.goods / whole)


def _rewards(words: Words, person: AtCounter, quote: Quote | None) -> Iterator[Reach]:
    """Tell the dearest reward that can be had, or how near the next one is; points spent now are gone."""
    there = person.standing.usable
    if quote is not None:
        there += quote.points.earning - quote.points.spending
    for reward in person.rewards:
        if reward.points > there:
            missing = reward.points - there
            said = words.plural(
                "{count} more point: {reward}",
                "{count} more points: {reward}",
                count=missing,
                reward=reward.name,
            )
            yield Reach("gift", said, words.number(reward.points), max(0, there) / reward.points)
            return


def _rise(words: Words, outlook: Outlook, quote: Quote | None) -> Iterator[Reach]:
    if outlook.next is None or outlook.to_rise is None:
        return
    whole = outlook.so_far + outlook.to_rise
    so_far = outlook.so_far + _adds(outlook.measure, quote)
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


def _stay(words: Words, person: AtCounter) -> Iterator[Reach]:
    outlook = person.outlook
    if person.tier is None or not outlook.to_stay or outlook.until is None:
        return
    tier, missing = person.tier.tier.name, outlook.to_stay
    day = words.day(outlook.until, year=False)
    if outlook.measure is Measure.SPEND:
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
    whole = outlook.so_far + missing
    yield Reach(
        "shield-check", said, _whole(words, outlook.measure, outlook.so_far, whole), outlook.so_far / whole
    )


def _adds(measure: Measure, quote: Quote | None) -> int:
    if quote is None or not quote.priced.lines:
        return 0
    return {Measure.SPEND: quote.priced.net, Measure.POINTS: quote.points.earning, Measure.VISITS: 1}[measure]


def _whole(words: Words, measure: Measure, so_far: int, whole: int) -> str:
    if measure is Measure.VISITS:
        return words.say("{part} of {whole}", part=so_far, whole=whole)
    return words.amount(whole) if measure is Measure.SPEND else words.number(whole)
