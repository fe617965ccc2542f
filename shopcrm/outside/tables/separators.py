"""Finds out what parts the cells of a text table: comma, semicolon, tab, bar, or blanks between columns."""

import csv
from collections import Counter
from collections.abc import Sequence

SPACES = " "
NONE = ""
# A tab or semicolon that parts every line is rarely chance; a comma may stand in numbers and names.
CANDIDATES = ("\t", ";", "|", ",")
_DECLARED = "sep="
_ENOUGH = 0.9


def declared(first_line: str) -> str | None:
    """Read the line `sep=;` that Excel understands, if it is one."""
    if first_line.lower().startswith(_DECLARED) and len(first_line) == len(_DECLARED) + 1:
        return first_line[-1]
    return None


def find(lines: Sequence[str]) -> str:
    """Choose the separator that cuts the lines into the same number of cells, most cells first.

    Gives SPACES for columns aligned by blanks and NONE where each line is one cell.
    """
    filled = [line for line in lines if line.strip()]
    found = max(
        ((*_fit(filled, mark), mark) for mark in CANDIDATES), key=lambda fit: fit[:2], default=(0, 0, NONE)
    )
    if found[1] > 1:
        return found[2]
    return SPACES if _is_aligned(filled) else NONE


def _fit(lines: Sequence[str], mark: str) -> tuple[float, int]:
    if not any(mark in line for line in lines):
        return 0.0, 0
    counts = Counter(len(row) for row in csv.reader((f"{line}\n" for line in lines), delimiter=mark) if row)
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        # A title above the table, or a short table: some lines are parted after all.
        width, times = max(counts.items(), key=lambda item: (item[0] > 1, item[1]))
    share = times / sum(counts.values())
    return (1.0 if share > _ENOUGH else round(share, 1)), width


def _is_aligned(lines: Sequence[str]) -> bool:
    """Tell whether blanks part the lines: three cells or more in each, at least half of them numbers."""
    rows = [line.split() for line in lines]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or widths.pop() < 3:
        return False
    numeric = sum(
        all(cell.replace(".", "").replace("-", "").isdecimal() for cell in column)
        for column in zip(*rows, strict=True)
    )
    return 2 * numeric >= len(rows[0])
