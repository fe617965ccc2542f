"""A complaint while it is typed, and a program that is killed: the last second is missing at most."""

import random
from pathlib import Path

import pytest

from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.complaint_saving import LATEST_MS
from shopcrm.desk.dialogs.complaint import ComplaintDialog
from shopcrm.desk.walk import Walk
from shopcrm.services import complaint_drafts, settings
from tests import makers
from tests.desk.killed_typing import Typist, is_sound, missing, typed

_COMPLAINTS = Typist(
    "shopcrm.desk.complaint_saving",
    """
from shopcrm.desk.dialogs.complaint import ComplaintDialog

def box_of(window, application):
    window.case_wanted.emit(customer_id)
    box = window.frame.findChild(ComplaintDialog).form.words
    return box, box.toPlainText
""",
)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_while_a_complaint_is_typed_the_last_second_is_missing_at_most_and_it_is_offered(
    application: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, full: bool
) -> None:
    application.shop.do(settings.change, first_run_done=True)
    chance, log = random.Random(7), tmp_path / "typed"
    waits = [chance.uniform(0.1, 4.0) for _kill in range(200 if full else 3)]
    sara = makers.customer(application.shop, name="Sara")
    _COMPLAINTS.type_and_be_killed(application.path, sara, log, waits, LATEST_MS)
    left = application.shop.ask(complaint_drafts.left)
    kept = {one.draft.words.split(":")[0]: one.draft.words for one in left}
    assert len(typed(log)[1]) == len(waits)
    assert not missing(log, kept)
    assert kept
    assert all(one.draft.customer_id == sara for one in left)
    assert len({one.number for one in left}) == len(left)
    assert is_sound(application.path)
    _is_offered(application, tmp_path, monkeypatch, len(left))


def _is_offered(application: App, folder: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Start again: the drafts are offered by one key."""
    monkeypatch.setenv("SHOPCRM_HOME", str(folder / "home"))
    start.keep_places_in(folder)
    with Walk(application) as hands:
        hands.window.show()
        hands.settle()
        assert "drafts" in hands.window.frame.banners.names()
        hands.window.frame.banners.acted.emit("drafts")
        hands.settle()
        if count == 1:
            assert isinstance(hands.top, ComplaintDialog)
        else:
            assert hands.window.frame.current == "complaints"


@pytest.mark.slow
def test_a_complaint_that_is_not_saved_while_it_is_typed_is_found_missing(
    application: App, tmp_path: Path
) -> None:
    sara = makers.customer(application.shop, name="Sara")
    _COMPLAINTS.type_and_be_killed(application.path, sara, tmp_path / "typed", [3.0], 60_000)
    assert missing(tmp_path / "typed", {}) == ["0"]
    assert not application.shop.ask(complaint_drafts.left)
