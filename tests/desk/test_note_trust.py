"""A note while it is typed, and a program that is killed: no more than the last second is missing."""

import random
from pathlib import Path

import pytest

from shopcrm.app import App
from shopcrm.desk.note_writing import LATEST_MS
from shopcrm.services import notes
from tests import makers
from tests.desk.killed_typing import Typist, is_sound, missing, typed

_NOTES = Typist(
    "shopcrm.desk.note_writing",
    """
def box_of(window, application):
    window.go("customers", customer_id)
    page = window.page("customers")
    while page.sheet.person is None:
        application.processEvents()
    line = page.sheet.timeline.note.line
    line.setFocus()
    return line, line.text
""",
)


@pytest.mark.slow
def test_killed_while_a_note_is_typed_the_last_second_is_missing_at_most(
    application: App, tmp_path: Path, *, full: bool
) -> None:
    chance, log = random.Random(7), tmp_path / "typed"
    waits = [chance.uniform(0.1, 4.0) for _kill in range(50 if full else 3)]
    sara = makers.customer(application.shop, name="Sara")
    _NOTES.type_and_be_killed(application.path, sara, log, waits, LATEST_MS)
    kept = {view.text.split(":")[0]: view.text for view in application.shop.ask(notes.of_customer, sara, 100)}
    assert len(typed(log)[1]) == len(waits)
    assert not missing(log, kept)
    assert kept
    assert is_sound(application.path)


@pytest.mark.slow
def test_a_note_that_is_not_saved_while_it_is_typed_is_found_missing(
    application: App, tmp_path: Path
) -> None:
    sara = makers.customer(application.shop, name="Sara")
    _NOTES.type_and_be_killed(application.path, sara, tmp_path / "typed", [3.0], 60_000)
    assert missing(tmp_path / "typed", {}) == ["0"]
    assert not application.shop.ask(notes.of_customer, sara)
