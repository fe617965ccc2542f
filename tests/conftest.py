"""What every test may ask for: a fresh shop in a file of its own, and a clock that stands still."""

import os
import shutil
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

from shopcrm import app as program
from shopcrm.services.shop import Shop
from tests import remembered

remembered.bytecode()

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the trust tests run in their full size: `pytest --full`."""
    parser.addoption("--full", action="store_true", help="kills, races and histories in full numbers")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect thousands of tests faster."""
    with remembered.without_garbage():
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, or one worker would end with it alone."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_remembered() -> Iterator[None]:
    """Let the shops of all tests share what they compile."""
    with pytest.MonkeyPatch.context() as patch:
        remembered.statements(patch)
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Let property tests that do not say how often draw fewer examples where nobody asks for all."""
    settings.register_profile("some", max_examples=30)
    settings.register_profile("all", max_examples=100)
    settings.load_profile("all" if config.getoption("--full") else "some")


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the trust tests run in their full size instead of a tenth."""
    return bool(request.config.getoption("--full"))


@pytest.fixture
def now() -> datetime:
    """Sunday, 1 Azar 1405, half past twelve in Tehran."""
    return NOW


@pytest.fixture(scope="session")
def empty_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new shop, made once: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "shop.db"
    with program.opened(path, clock=lambda: NOW):
        pass
    return path


@pytest.fixture
def application(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[program.App]:
    """A new shop in a file of its own, with no transaction left open in the end."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    shutil.copyfile(empty_shop, tmp_path / "shop.db")
    with program.opened(tmp_path / "shop.db", clock=lambda: NOW) as app:
        yield app
        assert app.shop.engine.pool.checkedout() == 0  # type: ignore[attr-defined] # a queue pool counts


@pytest.fixture
def shop(application: program.App) -> Shop:
    """The door of a new shop."""
    return application.shop
