"""Decides which way each letter of a line runs, so that names, sums and Latin words keep their order.

This is the Unicode bidirectional algorithm (UAX #9) with isolates and bracket pairs. Embeddings and overrides
(U+202A to U+202E) are not known here: the line engine takes them out before it asks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = {LRI, RLI, FSI}
_DEEPEST = 125
# The pairs that a shop's text holds; the rarer mathematical ones have no shape in the typeface.
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = set(_CLOSES.values())
_NEUTRAL = {"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"}
_SPACES = {"WS", "S", "B", "BN", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True)
class Run:
    """A stretch of text, start included and end excluded, whose letters all run one way."""

    start: int
    end: int
    level: int

    @property
    def rtl(self) -> bool:
        """Say whether the letters run from right to left."""
        return self.level % 2 == 1


@dataclass
class _Stretch:
    """What stands at one depth of isolation: places in the text, their classes, and the level."""

    level: int
    places: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    @property
    def side(self) -> str:
        return "R" if self.level % 2 else "L"

    def add(self, place: int, kind: str) -> None:
        self.places.append(place)
        self.kinds.append(kind)


def levels(text: str, *, rtl: bool) -> list[int]:
    """Give each character its embedding level (odd runs right to left) before lines are cut."""
    base = 1 if rtl else 0
    found = [base] * len(text)
    for stretch in _stretches(text, base):
        _resolve_weak(stretch)
        _resolve_brackets(stretch, text)
        _resolve_neutral(stretch)
        for place, kind in zip(stretch.places, stretch.kinds, strict=True):
            found[place] = _implicit(stretch.level, kind)
    _carry_ignored(text, found)
    return found


def visual_runs(text: str, found: Sequence[int], *, rtl: bool) -> list[Run]:
    """Put the runs of one line, given with its levels, in the order they stand from left to right."""
    base = 1 if rtl else 0
    line = list(found)
    for place in range(len(text) - 1, -1, -1):
        if unicodedata.bidirectional(text[place]) not in _SPACES:
            break
        line[place] = base
    runs: list[Run] = []
    for level, places in groupby(range(len(text)), key=line.__getitem__):
        part = list(places)
        runs.append(Run(part[0], part[-1] + 1, level))
    return _joined(_reorder(runs))


def _joined(runs: list[Run]) -> list[Run]:
    """Make one run of neighbours that run the same way and follow each other, as parts of a sum do."""
    out: list[Run] = []
    for run in runs:
        before = out[-1] if out else None
        follows = before and (run.end == before.start if run.rtl else before.end == run.start)
        if before and follows and before.rtl == run.rtl:
            out[-1] = Run(min(before.start, run.start), max(before.end, run.end), run.level)
        else:
            out.append(run)
    return out


def _reorder(runs: list[Run]) -> list[Run]:
    if not runs:
        return runs
    for level in range(max(run.level for run in runs), 0, -1):
        runs = _turned(runs, level)
    return runs


def _turned(runs: list[Run], level: int) -> list[Run]:
    """Turn round each stretch of runs that lies at this level or deeper."""
    out: list[Run] = []
    for deep, part in groupby(runs, key=lambda run: run.level >= level):
        stretch = list(part)
        out.extend(reversed(stretch) if deep else stretch)
    return out


def _stretches(text: str, base: int) -> list[_Stretch]:
    every = [_Stretch(base)]
    stack = every[:]
    too_deep = 0
    for place, letter in enumerate(text):
        kind = unicodedata.bidirectional(letter) or "L"
        if kind == "BN":
            continue
        if letter == PDI:
            if too_deep:
                too_deep -= 1
            elif len(stack) > 1:
                stack.pop()
        stack[-1].add(place, kind)
        if letter in _ISOLATES:
            level = _inner_level(stack[-1].level, _isolate_is_rtl(text, place))
            if level > _DEEPEST or too_deep:
                too_deep += 1
            else:
                stack.append(_Stretch(level))
                every.append(stack[-1])
    return every


def _inner_level(level: int, rtl: bool) -> int:  # noqa: FBT001 - two values of one decision, private
    return level + 1 if (level % 2 == 0) == rtl else level + 2


def _isolate_is_rtl(text: str, place: int) -> bool:
    if text[place] != FSI:
        return text[place] == RLI
    depth = 0
    for letter in text[place + 1 :]:
        if letter in _ISOLATES:
            depth += 1
        elif letter == PDI:
            if depth == 0:
                return False
            depth -= 1
        elif depth == 0 and (kind := unicodedata.bidirectional(letter)) in {"L", "R", "AL"}:
            return kind != "L"
    return False


def _resolve_weak(stretch: _Stretch) -> None:
    kinds = stretch.kinds
    _marks_follow(kinds, stretch.side)
    strong = stretch.side
    for here, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[here] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for here in range(1, len(kinds) - 1):
        before, after = kinds[here - 1], kinds[here + 1]
        joined = {"ES": {"EN"}, "CS": {"EN", "AN"}}.get(kinds[here], set())
        if before == after and before in joined:
            kinds[here] = before
    _terminators(kinds)
    strong = stretch.side
    for here, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[here] = "L"


def _marks_follow(kinds: list[str], side: str) -> None:
    before = side
    for here, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[here] = "ON" if before in {"LRI", "RLI", "FSI", "PDI"} else before
        before = kinds[here]


def _terminators(kinds: list[str]) -> None:
    here = 0
    while here < len(kinds):
        end = here
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > here:
            touches = (here > 0 and kinds[here - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
            kinds[here:end] = ["EN" if touches else "ON"] * (end - here)
        here = end + 1
    kinds[:] = ["ON" if kind in {"ES", "CS"} else kind for kind in kinds]


def _strong(kind: str) -> str:
    return "R" if kind in {"R", "EN", "AN"} else kind


def _resolve_brackets(stretch: _Stretch, text: str) -> None:
    for opened, closed in _pairs(stretch, text):
        inside = {_strong(kind) for kind in stretch.kinds[opened + 1 : closed]} & {"L", "R"}
        if not inside:
            continue
        side = stretch.side
        if side not in inside:
            # What is inside runs against the line: brackets go with it only where what came before does.
            earlier = (_strong(kind) for kind in reversed(stretch.kinds[:opened]))
            side = next((kind for kind in earlier if kind in {"L", "R"}), side)
        for place in (opened, closed):
            _set_bracket(stretch, text, place, side)


def _set_bracket(stretch: _Stretch, text: str, place: int, side: str) -> None:
    stretch.kinds[place] = side
    for after in range(place + 1, len(stretch.kinds)):
        if unicodedata.bidirectional(text[stretch.places[after]]) != "NSM":
            break
        stretch.kinds[after] = side


def _pairs(stretch: _Stretch, text: str) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for here, place in enumerate(stretch.places):
        letter = text[place]
        if stretch.kinds[here] != "ON":
            continue
        if letter in _CLOSES:
            if len(waiting) == 63:  # the algorithm's own limit
                break
            waiting.append((_CLOSES[letter], here))
        elif letter in _CLOSERS:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == letter:
                    pairs.append((waiting[depth][1], here))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _resolve_neutral(stretch: _Stretch) -> None:
    kinds, side = stretch.kinds, stretch.side
    here = 0
    while here < len(kinds):
        end = here
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > here:
            before = _strong(kinds[here - 1]) if here else side
            after = _strong(kinds[end]) if end < len(kinds) else side
            kinds[here:end] = [before if before == after else side] * (end - here)
        here = end + 1


def _implicit(level: int, kind: str) -> int:
    if level % 2 == 0:
        return level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return level + (0 if kind == "R" else 1)


def _carry_ignored(text: str, found: list[int]) -> None:
    for place in range(1, len(text)):
        if unicodedata.bidirectional(text[place]) == "BN":
            found[place] = found[place - 1]
