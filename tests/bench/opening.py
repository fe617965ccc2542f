"""The due moment of a complaint thirty working days on, in hours with a noon break, over Nowruz.

python -m tests.bench.opening; the goal is well under a millisecond, cold (nothing is remembered) and warm.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from shopcrm.rules import opening
from shopcrm.rules.opening import Opening, Span

ROUNDS = 200
_DAY = (Span(540, 780), Span(960, 1260))
_WEEK = (*((_DAY,) * 4), (), _DAY, _DAY)
_TAKEN = datetime(2026, 2, 22, 9, 0, tzinfo=UTC)
_MINUTES = 30 * 540


def main(_arguments: list[str] | None = None) -> float:
    """Print how long it takes; gives the slowest median in microseconds."""
    found: dict[str, float] = {}
    for zone in ("Asia/Tehran", "Europe/Berlin"):
        shop = Opening(_WEEK, zone, fixed=True)
        found[f"{zone} cold"] = _median(shop, _forget)
        found[f"{zone} warm"] = _median(shop, lambda: None)
    print(json.dumps({name: round(one) for name, one in found.items()}))
    for name, one in found.items():
        print(f"due 30 working days on, {name}: {one:.0f} us")
    return max(found.values())


def _median(shop: Opening, before: Callable[[], None]) -> float:
    times = []
    for _round in range(ROUNDS):
        before()
        begun = time.perf_counter()
        opening.after(shop, _TAKEN, _MINUTES)
        times.append((time.perf_counter() - begun) * 1e6)
    return statistics.median(times)


def _forget() -> None:
    opening.fixed_holiday.cache_clear()
    opening._plain_midnight.cache_clear()


if __name__ == "__main__":
    main()
