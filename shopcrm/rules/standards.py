"""What the shop stands for: its dos and don'ts, terms, guarantees, hours, clocks, remedies and phrases.

Each kind is one value that is read and changed whole. What cannot be is refused with a sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

from shopcrm.rules.complaints import SEVERITIES, About, RemedyKind, severity_words
from shopcrm.rules.errors import BadInput
from shopcrm.rules.opening import DAY_MINUTES, Span
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.sayings import Saying, saying

LONGEST = 400
"""Letters of one sentence; it has to be read while somebody waits."""
LONGEST_TERMS = 4_000
MOST_LINES = 60
MOST_DAYS = 3_650
MOST_AMOUNT, MOST_POINTS = 10**15, 10**9
MOST_MINUTES = 100_000
WEEK = 7
_NOTHING = Compensation()
_MIDDLE = 3
"""How upset somebody is taken to be who did not tell."""


class StandardKind(StrEnum):
    """The parts of the shop's standards; each has versions of its own."""

    DOS = "dos"
    RETURNS = "returns"
    GUARANTEES = "guarantees"
    HOURS = "hours"
    CLOCKS = "clocks"
    REMEDIES = "remedies"
    PHRASES = "phrases"


_KINDS: dict[StandardKind, Saying] = {
    StandardKind.DOS: saying("Dos and don'ts"),
    StandardKind.RETURNS: saying("Return terms"),
    StandardKind.GUARANTEES: saying("Guarantees"),
    StandardKind.HOURS: saying("Opening hours"),
    StandardKind.CLOCKS: saying("Clocks of complaints"),
    StandardKind.REMEDIES: saying("What may be offered"),
    StandardKind.PHRASES: saying("Words for hard moments"),
}


class LineRefused(BadInput):
    """A sentence that is empty or too long to be read at the counter."""

    sentence = "Each line has 1 to {most} letters, and there are at most {lines}. Nothing was changed."


class TermsTooLong(BadInput):
    """Return terms that no slip can hold."""

    sentence = "The return terms have {count} letters; at most {most} can be kept. Nothing was changed."


class DaysRefused(BadInput):
    """A number of days that cannot be."""

    sentence = "{days} is no number of days from 0 to {most}. Nothing was changed."


class HoursRefused(BadInput):
    """Hours that no day has, or that lie over each other."""

    sentence = (
        "The hours of {day} cannot be. Nothing was changed. "
        "Write spans that do not lie over each other, such as 9:00-13:00, 16:00-21:00."
    )


class ClockRefused(BadInput):
    """A clock that runs out before it begins, or never."""

    sentence = (
        "For somebody who is {severity}, the first answer comes within 1 to {most} minutes, "
        "and the case is settled no sooner. Nothing was changed."
    )


class OfferRefused(BadInput):
    """An amount that cannot be offered."""

    sentence = "What may be offered lies between nothing and {most}. Nothing was changed. Look at the digits."


@dataclass(frozen=True, slots=True)
class Dos:
    """What everybody who works here does, and does not do; one sentence each."""

    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returns:
    """On what terms goods are taken back, and for how many days; both are settings of the shop too."""

    words: str = ""
    days: int = 14


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What the shop gives its word on, what it is about, and what is made for it when it is broken.

    One that is `for_orders` holds for special orders that are late by more than `grace_days`.
    """

    words: str
    about: About = About.NOT_YET
    if_broken: Compensation = _NOTHING
    for_orders: bool = False
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class Guarantees:
    """All that the shop gives its word on."""

    each: tuple[Guarantee, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """The spans of each day of a week from Monday; `fixed` keeps the fixed holidays of Iran."""

    week: tuple[tuple[Span, ...], ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """Opening minutes from a complaint to the first answer, and until it is settled."""

    answer: int
    settle: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """The times for each severity, from calm to leaving."""

    times: tuple[CaseTimes, ...]

    def of(self, severity: int) -> CaseTimes:
        """Give the times of a severity; whoever did not tell is taken to be upset."""
        return self.times[(severity or _MIDDLE) - 1]


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be offered to somebody who is so upset, in smallest units and points; None is no limit."""

    kinds: frozenset[RemedyKind] = frozenset()
    most: int | None = None
    most_points: int | None = None


@dataclass(frozen=True, slots=True)
class RemedyTerms:
    """What may be offered in one case, and above which amount and points a manager agrees."""

    kinds: frozenset[RemedyKind]
    most: int | None
    most_points: int | None
    alone: int
    alone_points: int


