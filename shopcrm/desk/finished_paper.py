"""A paper that was made and waits to be looked at, and what is to be written down once it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shopcrm.services.printing import What


@dataclass(frozen=True, slots=True)
class FinishedPaper:
    """A PDF; where `what` is named, its printing is written down for the things of these numbers.

    `slip` papers come from a roll, and go to the shop's slip printer where it has one.
    """

    path: Path
    what: What | None = None
    ids: Sequence[int] = ()
    layout: str = ""
    slip: bool = False


def finished(paper: Path | FinishedPaper) -> FinishedPaper:
    """Take a bare path for a paper of which nothing is written down."""
    return paper if isinstance(paper, FinishedPaper) else FinishedPaper(paper)
