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


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.msgid[:40])
def test_a_translation_has_the_same_places(entry: polib.POEntry) -> None:
    persian = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    assert _places(persian) == _places(entry.msgid) | _places(entry.msgid_plural)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.msgid[:40])
def test_persian_is_written_in_persian_letters(entry: polib.POEntry) -> None:
    persian = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    assert not re.search("[يكة٠-٩]", persian), "Arabic letters in a Persian text"
    assert not re.search(r"[0-9]", re.sub(r"\{[^}]*\}", "", persian)) or re.search(r"[A-Za-z]", persian)


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


@pytest.mark.parametrize("path", sorted((ROOT / "shopcrm").rglob("*.py")), ids=lambda p: p.name)
def test_no_words_go_to_the_screen_past_the_catalogue(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWN:
            for argument in node.args:
                if isinstance(argument, ast.JoinedStr):
                    literals = [v.value for v in argument.values if isinstance(v, ast.Constant)]
                else:
                    literals = [argument.value] if isinstance(argument, ast.Constant) else []
                assert not any(isinstance(t, str) and re.search("[A-Za-z]{2}", t) for t in literals), (
                    f"{path.name}:{node.lineno}"
                )


def test_control_a_text_that_is_no_literal_is_noticed() -> None:
    with pytest.raises(ValueError, match="literal"):
        list(catalogue._texts(ast.parse("words.say(name)"), "x.py"))
