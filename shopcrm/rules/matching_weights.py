"""The weights by which the terms are added up, where they came from, and how they are written down."""

import json
from dataclasses import asdict, dataclass
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
class Weights:
    """What scoring needs to know; `coefficients` and `fresh` go by the terms and are never negative.

    `fresh` is for goods that nobody has bought yet. Under `COUNTING` the coefficients are idle: customers are
    ranked by times bought, then by what they took lately.
    """

    origin: Origin
    intercept: float
    coefficients: tuple[float, ...]
    fresh_intercept: float
    fresh: tuple[float, ...]
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
        coefficients=tuple(plain.pop("coefficients")),
        fresh=tuple(plain.pop("fresh")),
        calibration=Calibration(**curve),
        **plain,
    )


def _by_term(**named: float) -> tuple[float, ...]:
    return tuple(named.get(name, 0.0) for name in TERM_NAMES)


USUAL = Weights(
    origin=Origin.USUAL,
    intercept=-8.7,
    coefficients=_by_term(
        often=0.40,
        again=0.90,
        lately=0.10,
        share=0.75,
        due=0.30,
        kept=0.10,
        season=0.40,
        company=0.60,
        likeness=0.30,
        breadth=0.07,
        visits=0.20,
        steady=0.05,
        active=0.02,
        demand=0.35,
        times=0.10,
    ),
    fresh_intercept=-7.0,
    fresh=_by_term(likeness=0.70, breadth=0.30, visits=0.35, steady=0.10, active=0.05),
)
"""Where learning starts and what stands in for it: measured on a gift shop, a first guess elsewhere."""

COUNTING = Weights(
    origin=Origin.COUNTING,
    intercept=USUAL.intercept,
    coefficients=USUAL.coefficients,
    fresh_intercept=USUAL.fresh_intercept,
    fresh=USUAL.fresh,
)
"""Most often bought first, then who took most lately: for records too short to learn from."""


def as_array(coefficients: tuple[float, ...]) -> Floats:
    """Return the coefficients as a column to multiply the terms by."""
    return np.array(coefficients, dtype=np.float64)


FRESH_TERMS = (Term.LIKENESS, Term.BREADTH, Term.VISITS, Term.STEADY, Term.ACTIVE)
"""The terms that say something about goods nobody has bought."""
