"""Processes that serve and say what is done, until they are killed.

One that has everything imported makes another of itself for each turn, so that a kill costs little.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_TURNS = """
import os, sys
from pathlib import Path

given = [Path(sys.argv[1]), *map(eval, sys.argv[2:])]
for order in sys.stdin:
    place, seed = order.split()
    child = os.fork()
    if child == 0:
        with open(place, "a") as told:
            serve(told, int(seed), *given)
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
"""

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is made by fork, which this lacks")


class Servants:
    """A process that makes as many that serve as are asked for."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._answers = process.stdin, process.stdout

    def run_and_kill(self, told: Path, seed: int, longest: float) -> None:
        """Let one serve until it is killed, at most so many seconds after it said the first thing."""
        self._orders.write(f"{told} {seed}\n")
        self._orders.flush()
        child = int(self._answers.readline())
        ends = time.monotonic() + 30
        while not told.exists() or not told.stat().st_size:
            assert time.monotonic() < ends
            time.sleep(0.002)
        time.sleep(random.Random(seed).uniform(0, longest))
        os.kill(child, signal.SIGKILL)


@contextmanager
def servants(program: str, path: Path, *given: object) -> Iterator[Servants]:
    """Start a program that has a function `serve(told, seed, path, *given)` and end it in the end."""
    command = [sys.executable, "-c", program + _TURNS, str(path), *map(repr, given)]
    process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield Servants(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


def said(told: Path) -> list[str]:
    """Give what was said to be done, line by line; what was cut in the middle was not said."""
    return told.read_text().split("\n")[:-1]
