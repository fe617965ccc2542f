"""The memory card: what to remember about somebody at the counter, and what one key does about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from sqlalchemy.orm import Session

from shopcrm.rules import remember
from shopcrm.rules.delivery import Decision
from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.remember import MOST, Act, Kind, Reminder
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import (
    answers,
    greetings,
    held,
    holds,
    memory_lines,
    people,
    preferences,
    questions,
    seen,
    special_orders,
    wishes,
)
from shopcrm.services.memory_lines import NO
from shopcrm.services.preferences import Taste

Undo: TypeAlias = tuple[str, tuple[int | str, ...]]
"""What takes an act back, by name, and with what."""


class GuessGone(NotFound):
    """The guess no longer holds."""

    sentence = "This guess no longer holds. Nothing was written down. Look at the customer again."


class OnlyShown(Refused):
    """A line that only leads elsewhere."""

    sentence = "There is nothing to note down about this line. Nothing was changed. Open what it is about."


@dataclass(frozen=True, slots=True)
class MemoryCard:
    """At most so many lines, the most important first; `more` counts those that found no place.

    Guesses and questions are looked for only where there is a place left for them.
    """

    customer_id: int
    lines: tuple[Reminder, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a line; with `undo` it can be taken back."""

    says: Saying
    undo: Undo | None = None


def card(session: Session, customer_id: int, most: int = MOST) -> MemoryCard:
    """Gather what to remember about somebody now; whoever was merged is who they became.

    Raises NoSuchCustomer.
    """
    owner = people.find(session, customer_id)
    person = memory_lines.read(session, owner)
    found = memory_lines.gather(session, person)
    lines = remember.ranked(found, person.today)
    if len(lines) < most:
        lines = remember.ranked([*found, *memory_lines.asking(session, person)], person.today)
    return MemoryCard(owner, tuple(lines[:most]), max(0, len(lines) - most))


def act(
    session: Session,
    customer_id: int,
    reminder: Reminder,
    choice: str | None = None,
    *,
    instead: Act | None = None,
) -> Done:
    """Do what a line offers, or another act `instead`: HOLD for any goods, TOLD for a wish that is here.

    A guess takes the choices yes (or None) and no; a question the value of one of its choices, where an
    empty one (or None) means not now. Raises what the act itself raises, GuessGone, and OnlyShown for acts
    that only lead elsewhere.
    """
    owner = people.find(session, customer_id)
    match instead or reminder.act:
        case Act.TOLD:
            return _told(session, reminder)
        case Act.GREETED:
            key = greetings.note_greeted(session, owner, reminder.thing)
            return Done(saying("They were greeted."), ("not greeted", (key,)))
        case Act.HAND_OVER:
            return _handed_over(session, reminder)
        case Act.HOLD:
            return _held(session, owner, reminder)
        case Act.CONFIRM:
            return _guessed(session, owner, reminder, choice)
        case Act.ANSWER:
            return _answered(session, owner, reminder, choice or memory_lines.NOT_NOW)
    raise OnlyShown


def undo(session: Session, done: Done) -> None:
    """Take back what was done about a line; raises OnlyShown where it cannot be taken back."""
    if done.undo is None:
        raise OnlyShown
    name, values = done.undo
    _UNDOING[name](session, *values)


def _told(session: Session, reminder: Reminder) -> Done:
    says = saying("They were told.")
    if reminder.kind is Kind.WISH_IN:
        wishes.told(session, reminder.thing)
        return Done(says, ("wish not told", (reminder.thing,)))
    answers.settle(session, reminder.thing, Decision.TOLD)
    return Done(says, ("message not told", (reminder.thing,)))


def _handed_over(session: Session, reminder: Reminder) -> Done:
    """Hand over what was kept aside, or a special order of which every detail is ticked."""
    says = saying("It was handed over.")
    if reminder.kind is Kind.PROMISE:
        special_orders.hand_over(session, reminder.thing)
        return Done(says, ("put back", (reminder.thing,)))
    holds.hand_over(session, reminder.thing)
    return Done(says, ("hold again", (reminder.thing,)))


def _not_told(session: Session, message_id: int) -> None:
    answers.settle(session, message_id, Decision.NOT_YET)


def _held(session: Session, customer_id: int, reminder: Reminder) -> Done:
    """Hold one unit until tomorrow."""
    if reminder.goods is None:
        raise OnlyShown
    until = held.today(session) + timedelta(days=1)
    wish_id = reminder.thing if reminder.kind is Kind.WISH_IN else None
    key = holds.hold(session, customer_id, reminder.goods, THOUSANDTHS, until, wish_id)
    return Done(saying("One is kept aside until {day}.", day=until), ("release", (key,)))


def _guessed(session: Session, customer_id: int, reminder: Reminder, choice: str | None) -> Done:
    taste = _guess(session, customer_id, reminder.subject)
    if choice == NO:
        key = preferences.dismiss(session, customer_id, taste)
        return Done(saying("It will not be guessed again."), ("undismiss", (key,)))
    key = preferences.confirm_guess(session, customer_id, taste)
    return Done(saying("It is written down as something they told."), ("forget", (key,)))


def _guess(session: Session, customer_id: int, subject: str) -> Taste:
    tastes = seen.of_customer(session, customer_id)
    known = [*(one.taste for one in tastes.seen), *(one.taste for one in tastes.guessed)]
    found = next((one for one in known if one.subject == subject), None)
    if found is None:
        raise GuessGone
    return found


def _answered(session: Session, customer_id: int, reminder: Reminder, value: str) -> Done:
    key = questions.answer(session, customer_id, reminder.subject, value)
    says = saying("The answer is written down.") if key else saying("It will not be asked again.")
    return Done(says, ("ask again", (customer_id, reminder.subject, key)))


_UNDOING: Mapping[str, Callable[..., object]] = {
    "not greeted": greetings.forget_greeted,
    "hold again": holds.hold_again,
    "put back": special_orders.put_back,
    "wish not told": wishes.not_told,
    "message not told": _not_told,
    "release": holds.release,
    "undismiss": preferences.undismiss,
    "forget": preferences.remove,
    "ask again": questions.take_back,
}
