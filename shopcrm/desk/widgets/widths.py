"""Shares the width of a table out among its columns."""

from collections.abc import Sequence


def fitted(wanted: Sequence[int], shares: Sequence[int], room: int, least: int) -> list[int]:
    """Give each column its pixels: fixed ones what they want, sharing ones what is left; the sum is `room`.

    Sharing columns get `least` at the least; where there is too little room, the fixed ones give way alike.
    """
    if not wanted:
        return []
    shared = list(shares) if any(shares) else [1, *[0] * (len(wanted) - 1)]
    fixed = sum(width for width, share in zip(wanted, shared, strict=True) if not share)
    kept = least * sum(1 for share in shared if share)
    allowed = max(0, room - kept)
    widths = [0 if share else width for width, share in zip(wanted, shared, strict=True)]
    if fixed > allowed:
        widths = [width * allowed // max(1, fixed) for width in widths]
    left, total = max(0, room - sum(widths)), sum(shared)
    widths = [left * share // total if share else width for width, share in zip(widths, shared, strict=True)]
    first = next(i for i, share in enumerate(shared) if share)
    widths[first] += max(0, room - sum(widths))
    return widths
