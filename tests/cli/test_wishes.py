import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import goods, holds, wishes
from shopcrm.services.goods import ProductDraft
from shopcrm.services.shop import Shop
from tests import makers


@pytest.fixture
def path(application: program.App) -> Path:
    """Sara and a shop with three kilograms of walnuts at 900 toman."""
    shop = application.shop
    makers.customer(shop, name="Sara", code="C-1")
    shelf = makers.category(shop, "Nuts")
    draft = ProductDraft("Walnuts", "1001", shelf, "kg", 9_000, attributes={"grade": "premium"})
    shop.do(goods.add, draft)
    makers.product(shop, name="Figs", code="1002", stock=3_000)
    return application.path


def _say(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main(["wish", *line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _rows(shop: Shop) -> list[tuple[object, ...]]:
    rows = shop.ask(wishes.waiting)
    return [
        (row.thing, row.quantity, row.limit_price, str(row.until), row.priority, row.note) for row in rows
    ]


def test_each_kind_of_thing_is_written_down_and_asking_again_says_so(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    how = ["--quantity", "2.5", "--limit-price", "1,000", "--until", "1405/09/20"]
    first = _say(path, capsys, "C-1", "--product", "1001", *how, "--priority", "1", "--note", "soon")
    assert (first["wish"], first["again"]) == (1, False)
    assert datetime.fromisoformat(first["since"]).tzinfo is not None
    for thing in (["--category", "nuts"], ["--attribute", "grade=premium"], ["--words", "fresh walnuts"]):
        assert _say(path, capsys, "1", *thing)["again"] is False
    again = _say(path, capsys, "1", "--words", "Fresh  Walnuts")
    assert (again["wish"], again["again"]) == (4, True)
    assert _rows(application.shop) == [
        ("Walnuts", 2_500, 10_000, "2026-12-11", 1, "soon"),
        ("Nuts", None, None, "None", 0, ""),
        ("grade: premium", None, None, "None", 0, ""),
        ("fresh walnuts", None, None, "None", 0, ""),
    ]


def test_what_is_there_is_listed_held_let_go_and_withdrawn(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    _say(path, capsys, "1", "--product", "1002", "--quantity", "2")
    _say(path, capsys, "1", "--product", "1001")
    listed = _say(path, capsys, "--in-stock")
    assert [(row["id"], row["in_stock"]) for row in listed["wishes"]] == [
        (1, {"product_id": 2, "left": 3_000})
    ]
    assert listed["money"] == {"total": 2 * 1_000 + 9_000, "priced": 2, "unpriced": 0}
    held = _say(path, capsys, "--hold", "1", "--until", "2030-01-01")
    assert (held["hold"], held["quantity"], held["until"]) == (1, 2_000, "2030-01-01")
    assert [row["hold"] for row in _say(path, capsys, "1", "--list")["wishes"]] == [
        {"id": 1, "until": "2030-01-01"},
        None,
    ]
    _say(path, capsys, "--release", "1")
    assert application.shop.ask(holds.all_open) == []
    _say(path, capsys, "--told", "2")
    _say(path, capsys, "--withdraw", "2")
    assert [row["id"] for row in _say(path, capsys, "--list")["wishes"]] == [1]
    _say(path, capsys, "--reopen", "2")
    assert len(application.shop.ask(wishes.waiting)) == 2


def test_people_read_it_in_their_language(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wish", "--list", "--file", str(path)]) == 0
    assert "Nobody waits" in capsys.readouterr().out
    assert main(["wish", "1", "--product", "1002", "--file", str(path)]) == 0
    assert "written down" in capsys.readouterr().out
    assert main(["wish", "--list", "--file", str(path), "--language", "fa"]) == 0
    assert "۳" in capsys.readouterr().out
    assert main(["wish", "--hold", "1", "--file", str(path)]) == 0
    assert "Figs held for Sara until" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        ["1"],
        ["--product", "1001"],
        ["1", "--product", "9"],
        ["1", "--category", "Tea"],
        ["1", "--attribute", "premium"],
        ["1", "--product", "1001", "--words", "walnuts"],
        ["1", "--product", "1001", "--until", "someday"],
        ["1", "--product", "1001", "--until", "2020-01-01"],
        ["1", "--product", "1001", "--quantity", "0"],
        ["1", "--product", "1001", "--limit-price", "-4"],
        ["1", "--product", "1001", "--priority", "7"],
        ["99", "--product", "1001"],
        ["--hold", "1"],
        ["--withdraw", "1"],
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    path: Path, application: program.App, line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wish", *line, "--file", str(path)]) == 2
    said = capsys.readouterr()
    assert said.err
    assert not said.out
    assert application.shop.ask(wishes.count) == 0
