import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import settings
from tests import telling
from tests.mailroom import Mailroom, free_port, open_mailroom


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with open_mailroom() as found:
        yield found


@pytest.fixture
def path(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    return shutil.copyfile(empty_shop, tmp_path / "shop.db")


def _shop(path: Path, port: int | None, messages: int = 2, **more: str | int) -> None:
    with program.opened(path) as app:
        app.shop.do(settings.change, quiet_from=0, quiet_until=0, **more)
        telling.ready(app.shop, messages)
        if port is not None:
            app.shop.do(
                settings.change,
                mail_host="127.0.0.1",
                mail_port=port,
                mail_security="none",
                mail_from="shop@example.com",
            )


def test_send_counts_what_came_of_it(path: Path, room: Mailroom, capsys: pytest.CaptureFixture[str]) -> None:
    _shop(path, room.port)
    room.cut.add("p1@example.com")
    assert main(["--file", str(path), "send"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Sent: 1. Failed: 0. Unknown: 1. Waiting: 0.\n")
    assert "Settle them" in shown
    assert main(["--file", str(path), "send", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"sent": 0, "failed": 0, "unknown": 1, "waiting": 0}
    assert len(room.kept) == 2


def test_send_says_why_things_wait(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _shop(path, None)
    assert main(["--file", str(path), "send"]) == 0
    assert "No mail server is set." in capsys.readouterr().out
    with program.opened(path) as app:
        app.shop.do(settings.change, mail_host="127.0.0.1", mail_port=free_port(), mail_security="none")
    assert main(["--file", str(path), "send"]) == 2
    assert "is no mail address" in capsys.readouterr().err
    with program.opened(path) as app:
        app.shop.do(settings.change, mail_from="shop@example.com")
    assert main(["--file", str(path), "send"]) == 0
    assert "No line to 127.0.0.1" in capsys.readouterr().out


def test_send_waits_in_quiet_hours(path: Path, room: Mailroom, capsys: pytest.CaptureFixture[str]) -> None:
    _shop(path, room.port)
    with program.opened(path) as app:
        hour = app.shop.clock().hour
        app.shop.do(settings.change, zone="UTC", quiet_from=hour, quiet_until=(hour + 2) % 24)
    assert main(["--file", str(path), "send"]) == 0
    shown = capsys.readouterr().out
    assert "Waiting: 2." in shown
    assert "quiet hours" in shown
    assert room.kept == []


def test_a_missing_password_is_one_sentence(
    path: Path, room: Mailroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPCRM_MAIL_PASSWORD", raising=False)
    _shop(path, room.port, mail_user="shop@example.com")
    assert main(["--file", str(path), "send"]) == 2
    said = capsys.readouterr().err
    assert "password of shop@example.com" in said
    assert len(said.splitlines()) == 1
