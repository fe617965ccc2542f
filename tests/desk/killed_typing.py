"""Somebody types in a window of their own and the program is killed: what stood there when, and what is kept.

The two typists differ only in how they come to their box; that is told by a piece of program text.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOM_S = 1.5
"""A second to save, and half a one for a computer that has other things to do."""

_TYPIST = """
import importlib, json, os, signal, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from shopcrm import app as program
from shopcrm.desk import start

path, customer_id, log, waits = sys.argv[1], int(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
saving = importlib.import_module(sys.argv[6])
saving.LATEST_MS = int(sys.argv[5])
saving.REST_MS = max(saving.REST_MS, saving.LATEST_MS)
WORDS = "it was promised for Wednesday and nobody called me so that I had to buy elsewhere " * 9

def write_down(what, text):
    with open(log, "a") as file:
        file.write(json.dumps([what, time.monotonic(), text]) + chr(10))

# BOX #

def type_on(number):
    application = start.application()
    with program.opened(Path(path)) as app:
        window = start.open_window(app)
        window.frame.show()
        box, text = box_of(window, application)
        for letter in f"{number}: " + WORDS:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(box, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
            write_down(number, text())
            until = time.monotonic() + 0.03
            while time.monotonic() < until:
                application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
                time.sleep(0.002)

for number, wait in enumerate(waits):
    child = os.fork()
    if child == 0:
        type_on(number)
        os._exit(0)
    while not os.path.exists(log) or f"[{number}, " not in open(log).read():
        time.sleep(0.01)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    write_down("killed", str(number))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
"""


class Typist:
    """Types into a box; `saving` names the module that saves it, `box` defines how one comes there.

    The text of `box` has a function `box_of(window, application)` that gives the box and what reads it.
    """

    def __init__(self, saving: str, box: str) -> None:
        self._saving, self._program = saving, _TYPIST.replace("# BOX #", box)

    def type_and_be_killed(
        self, path: Path, customer_id: int, log: Path, waits: Sequence[float], saved_ms: int
    ) -> None:
        """Type in a window of its own for each wait, killed after so many seconds."""
        told = [str(path), str(customer_id), str(log), json.dumps(waits), str(saved_ms), self._saving]
        done = subprocess.run(
            [sys.executable, "-c", self._program, *told],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


def typed(log: Path) -> tuple[dict[str, list[tuple[float, str]]], dict[str, float]]:
    """Read what stood in the box when, and when each program was killed."""
    stood: dict[str, list[tuple[float, str]]] = {}
    killed: dict[str, float] = {}
    for line in log.read_text().splitlines():
        what, moment, text = json.loads(line)
        if what == "killed":
            killed[text] = moment
        else:
            stood.setdefault(str(what), []).append((moment, text))
    return stood, killed


def missing(log: Path, kept: Mapping[str, str]) -> list[str]:
    """Name the texts of which more is missing than the last second; whatever is kept was typed so."""
    stood, killed = typed(log)
    lost = []
    for number, moment in killed.items():
        due = [text for then, text in stood[number] if then < moment - ROOM_S]
        words = kept.get(number, "")
        assert stood[number][-1][1].startswith(words)
        if due and len(words) < len(due[-1].strip()):
            lost.append(number)
    return lost


def is_sound(path: Path) -> bool:
    """Whether a shop file is whole, and all that it refers to is there."""
    with closing(sqlite3.connect(path)) as file:
        whole = file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not file.execute("PRAGMA foreign_key_check").fetchall()
