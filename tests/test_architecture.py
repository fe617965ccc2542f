"""The plan of the house: who may know whom, how long a room may be, and what never stands in the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "shopcrm"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "versions" not in p.parts)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
TOP_LEVEL = {"shopcrm", "resources", "tests", "pyproject.toml", "build.spec", "README.md", "LICENSE"}


def test_imports_keep_the_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_top_level_holds_the_agreed_names_only() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {n for n in names if not n.startswith(".")} <= TOP_LEVEL


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_modules_are_short() -> None:
    lengths = {_name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_fit_in_the_eye() -> None:
    assert [one for module in _read() for one in module.long_functions] == []


def test_every_module_says_what_it_is_and_every_init_is_empty() -> None:
    modules = [module for module in _read() if not module.name.endswith("__init__.py")]
    assert [module.name for module in modules if not module.says_what_it_is] == []
    inits = [path for path in MODULES if path.name == "__init__.py"]
    assert [_name(path) for path in inits if path.read_text(encoding="utf-8").strip()] == []


@dataclass(frozen=True)
class Module:
    """What is looked for in a module."""

    name: str
    says_what_it_is: bool
    long_functions: tuple[str, ...]
    foreign: tuple[str, ...]


@cache
def _read() -> list[Module]:
    """Read all modules once for all that looks at them."""
    return [_look_at(path) for path in MODULES]


def _look_at(path: Path) -> Module:
    name, tree = _name(path), ast.parse(path.read_text(encoding="utf-8"))
    long = [(one, length) for one, length in _functions(tree) if length > LONGEST_FUNCTION]
    return Module(
        name,
        bool(ast.get_docstring(tree)),
        tuple(f"{name}: {one} has {length} lines" for one, length in long),
        tuple(_runs_foreign_text(path, tree)),
    )


def _functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


FORBIDDEN_CALLS = {"eval", "exec"}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "tarfile", "random", "yaml"}


def test_nothing_runs_foreign_text() -> None:
    assert [place for module in _read() for place in module.foreign] == []


def _runs_foreign_text(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        called = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS
        )
        imported = isinstance(node, ast.Import) and {a.name for a in node.names} & FORBIDDEN_IMPORTS
        if called or (imported and "sample" not in path.parts):
            yield f"{_name(path)}:{getattr(node, 'lineno', 0)}"


def test_commands_run_where_there_is_no_qt(tmp_path: Path) -> None:
    blocker = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6'):\n"
        "            raise ImportError('Qt is not here')\n"
        "sys.meta_path.insert(0, Block())\n"
        "from shopcrm.cli.main import main\n"
        "assert 'alembic' not in sys.modules, 'every start waits for what only an upgrade needs'\n"
        "home = sys.argv[1]\n"
        "codes = [main(['sample', '--customers', '5', '--no-open', '--file', home + '/s.db']),\n"
        "         main(['doctor', '--file', home + '/s.db']),\n"
        "         main(['find', 'a', '--file', home + '/s.db'])]\n"
        "sys.exit(max(codes))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", blocker, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_wrong_import_would_be_noticed(tmp_path: Path) -> None:
    """The watch itself is watched: rules that import the store must fail the contracts."""
    copy = tmp_path / "shopcrm"
    _copy_tree(PACKAGE, copy)
    (copy / "rules" / "money.py").write_text(
        '"""Wrong on purpose."""\nfrom shopcrm.store import base\n', encoding="utf-8"
    )
    (tmp_path / "pyproject.toml").write_text(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin"},
    )
    assert done.returncode != 0
    assert "shopcrm.rules" in done.stdout


def _copy_tree(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
