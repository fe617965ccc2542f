"""The weights by which the terms are added up, where they came from, and how they are written down."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from shopcrm.rules.calibration import NOTHING_LEARNED, Calibration
from shopcrm.rules.matching_features import TERM_NAMES, Term
from shopcrm.rules.matching_history import Floats

VERSION = 1
FEWEST_BUYERS = 5
"""With fewer past buyers a product is partly or wholly ranked as fresh, and nobody's chance is known."""


class Origin(StrEnum):
    """Where weights come from."""

    LEARNED = "learned"
    USUAL = "usual"
    COUNTING = "counting"


@dataclass(frozen=True)
class Formula:
    """What the terms are multiplied by, in their order and never negative, and what the sum starts from."""

    intercept: float
    coefficients: tuple[float, ...]

    def score(self, terms: Floats) -> Floats:
        """Add up the terms, one row per customer."""
        return np.asarray(self.intercept + terms @ np.array(self.coefficients), dtype=np.float64)

    def mixed(self, other: "Formula", share: float) -> "Formula":
        """Take so much of this formula, 0 to 1, and the rest of the other."""
        both = zip(self.coefficients, other.coefficients, strict=True)
        return Formula(
            share * self.intercept + (1 - share) * other.intercept,
            tuple(share * mine + (1 - share) * theirs for mine, theirs in both),
        )


@dataclass(frozen=True)
class Weights:
    """What scoring needs to know.

    `past` is for customers who bought the product before, `others` for those who did not, and `fresh` for
    goods that nobody has bought yet. Under `COUNTING` the formulas are idle: customers are ranked by times
    bought, then by what they took lately.
    """

    origin: Origin
    past: Formula
    others: Formula
    fresh: Formula
    calibration: Calibration = NOTHING_LEARNED
    learned_on: int = 0
    """The day number of the morning on which they were learned; 0 for fixed weights."""
    outcomes: int = 0
    """Purchases they were learned from."""

    def to_json(self) -> str:
        """Write the weights down, with the names of the terms."""
        plain = asdict(self) | {"version": VERSION, "terms": list(TERM_NAMES)}
        return json.dumps(plain, sort_keys=True)


def from_json(text: str) -> Weights | None:
    """Read weights back; None when they were written for other terms and must be learned again."""
    plain: dict[str, Any] = json.loads(text)
    if plain.pop("version", 0) != VERSION or plain.pop("terms", []) != list(TERM_NAMES):
        return None
    curve = {name: tuple(values) for name, values in plain.pop("calibration").items()}
    return Weights(
        origin=Origin(plain.pop("origin")),
        past=_formula(plain.pop("past")),
        others=_formula(plain.pop("others")),
        fresh=_formula(plain.pop("fresh")),
        calibration=Calibration(**curve),
        **plain,
    )


def _formula(plain: dict[str, Any]) -> Formula:
    return Formula(plain["intercept"], tuple(plain["coefficients"]))


def _by_term(intercept: float, **named: float) -> Formula:
    return Formula(intercept, tuple(named.get(name, 0.0) for name in TERM_NAMES))


USUAL = Weights(
    origin=Origin.USUAL,
    past=_by_term(
        -7.6,
        often=0.36,
        again=1.07,
        lately=0.20,
        share=0.50,
        due=0.31,
        kept=0.10,
        season=0.40,
        company=0.25,
        likeness=0.10,
        breadth=0.02,
        visits=0.40,
        steady=0.13,
        active=0.02,
        demand=0.42,
        times=0.10,
    ),
    others=_by_term(
        -10.0,
        share=1.20,
        company=0.57,
        likeness=0.52,
        breadth=0.13,
        visits=0.10,
        steady=0.02,
        active=0.02,
        demand=0.54,
    ),
    fresh=_by_term(-7.8, likeness=1.30, breadth=0.12, visits=0.15, steady=0.02, active=0.02),
)
"""Where learning starts and what stands in for it: measured on a gift shop, a first guess elsewhere."""

COUNTING = replace(USUAL, origin=Origin.COUNTING)
"""Most often bought first, then who took most lately: for records too short to learn from."""

OTHERS_TERMS = (
    Term.SHARE,
    Term.COMPANY,
    Term.LIKENESS,
    Term.BREADTH,
    Term.VISITS,
    Term.STEADY,
    Term.ACTIVE,
    Term.DEMAND,
)
"""The terms that say something about customers who have not bought the product."""

FRESH_TERMS = (Term.LIKENESS, Term.BREADTH, Term.VISITS, Term.STEADY, Term.ACTIVE)
"""The terms that say something about goods nobody has bought."""
