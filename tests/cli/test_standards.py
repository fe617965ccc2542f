import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.outside.paper.render import page_texts
from shopcrm.rules.standards import Dos, StandardKind
from shopcrm.services import settings, staff, standards


@pytest.fixture
def path(application: program.App) -> Path:
    application.shop.do(staff.add, "Mina", "staff")
    application.shop.do(settings.change, return_policy="Unopened.", shop_name="Noori")
    return application.path


def _say(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main([*line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _lines(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> list[str]:
    assert main([*line, "--file", str(path)]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("kind", [*StandardKind])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_is_shown_is_set_again_unchanged(
    path: Path,
    tmp_path: Path,
    application: program.App,
    capsys: pytest.CaptureFixture[str],
    kind: StandardKind,
    language: str,
) -> None:
    application.shop.do(settings.change, language=language)
    before = application.shop.ask(standards.current, kind)
    shown = _say(path, capsys, "standards", "show", kind)
    assert shown["version"] == before.number
    file = tmp_path / "standard.json"
    file.write_text(json.dumps(shown), encoding="utf-8")
    assert _say(path, capsys, "standards", "set", kind, "--json-file", str(file)) == shown
    assert application.shop.ask(standards.current, kind) == before
    assert len(_lines(path, capsys, "standards", "show", kind)) > 1


def test_a_standard_is_set_from_a_file_and_its_history_told(
    path: Path, tmp_path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _lines(path, capsys, "standards", "history", "dos") == ["Nothing was written down yet"]
    file = tmp_path / "dos.json"
    file.write_text('\ufeff{"do": ["Be kind."]}', encoding="utf-8")
    said = _lines(path, capsys, "standards", "set", "dos", "--json-file", str(file))
    assert said == ["Dos and don'ts: version 1 holds."]
    assert application.shop.ask(standards.dos) == Dos(("Be kind.",))
    rows = _say(path, capsys, "standards", "history", "dos")["versions"]
    assert [(row["version"], row["content"]) for row in rows] == [(1, {"do": ["Be kind."], "dont": []})]
    everything = _say(path, capsys, "standards", "show")["standards"]
    assert [one["kind"] for one in everything] == list(StandardKind)
    assert "+ Be kind." in "\n".join(_lines(path, capsys, "standards", "show", "dos"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "was not understood at JSON"),
        ('{"dos": []}', "was not understood at dos"),
        ('{"do": ["%s"]}' % ("x" * 500), "Each line has 1 to 400 letters"),
        (None, "cannot be read"),
    ],
)
def test_what_cannot_be_set_is_one_sentence(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, told: str
) -> None:
    file = tmp_path / "dos.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert main(["standards", "set", "dos", "--json-file", str(file), "--file", str(path)]) == 2
    said = capsys.readouterr().err.strip()
    assert told in said
    assert "Nothing was changed." in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        ("standards", "set", "dos"),
        ("standards", "set"),
        ("standards", "history"),
        ("standards", "leaflet"),
        ("holiday", "add"),
    ],
)
def test_what_lacks_a_part_says_how_it_is_used(
    path: Path, capsys: pytest.CaptureFixture[str], line: tuple[str, ...]
) -> None:
    assert main([*line, "--file", str(path)]) == 2
    assert f"{line[0]} " in capsys.readouterr().err


def test_who_read_what_is_noted_and_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    as_mina = ("--staff", "Mina")
    said = _say(path, capsys, "standards", "read", "dos", *as_mina)
    assert said["read"] == ["dos"]
    assert len(said["unread"]) == len(StandardKind) - 1
    lines = _lines(path, capsys, "standards", "readers")
    assert lines[0].startswith("Mina has not read: Return terms")
    assert _say(path, capsys, "standards", "read", *as_mina)["unread"] == []
    assert _lines(path, capsys, "standards", "readers") == ["Mina has read all of it"]
    reader = _say(path, capsys, "standards", "readers")["readers"][0]
    assert reader["read"]["returns"]["version"] == 1


def test_both_papers_are_saved(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for act, title in (("leaflet", "Our word to you"), ("sheet", "How we work")):
        file = tmp_path / f"{act}.pdf"
        assert _say(path, capsys, "standards", act, "--pdf", str(file)) == {"pdf": str(file)}
        assert title in page_texts(file)[0]


def test_K2_closed_days_are_added_in_either_calendar_listed_and_removed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _say(path, capsys, "holiday", "add", "1405/09/19", "--name", "Eid")
    assert said == {"day": "2026-12-10", "name": "Eid", "new": True}
    assert _lines(path, capsys, "holiday", "list")[0] == "Thursday, 10 December 2026, Eid"
    rows = _say(path, capsys, "holiday", "list")["holidays"]
    assert rows[0] == {"day": "2026-12-10", "name": "Eid", "fixed": False}
    assert {"day": "2027-03-21", "name": "Nowruz", "fixed": True} in rows
    assert _lines(path, capsys, "holiday", "remove", "2026-12-10") == ["Open on Thursday, 10 December 2026"]
    assert main(["holiday", "remove", "2026-12-10", "--file", str(path)]) == 2
    assert "does not stand among the closed days" in capsys.readouterr().err
