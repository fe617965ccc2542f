"""A program that is killed at any moment of backing up and restoring: the shop is there and whole, nothing
that was said to be done is lost, and no half copy has the name of a good one.
"""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm.services import backups
from shopcrm.store import inside
from tests.conftest import NOW
from tests.killed import needs_fork, said, servants

_KEEPER = """
from datetime import UTC, datetime, timedelta

from shopcrm import app as program, app_backups
from shopcrm.services import backups, customers, restoring
from shopcrm.services.customers import Draft
from shopcrm.store import copies

copies.STEP_PAGES = 16
copies._CHUNK = 65536
tick = [0]


def clock():
    tick[0] += 1
    return datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(seconds=tick[0])


def hasty_copy(source, target):
    with open(source, "rb") as file, open(target, "wb", 0) as copy:
        while piece := file.read(4096):
            copy.write(piece)


def serve(told, seed, path, hasty):
    tick[0] = seed * 10_000
    for turn in range(10**6):
        with program.opened(path, clock=clock) as app:
            app.shop.do(customers.add, Draft(name=f"{seed} {turn}"))
            told.write(f"{seed} {turn}\\n")
            told.flush()
            if not hasty:
                app.backups.make()
        if hasty:
            place = backups.folder_of(path) / f"{path.stem}-{clock():%Y%m%d-%H%M%S}.db"
            place.parent.mkdir(exist_ok=True)
            hasty_copy(path, place)
            hasty_copy(place, path)
            continue
        newest = backups.listed(path)[0].path
        app_backups.bring_back(path, restoring.look(newest), clock)

"""

pytestmark = needs_fork


def _wrong(path: Path, told: Path) -> list[str]:
    """Open the shop as the next day would, and name what is lost or broken, in it or among the backups."""
    wrong = [f"half: {one.path.name}" for one in backups.listed(path) if inside.verdict(one.path) != "ok"]
    try:
        raw = driver.connect(str(path))
        verdict = raw.execute("PRAGMA integrity_check").fetchone()[0]
        names = {name for (name,) in raw.execute("SELECT name FROM customer")}
        raw.close()
    except driver.Error as error:
        return [*wrong, f"shop: {error}"]
    lost = [name for name in said(told) if name not in names]
    return [*wrong, *([] if verdict == "ok" else [verdict]), *lost]


def _kills(application: program.App, folder: Path, count: int, *, hasty: bool) -> list[str]:
    path = application.path
    application.close()
    wrong: list[str] = []
    with servants(_KEEPER, path, hasty) as keepers:
        for seed in range(count):
            told = folder / f"told-{seed}"
            keepers.run_and_kill(told, seed, 0.5)
            wrong += _wrong(path, told)
            if wrong:
                break
            for place in (*path.parent.glob("*before-restore*"), *backups.folder_of(path).iterdir()):
                place.unlink()
    return wrong


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_Q1_Q9_a_kill_while_backing_up_and_restoring_leaves_the_old_or_the_new_shop(
    application: program.App,
    tmp_path: Path,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    assert _kills(application, tmp_path, 200 if full else 20, hasty=False) == []
    with program.opened(application.path, clock=lambda: NOW) as app:
        assert app.backups.standing().trouble is None


@pytest.mark.timeout(300)
def test_control_a_hasty_keeper_is_caught(application: program.App, tmp_path: Path) -> None:
    assert _kills(application, tmp_path, 40, hasty=True) != []
