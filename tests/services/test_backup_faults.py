"""A disk that fails once, or is full: saving and backing up say so in plain words, and go on afterwards."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.services import backup_places, backups, customers, restoring
from shopcrm.services import shop as door
from shopcrm.services.backup_places import Backup
from shopcrm.services.customers import Draft
from shopcrm.store import inside
from shopcrm.store.copies import CopyFailed
from tests.conftest import NOW

ROOT = Path(__file__).resolve().parents[2]

_TILL = """
import json, os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.services import customers
from shopcrm.services.customers import Draft
from shopcrm.store import copies

copies.STEP_PAGES = 64


def serve(path, stick):
    seconds = [int(path.parent.stat().st_ino) % 1000 * 60]

    def clock():
        seconds[0] += 1
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(seconds=seconds[0])

    with program.opened(path, clock=clock) as app:
        app.backups.add_folder(stick)
        print(json.dumps({"ready": True}), flush=True)
        for turn in range(2):
            sys.stdin.readline()
            said = {"saved": "", "copied": ""}
            try:
                app.shop.do(customers.add, Draft(name=f"Sara {turn}"))
            except ShopError as error:
                said["saved"] = str(error)
            except BaseException as error:
                said["saved"] = f"CRASH {error!r}"
            try:
                app.backups.make()
                said["copied"] = str(app.backups.standing().trouble or "")
            except ShopError as error:
                said["copied"] = str(error)
            except BaseException as error:
                said["copied"] = f"CRASH {error!r}"
            # The answer goes out by a call that is never made to fail.
            os.writev(1, [json.dumps(said).encode() + b"\\n"])


while order := sys.stdin.readline():
    child = os.fork()
    if child == 0:
        serve(*map(Path, order.rstrip("\\n").split("\\t")))
        os._exit(0)
    print(json.dumps({"id": child}), flush=True)
    os.waitpid(child, 0)
"""
"""A process that has everything imported makes a till of itself for each order; so a fault costs little."""

_CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "openat", "ftruncate", "unlink")
_ERRORS = ("EIO", "ENOSPC", "EACCES")


@pytest.fixture
def strace(full: bool) -> str:  # noqa: FBT001 -- a fixture
    """Where the program is that lets calls of the system fail."""
    found = shutil.which("strace")
    if found is None or not _may_trace(found):
        reason = "strace is missing or may not trace here"
        if full:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _may_trace(strace: str) -> bool:
    done = subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True, check=False)
    return done.returncode == 0


class _Till:
    """A till that saves and backs up once at each bell, twice in all."""

    def __init__(self, server: "subprocess.Popen[str]", path: Path, stick: Path) -> None:
        self._server = server
        self._tell(f"{path}\t{stick}")
        self.id = int(self._hear()["id"])
        assert self._hear() == {"ready": True}

    def ring(self) -> dict[str, str]:
        self._tell("")
        return self._hear()

    def _tell(self, line: str) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(line + "\n")
        self._server.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        said: dict[str, Any] = json.loads(self._server.stdout.readline())
        return said


@contextmanager
def _tills() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", _TILL]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with server:
        yield server
        assert server.stdin is not None
        server.stdin.close()
        assert server.wait(30) == 0


def _under_fault(strace: str, till: _Till, call: str, error: str, when: int) -> tuple[dict[str, str], bool]:
    """Let the n-th call of a kind fail once in the next round; gives what was said, and whether it failed."""
    log = Path(f"/tmp/fault-{till.id}.log")
    options = ["-f", "-qq", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}"]
    tracer = subprocess.Popen([strace, *options, "-o", str(log), "-p", str(till.id)], stderr=subprocess.PIPE)
    _wait_until_traced(till.id)
    said = till.ring()
    tracer.terminate()
    tracer.communicate(timeout=30)
    failed = "INJECTED" in log.read_text(errors="replace")
    log.unlink()
    return said, failed


def _wait_until_traced(process: int) -> None:
    ends = time.monotonic() + 30
    while "TracerPid:\t0" in Path(f"/proc/{process}/status").read_text():
        assert time.monotonic() < ends
        time.sleep(0.005)
    time.sleep(0.05)


def _wrong(path: Path, stick: Path, saved: list[str]) -> list[str]:
    copies = [*backups.listed(path), *(one for room in stick.iterdir() for one in _listed(room, path))]
    wrong = [f"half: {one.path}" for one in copies if inside.verdict(one.path) != "ok"]
    raw = driver.connect(str(path))
    names = [name for (name,) in raw.execute("SELECT name FROM customer")]
    if raw.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        wrong.append("the shop is damaged")
    raw.close()
    return wrong + [f"lost: {name}" for name in saved if name not in names]


def _listed(room: Path, path: Path) -> list[Backup]:
    return backup_places.listed(room, path.stem)


def _cases(full: bool) -> list[tuple[str, str, int]]:  # noqa: FBT001 -- how many
    draw = random.Random(7)
    deep = {"pwrite64": 120, "write": 12, "openat": 30}
    cases = [
        (call, error, when)
        for call in _CALLS
        for error in _ERRORS
        for when in range(1, deep.get(call, 12) + 1)
    ]
    return cases[::2] if full else draw.sample(cases, 12)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_Q3_a_call_that_fails_once_is_told_and_the_next_round_is_whole(
    application: program.App,
    tmp_path: Path,
    strace: str,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    path, stick = application.path, tmp_path / "stick"
    stick.mkdir()
    application.close()
    pristine = path.read_bytes()
    wrong: list[str] = []
    hit = 0
    with _tills() as server:
        for call, error, when in _cases(full):
            path.write_bytes(pristine)
            till = _Till(server, path, stick)
            said, failed = _under_fault(strace, till, call, error, when)
            hit += failed
            after = till.ring()
            saved = ["Sara 1", *(["Sara 0"] if not said["saved"] else [])]
            found = [one for one in said.values() if "CRASH" in one]
            found += [f"not well after it: {after}"] if any(after.values()) else []
            found += _wrong(path, stick, saved)
            wrong += [f"{call} {error} {when}: {one}" for one in found]
            for place in (backups.folder_of(path), stick):
                shutil.rmtree(place)
            stick.mkdir()
    assert wrong == []
    assert hit > len(_cases(full)) // 4


def test_control_a_half_copy_and_a_lost_name_are_seen(application: program.App, tmp_path: Path) -> None:
    path, stick = application.path, tmp_path / "stick"
    stick.mkdir()
    application.backups.add_folder(stick)
    good = application.backups.make()
    application.close()
    assert _wrong(path, stick, []) == []
    (room,) = stick.iterdir()
    for copy in (good, room / good.name):
        copy.write_bytes(copy.read_bytes()[:-5000])
    found = _wrong(path, stick, ["Sara 0"])
    assert [one.split(":")[0] for one in found] == ["half", "half", "lost"]


@pytest.fixture
def small_disk(tmp_path: Path, full: bool) -> Iterator[Path]:  # noqa: FBT001 -- a fixture
    """A disk of five megabytes, where this machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = 1
    if sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mount") is not None:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(place)], check=False
        ).returncode
    if done:
        reason = "a small disk can be mounted by root on Linux only"
        if full:
            pytest.fail(reason)
        pytest.skip(reason)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(disk: Path, leave: int) -> Path:
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free
    filler.write_bytes(b"\x00" * max(0, free - leave))
    return filler


