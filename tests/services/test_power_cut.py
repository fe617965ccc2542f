"""The power goes at any moment of saving, backing up and restoring: what was said to be done is done."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm.services import backups
from shopcrm.store import inside
from tests import power

ROOT = Path(__file__).resolve().parents[2]

_TILL = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shopcrm import app as program, app_backups
from shopcrm.outside import priority
from shopcrm.services import backups, customers, restoring
from shopcrm.services.customers import Draft
from shopcrm.store import engine

path, said, kind = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
priority.behind = lambda work: work()
if kind == "normal":
    pragmas = engine._pragmas
    engine._pragmas = lambda: [line.replace("=FULL", "=NORMAL") for line in pragmas()]
told = os.open(said, os.O_WRONLY | os.O_CREAT)
tick = [0]


def clock():
    tick[0] += 1
    return datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(seconds=tick[0])


print("ready", flush=True)
sys.stdin.readline()
for turn in range(3):
    with program.opened(path, clock=clock) as app:
        for number in range(6):
            app.shop.do(customers.add, Draft(name=f"Sara {turn} {number}"))
            os.write(told, f"Sara {turn} {number}\\n".encode())
        if kind == "full":
            app.backups.make()
    if kind == "full":
        newest = backups.listed(path)[0].path
        app_backups.bring_back(path, restoring.look(newest), clock)
"""


@pytest.fixture
def strace(full: bool) -> str:  # noqa: FBT001 -- a fixture
    """Where the program is that records what another one does."""
    found = shutil.which("strace")
    if found is None or subprocess.run([found, "-o", "/dev/null", "true"], check=False).returncode:
        reason = "strace is missing or may not trace here"
        if full:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _record(strace: str, path: Path, room: Path, kind: str) -> power.Record:
    said = room / "said"
    till = subprocess.Popen(
        [sys.executable, "-c", _TILL, str(path), str(said), kind],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with till:
        assert till.stdin is not None
        assert till.stdout is not None
        assert till.stdout.readline() == "ready\n"
        with power.recorded(strace, till.pid, path.parent, said, room / "log") as record:
            till.stdin.write("\n")
            till.stdin.close()
            assert till.wait(100) == 0
    return record


def _wrong(record: power.Record, seed: int, room: Path) -> list[str]:
    draw = random.Random(seed)
    place = room / f"cut-{seed}"
    said = record.cut(draw.randrange(len(record.acts) + 1), draw, place)
    path = place / "shop.db"
    wrong = [f"half: {one.path.name}" for one in backups.listed(path) if inside.verdict(one.path) != "ok"]
    try:
        raw = driver.connect(str(path))
        wrong += [str(one) for (one,) in raw.execute("PRAGMA integrity_check") if one != "ok"]
        names = {name for (name,) in raw.execute("SELECT name FROM customer")}
        raw.close()
        wrong += [f"lost: {name}" for name in said if name not in names]
    except driver.Error as error:
        wrong.append(str(error))
    shutil.rmtree(place)
    return [f"{seed}: {one}" for one in wrong]


def _cuts(application: program.App, tmp_path: Path, strace: str, kind: str, count: int) -> list[str]:
    folder, room = tmp_path / "shop", tmp_path / "room"
    folder.mkdir()
    room.mkdir()
    application.close()
    shutil.copyfile(application.path, folder / "shop.db")
    record = _record(strace, folder / "shop.db", room, kind)
    assert sum(act.kind == "said" for act in record.acts) == 18
    return [one for seed in range(count) for one in _wrong(record, seed, room)]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_Q2_the_power_goes_and_nothing_that_was_said_is_lost(
    application: program.App,
    tmp_path: Path,
    strace: str,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    assert _cuts(application, tmp_path, strace, "full", 1000 if full else 100) == []


@pytest.mark.timeout(300)
def test_control_the_usual_setting_loses_some(application: program.App, tmp_path: Path, strace: str) -> None:
    wrong = _cuts(application, tmp_path, strace, "normal", 60)
    assert any("lost" in one for one in wrong)
