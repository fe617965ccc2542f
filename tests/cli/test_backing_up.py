"""Backing up and restoring on the command line, for people and for scripts."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli import window
from shopcrm.cli.main import main
from shopcrm.services import customers
from shopcrm.services.customers import Draft
from tests.conftest import NOW


@pytest.fixture
def path(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop with Sara in it."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    own = tmp_path / "shop.db"
    own.write_bytes(empty_shop.read_bytes())
    with program.opened(own, clock=lambda: NOW) as app:
        app.shop.do(customers.add, Draft(name="Sara"))
    return own


def _run(capsys: pytest.CaptureFixture[str], path: Path, *line: str) -> Any:
    assert main(["--file", str(path), *line, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_copy_is_made_beside_the_shop_and_on_a_stick(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = path.parent / "stick"
    beside = _run(capsys, path, "backup")
    there = _run(capsys, path, "backup", str(stick))
    assert (beside["checked"], there["doubts"]) == (True, [])
    assert [one.name for one in stick.iterdir()] == [Path(there["file"]).name]
    assert [one["file"] for one in _run(capsys, path, "backup", "--list")["backups"]] == [beside["file"]]


def test_a_stick_that_is_a_file_is_a_sentence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", str(path), "backup", str(path)]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_restore_shows_what_is_inside_and_asks(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = _run(capsys, path, "backup")["file"]
    with program.opened(path, clock=lambda: NOW) as app:
        app.shop.do(customers.add, Draft(name="Reza"))
    looked = _run(capsys, path, "restore", backup, "--look")
    assert (looked["restored"], looked["counts"]["customer"]) == (False, 1)
    for answer, status, count in (("no\n", 2, 2), ("yes\n", 0, 1)):
        typed = io.StringIO(answer)
        monkeypatch.setattr(typed, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", typed)
        assert main(["--file", str(path), "restore", backup]) == status
        assert "Bring this back?" in capsys.readouterr().out
        with program.opened(path, clock=lambda: NOW) as app:
            assert app.shop.ask(customers.count) == count


def test_without_a_terminal_it_takes_a_yes(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, path, "backup")
    assert main(["--file", str(path), "restore", "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["restored"] is False
    assert told.err.strip() == "Nothing was changed yet. Say --yes to bring it back."
    assert _run(capsys, path, "restore", "--yes")["restored"] is True


def test_messages_rest_until_somebody_agrees(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, path, "backup")
    _run(capsys, path, "restore", "--yes")
    main(["--file", str(path), "send"])
    assert "Nothing goes out since the shop was restored" in capsys.readouterr().out
    main(["--file", str(path), "send", "--go-on"])
    assert "since the shop was restored" not in capsys.readouterr().out


def test_nothing_happens_while_a_window_has_the_shop_open(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, path, "backup")
    with program.opened(path, clock=lambda: NOW):
        assert main(["--file", str(path), "restore", "--yes"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Close ShopCRM everywhere else" in told.err


def test_the_doctor_tells_how_old_the_last_one_is(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {one["name"]: one["fine"] for one in _run(capsys, path, "doctor")["findings"]}
    assert (found["backup"], found["backup place"]) == (False, False)
    _run(capsys, path, "backup")
    found = {one["name"]: one["fine"] for one in _run(capsys, path, "doctor")["findings"]}
    assert (found["backup"], found["backup place"]) == (True, False)


def test_closing_the_window_makes_one_and_a_full_disk_is_told(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with program.opened(path, clock=lambda: NOW) as app:
        (path.parent / "backups").write_text("in the way")
        window._back_up(app)
        assert "No good copy" in capsys.readouterr().err
        (path.parent / "backups").unlink()
        window._back_up(app)
    assert len(list((path.parent / "backups").glob("*.db"))) == 1


def test_an_import_makes_one_before(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = path.parent / "people.csv"
    people.write_text("Name,Mobile\nLeila Azad,0912 345 6789\n", encoding="utf-8")
    _run(capsys, path, "import", str(people))
    backup = _run(capsys, path, "backup", "--list")["backups"][0]["file"]
    assert _run(capsys, path, "restore", backup, "--look")["counts"]["customer"] == 1
