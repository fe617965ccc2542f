import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.outside.paper.render import page_texts
from tests import makers


@pytest.fixture
def path(application: program.App) -> Path:
    """A shop that knows Sara."""
    makers.customer(application.shop, name="Sara", code="C-1")
    return application.path


def _say(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main([*line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _refused(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> str:
    assert main([*line, "--file", str(path)]) == 2
    return capsys.readouterr().err.strip()


def test_K1_a_promise_is_made_broken_and_made_up_for_once(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ("promise", "add", "--words", "bread", "--until", "1405/09/02")
    made = _say(path, capsys, *add, "--customer", "C-1", "--voucher", "5,000")["promise"]
    assert (made["id"], made["customer"], made["until"], made["state"]) == (1, "Sara", "2026-11-23", "open")
    assert made["if_broken"] == {"makes": "voucher", "value": 50_000, "words": ""}
    assert "nothing to make up for" in _refused(path, capsys, "promise", "make-up", "1")
    broken = _say(path, capsys, "promise", "break", "1", "--reason", "late")["promise"]
    assert (broken["state"], broken["reason"]) == ("broken", "late")
    first, again = (_say(path, capsys, "promise", "make-up", "1") for _time in range(2))
    assert (first["voucher"], first["known"], again["voucher"], again["known"]) == (1, False, 1, True)
    assert _say(path, capsys, "promise", "list") == {"promises": []}
    assert [one["state"] for one in _say(path, capsys, "promise", "list", "--all")["promises"]] == ["made_up"]


def test_promises_are_listed_kept_and_withdrawn(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--customer", "1", "--points", "۲۰"), ("--service", "delivery")):
        _say(path, capsys, "promise", "add", "--words", "milk", "--until", "2026-11-22", *more)
    assert len(_say(path, capsys, "promise", "list")["promises"]) == 3
    mine = _say(path, capsys, "promise", "list", "--customer", "1")["promises"]
    assert [one["if_broken"]["value"] for one in mine] == [20]
    assert _say(path, capsys, "promise", "keep", "1")["promise"]["state"] == "kept"
    assert "Say why" in _refused(path, capsys, "promise", "withdraw", "2")
    _say(path, capsys, "promise", "withdraw", "2", "--reason", "moved")
    assert main(["promise", "list", "--file", str(path)]) == 0
    assert "milk" in capsys.readouterr().out
    for wrong in (("add", "--words", "x"), ("keep",)):
        assert "promise add" in _refused(path, capsys, "promise", *wrong)


def test_an_order_goes_from_first_to_last(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ("order", "add", "--customer", "C-1", "--words", "A cake", "--until", "2026-11-23")
    details = ("--detail", "with nuts", "--detail", "no sugar")
    paid = ("--deposit", "2,000", "--pay", "cash", "--key", "k1")
    first, again = (_say(path, capsys, *line, *details, *paid) for _time in range(2))
    assert (first["order"]["number"], first["known"], again["known"]) == (1, False, True)
    assert (first["order"]["deposit"], first["order"]["deposit_left"]) == (20_000, 20_000)
    assert [one["ticked"] for one in _say(path, capsys, "order", "tick", "1", "2")["order"]["details"]] == [
        False,
        True,
    ]
    assert "with nuts" in _refused(path, capsys, "order", "hand-over", "1")
    _say(path, capsys, "order", "untick", "1", "2")
    for place in ("1", "2"):
        _say(path, capsys, "order", "tick", "1", place)
    assert _say(path, capsys, "order", "ready", "1")["order"]["state"] == "ready"
    assert [one["number"] for one in _say(path, capsys, "order", "list")["orders"]] == [1]
    assert _say(path, capsys, "order", "hand-over", "1")["known"] is False
    assert _say(path, capsys, "order", "hand-over", "1")["known"] is True
    assert _say(path, capsys, "order", "list") == {"orders": []}
    assert (
        _say(path, capsys, "order", "list", "--all", "--customer", "1")["orders"][0]["state"] == "handed_over"
    )
    assert main(["order", "show", "1", "--file", str(path)]) == 0
    assert "with nuts: ticked" in capsys.readouterr().out


def test_an_order_is_printed_and_withdrawn(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ("order", "add", "--customer", "1", "--words", "A cake", "--until", "2026-11-23")
    late = _say(path, capsys, *line, "--deposit", "500", "--service", "delivery")["order"]["if_late"]
    assert late == [{"makes": "service", "value": 0, "words": "delivery"}]
    pdf = path.parent / "slip.pdf"
    for width in ("80", "58"):
        _say(path, capsys, "order", "print", "1", "--pdf", str(pdf), "--width", width)
        assert pdf.read_bytes().startswith(b"%PDF")
    assert "Copy 1" in page_texts(pdf)[0], "the first was written down"
    done = _say(path, capsys, "order", "withdraw", "1", "--reason", "no more", "--refund", "cash")
    assert (done["paid_back"], done["order"]["deposit_left"], done["order"]["reason"]) == (
        5_000,
        0,
        "no more",
    )
    for wrong in (("add", "--words", "x"), ("tick", "1"), ("show",), ("print", "1")):
        assert "order add" in _refused(path, capsys, "order", *wrong)
    assert "no special order 9" in _refused(path, capsys, "order", "show", "9")
