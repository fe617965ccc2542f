"""Turns a score into a chance by looking at how often scores like it came true before.

The chance never falls as the score rises: neighbouring groups that contradict it are pooled (isotonic
regression).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shopcrm.rules.matching_history import Floats

MOST_GROUPS = 40
FEWEST_PER_GROUP = 20.0
FEWEST_TO_LEARN = 40.0
SEASON = 0.25
"""Season alone moved measured chances by about a quarter both ways."""
_Z = 1.64


@dataclass(frozen=True)
class Calibration:
    """Points of the curve from score to chance, rising, with the range the chance is thought to lie in."""

    scores: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there was enough to learn from."""
        return bool(self.scores)

    def chance(self, score: Floats) -> Floats:
        """Return the chance, 0 to 1, for each score."""
        return self._read(score, self.chances)

    def band(self, score: Floats) -> tuple[Floats, Floats]:
        """Return the lower and upper end of what the chance may be, for each score."""
        return self._read(score, self.lows), self._read(score, self.highs)

    def _read(self, score: Floats, curve: tuple[float, ...]) -> Floats:
        if not self.scores:
            return np.zeros(len(score))
        return np.interp(score, self.scores, curve)


NOTHING_LEARNED = Calibration()


def learn(score: Floats, came_true: Floats, weight: Floats) -> Calibration:
    """Learn the curve from scores, outcomes (0 or 1) and how many cases each row stands for.

    Nothing is learned from fewer than forty outcomes.
    """
    if came_true.sum() < FEWEST_TO_LEARN:
        return Calibration()
    order = np.argsort(score, kind="stable")
    score, came_true, weight = score[order], came_true[order], weight[order]
    group = _groups(came_true)
    n = int(group[-1]) + 1
    cases = np.bincount(group, weight, minlength=n)
    hits = np.bincount(group, weight * came_true, minlength=n)
    told = np.bincount(group, came_true, minlength=n)
    middle = np.bincount(group, weight * score, minlength=n) / cases
    blocks = _pooled(zip(cases, hits, told, middle * cases, strict=True))
    return _curve(blocks)


def _groups(came_true: Floats) -> "np.typing.NDArray[np.int64]":
    """Cut the sorted rows into groups with about as many outcomes each."""
    total = float(came_true.sum())
    size = max(FEWEST_PER_GROUP, total / MOST_GROUPS)
    before = np.cumsum(came_true) - came_true
    last = max(int(total // size) - 1, 0)
    group = np.minimum((before // size).astype(np.int64), last)
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _pooled(groups: Iterable[tuple[float, ...]]) -> list[Floats]:
    blocks: list[Floats] = []
    for group in groups:
        block = np.array(group)
        while blocks and blocks[-1][1] / blocks[-1][0] >= block[1] / block[0]:
            block += blocks.pop()
        blocks.append(block)
    return blocks


def _curve(blocks: list[Floats]) -> Calibration:
    cases, hits, told, scores = np.array(blocks).T
    chance = hits / cases
    # The outcomes seen, not the cases they stand for, say how sure the chance is.
    doubt = _Z * chance * np.sqrt((1 - chance) / np.maximum(told, 1.0))
    low = np.maximum(chance * (1 - SEASON) - doubt, 0.0)
    high = np.minimum(chance * (1 + SEASON) + doubt, 1.0)
    return Calibration(
        _tuple(scores / cases),
        _tuple(chance),
        _tuple(np.maximum.accumulate(low)),
        _tuple(np.maximum.accumulate(high)),
    )


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)
