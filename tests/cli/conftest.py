"""Commands run on the clock of the tests, so that what they say does not change from day to day."""

from functools import partial

import pytest

from shopcrm import app as program
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command open its shop with a clock that stands still."""
    monkeypatch.setattr(program, "opened", partial(program.opened, clock=lambda: NOW))
