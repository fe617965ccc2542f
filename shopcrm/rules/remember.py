"""What to remember while a customer stands at the counter: at most five things, the most important first.

The order is one pure function of the lines themselves and today, so that two tills show the same card.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shopcrm.rules.sayings import FieldValue, Saying

MOST = 5
MOST_TO_ASK = 2
"""How many guesses and questions a card bears; whoever is asked more feels questioned."""


class Kind(StrEnum):
    """What a line is about, in the order in which the kinds stand on a card."""

    COMPLAINT = "complaint"
    PROMISE = "promise"
    HELD = "held"
    WISH_IN = "wish_in"
    FAVOURITE_IN = "favourite_in"
    TELL = "tell"
    VOUCHER = "voucher"
    OCCASION = "occasion"
    POINTS_SHORT = "points_short"
    OVERDUE = "overdue"
    GUESS = "guess"
    QUESTION = "question"


class Act(StrEnum):
    """What one key does about a line."""

    OPEN_COMPLAINT = "open_complaint"
    OPEN_PROMISE = "open_promise"
    HAND_OVER = "hand_over"
    HOLD = "hold"
    SHOW_GOODS = "show_goods"
    TOLD = "told"
    USE_VOUCHER = "use_voucher"
    GREETED = "greeted"
    SHOW_REWARDS = "show_rewards"
    CONFIRM = "confirm"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a line that asks; `shown` is what stands on its button."""

    value: str
    shown: FieldValue


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line: what it says, why it says so, and what one key does about it.

    `thing` is the number of what it is about: a complaint, a hold, a wish, a message, an occasion or goods.
    `goods` are the goods that it speaks of, `due` is the last day on which it helps, `worth` tells lines of
    one kind apart (more is better), and `subject` names what a guess or a question is about.
    """

    kind: Kind
    what: Saying
    why: Saying
    act: Act
    thing: int
    due: date | None = None
    worth: int = 0
    choices: tuple[Choice, ...] = ()
    goods: int | None = None
    subject: str = ""

    @property
    def key(self) -> str:
        """Name the line, the same at every look at the card."""
        return f"{self.kind}/{self.thing}/{self.subject}"


_ORDER = {kind: place for place, kind in enumerate(Kind)}
_OWED = frozenset({Kind.COMPLAINT, Kind.PROMISE, Kind.HELD})
"""What the shop owes them; such a line never gives way to another one on the same goods."""
_ASKING = frozenset({Kind.GUESS, Kind.QUESTION})
_FIRST = frozenset({Kind.COMPLAINT, Kind.PROMISE})


def most_important(reminders: Iterable[Reminder], today: date, most: int = MOST) -> list[Reminder]:
    """Choose the lines of a card, the most important first.

    1. An open complaint, then a promise: whoever was wronged does not want to hear of offers.
    2. What is over after today, or was over before, in the order of the kinds: there is no other chance.
    3. The rest in the order of the kinds: what is theirs already (kept aside, asked for), what they would
       gladly buy, news, money and days of theirs, what they forgot.
    4. Guesses and questions, at most two: they help the shop more than the customer.

    Within a kind, what ends sooner stands first, then what is worth more. Two lines on the same goods become
    the more important one. The order is total: it does not matter in which order the lines came.
    """
    return ranked(reminders, today)[:most]


def ranked(reminders: Iterable[Reminder], today: date) -> list[Reminder]:
    """Give all lines that could stand on a card in their order, without what others say already."""
    kept: list[Reminder] = []
    said: set[str] = set()
    goods: set[int] = set()
    asking = 0
    for one in sorted(reminders, key=lambda one: _place(one, today)):
        is_told = one.goods in goods and one.kind not in _OWED
        if one.key in said or is_told or (one.kind in _ASKING and asking == MOST_TO_ASK):
            continue
        kept.append(one)
        said.add(one.key)
        asking += one.kind in _ASKING
        if one.goods is not None:
            goods.add(one.goods)
    return kept


def _place(one: Reminder, today: date) -> tuple[int, int, date, int, str, str, str]:
    due = one.due or date.max
    return (
        _level(one, today),
        _ORDER[one.kind],
        due,
        -one.worth,
        f"{one.thing:012d}{one.subject}",
        one.act,
        repr(one),
    )


def _level(one: Reminder, today: date) -> int:
    if one.kind in _FIRST:
        return 0
    if one.kind in _ASKING:
        return 3
    return 1 if one.due is not None and one.due <= today else 2
