"""A note while it is typed, and a program that is killed: no more than the last second is missing."""

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from shopcrm.app import App
from shopcrm.desk.note_writing import LATEST_MS
from shopcrm.services import notes
from tests import makers

ROOT = Path(__file__).parents[2]
ROOM_S = 1.5
"""A second to save, and half a one for a computer that has other things to do."""

_TYPIST = """
import json, os, signal, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from shopcrm import app as program
from shopcrm.desk import note_writing, start

note_writing.LATEST_MS = int(sys.argv[5])
note_writing.REST_MS = max(note_writing.REST_MS, note_writing.LATEST_MS)
path, customer_id, log, waits = sys.argv[1], int(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
WORDS = "she likes her pistachios roasted and asks for the small box each time " * 9

def write_down(what, text):
    with open(log, "a") as file:
        file.write(json.dumps([what, time.monotonic(), text]) + chr(10))

def type_a_note(number):
    application = start.application()
    with program.opened(Path(path)) as app:
        window = start.open_window(app)
        window.frame.show()
        window.go("customers", customer_id)
        page = window.page("customers")
        while page.sheet.person is None:
            application.processEvents()
        line = page.sheet.timeline.note.line
        line.setFocus()
        for letter in f"{number}: " + WORDS:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
            write_down(number, line.text())
            until = time.monotonic() + 0.03
            while time.monotonic() < until:
                application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
                time.sleep(0.002)

for number, wait in enumerate(waits):
    child = os.fork()
    if child == 0:
        type_a_note(number)
        os._exit(0)
    while not os.path.exists(log) or f"[{number}, " not in open(log).read():
        time.sleep(0.01)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    write_down("killed", str(number))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
"""


def _type_and_kill(
    application: App, customer_id: int, log: Path, waits: Sequence[float], saved_ms: int = LATEST_MS
) -> None:
    """Let a note be typed in a window of its own for each wait, killed after so many seconds."""
    arguments = [sys.executable, "-c", _TYPIST, str(application.path), str(customer_id), str(log)]
    done = subprocess.run(
        [*arguments, json.dumps(waits), str(saved_ms)], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def _typed(log: Path) -> tuple[dict[str, list[tuple[float, str]]], dict[str, float]]:
    """Read what stood in the line when, and when each program was killed."""
    typed: dict[str, list[tuple[float, str]]] = {}
    killed: dict[str, float] = {}
    for line in log.read_text().splitlines():
        what, moment, text = json.loads(line)
        if what == "killed":
            killed[text] = moment
        else:
            typed.setdefault(str(what), []).append((moment, text))
    return typed, killed


def _is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as file:
        whole = file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not file.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.slow
def test_killed_while_a_note_is_typed_the_last_second_is_missing_at_most(
    application: App, tmp_path: Path, *, full: bool
) -> None:
    chance, log = random.Random(7), tmp_path / "typed"
    waits = [chance.uniform(0.1, 4.0) for _kill in range(50 if full else 3)]
    sara = makers.customer(application.shop, name="Sara")
    _type_and_kill(application, sara, log, waits)
    kept = {view.text.split(":")[0]: view.text for view in application.shop.ask(notes.of_customer, sara, 100)}
    assert len(_typed(log)[1]) == len(waits)
    assert not _missing(log, kept)
    assert kept
    assert _is_sound(application.path)


@pytest.mark.slow
def test_a_note_that_is_not_saved_while_it_is_typed_is_found_missing(
    application: App, tmp_path: Path
) -> None:
    sara = makers.customer(application.shop, name="Sara")
    _type_and_kill(application, sara, tmp_path / "typed", [3.0], saved_ms=60_000)
    assert _missing(tmp_path / "typed", {}) == ["0"]
    assert not application.shop.ask(notes.of_customer, sara)


def _missing(log: Path, kept: Mapping[str, str]) -> list[str]:
    """Name the notes of which more is missing than the last second; whatever is kept was typed so."""
    typed, killed = _typed(log)
    missing = []
    for number, moment in killed.items():
        due = [text for then, text in typed[number] if then < moment - ROOM_S]
        note = kept.get(number, "")
        assert typed[number][-1][1].startswith(note)
        if due and len(note) < len(due[-1].strip()):
            missing.append(number)
    return missing
