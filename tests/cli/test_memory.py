"""The card, tastes and notes on the command line."""

import json
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import holds, preferences
from tests import makers
from tests.services.test_memory import TODAY


@pytest.fixture
def path(application: program.App) -> Path:
    sara = makers.customer(application.shop, code="C-7")
    shelf = makers.category(application.shop)
    inner = makers.category(application.shop, "Fresh", shelf)
    walnuts = makers.product(application.shop, category_id=inner, stock=5000)
    application.shop.do(holds.hold, sara, walnuts, 1000, TODAY)
    return application.path


def _json(capsys: pytest.CaptureFixture[str], path: Path, *given: str) -> dict[str, object]:
    assert main([*given, "--json", "--file", str(path)]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_the_card_is_printed_with_reasons_and_acts(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(capsys, path, "card", "C-7") == {
        "customer": 1,
        "name": "Sara",
        "lines": [
            {
                "kind": "held",
                "what": "Walnuts is kept aside for them: 1",
                "why": "Kept until 22 November 2026, since 22 November 2026",
                "act": "hand_over",
                "due": "2026-11-22",
                "thing": 1,
            }
        ],
        "more": 0,
    }
    assert main(["card", "1", "--file", str(path)]) == 0
    assert "hand it over" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "thing"),
    [
        (["--product", "W1"], "Walnuts"),
        (["--category", "Nuts > fresh"], "Fresh"),
        (["--category", "fresh"], "Fresh"),
        (["--attribute", "size=۴۲"], "size: ۴۲"),
        (["--words", "anything green"], "anything green"),
    ],
)
def test_a_taste_is_written_down_and_taken_away(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str], given: list[str], thing: str
) -> None:
    said = _json(capsys, path, "prefer", "1", "needs", *given, "--strength", "3")
    assert (said["kind"], said["thing"]) == ("needs", thing)
    assert [one.strength for one in application.shop.ask(preferences.of_customer, 1)] == [3]
    assert _json(capsys, path, "prefer", "1", "needs", *given, "--remove")["removed"] is True
    assert application.shop.ask(preferences.of_customer, 1) == []


@pytest.mark.parametrize("given", [["--attribute", "size"], ["--category", "None"], ["--words", " "]])
def test_what_names_nothing_is_refused(path: Path, application: program.App, given: list[str]) -> None:
    assert main(["prefer", "1", "likes", *given, "--file", str(path)]) != 0
    assert application.shop.ask(preferences.of_customer, 1) == []


def test_a_note_is_written_and_listed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _json(capsys, path, "note", "1", "--kind", "visit", "came", "by")
    listed = _json(capsys, path, "note", "1", "--list")["notes"]
    assert isinstance(listed, list)
    assert [(row["kind"], row["text"]) for row in listed] == [("visit", "came by")]
    assert main(["note", "1", "--list", "--file", str(path)]) == 0
    assert ", Visit: came by" in capsys.readouterr().out
    assert main(["note", "1", "--file", str(path)]) != 0
