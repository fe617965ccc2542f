"""Orders what a paper tells to the programs that read it, so that words and codes are copied as meant.

Readers meet shapes from left to right and sort them anew by guessing, each in its own way, so two things are
done for them. Hidden marks stand where the direction turns: without them poppler counts the space after a
number as part of the number and glues the next word to it. And on a right-to-left page pdfium turns round the
parts of what runs left to right (T-shirt, Sara Smith), so these are told last first, each in its own place.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shopcrm.outside.paper.fonts import Glyph, Shaped

LRM, RLM = "\u200e", "\u200f"
_NUMBER_LIKE = {"CS", "ES", "ET"}  # colon, comma, point, plus, minus, percent: readers count them to a number
_WEAK = {"EN", "AN", "NSM", "BN"} | _NUMBER_LIKE


@dataclass(frozen=True)
class Placed:
    """A shape and how far its left end is from the line's (thousandths of the type size)."""

    at: float
    glyph: Glyph


def steered(runs: Sequence[tuple[Shaped, bool]], *, rtl: bool, page_rtl: bool) -> tuple[Placed, ...]:
    """Place the runs of a line, given from left to right (shapes, right-to-left or not), in telling order."""
    out: list[Placed] = []
    at = 0.0
    for number, (shaped, run_rtl) in enumerate(runs):
        alone = number == (len(runs) - 1 if run_rtl else 0)
        placed = []
        for glyph in _marked(list(shaped.glyphs), run_rtl=run_rtl, rtl=rtl, at_edge=alone):
            placed.append(Placed(at, glyph))
            at += glyph.advance
        out.extend(_last_part_first(placed) if page_rtl and not run_rtl else placed)
    return tuple(out)


def _marked(glyphs: list[Glyph], *, run_rtl: bool, rtl: bool, at_edge: bool) -> list[Glyph]:
    """Mark where a run turns against its line, and signs among right-to-left letters as of their kind."""
    if run_rtl and rtl:
        return [_settled(glyph) for glyph in glyphs]
    if glyphs and rtl and not at_edge:
        glyphs[0] = replace(glyphs[0], letters=RLM + glyphs[0].letters)
    if glyphs and run_rtl and not at_edge:
        glyphs[-1] = replace(glyphs[-1], letters=glyphs[-1].letters + LRM)
    return glyphs


def _settled(glyph: Glyph) -> Glyph:
    if glyph.letters and unicodedata.bidirectional(glyph.letters[0]) in _NUMBER_LIKE:
        return replace(glyph, letters=RLM + glyph.letters)
    return glyph


def _last_part_first(placed: Sequence[Placed]) -> list[Placed]:
    parts: list[list[Placed]] = []
    kind = ""
    for here in placed:
        letters = here.glyph.letters.strip(LRM + RLM)
        now = _kind(letters[0]) if letters else kind
        if now != kind or not parts:
            parts.append([])
        parts[-1].append(here)
        kind = now
    return [here for part in reversed(parts) for here in part]


def _kind(letter: str) -> str:
    """Sort a letter as pdfium does: what follows in one kind is one part."""
    found = unicodedata.bidirectional(letter)
    return "letter" if found == "L" else "number" if found in _WEAK else "other"
