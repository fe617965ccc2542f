import ast
import gettext
import re
from pathlib import Path
from string import Formatter

import polib
import pytest

from tests import catalogue

ENTRIES = list(catalogue.read_po())
ROOT = catalogue.ROOT


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_has_its_persian() -> None:
    assert catalogue.missing() == []


def test_no_text_is_kept_that_nobody_says() -> None:
    said = {(t.one, t.many) for t in catalogue.collect()}
    assert [e.msgid for e in ENTRIES if (e.msgid, e.msgid_plural) not in said] == []


def _persian(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def test_a_translation_has_the_same_places() -> None:
    wrong = [e.msgid for e in ENTRIES if _places(_persian(e)) != _places(e.msgid) | _places(e.msgid_plural)]
    assert wrong == []


def test_persian_is_written_in_persian_letters() -> None:
    assert [e.msgid for e in ENTRIES if re.search("[يكة٠-٩]", _persian(e))] == []


def test_persian_has_persian_digits() -> None:
    bare = {e.msgid: re.sub(r"\{[^}]*\}", "", _persian(e)) for e in ENTRIES}
    assert [
        msgid for msgid, text in bare.items() if re.search("[0-9]", text) and not re.search("[A-Za-z]", text)
    ] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with catalogue.MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in ENTRIES:
        if entry.msgid_plural:
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 2) == entry.msgstr_plural[0]
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr


SHOWN = {
    "setText",
    "setWindowTitle",
    "setPlaceholderText",
    "setToolTip",
    "setAccessibleName",
    "setTitle",
    "drawString",
}


def _spoken_past_the_catalogue(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWN:
            texts = [text for argument in node.args for text in _literals(argument)]
            if any(re.search("[A-Za-z]{2}", text) for text in texts):
                found.append(f"{path.name}:{node.lineno}")
    return found


def _literals(argument: ast.expr) -> list[str]:
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def test_no_words_go_to_the_screen_past_the_catalogue() -> None:
    modules = sorted((ROOT / "shopcrm").rglob("*.py"))
    assert [place for path in modules for place in _spoken_past_the_catalogue(path)] == []


def test_control_a_text_that_is_no_literal_is_noticed() -> None:
    with pytest.raises(ValueError, match="literal"):
        list(catalogue._texts(ast.parse("words.say(name)"), "x.py"))
