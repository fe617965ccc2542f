import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import points
from tests.services.counter_room import Room, furnish


@pytest.fixture
def room(application: program.App) -> Room:
    return furnish(application.shop)


@pytest.fixture
def path(application: program.App) -> Path:
    return application.path


def _run(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main([*line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _refused(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> str:
    assert main([*line, "--file", str(path)]) == 2
    return capsys.readouterr().err


def _sell(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> str:
    """Sell to Sara by the clock of the computer, as the commands after it act by it, and give the number."""
    number: str = _run(path, capsys, "sale", "--customer", "1", *line)["number"]
    return number


def test_a_part_comes_back_and_then_all_the_rest(
    path: Path, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    code = room.voucher("amount", 250)
    sold = _sell(path, capsys, "--line", "W1:2", "--line", "T1:1", "--voucher", code)
    how = ["--line", "1:۰٫۵", "--line", "2", "--refund", "card", "--reason", "too many", "--key", "k"]
    done = _run(path, capsys, "return", f"SALE-{sold}", *how)
    assert {"return", "of", "refund", "payments", "points", "tier", "vouchers"} <= set(done)
    assert (done["of"], done["refund"], done["reason"], done["tier"]) == (int(sold), 667, "too many", None)
    assert done["payments"] == [{"kind": "card", "amount": 667, "points": None, "voucher": None}]
    assert (done["points"]["taken_back"], done["points"]["balance"]) == (7, 13)
    assert [(one["what"], one["worth"]) for one in done["vouchers"]] == [("new", 83)]
    assert [(one["line"], one["quantity"]) for one in done["lines"]] == [(1, 500), (2, 1_000)]
    again = _run(path, capsys, "return", sold, *how)
    assert again == done | {"known": True}
    rest = _run(path, capsys, "return", sold)
    assert (rest["refund"], rest["points"]["balance"]) == (1_333, 0)
    assert "brought back already" in _refused(path, capsys, "return", sold)


def test_an_exchange_is_told_with_its_difference(
    path: Path, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    sold = _sell(path, capsys, "--line", "W1:1")
    done = _run(path, capsys, "exchange", sold, "--line", "1", "--new", "T1:6", "--pay", "card")
    assert (done["returned"]["refund"], done["sold"]["total"], done["difference"]) == (1_000, 1_500, 500)
    assert done["sold"]["customer"] == room.sara
    assert room.shop.ask(points.standing, room.sara).balance == 15
    assert "Nothing was sold" in _refused(path, capsys, "exchange", done["sold"]["number"], "--new", "T1:9")


@pytest.mark.usefixtures("room")
def test_the_last_sale_is_reversed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sold = _sell(path, capsys, "--line", "W1:1")
    done = _run(path, capsys, "reverse", sold, "--reason", "typed twice")
    assert (done["reversal"], done["refund"], done["points"]["taken_back"]) == (True, 1_000, 10)
    assert "came back already" in _refused(path, capsys, "reverse", sold)


def test_people_read_what_was_done(path: Path, room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    code = room.voucher("amount", 200)
    sold = _sell(path, capsys, "--line", "W1:1", "--voucher", code)
    _sell(path, capsys, "--line", "T1:1", "--points", "8")
    assert main(["return", sold, "--key", "k", "--file", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Return 3 of sale 1" in said
    assert "8 taken back" in said
    assert "were spent already and are owed" in said
    assert code[:5] in said
    assert main(["return", sold, "--key", "k", "--file", str(path)]) == 0
    assert "done before" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["return", "99"], "no single sale 99"),
        (["return", "1", "--line", "0:1"], "is not a line of a return"),
        (["return", "1", "--line", "one:1"], "is not a line of a return"),
        (["return", "1", "--line", "1:1:1:1"], "is not a line of a return"),
        (["return", "1", "--line", "9:1"], "has no line 9"),
        (["return", "1", "--line", "1:-1"], "more than zero"),
        (["return", "1", "--line", "1:99999999999"], "can still be brought back"),
        (["return", "1", "--line", "1:1:999999"], "At most"),
        (["return", "1", "--line", "1:abc"], "abc"),
        (["return", "1", "--refund", "gold"], "cannot go back as gold"),
        (["reverse", "1e9"], "no single sale"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    path: Path, room: Room, capsys: pytest.CaptureFixture[str], line: list[str], why: str
) -> None:
    _sell(path, capsys, "--line", "W1:1")
    assert why in _refused(path, capsys, *line)
    assert room.paid() == {"cash": 1_000}