@dataclass(frozen=True, slots=True)
class Remedies:
    """What may be offered for each severity; staff give up to `alone` and `alone_points` by themselves."""

    offers: tuple[Offer, ...]
    alone: int
    alone_points: int

    def of(self, severity: int) -> RemedyTerms:
        """Give the terms of a severity; whoever did not tell is taken to be upset."""
        offer = self.offers[(severity or _MIDDLE) - 1]
        return RemedyTerms(offer.kinds, offer.most, offer.most_points, self.alone, self.alone_points)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for a hard moment, or ones to `avoid`; for what they are, and from which severity on."""

    words: str
    about: About = About.NOT_YET
    severity: int = 1
    avoid: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What can be said now, the closest first, and what had better not be."""

    say: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """All words for hard moments."""

    each: tuple[Phrase, ...] = ()

    def fit(self, about: About, severity: int) -> Said:
        """Choose what fits: what is about the same, then what is for stronger feelings, comes first."""
        fits = [one for one in self.each if one.about in {About.NOT_YET, about} and one.severity <= severity]
        fits.sort(key=lambda one: (one.about is not about, -one.severity))
        return Said(
            tuple(one.words for one in fits if not one.avoid), tuple(one.words for one in fits if one.avoid)
        )


Content: TypeAlias = Dos | Returns | Guarantees | Hours | Clocks | Remedies | Phrases


def kind_words(kind: StandardKind) -> Saying:
    """Name a kind of standard."""
    return _KINDS[kind]


def check(content: Content) -> None:
    """Refuse what cannot be a standard.

    Raises LineRefused, TermsTooLong, DaysRefused, HoursRefused, ClockRefused, OfferRefused, and as
    `Compensation.check` does.
    """
    match content:
        case Dos(do, dont):
            _check_lines([*do, *dont])
        case Returns():
            _check_returns(content)
        case Guarantees(each):
            _check_guarantees(each)
        case Hours(week):
            _check_week(week)
        case Clocks(times):
            _check_times(times)
        case Remedies():
            _check_offers(content)
        case _:
            _check_lines([one.words for one in content.each])
            if any(one.severity not in SEVERITIES for one in content.each):
                raise LineRefused(most=LONGEST, lines=MOST_LINES)


def _check_lines(lines: Sequence[str]) -> None:
    if len(lines) > MOST_LINES or not all(0 < len(line) <= LONGEST for line in lines):
        raise LineRefused(most=LONGEST, lines=MOST_LINES)


def _check_returns(terms: Returns) -> None:
    if len(terms.words) > LONGEST_TERMS:
        raise TermsTooLong(count=len(terms.words), most=LONGEST_TERMS)
    _check_days(terms.days)


def _check_days(days: int) -> None:
    if not 0 <= days <= MOST_DAYS:
        raise DaysRefused(days=days, most=MOST_DAYS)


def _check_guarantees(each: Sequence[Guarantee]) -> None:
    _check_lines([one.words for one in each])
    for one in each:
        _check_days(one.grace_days)
        one.if_broken.check(has_customer=True)
        if one.if_broken.makes is Makes.SERVICE:
            _check_lines([one.if_broken.words])


def _check_week(week: Sequence[Sequence[Span]]) -> None:
    if len(week) != WEEK:
        raise HoursRefused(day=_DAYS[0])
    edges: list[tuple[int, int, int]] = []
    for day, spans in enumerate(week):
        for span in spans:
            if not (0 <= span.opens < DAY_MINUTES and 0 < span.closes <= DAY_MINUTES):
                raise HoursRefused(day=_DAYS[day])
            begin = day * DAY_MINUTES + span.opens
            edges.append((begin, begin + span.length, day))
    edges.sort()
    # The night of Sunday reaches into the Monday after.
    again = [(begin + WEEK * DAY_MINUTES, end, day) for begin, end, day in edges[:1]]
    for before, following in pairwise([*edges, *again]):
        if len(edges) > 1 and following[0] < before[1]:
            raise HoursRefused(day=_DAYS[following[2]])


def _check_times(times: Sequence[CaseTimes]) -> None:
    if len(times) != len(SEVERITIES):
        raise ClockRefused(severity=severity_words(1), most=MOST_MINUTES)
    for severity, one in zip(SEVERITIES, times, strict=True):
        if not 0 < one.answer <= one.settle <= MOST_MINUTES:
            raise ClockRefused(severity=severity_words(severity), most=MOST_MINUTES)


def _check_offers(content: Remedies) -> None:
    if len(content.offers) != len(SEVERITIES):
        raise OfferRefused(most=MOST_POINTS)
    _check_most([content.alone, *(one.most for one in content.offers)], MOST_AMOUNT)
    _check_most([content.alone_points, *(one.most_points for one in content.offers)], MOST_POINTS)


def _check_most(values: Iterable[int | None], most: int) -> None:
    if not all(value is None or 0 <= value <= most for value in values):
        raise OfferRefused(most=most)


_DAYS = (
    saying("Monday"),
    saying("Tuesday"),
    saying("Wednesday"),
    saying("Thursday"),
    saying("Friday"),
    saying("Saturday"),
    saying("Sunday"),
)
