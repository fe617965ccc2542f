import json
import shutil
from pathlib import Path

import pytest

from shopcrm.cli.main import main

OWNERS_PIN = "482913"


@pytest.fixture
def file(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    for name in ("SHOPCRM_PIN", "SHOPCRM_NEW_PIN"):
        monkeypatch.delenv(name, raising=False)
    return str(shutil.copyfile(empty_shop, tmp_path / "shop.db"))


def _staff(
    file: str, capsys: pytest.CaptureFixture[str], *arguments: str, by: str = ""
) -> tuple[int, list[tuple[str, str, bool]], str]:
    who = ["--staff", by] if by else []
    status = main(["--file", file, *who, "staff", *arguments, "--json"])
    said = capsys.readouterr()
    rows = json.loads(said.out)["staff"] if status == 0 else []
    return status, [(row["name"], row["role"], row["pin"]) for row in rows], said.err


def test_people_are_added_and_the_first_pin_switches_the_roles_on(
    file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _staff(file, capsys, "list")[:2] == (0, [])
    assert _staff(file, capsys, "add", "Mina")[1] == [("Mina", "staff", False)]
    monkeypatch.setenv("SHOPCRM_NEW_PIN", OWNERS_PIN)
    status, _, told = _staff(file, capsys, "pin", "Mina")
    assert (status, told.startswith("The first PIN is the owner's.")) == (2, True)
    assert _staff(file, capsys, "add", "Reza", "owner")[1][0] == ("Reza", "owner", True)
    assert _staff(file, capsys, "list")[0] == 2
    monkeypatch.setenv("SHOPCRM_PIN", OWNERS_PIN)
    monkeypatch.setenv("SHOPCRM_NEW_PIN", "4826")
    assert _staff(file, capsys, "pin", "mina", by="Reza")[1][1] == ("Mina", "staff", True)
    monkeypatch.setenv("SHOPCRM_NEW_PIN", "593716")
    assert _staff(file, capsys, "role", "Mina", "manager", by="Reza")[1][1] == ("Mina", "manager", True)
    assert _staff(file, capsys, "leave", "Mina", by="Reza")[1] == [("Reza", "owner", True)]
    status, _, told = _staff(file, capsys, "leave", "Reza", by="Reza")
    assert (status, "only owner" in told) == (2, True)


def test_staff_change_their_own_pin_and_no_other(
    file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, role, pin in (("Reza", "owner", OWNERS_PIN), ("Ali", "staff", "4826")):
        monkeypatch.setenv("SHOPCRM_NEW_PIN", pin)
        assert _staff(file, capsys, "add", name, role, by="Reza" if name == "Ali" else "")[0] == 0
        monkeypatch.setenv("SHOPCRM_PIN", OWNERS_PIN)
    monkeypatch.setenv("SHOPCRM_PIN", "4826")
    monkeypatch.setenv("SHOPCRM_NEW_PIN", "5937")
    assert _staff(file, capsys, "pin", "Reza", by="Ali")[0] == 2
    assert _staff(file, capsys, "pin", "Ali", by="Ali")[0] == 0
    assert _staff(file, capsys, "list", by="Ali")[0] == 2
    monkeypatch.setenv("SHOPCRM_PIN", "5937")
    assert _staff(file, capsys, "list", by="Ali")[0] == 0


@pytest.mark.parametrize("given", [["add"], ["role", "Ali"], ["pin"], ["leave"], ["fire", "Ali"], []])
def test_what_is_missing_is_said(file: str, capsys: pytest.CaptureFixture[str], given: list[str]) -> None:
    assert main(["--file", file, "staff", *given]) == 2
    said = capsys.readouterr()
    assert len(said.err.strip().splitlines()) == 1
    assert said.out == ""


def test_a_new_pin_has_to_be_somewhere(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _staff(file, capsys, "add", "Reza", "owner")[0] == 0
    status, _, told = _staff(file, capsys, "pin", "Reza")
    assert (status, "SHOPCRM_NEW_PIN" in told) == (2, True)


def test_for_people_it_is_one_line_each(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", file, "staff", "list"]) == 0
    assert capsys.readouterr().out.strip() == "Nobody was added yet"
    assert main(["--file", file, "staff", "add", "Ali"]) == 0
    assert "Ali" in capsys.readouterr().out