def test_Q4_a_full_disk_leaves_the_good_backup_and_work_goes_on_after_it(
    small_disk: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(small_disk / "home"))
    path = small_disk / "shop.db"
    shutil.copyfile(empty_shop, path)
    with program.opened(path, clock=lambda: NOW) as app:
        app.shop.do(customers.add, Draft(name="Sara"))
        good = app.backups.make()
        held = good.read_bytes()
        for leave in (0, 4096, 100_000, 400_000):
            filler = _fill(small_disk, leave)
            with pytest.raises(CopyFailed, match="No good copy"):
                app.backups.make()
            assert good.read_bytes() == held
            assert sorted(one.suffix for one in good.parent.iterdir()) == [".db"]
            assert app.backups.standing().trouble is not None
            filler.unlink()
        _fill(small_disk, 0)
        with pytest.raises(door.DiskFull):
            app.shop.do(customers.add, Draft(name="Reza", note="n" * 200_000))
        (small_disk / "filler").unlink()
        app.shop.do(customers.add, Draft(name="Reza"))
        app.backups.make()
        assert app.backups.standing().trouble is None


def test_control_who_writes_in_the_place_of_the_good_backup_loses_it(
    small_disk: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(small_disk / "home"))
    path = small_disk / "shop.db"
    shutil.copyfile(empty_shop, path)
    with program.opened(path, clock=lambda: NOW) as app:
        good = app.backups.make()
        for number in range(2):
            app.shop.do(customers.add, Draft(name=f"Sara {number}", note="n" * 200_000))
    _fill(small_disk, 4096)
    with pytest.raises(OSError, match="No space left"):
        good.write_bytes(path.read_bytes())
    assert inside.verdict(good) != "ok"


def test_Q4_a_full_disk_while_restoring_leaves_the_shop_as_it_was(
    small_disk: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(small_disk / "home"))
    path = small_disk / "shop.db"
    shutil.copyfile(empty_shop, path)
    with program.opened(path, clock=lambda: NOW) as app:
        app.shop.do(customers.add, Draft(name="Sara"))
        good = app.backups.make()
    before = path.read_bytes()
    for leave in (0, 50_000, 500_000):
        filler = _fill(small_disk, leave)
        with pytest.raises(CopyFailed):
            app_backups.bring_back(path, restoring.look(good), lambda: NOW)
        assert path.read_bytes() == before
        assert not list(small_disk.glob(".*"))
        filler.unlink()
    good.rename(small_disk / "backups" / "shop-20261122-080000.db")
    app_backups.bring_back(path, restoring.look(backups.listed(path)[0].path), lambda: NOW)
    with program.opened(path, clock=lambda: NOW) as app:
        assert app.shop.ask(customers.count) == 1
