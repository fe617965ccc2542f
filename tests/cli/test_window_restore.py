"""The window closes to be restored and opens again; in place of a damaged shop its backups are offered."""

from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.cli import window
from shopcrm.desk import start
from shopcrm.desk.dialogs.damaged import Rescue
from shopcrm.outside import paths
from shopcrm.rules.errors import ShopError
from shopcrm.services import customers
from shopcrm.services.customers import Draft
from shopcrm.store.swap import StillInUse
from tests.conftest import NOW


@pytest.fixture
def path(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop with Sara in it and a backup, to which Reza came afterwards."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(start, "lacking", lambda: "")
    own = tmp_path / "shop.db"
    own.write_bytes(empty_shop.read_bytes())
    with program.opened(own, clock=lambda: NOW) as app:
        app.shop.do(customers.add, Draft(name="Sara"))
        made = app.backups.make()
        made.rename(made.with_name("shop-20261121-090000.db"))
        app.shop.do(customers.add, Draft(name="Reza"))
    return own


def _oldest(app: App) -> Path:
    return app.backups.listed()[-1].path


def test_the_window_opens_again_on_the_restored_shop(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []

    def run(app: App, told: ShopError | None) -> Path | None:
        assert told is None
        counts.append(app.shop.ask(customers.count))
        return app.backups.restore(_oldest(app)) if len(counts) == 1 else None

    monkeypatch.setattr(start, "run", run)
    assert window.open_window(path, None) == 0
    assert counts == [2, 1]
    # What was there was backed up on closing, and is kept aside as well.
    assert len(list((path.parent / "backups").glob("shop-*.db"))) >= 2
    assert len(list(path.parent.glob("shop-before-restore-*.db"))) == 1


def test_it_opens_on_the_shop_as_it_was_and_says_why(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other: list[App] = []
    told_of: list[ShopError | None] = []

    def run(app: App, told: ShopError | None) -> Path | None:
        told_of.append(told)
        if len(told_of) == 1:
            other.append(program.open_app(path, clock=lambda: NOW))
            return app.backups.restore(_oldest(app))
        assert app.shop.ask(customers.count) == 2
        other[0].close()
        return None

    monkeypatch.setattr(start, "run", run)
    assert window.open_window(path, None) == 0
    assert isinstance(told_of[1], StillInUse)


def test_a_damaged_shop_is_offered_its_backups(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"\x00" * 5000)
    counts: list[int] = []

    def run_rescue(rescue: Rescue) -> bool:
        rescue.bring_back(rescue.look(rescue.good[-1].path))
        return True

    def run(app: App, _told: ShopError | None) -> None:
        counts.append(app.shop.ask(customers.count))

    monkeypatch.setattr(start, "run_rescue", run_rescue)
    monkeypatch.setattr(start, "run", run)
    assert window.open_window(path, None) == 0
    assert counts == [1]


def test_a_damaged_shop_that_nobody_brings_back_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"\x00" * 5000)
    monkeypatch.setattr(start, "run_rescue", lambda _rescue: False)
    assert window.open_window(path, None) == 0
    assert path.read_bytes() == b"\x00" * 5000


def test_a_shop_that_is_gone_is_asked_about_before_a_new_one_is_begun(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.unlink()
    asked: list[tuple[bool, int]] = []
    answer = [False, True]

    def run_rescue(rescue: Rescue) -> bool:
        asked.append((rescue.is_missing, len(rescue.good)))
        return answer.pop(0)

    ran: list[int] = []
    monkeypatch.setattr(start, "run_rescue", run_rescue)
    monkeypatch.setattr(start, "run", lambda app, _told: ran.append(app.shop.ask(customers.count)))
    assert window.open_window(path, None) == 0
    assert not path.exists(), "nobody agreed to a new one"
    assert window.open_window(path, None) == 0
    assert (asked, ran) == ([(True, 1)] * 2, [0])


def test_the_first_start_of_all_asks_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = paths.default_shop()
    ran: list[Path] = []
    monkeypatch.setattr(start, "run", lambda app, _told: ran.append(app.path))
    assert usual != path
    assert window.open_window(usual, None) == 0
    assert ran == [usual]
