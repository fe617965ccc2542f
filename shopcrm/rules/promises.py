"""When a promise is kept or broken, what makes up for it, and when a special order may be handed over.

A promise holds until the end of its day in the shop's time (D1): on the day itself nothing is broken yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import FieldValue, Saying, saying

MOST_POINTS = 10**9
"""Whatever is more is a slip of the finger."""
MOST_VALUE = 10**15


class PromiseState(StrEnum):
    """Where a promise stands; a broken one waits to be made up for."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    MADE_UP = "made_up"
    WITHDRAWN = "withdrawn"


class Makes(StrEnum):
    """What makes up for a broken promise: nothing, a voucher, points, or a service."""

    NOTHING = ""
    VOUCHER = "voucher"
    POINTS = "points"
    SERVICE = "service"


class OrderState(StrEnum):
    """Where a special order stands."""

    OPEN = "open"
    READY = "ready"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"


WAITING = frozenset({OrderState.OPEN, OrderState.READY})
"""Orders in these states are still to be handed over."""


class CompensationRefused(BadInput):
    """A voucher or points of nothing, or beyond all bounds."""

    sentence = (
        "A voucher or points must be more than zero and not beyond all bounds. Nothing was saved. "
        "Look at the digits."
    )


class ServiceMissing(BadInput):
    """A service that nobody named."""

    sentence = "Say which service makes up for it. Nothing was saved."


class PointsNeedCustomer(BadInput):
    """Points for nobody."""

    sentence = "Only a customer can be given points. Nothing was saved. Choose a voucher, or who it is for."


@dataclass(frozen=True, slots=True)
class Compensation:
    """What is prepared when a promise is broken: a voucher over `value` smallest units, points, or words.

    `words` are what was said to the customer: the service itself, or how the promise was put.
    """

    makes: Makes = Makes.NOTHING
    value: int = 0
    words: str = ""

    def check(self, *, has_customer: bool) -> None:
        """Look whether it can be given; raises CompensationRefused, ServiceMissing, PointsNeedCustomer."""
        most = {Makes.VOUCHER: MOST_VALUE, Makes.POINTS: MOST_POINTS}.get(self.makes)
        if most is not None and not 0 < self.value <= most:
            raise CompensationRefused
        if self.makes is Makes.SERVICE and not self.words:
            raise ServiceMissing
        if self.makes is Makes.POINTS and not has_customer:
            raise PointsNeedCustomer

    @property
    def says(self) -> Saying:
        """Say what it is."""
        match self.makes:
            case Makes.VOUCHER:
                return saying("A voucher over {amount}", amount=Money(self.value))
            case Makes.POINTS:
                return saying("{points} points", points=self.value)
            case Makes.SERVICE:
                return saying("{service}", service=self.words)
        return saying("{words}", words=self.words) if self.words else saying("Nothing was agreed")


@dataclass(frozen=True, slots=True)
class Limits:
    """What staff may give by themselves: smallest units and points, None as much as was promised."""

    amount: int | None = None
    points: int | None = None

    def is_beyond(self, one: Compensation) -> bool:
        """Whether a manager must agree."""
        most = {Makes.VOUCHER: self.amount, Makes.POINTS: self.points}.get(one.makes)
        return most is not None and one.value > most


def state_on(state: str, due_on: date, today: date) -> PromiseState:
    """Tell how a promise stands on a day of the shop: broken once its day is over, written down or not."""
    is_over = state == PromiseState.OPEN and due_on < today
    return PromiseState.BROKEN if is_over else PromiseState(state)


def is_late(state: str, promised_on: date, today: date) -> bool:
    """Whether a special order was to be ready before today and is not."""
    return state == OrderState.OPEN and promised_on < today


def due(due_on: date, today: date) -> Saying:
    """Say when a promise is due, as seen from a day."""
    if due_on == today:
        return saying("Promised for today")
    if due_on < today:
        return saying("Promised for {day}, which is over", day=due_on)
    return saying("Promised for {day}", day=due_on)


def unticked(details: Sequence[tuple[str, bool]]) -> list[str]:
    """List the details of an order that nobody has ticked yet, in their order."""
    return [words for words, is_ticked in details if not is_ticked]


_PROMISE_STATES = {
    PromiseState.OPEN: saying("still open"),
    PromiseState.KEPT: saying("kept"),
    PromiseState.BROKEN: saying("broken"),
    PromiseState.MADE_UP: saying("made up for"),
    PromiseState.WITHDRAWN: saying("withdrawn"),
}
_ORDER_STATES = {
    OrderState.OPEN: saying("being made"),
    OrderState.READY: saying("ready"),
    OrderState.HANDED_OVER: saying("handed over to them"),
    OrderState.WITHDRAWN: saying("withdrawn"),
}


def promise_state(state: PromiseState) -> Saying:
    """Name where a promise stands."""
    return _PROMISE_STATES[state]


def order_state(state: OrderState) -> Saying:
    """Name where a special order stands."""
    return _ORDER_STATES[state]


_TOLD = {
    PromiseState.KEPT: saying("Promise kept: {words}"),
    PromiseState.BROKEN: saying("Promise broken: {words}"),
    PromiseState.MADE_UP: saying("Made up for a broken promise: {words}"),
    PromiseState.WITHDRAWN: saying("Promise withdrawn: {words}"),
}


def promised(words: FieldValue, due_on: date) -> tuple[Saying, Saying]:
    """Say that something was promised, and for when."""
    return saying("Promised: {words}", words=words), saying("For {day}", day=due_on)


def settled(state: PromiseState, words: FieldValue) -> Saying:
    """Say what became of a promise that is no longer open."""
    return Saying(_TOLD[state].text, (("words", words),))
