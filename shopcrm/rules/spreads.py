"""What is said of how long many cases took (K2); counting it needs numpy, and telling it does not."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Spread:
    """Opening minutes of some cases: how many, the middle one, what nine of ten keep under, and late ones.

    Without any case nothing is known.
    """

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None
    late: int = 0


class Times(NamedTuple):
    """To the first answer, and until settled; and how many were opened again."""

    answer: Spread
    settle: Spread
    reopened: int = 0
