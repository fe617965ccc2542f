import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.outside.paper.render import page_texts
from shopcrm.services import printing
from shopcrm.services.printing import What
from tests import makers
from tests.sold import sell


@pytest.fixture
def path(application: program.App) -> Path:
    """A till at which walnuts were sold for 1,000 toman in cash."""
    walnuts = makers.product(application.shop, price=10_000)
    sell(application.shop, (walnuts, 1000))
    return application.path


def say(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main(["day", *line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_the_day_is_shown_closed_and_then_empty(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = say(path, capsys, "show")
    assert (shown["close"], shown["expected"], shown["figures"]["sales"]) == (None, 10_000, 1)
    closed = say(path, capsys, "close", "--counted", "1100", "--note", "well", "--left", "500")
    assert (closed["difference"], closed["note"], closed["left"]) == (1_000, "well", 5_000)
    after = say(path, capsys, "show")
    assert (after["empty"], after["opening"]) == (True, 5_000)
    again = say(path, capsys, "show", str(closed["close"]))
    assert again == closed


def test_a_close_goes_on_paper_and_its_printing_is_written_down(
    application: program.App, path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for width in ("80", "58", "a4"):
        paper = tmp_path / f"{width}.pdf"
        assert main(["day", "close", "--pdf", str(paper), "--width", width, "--file", str(path)]) == 0
        assert "Day close" in page_texts(paper)[0]
    assert application.shop.ask(printing.times, What.DAY_CLOSE, 1) == 1
    assert "Written to a4.pdf." in capsys.readouterr().out


def test_what_cannot_be_is_one_sentence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in (["close", "--counted", "much"], ["close", "--counted", "-5"], ["show", "77"]):
        assert main(["day", *line, "--file", str(path)]) == 2
        assert "Traceback" not in capsys.readouterr().err
    assert say(path, capsys, "show")["close"] is None
