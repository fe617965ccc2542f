"""How a case goes from the first word to the last: its states, what follows what, and what puts it right."""

from collections.abc import Collection
from enum import StrEnum

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.sayings import Saying, saying


class Kind(StrEnum):
    """What somebody brings: a complaint, an idea, or kind words."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class About(StrEnum):
    """What it is about; NOT_YET while nobody has said."""

    NOT_YET = ""
    SALE = "sale"
    GOODS = "goods"
    SERVICE = "service"
    STAFF = "staff"
    DELIVERY = "delivery"


class State(StrEnum):
    """Where a case stands; each change is stamped with who, when and why (K1)."""

    DRAFT = "draft"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_US = "waiting_us"
    SETTLED = "settled"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What the customer answered; of a suggestion, what became of it."""

    NONE = ""
    HAPPY = "happy"
    ACCEPTED = "accepted"
    NOT_HAPPY = "not_happy"
    UNREACHED = "unreached"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"


class RemedyKind(StrEnum):
    """What puts it right."""

    APOLOGY = "apology"
    EXPLANATION = "explanation"
    EXCHANGE = "exchange"
    REFUND = "refund"
    VOUCHER = "voucher"
    POINTS = "points"
    SERVICE = "service"


class Want(StrEnum):
    """What the customer says would put it right."""

    APOLOGY = "apology"
    REFUND = "refund"
    EXCHANGE = "exchange"
    VOUCHER = "voucher"
    DELIVER = "deliver"
    HEARD = "heard"


RUNNING = frozenset({State.OPEN, State.WAITING_US, State.REOPENED})
"""States in which the clocks run (K2)."""

UNSETTLED = RUNNING | {State.WAITING_CUSTOMER}
"""States of a case that somebody must still act on."""

WORST = 5
SEVERITIES = range(1, WORST + 1)
"""From calm to leaving."""

_FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN, State.WITHDRAWN}),
    State.OPEN: frozenset({State.WAITING_CUSTOMER, State.WAITING_US, State.SETTLED, State.WITHDRAWN}),
    State.WAITING_CUSTOMER: frozenset({State.WAITING_US, State.SETTLED, State.WITHDRAWN}),
    State.WAITING_US: frozenset({State.WAITING_CUSTOMER, State.SETTLED, State.WITHDRAWN}),
    State.REOPENED: frozenset({State.WAITING_CUSTOMER, State.WAITING_US, State.SETTLED, State.WITHDRAWN}),
    State.SETTLED: frozenset({State.REOPENED}),
    State.WITHDRAWN: frozenset({State.REOPENED}),
}
_ANSWERS: dict[Kind, frozenset[Outcome]] = {
    Kind.COMPLAINT: frozenset({Outcome.HAPPY, Outcome.ACCEPTED, Outcome.UNREACHED}),
    Kind.SUGGESTION: frozenset({Outcome.TAKEN_UP, Outcome.ANSWERED}),
    Kind.PRAISE: frozenset({Outcome.NONE, Outcome.ANSWERED}),
}
_WHICH_ANSWERS: dict[Kind, Saying] = {
    Kind.COMPLAINT: saying("happy again, accepted it, or could not be reached"),
    Kind.SUGGESTION: saying("taken up, or answered"),
    Kind.PRAISE: saying("answered, or nothing at all"),
}
_STATES: dict[State, Saying] = {
    State.DRAFT: saying("draft"),
    State.OPEN: saying("still open"),
    State.WAITING_CUSTOMER: saying("waiting for the customer"),
    State.WAITING_US: saying("waiting for us"),
    State.SETTLED: saying("settled"),
    State.REOPENED: saying("reopened"),
    State.WITHDRAWN: saying("withdrawn"),
}
_KINDS: dict[Kind, Saying] = {
    Kind.COMPLAINT: saying("Complaint"),
    Kind.SUGGESTION: saying("Suggestion"),
    Kind.PRAISE: saying("Praise"),
}
_ABOUT: dict[About, Saying] = {
    About.NOT_YET: saying("Not said yet"),
    About.SALE: saying("Sale"),
    About.GOODS: saying("Goods"),
    About.SERVICE: saying("Service"),
    About.STAFF: saying("Staff"),
    About.DELIVERY: saying("Delivery"),
}
_SEVERITIES = (
    saying("not told"),
    saying("calm"),
    saying("let down"),
    saying("upset"),
    saying("angry"),
    saying("leaving"),
)
_WANTS: dict[Want, Saying] = {
    Want.APOLOGY: saying("An apology"),
    Want.REFUND: saying("Money back"),
    Want.EXCHANGE: saying("An exchange"),
    Want.VOUCHER: saying("A voucher"),
    Want.DELIVER: saying("Deliver now"),
    Want.HEARD: saying("Only to be heard"),
}
_REMEDIES: dict[RemedyKind, Saying] = {
    RemedyKind.APOLOGY: saying("An apology"),
    RemedyKind.EXPLANATION: saying("An explanation"),
    RemedyKind.EXCHANGE: saying("An exchange"),
    RemedyKind.REFUND: saying("Money back"),
    RemedyKind.VOUCHER: saying("A voucher"),
    RemedyKind.POINTS: saying("Points"),
    RemedyKind.SERVICE: saying("A free service"),
}
_OUTCOMES: dict[Outcome, Saying] = {
    Outcome.NONE: saying("no answer yet"),
    Outcome.HAPPY: saying("happy again"),
    Outcome.ACCEPTED: saying("accepted it"),
    Outcome.NOT_HAPPY: saying("not happy"),
    Outcome.UNREACHED: saying("could not be reached"),
    Outcome.TAKEN_UP: saying("taken up"),
    Outcome.ANSWERED: saying("answered"),
}


