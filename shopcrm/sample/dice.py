"""Chance that falls the same way each time for the same seed: the sample shop is always the same."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A source of chance; it is no secret, and nothing secret may come from it."""

    def __init__(self, seed: int) -> None:
        self._source = np.random.Generator(np.random.PCG64(seed))
        self._kept: list[float] = []

    def share(self) -> float:
        """Fall anywhere from 0 to 1, 1 excluded."""
        # A sample asks half a million times, so that looking first each time would be felt.
        try:
            return self._kept.pop()
        except IndexError:
            self._kept = self._source.random(4096).tolist()
            return self._kept.pop()

    def happens(self, chance: float) -> bool:
        """Fall on yes with a chance from 0 to 1."""
        return self.share() < chance

    def between(self, low: int, high: int) -> int:
        """Fall on a whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Fall on one of some things."""
        return things[int(self.share() * len(things))]

    def weighted(self, heap: "Heap[T]") -> T:
        """Fall on one of some things, each as often as its weight says."""
        return heap.things[bisect(heap.sums, self.share() * heap.sums[-1])]

    def spread(self, width: float) -> float:
        """Fall around 1: as often on half as on double for a width of about 0.7."""
        # Four shares together are close enough to the bell curve.
        bell = (self.share() + self.share() + self.share() + self.share() - 2.0) * 1.732
        return exp(width * bell)


class Heap(Generic[T]):
    """Things with weights, ready to be picked from."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self.things = things
        self.sums = list(accumulate(weights))
