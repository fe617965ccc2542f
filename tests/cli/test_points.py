import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.rules.points import Earned
from shopcrm.rules.sayings import saying
from shopcrm.services import points
from tests import makers

TODAY = date(2026, 11, 22)


@pytest.fixture
def path(application: program.App) -> Path:
    """Sara with ten points that end and five that wait, and a shop with two levels."""
    shop = application.shop
    sara = makers.customer(shop, name="Sara", code="C-1")
    rule = makers.point_rule(shop, {"weekday": 4, "percent": 200}, worth=10)
    start = TODAY + timedelta(days=3650)
    lots = [
        Earned(rule, "Points", 10, saying("x"), TODAY, TODAY + timedelta(days=9_000)),
        Earned(rule, "Points", 5, saying("x"), start, None),
    ]
    for number, one in enumerate(lots):
        shop.do(points.earn, sara, f"sale {number}", None, [one])
    for name, threshold in (("Silver", 500), ("Gold", 2_000)):
        makers.tier(shop, name, threshold)
    return application.path


def _say(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main([*line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_points_are_shown_lot_by_lot(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = _say(path, capsys, "points", "show", "C-1")
    assert {key: said[key] for key in ("balance", "usable", "pending", "owed", "customer_id")} == {
        "balance": 15,
        "usable": 10,
        "pending": 5,
        "owed": 0,
        "customer_id": 1,
    }
    assert [(one["rest"], one["expires_on"] is None) for one in said["lots"]] == [(10, False), (5, True)]
    assert [(one["kind"], one["points"]) for one in said["entries"]] == [("earn", 10), ("earn", 5)]


def test_P12_points_are_corrected_with_a_reason(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _say(path, capsys, "points", "adjust", "1", "-4", "--reason", "counted twice")["balance"] == 11
    assert _say(path, capsys, "points", "adjust", "1", "20", "--reason", "made good")["balance"] == 31
    assert main(["points", "adjust", "1", "5", "--file", str(path)]) == 2
    assert "A reason is needed" in capsys.readouterr().err
    assert main(["points", "adjust", "1", "--file", str(path)]) == 2
    assert "points show ID" in capsys.readouterr().err


def test_points_are_told_in_words(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["points", "show", "1", "--file", str(path)]) == 0
    said = capsys.readouterr().out
    assert "15 points, 10 of them usable now" in said
    assert "5 points without an end" in said


def test_the_rules_are_listed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rule,) = _say(path, capsys, "points", "rules")["rules"]
    assert (rule["points"], rule["per_amount"], rule["on"], rule["worth"]) == (1, 1_000, True, 10)
    assert rule["multipliers"][0]["weekday"] == 4


def test_a_level_is_shown_set_and_released(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _say(path, capsys, "tier", "show", "1")
    assert (shown["tier"], shown["next"], shown["to_rise"], shown["measure"]) == (
        None,
        "Silver",
        500,
        "spend",
    )
    given = _say(path, capsys, "tier", "set", "1", "gold", "--reason", "a neighbour")
    assert (given["tier"], given["by_hand"]) == ("Gold", True)
    assert _say(path, capsys, "tier", "release", "1", "--reason", "moved away")["tier"] is None
    assert [one["name"] for one in _say(path, capsys, "tier", "list")["tiers"]] == ["Gold", "Silver"]
    assert main(["tier", "set", "1", "Iron", "--reason", "x", "--file", str(path)]) == 2
    assert "There is no tier Iron" in capsys.readouterr().err
    assert main(["tier", "set", "1", "--file", str(path)]) == 2
