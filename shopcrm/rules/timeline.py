"""What happened between a customer and the shop, entry by entry, and how each is said in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shopcrm.rules.delivery import Channel, Outcome, Purpose, State
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import FieldValue, Saying, saying

NAMED = 3
"""How many goods of one document are named; the others are counted."""


class Kind(StrEnum):
    """What an entry is."""

    SALE = "sale"
    RETURN = "return"
    CORRECTION = "correction"
    MESSAGE = "message"
    NOTE = "note"
    VISIT = "visit"
    CALL = "call"
    REPLY = "reply"
    WISH = "wish"
    HOLD = "hold"
    CONSENT = "consent"
    CARD = "card"
    MERGE = "merge"
    POINTS = "points"
    TIER = "tier"
    VOUCHER = "voucher"
    PROMISE = "promise"
    ORDER = "order"
    COMPLAINT = "complaint"


class Group(StrEnum):
    """Which entries to list; besides all, each kind is in one group."""

    ALL = "all"
    SALES = "sales"
    MESSAGES = "messages"
    CARE = "care"


GROUPS: Mapping[Kind, Group] = {
    Kind.SALE: Group.SALES,
    Kind.RETURN: Group.SALES,
    Kind.CORRECTION: Group.SALES,
    Kind.MESSAGE: Group.MESSAGES,
    Kind.CALL: Group.MESSAGES,
    Kind.REPLY: Group.MESSAGES,
    Kind.CONSENT: Group.MESSAGES,
    Kind.NOTE: Group.CARE,
    Kind.VISIT: Group.CARE,
    Kind.WISH: Group.CARE,
    Kind.HOLD: Group.CARE,
    Kind.CARD: Group.CARE,
    Kind.MERGE: Group.CARE,
    Kind.POINTS: Group.SALES,
    Kind.TIER: Group.SALES,
    Kind.VOUCHER: Group.SALES,
    Kind.PROMISE: Group.CARE,
    Kind.ORDER: Group.CARE,
    Kind.COMPLAINT: Group.CARE,
}
"""Sales are what was bought, messages what was said to and fro, care what the shop did besides."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `text` is in people's own words, `amount` in smallest units.

    `id` is the number of the sale, message, note … that it is about; `day` is the shop's business day.
    """

    at: datetime
    day: date
    kind: Kind
    id: int
    what: Saying
    why: tuple[Saying, ...] = ()
    text: str = ""
    who: str = ""
    amount: int | None = None


_CHANNELS = {
    Channel.EMAIL: saying("By e-mail: {what}"),
    Channel.SMS: saying("By text message: {what}"),
    Channel.WHATSAPP: saying("By WhatsApp: {what}"),
    Channel.TELEGRAM: saying("By Telegram: {what}"),
    Channel.WEBHOOK: saying("By another service: {what}"),
    Channel.CALL: saying("By telephone: {what}"),
    Channel.LETTER: saying("By letter: {what}"),
    Channel.IN_PERSON: saying("In person: {what}"),
}
_STATES = {
    State.QUEUED: saying("It waits to be sent."),
    State.SENDING: saying("It is being sent."),
    State.FAILED: saying("It was not sent."),
    State.UNKNOWN: saying("Nobody knows whether it arrived."),
    State.WITHDRAWN: saying("It was taken back."),
}
_OUTCOMES = {
    Outcome.TOLD: saying("They were told."),
    Outcome.NO_ANSWER: saying("Nobody answered."),
    Outcome.CAME_IN: saying("They came in."),
    Outcome.NOT_NOW: saying("Not now, they said."),
    Outcome.BOUGHT: saying("They bought it."),
    Outcome.ASKED_TO_STOP: saying("They asked to stop."),
}
_HOLDS = {
    "held": saying("{goods} kept aside until {until}"),
    "taken": saying("{goods} that was kept aside was handed over"),
    "released": saying("{goods} is no longer kept aside"),
    "lapsed": saying("{goods} was kept aside until {until} and not fetched"),
}
_WISH_ENDS = {
    "bought": saying("They bought it since."),
    "lapsed": saying("Its time is over."),
    "withdrawn": saying("They no longer want it."),
}

_POINTS = {
    "adjust": saying("Points by hand: {points}"),
    "expire": saying("Points that ended: {points}"),
    "reward": saying("Points for a reward: {points}"),
    "take_back": saying("Points taken back: {points}"),
    "give_back": saying("Points given back: {points}"),
}
POINT_KINDS = tuple(_POINTS)
"""What points are told of apart from a sale; what a sale earned and used stands with the sale."""
_TIERS = {
    "reached": saying("Reached the tier {tier}"),
    "kept": saying("Keeps the tier {tier}"),
    "lowered": saying("Went down to the tier {tier}"),
    "by_hand": saying("Was given the tier {tier} by hand"),
    "released": saying("The tier is no longer fixed: {tier}"),
    "taken_back": saying("The tier went back to {tier} with a return"),
    "announced": saying("Was told that the tier {tier} ends"),
}


def goods(kind: Kind, names: Sequence[str]) -> Saying:
    """Sum up what a document is about by the names on its lines."""
    if kind is Kind.RETURN:
        return saying("Brought back: {goods}", goods=listed(names))
    if kind is Kind.CORRECTION:
        return saying("Corrected: {goods}", goods=listed(names))
    return listed(names)


def listed(names: Sequence[str]) -> Saying:
    """List the first names, each once, and count the others."""
    distinct = [name for name in dict.fromkeys(names) if name]
    shown = dict(zip(("first", "second", "third"), distinct[:NAMED], strict=False))
    match len(distinct):
        case 0:
            return saying("Goods without a name")
        case 1:
            return saying("{first}", **shown)
        case 2:
            return saying("{first}, {second}", **shown)
        case 3:
            return saying("{first}, {second}, {third}", **shown)
    return saying("{first}, {second}, {third} and {count} more", count=len(distinct) - NAMED, **shown)


def message(channel: Channel, purpose: Purpose, subject: str, *, greets: bool) -> Saying:
    """Say how somebody was told, and of what."""
    form = _CHANNELS[channel]
    if subject:
        return Saying(form.text, (("what", subject),))
    if greets:
        return Saying(form.text, (("what", saying("a greeting")),))
    plain = saying("news") if purpose is Purpose.NEWS else saying("about their order")
    return Saying(form.text, (("what", plain),))


def became(state: State, outcome: Outcome, problem: Sequence[Saying], days: int | None) -> tuple[Saying, ...]:
    """Say what came of a message; they bought the goods so many `days` after it, or did not (None)."""
    found = [_STATES[state]] if state in _STATES else []
    if state in {State.FAILED, State.UNKNOWN, State.WITHDRAWN}:
        found += problem
    if days is not None:
        return (*found, bought_after(days))
    return (*found, *([_OUTCOMES[outcome]] if outcome in _OUTCOMES else []))


def bought_after(days: int) -> Saying:
    """Say how long after a message they came in and bought."""
    if days <= 0:
        return saying("They came in and bought on the same day.")
    return saying(
        "They came in and bought {count} day later.",
        "They came in and bought {count} days later.",
        count=days,
    )


def asked(thing: str) -> Saying:
    """Say that somebody asked for a thing."""
    return saying("Asked for {thing}", thing=thing)


def told_of_wish(thing: str) -> Saying:
    """Say that somebody was told that what they asked for is here."""
    return saying("Was told that {thing} is here", thing=thing)


def wish_end(state: str) -> tuple[Saying, ...]:
    """Say what became of a wish that is no longer open."""
    return (_WISH_ENDS[state],) if state in _WISH_ENDS else ()


def held(state: str, name: str, until: date) -> Saying:
    """Say what became of units that were kept aside."""
    form = _HOLDS[state]
    fields: dict[str, str | date] = {"goods": name}
    if "{until}" in form.text:
        fields["until"] = until
    return Saying(form.text, tuple(fields.items()))


def consent(channel: Channel, purpose: Purpose, *, given: bool) -> Saying:
    """Say that somebody allowed or refused one purpose on one channel."""
    what = saying("news") if purpose is Purpose.NEWS else saying("service")
    form = _CHANNELS[channel]
    named = Saying(form.text, (("what", what),))
    if given:
        return saying("Said yes. {what}", what=named)
    return saying("Said no. {what}", what=named)


def card_given(number: str) -> Saying:
    """Say that somebody was given a card."""
    return saying("Was given the card {number}", number=number)


def card_replaced(number: str) -> Saying:
    """Say that a card was replaced."""
    return saying("The card {number} was replaced", number=number)


def points(kind: str, count: int) -> Saying:
    """Say what became of points apart from a sale."""
    return Saying(_POINTS[kind].text, (("points", count),))


def tier(kind: str, name: FieldValue) -> Saying:
    """Say what became of somebody's level."""
    return Saying(_TIERS[kind].text, (("tier", name),))