class StateRefused(Refused):
    """One state does not follow another."""

    sentence = "No. {number} is {state} and cannot become {asked}. Nothing was changed."


class AnswerMissing(BadInput):
    """Settled only with the customer's answer."""

    sentence = "A case is settled with the customer's answer: {answers}. Nothing was changed. Ask them first."


class SeverityRefused(BadInput):
    """Nobody is that upset."""

    sentence = "How upset is a number from 1 (calm) to 5 (leaving), not {severity}. Nothing was changed."


def may_follow(before: State, after: State) -> bool:
    """Whether a case in one state can come into another."""
    return after in _FOLLOWS[before]


def check_change(number: int, before: State, after: State) -> None:
    """Raise StateRefused where one state cannot follow another."""
    if not may_follow(before, after):
        raise StateRefused(number=str(number), state=_STATES[before], asked=_STATES[after])


def check_answer(kind: Kind, outcome: Outcome) -> None:
    """Raise AnswerMissing where a case of a kind is not settled by an answer; *not happy* settles nothing."""
    if outcome not in _ANSWERS[kind]:
        raise AnswerMissing(answers=_WHICH_ANSWERS[kind])


def answers(kind: Kind) -> Collection[Outcome]:
    """Give the answers that settle a case of a kind."""
    return _ANSWERS[kind]


def check_severity(severity: int) -> None:
    """Raise SeverityRefused for what is none; 0 is not told yet."""
    if not 0 <= severity <= WORST:
        raise SeverityRefused(severity=severity)


def state_words(state: State) -> Saying:
    """Say a state, as it stands in a sentence."""
    return _STATES[state]


def kind_words(kind: Kind) -> Saying:
    """Say what somebody brings."""
    return _KINDS[kind]


def about_words(about: About) -> Saying:
    """Say what it is about."""
    return _ABOUT[about]


def severity_words(severity: int) -> Saying:
    """Say how upset somebody is."""
    return _SEVERITIES[severity]


def want_words(want: Want) -> Saying:
    """Say what would put it right."""
    return _WANTS[want]


def remedy_words(kind: RemedyKind) -> Saying:
    """Say what puts it right."""
    return _REMEDIES[kind]


def outcome_words(outcome: Outcome) -> Saying:
    """Say what the customer answered."""
    return _OUTCOMES[outcome]
