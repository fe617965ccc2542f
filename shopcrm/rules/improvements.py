"""Whether an improvement helped: complaints before and after it, told only with enough data (N5)."""

import math
from dataclasses import dataclass
from enum import StrEnum

from shopcrm.rules.sayings import Saying, saying

PER_DAYS = 30
"""Complaints are counted per so many days, so that a short time can be held against a long one."""
LEAST_DAYS = 30
"""A time shorter than this tells nothing yet."""
_SURE = 0.05
"""A difference that chance alone makes more often than this is none yet."""


class Effect(StrEnum):
    """What came of an improvement."""

    NOT_KNOWN = "not_known"
    FEWER = "fewer"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Complaints of a cause within days before an improvement and days after it."""

    before: int
    days_before: int
    after: int
    days_after: int

    @property
    def rate_before(self) -> int | None:
        """Complaints per 30 days before it, in thousandths; None where the time is too short."""
        return _rate(self.before, self.days_before)

    @property
    def rate_after(self) -> int | None:
        """Complaints per 30 days after it, in thousandths; None where the time is too short."""
        return _rate(self.after, self.days_after)

    @property
    def effect(self) -> Effect:
        """Whether there are fewer or more now; not known where chance could have made the difference (N5)."""
        if self.rate_before is None or self.rate_after is None:
            return Effect.NOT_KNOWN
        total, share = self.before + self.after, self.days_after / (self.days_before + self.days_after)
        fewer = self.after < total * share
        if _tail(total, self.after, share, below=fewer) > _SURE / 2:
            return Effect.NOT_KNOWN
        return Effect.FEWER if fewer else Effect.MORE


def effect_words(effect: Effect) -> Saying:
    """Say what came of an improvement."""
    match effect:
        case Effect.FEWER:
            return saying("fewer complaints than before")
        case Effect.MORE:
            return saying("more complaints than before")
        case Effect.NOT_KNOWN:
            return saying("not known yet")


def _rate(count: int, days: int) -> int | None:
    return None if days < LEAST_DAYS else round(count * PER_DAYS * 1000 / days)


def _tail(total: int, count: int, share: float, *, below: bool) -> float:
    """Give how likely chance makes so few (or so many) of all complaints fall after it: a binomial tail."""
    places = range(count + 1) if below else range(count, total + 1)
    return sum(_chance(total, one, share) for one in places)


def _chance(total: int, count: int, share: float) -> float:
    ways = math.lgamma(total + 1) - math.lgamma(count + 1) - math.lgamma(total - count + 1)
    return math.exp(ways + count * math.log(share) + (total - count) * math.log(1 - share))
