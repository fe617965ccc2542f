import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from tests import makers

ROOT = Path(__file__).resolve().parents[2]
MISUSES = {
    "no such command": ["dance"],
    "no code": ["who-to-tell"],
    "an unknown language": ["--language", "xx", "doctor"],
    "an unknown option": ["doctor", "--fast"],
}


@pytest.fixture
def path(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    return shutil.copyfile(empty_shop, tmp_path / "shop.db")


@pytest.mark.parametrize("given", MISUSES.values(), ids=MISUSES.keys())
def test_a_misuse_is_one_sentence_and_status_2(
    given: list[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(path), *given]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1
    assert "Traceback" not in captured.err


def test_the_complaint_comes_in_the_language_asked_for(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(path), "--language", "fa", "find", "زهرا"]) in {0, 2}
    assert main(["--language", "fa", "--file", str(path), "dance"]) == 2
    assert any("\u0600" <= letter <= "\u06ff" for letter in capsys.readouterr().err)


def test_doctor_finds_a_fresh_shop_in_order(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", str(path), "doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["fine"] is True
    assert {one["name"] for one in found["findings"]} >= {
        "engine",
        "file",
        "links",
        "totals",
        "search",
        "trail",
        "clock",
    }


def test_doctor_takes_the_word_of_the_owner_for_the_clock(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with program.opened(path, clock=lambda: datetime(2099, 1, 1, tzinfo=UTC)) as app:
        makers.customer(app.shop)
    main(["--file", str(path), "doctor"])
    assert "✗ The clock says" in capsys.readouterr().out
    assert main(["--file", str(path), "doctor", "--clock-is-right"]) == 0
    assert "✗ The clock says" not in capsys.readouterr().out


def test_a_command_on_a_shop_that_is_not_there_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "none.db"
    assert main(["--file", str(missing), "doctor"]) == 2
    assert not missing.exists()
    assert str(missing) in capsys.readouterr().err


def test_a_file_that_is_no_shop_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear shop", encoding="utf-8")
    assert main(["--file", str(letter), "doctor"]) == 2
    assert letter.read_text(encoding="utf-8") == "Dear shop"
    assert "letter.txt" in capsys.readouterr().err


def test_without_a_screen_the_window_says_so_plainly(tmp_path: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run(
        [sys.executable, "-m", "shopcrm"],
        cwd=ROOT,
        env={**bare, "SHOPCRM_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if sys.platform != "linux":
        pytest.skip("only Linux has sessions without a screen")
    assert done.returncode == 2
    assert "shopcrm tour" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_nobody_expected_is_kept_as_a_report(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fall(*_args: object) -> None:
        secret = "09121234567"
        raise RuntimeError(secret)

    monkeypatch.setattr("shopcrm.services.health.examine", fall)
    assert main(["--file", str(path), "doctor"]) == 2
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    (report,) = (tmp_path / "home").glob("report-*.txt")
    assert "09121234567" not in report.read_text(encoding="utf-8") + said
