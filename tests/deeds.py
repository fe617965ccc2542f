"""Finds every use case that is handed to the door anywhere in the program, by reading the program."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import shopcrm

ROOT = Path(shopcrm.__file__).parent
_OWN_SHOPS = "sample"
"""What makes a shop of its own acts as its owner."""


@cache
def handed_over() -> dict[str, set[str]]:
    """Give the use cases that are handed over to be done, by name, with the files that do so.

    A use case is a function of the services whose first argument is a session. Outside the services, whatever
    names one without calling it hands it over, unless to a question; the services hand it to `do`.
    """
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT)
        if place.parts[0] not in {_OWN_SHOPS, "store", "rules"}:
            for name in _in_file(path, services=place.parts[0] == "services"):
                found.setdefault(name, set()).add(str(place))
    return found


def is_there(name: str) -> bool:
    """Whether there is a function of this name that takes a session."""
    module, _, function = name.partition(".")
    return function in _use_cases(module)


def _in_file(path: Path, *, services: bool) -> Iterator[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    known = _imported(nodes)
    if services:
        known |= {name: f"{path.stem}.{name}" for name in _use_cases(path.stem)}
        yield from (name for call in calls if _is(call, "do") for name in _named(call.args, known))
        return
    passed = {id(call.func) for call in calls}
    passed |= {id(given) for call in calls if _asks(call) for given in call.args}
    yield from _named([node for node in nodes if id(node) not in passed], known)


def _is(call: ast.Call, name: str) -> bool:
    return _ends_with(call.func, name)


def _asks(call: ast.Call) -> bool:
    """Whether a call asks, or is to ask later: `partial(shop.ask, ...)`."""
    return _is(call, "ask") or any(_ends_with(given, "ask") for given in call.args[:1])


def _ends_with(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name


def _named(nodes: list[ast.expr] | list[ast.AST], known: dict[str, str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and "." in known.get(node.id, ""):
            yield known[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = known.get(node.value.id, "")
            if node.attr in _use_cases(module):
                yield f"{module}.{node.attr}"


def _imported(nodes: list[ast.AST]) -> dict[str, str]:
    """Give what a file calls the modules of the services, and their use cases."""
    known: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shopcrm.services"):
            module = (node.module or "").removeprefix("shopcrm.services").removeprefix(".")
            for alias in node.names:
                if not module:
                    known[alias.asname or alias.name] = alias.name
                elif alias.name in _use_cases(module):
                    known[alias.asname or alias.name] = f"{module}.{alias.name}"
    return known


@cache
def _use_cases(module: str) -> frozenset[str]:
    path = ROOT / "services" / f"{module}.py"
    if not module or not path.exists():
        return frozenset()
    functions = [
        one for one in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef)
    ]
    firsts = [(one.name, [*one.args.posonlyargs, *one.args.args][:1]) for one in functions]
    return frozenset(name for name, first in firsts if first and first[0].arg == "session")