def voucher_given(benefit: Saying, code: str) -> Saying:
    """Say that somebody was given a voucher."""
    return saying("Was given the voucher {code}: {benefit}", code=code, benefit=benefit)


def voucher_used(code: str, amount: int) -> Saying:
    """Say what a voucher took off a sale (smallest units)."""
    return saying("With the voucher {code}: {amount} off", code=code, amount=Money(amount))


def credit_used(code: str, amount: int) -> Saying:
    """Say what store credit paid of a sale (smallest units)."""
    return saying("{amount} of it was paid with the store credit {code}", code=code, amount=Money(amount))


def ordered(number: int, words: str) -> Saying:
    """Say what was ordered."""
    return saying("Special order {number}: {words}", number=str(number), words=words)


def order_ready(number: int, words: str) -> Saying:
    """Say that an order can be fetched."""
    return saying("Special order {number} is ready: {words}", number=str(number), words=words)


def order_over(number: int, words: str, *, was_fetched: bool) -> Saying:
    """Say that an order was handed over or withdrawn."""
    if was_fetched:
        return saying("Special order {number} was handed over: {words}", number=str(number), words=words)
    return saying("Special order {number} was withdrawn: {words}", number=str(number), words=words)


def merged(name: FieldValue, number: int) -> Saying:
    """Say that another entry of the same person was taken in."""
    return saying("Was merged with {name} (number {number})", name=name, number=str(number))


def parted(name: FieldValue, number: int) -> Saying:
    """Say that a merge was taken back."""
    return saying("Was parted again from {name} (number {number})", name=name, number=str(number))
