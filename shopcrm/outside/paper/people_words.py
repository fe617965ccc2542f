"""How papers name what is known of people: ways to reach them, what they allow, what came of messages."""

from collections.abc import Sequence

from shopcrm.rules.delivery import Channel, Outcome, Purpose, State
from shopcrm.rules.people import called
from shopcrm.rules.wording import Words
from shopcrm.services.consents import ConsentView
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.messages import MessageRow
from shopcrm.services.notes import NoteKind
from shopcrm.services.occasions import OccasionView
from shopcrm.services.preferences import Kind, PreferenceView
from shopcrm.services.wishes import WishRow

ISSUED_IN_FOURS = 4


def name_of(words: Words, sheet: CustomerSheet) -> str:
    """Name a person, with how they are addressed."""
    name = called(words, sheet.name, sheet.code, sheet.id)
    return f"{sheet.honorific} {name}".strip()


def who(words: Words, name: str) -> str:
    """Name who wrote something down; in a shop without names it is the owner."""
    return words.say("the owner") if name == "owner" else words.isolate(name)


def channel_name(words: Words, channel: Channel) -> str:
    """Name a way to reach somebody."""
    names = {
        Channel.EMAIL: words.say("e-mail"),
        Channel.SMS: words.say("text message"),
        Channel.WHATSAPP: words.say("WhatsApp"),
        Channel.TELEGRAM: words.say("Telegram"),
        Channel.WEBHOOK: words.say("own gateway"),
        Channel.CALL: words.say("call"),
        Channel.LETTER: words.say("letter"),
        Channel.IN_PERSON: words.say("tell in person"),
    }
    return names[channel]


def reached_at(words: Words, sheet: CustomerSheet) -> list[str]:
    """List where somebody can be reached: phones, mail addresses and messengers."""
    known = [words.phone(phone) for phone in sheet.phones] + [words.ltr(mail) for mail in sheet.emails]
    for channel, number in sheet.handles.items():
        name = channel_name(words, channel)
        known.append(words.say("{channel}: {number}", channel=name, number=words.ltr(number)))
    return known


def became_of(words: Words, message: MessageRow) -> str:
    """Say what came of a message: the person's answer where there is one, else where it stands."""
    outcomes = {
        Outcome.TOLD: words.say("told"),
        Outcome.NO_ANSWER: words.say("no answer"),
        Outcome.CAME_IN: words.say("came in"),
        Outcome.NOT_NOW: words.say("not now"),
        Outcome.BOUGHT: words.say("bought it"),
        Outcome.ASKED_TO_STOP: words.say("asked to stop"),
    }
    states = {
        State.QUEUED: words.say("waits"),
        State.SENDING: words.say("is being sent"),
        State.SENT: words.say("sent"),
        State.FAILED: words.say("not sent"),
        State.UNKNOWN: words.say("unknown"),
        State.WITHDRAWN: words.say("taken back"),
    }
    return outcomes.get(message.outcome) or states[message.state]


def allowed(words: Words, consents: Sequence[ConsentView]) -> list[str]:
    """Say what a person allows and what not, each purpose in one line."""
    purposes = ((Purpose.NEWS, words.say("News")), (Purpose.SERVICE, words.say("Their own orders")))
    lines = []
    for purpose, name in purposes:
        for given, says in ((True, words.say("yes")), (False, words.say("no"))):
            ways = [view.channel for view in consents if (view.purpose, view.given) == (purpose, given)]
            if ways:
                named = words.listing([channel_name(words, way) for way in ways])
                lines.append(words.say("{purpose}: {answer} ({ways})", purpose=name, answer=says, ways=named))
    return lines


def tastes(words: Words, preferences: Sequence[PreferenceView], kind: Kind) -> str:
    """List what somebody likes, dislikes, needs or avoids."""
    things = [taste_name(words, view) for view in preferences if view.kind is kind]
    return words.listing([words.isolate(thing) for thing in dict.fromkeys(things)])


def taste_name(words: Words, view: PreferenceView) -> str:
    """Name what a preference is about, an attribute with its value."""
    if view.attribute:
        return words.say("{attribute}: {value}", attribute=view.attribute, value=view.words)
    return view.thing


def occasion(words: Words, view: OccasionView) -> str:
    """Say which day somebody keeps, and when it is next."""
    name = words.shown(view.name)
    day = words.day(view.next_day)
    if view.turns:
        return words.say("{occasion}: {day} ({years} years)", occasion=name, day=day, years=view.turns)
    return words.say("{occasion}: {day}", occasion=name, day=day)


def note_kind(words: Words, kind: NoteKind) -> str:
    """Name what sort of note it is."""
    names = {
        NoteKind.NOTE: words.say("Note"),
        NoteKind.VISIT: words.say("Visit"),
        NoteKind.CALL: words.say("Call"),
        NoteKind.REPLY: words.say("Reply"),
    }
    return names[kind]


def wish(words: Words, row: WishRow) -> str:
    """Say what somebody asked for, and how much of it."""
    if row.quantity is None:
        return words.isolate(row.thing)
    return words.say("{goods}, {quantity}", goods=row.thing, quantity=words.quantity(row.quantity))


def wish_state(words: Words, state: str) -> str:
    """Name where a wish stands."""
    names = {
        "waiting": words.say("still wanted"),
        "told": words.say("they were told"),
        "bought": words.say("bought"),
        "withdrawn": words.say("no longer wanted"),
        "lapsed": words.say("its day has passed"),
    }
    return names.get(state, state)


def card_number(words: Words, number: str) -> str:
    """Write a card's number in groups that can be read out."""
    groups = [number[start : start + ISSUED_IN_FOURS] for start in range(0, len(number), ISSUED_IN_FOURS)]
    return words.ltr(words.digits(" ".join(groups)))
