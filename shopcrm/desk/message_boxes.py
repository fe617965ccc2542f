"""The boxes of the messages page: what is sent, what people do by hand, and what came of all of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shopcrm.desk import message_words as named
from shopcrm.rules.delivery import Channel, State
from shopcrm.rules.wording import Words
from shopcrm.services.messages import Filter, Summary
from shopcrm.services.reach import Ways

WAITING = (State.QUEUED, State.SENDING)

_HAND_BOXES = (
    (Channel.CALL, "calls"),
    (Channel.SMS, "texts"),
    (Channel.WHATSAPP, "whatsapp"),
    (Channel.LETTER, "letters"),
    (Channel.IN_PERSON, "person"),
)
_DONE = frozenset({"sent", "withdrawn"})
_ALWAYS = frozenset({"calls", "person"})
"""The boxes that every shop has work for; the others come with their first message and stay."""


@dataclass(frozen=True)
class Box:
    """One box: its name, its sign, what is in it and how many; `by_hand` is the way that people go."""

    key: str
    name: str
    icon: str
    wanted: Filter
    count: int
    by_hand: Channel | None = None


def boxes(words: Words, found: Summary, ways: Ways, seen: Collection[str] = ()) -> list[Box]:
    """List the boxes in their order; a way by hand has one once it has work, or was `seen` before."""
    sent_by_us = tuple(channel for channel in Channel if channel not in ways.by_hand)
    return [
        Box("waiting", words.say("To send"), "clock", Filter(WAITING, sent_by_us), _on_their_way(found)),
        *_by_hand(words, found, ways, seen),
        Box("unknown", words.say("Unknown"), "circle-question-mark", Filter((State.UNKNOWN,)), found.unknown),
        Box("failed", words.say("Not sent"), "ban", Filter((State.FAILED,)), found.failed),
        Box("sent", words.say("Sent and told"), "circle-check", Filter((State.SENT,)), found.sent),
        Box("withdrawn", words.say("Taken back"), "undo-2", Filter((State.WITHDRAWN,)), found.withdrawn),
    ]


def first_with_work(listed: Sequence[Box]) -> int:
    """Tell at which box one begins: the first that holds something to do, else the first of all."""
    return next((place for place, box in enumerate(listed) if box.count and box.key not in _DONE), 0)


def hand_name(words: Words, channel: Channel) -> str:
    """Name the work that a way by hand is."""
    names = {
        Channel.CALL: words.say("To call"),
        Channel.SMS: words.say("From our phone"),
        Channel.WHATSAPP: words.say("WhatsApp"),
        Channel.LETTER: words.say("Letters to post"),
        Channel.IN_PERSON: words.say("Tell in person"),
    }
    return names[channel]


def hand_box(channel: Channel) -> str:
    """Give the key of the box with the work of a way by hand."""
    return dict(_HAND_BOXES)[channel]


def _by_hand(words: Words, found: Summary, ways: Ways, seen: Collection[str]) -> list[Box]:
    counts = {
        "calls": found.calls,
        "texts": found.texts,
        "whatsapp": found.whatsapp,
        "letters": found.letters,
        "person": found.in_person,
    }
    return [
        Box(
            key,
            hand_name(words, channel),
            named.CHANNEL_ICONS[channel],
            Filter(WAITING, (channel,)),
            counts[key],
            channel,
        )
        for channel, key in _HAND_BOXES
        if channel in ways.by_hand and (counts[key] or key in _ALWAYS or key in seen)
    ]


def _on_their_way(found: Summary) -> int:
    return found.waiting + found.sending
