import json
import shutil
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import customers
from shopcrm.services.customers import Draft


@pytest.fixture
def file(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A shop in which one person stands twice."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    shutil.copyfile(empty_shop, tmp_path / "shop.db")
    with program.opened(tmp_path / "shop.db") as app:
        for name, code in (("Maryam Noori", "A1"), ("Noori Maryam", "B7"), ("Reza Karimi", "C3")):
            phone = "0912 123 4567" if "Noori" in name else "0935 111 2233"
            app.shop.do(customers.add, Draft(name=name, code=code, phones=[phone]))
    return str(tmp_path / "shop.db")


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_likely_pairs_are_looked_for_and_listed(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = _json(capsys, "merge", "--sweep", "--file", file)
    assert (status, found["new"], found["waiting"]) == (0, 1, 1)
    assert main(["merge", "--list-likely", "--file", file]) == 0
    said = capsys.readouterr().out
    assert "Maryam Noori (1), Noori Maryam (2): Both have the phone" in said


def test_nobody_is_known_twice(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "--list-likely", "--file", file]) == 0
    assert "Nobody seems to be known twice" in capsys.readouterr().out


def test_a_merge_and_its_undoing(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, done = _json(capsys, "merge", "A1", "B7", "--file", file)
    assert (status, done["kept_id"], done["gone_id"]) == (0, 1, 2)
    assert main(["customer", "B7", "--file", file]) == 0
    assert "Maryam Noori" in capsys.readouterr().out
    assert main(["unmerge", "1", "--file", file]) == 0
    assert "are two people again" in capsys.readouterr().out
    assert main(["unmerge", "1", "--file", file]) == 2
    assert "taken back already" in capsys.readouterr().err


def test_a_merge_needs_two(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "1", "--file", file]) == 2
    assert "merge KEEP GONE" in capsys.readouterr().err


def test_C3_nobody_is_erased_without_a_yes(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, would = _json(capsys, "erase", "A1", "--file", file)
    assert (status, would["erased"]) == (2, False)
    assert main(["customer", "1", "--file", file]) == 0
    assert "Maryam Noori" in capsys.readouterr().out
    assert main(["merge", "A1", "B7", "--file", file]) == 0
    assert main(["erase", "A1", "--file", file]) == 2
    said = capsys.readouterr()
    assert "1 person who was merged into them goes too." in said.out
    assert said.err == "Nothing was erased yet. Say --yes to do it; it cannot be taken back.\n"
    assert main(["erase", "1", "--yes", "--file", file]) == 0
    assert "No word of them is left" in capsys.readouterr().out
    assert main(["customer", "1", "--file", file]) == 0
    assert "erased customer" in capsys.readouterr().out
    assert main(["erase", "1", "--yes", "--file", file]) == 2
    assert "was erased before" in capsys.readouterr().err
