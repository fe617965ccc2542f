"""Collects every text of the program and keeps the Persian catalogue in step with it.

python -m tests.catalogue         adds new texts to the .po, drops old ones, compiles the .mo
python -m tests.catalogue --check says what is missing and changes nothing
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "locale" / "fa" / "LC_MESSAGES" / "shopcrm.po"
MO = PO.with_suffix(".mo")
SPOKEN = {"say", "saying", "plural"}


@dataclass(frozen=True, order=True)
class Text:
    """A message id with its plural and the first place where it stands."""

    one: str
    many: str
    place: str


@cache
def collect() -> Sequence[Text]:
    """Find every text in the source, once; raises ValueError where one is not a plain literal."""
    found: dict[tuple[str, str], Text] = {}
    for path in sorted((ROOT / "shopcrm").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for one, many in _texts(ast.parse(path.read_text(encoding="utf-8")), place):
            found.setdefault((one, many), Text(one, many, place))
    return sorted(found.values())


def _texts(tree: ast.AST, place: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _spoken(node.func):
            yield from _of_call(node, place)
        elif isinstance(node, ast.ClassDef):
            yield from _of_class(node)


def _spoken(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id in SPOKEN
    if not isinstance(func, ast.Attribute) or func.attr not in SPOKEN:
        return False
    # A toast and an empty page `say` what is worded already; only Words word it.
    owner = func.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return name.endswith("words")


def _of_call(node: ast.Call, place: str) -> Iterator[tuple[str, str]]:
    if place.endswith(("rules/wording.py", "rules/sayings.py")):
        return  # Where the texts are handed on, no text stands.
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    named = {k.arg: k.value for k in node.keywords}
    one = node.args[0] if node.args else None
    second = node.args[1] if len(node.args) > 1 else named.get("many")
    many = second if name in {"plural", "saying"} else None
    literals = [_literal(part) for part in (one, many) if part is not None]
    if not literals or any(text is None for text in literals):
        msg = f"{place}:{node.lineno}: a text must be a plain literal"
        raise ValueError(msg)
    yield str(literals[0]), str(literals[1]) if len(literals) > 1 else ""


def _of_class(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for line in node.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        if isinstance(target, ast.Name) and target.id == "sentence":
            text = _literal(getattr(line, "value", None))
            if text is not None:
                yield text, ""


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def read_po() -> polib.POFile:
    """Read the Persian catalogue, or begin one."""
    if PO.exists():
        return polib.pofile(str(PO))
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Project-Id-Version": "shopcrm",
        "Language": "fa",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return po


def update() -> list[str]:
    """Bring the catalogue in step and compile it; gives the texts that still lack a translation."""
    old = {(e.msgid, e.msgid_plural): e for e in read_po()}
    po = read_po()
    po.clear()
    for text in collect():
        entry = old.get((text.one, text.many)) or polib.POEntry(msgid=text.one, msgid_plural=text.many)
        if text.many and not entry.msgstr_plural:
            entry.msgstr_plural = {0: ""}
        entry.occurrences = [(text.place, "")]
        po.append(entry)
    po.wrapwidth = 110
    po.save(str(PO))
    po.save_as_mofile(str(MO))
    return [entry.msgid for entry in po if not translated(entry)]


def translated(entry: polib.POEntry) -> bool:
    """Whether an entry has its Persian."""
    return (
        bool(entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr)
        and "fuzzy" not in entry.flags
    )


def missing() -> list[str]:
    """Give the texts of the source that the catalogue does not hold in Persian."""
    known = {(e.msgid, e.msgid_plural) for e in read_po() if translated(e)}
    return [t.one for t in collect() if (t.one, t.many) not in known]


if __name__ == "__main__":
    left = missing() if "--check" in sys.argv else update()
    print(f"{len(left)} texts without Persian")
    for message in left:
        print(" ", message)
