import json
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import arrivals, goods
from shopcrm.services.goods import ProductDraft


@pytest.fixture
def path(application: program.App) -> Path:
    drafts = [
        ProductDraft("Walnut kernel", "1001", unit="kg", barcodes=["2000000010014"]),
        ProductDraft("چای لاهیجان", "T:7", unit="کیلو"),
    ]
    application.shop.do(goods.add_many, drafts)
    return application.path


def test_what_came_is_written_down_and_answered(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--line", "۲۰۰۰۰۰۰۰۱۰۰۱۴:2.5", "--line", "T:7:3", "--note", "harvest", "--supplier", "Reza"]
    assert main(["arrival", *line, "--json", "--file", str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "arrival": 1,
        "lines": [
            {"code": "1001", "name": "Walnut kernel", "quantity": 2.5},
            {"code": "T:7", "name": "چای لاهیجان", "quantity": 3},
        ],
    }
    kept = application.shop.ask(arrivals.show, 1)
    assert (kept.note, kept.supplier) == ("harvest", "Reza")


def test_people_read_it_in_their_language(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["arrival", "--line", "1001:2.5", "--file", str(path)]) == 0
    assert "Walnut kernel: 2.5 kg" in capsys.readouterr().out
    assert main(["arrival", "--line", "1001:2.5", "--file", str(path), "--language", "fa"]) == 0
    assert "۲٫۵" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["1001", "1001:", ":5", "1001:many", "1001:0", "1001:-2", "X-9:1"])
def test_a_line_that_cannot_be_is_named_and_nothing_is_written(
    path: Path, application: program.App, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["arrival", "--line", "1001:1", "--line", line, "--file", str(path)]) == 2
    said = capsys.readouterr()
    assert line.split(":", maxsplit=1)[0] in said.err
    assert not said.out
    assert application.shop.ask(arrivals.count) == 0


def test_a_line_is_needed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["arrival", "--file", str(path)]) == 2
    assert "--line" in capsys.readouterr().err
