"""The clock of this computer that nobody can set: how long it has been on since it was started."""

import time
from functools import cache
from pathlib import Path

from shopcrm.rules.pins import Tick

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def tick() -> Tick:
    """Read it; only Linux gives each start a name of its own."""
    return Tick(_boot(), time.monotonic_ns() // 1_000_000)


@cache
def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""
