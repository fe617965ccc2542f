"""The made-up shop hears complaints, ideas and praise, and gets better by them, in both languages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.rules.complaints import Kind, Outcome, State
from shopcrm.rules.improvements import Effect
from shopcrm.sample.make import Plan
from shopcrm.services import (
    call_backs,
    causes,
    complaint_figures,
    complaint_list,
    feedback_wall,
    health,
    improvement_report,
    suggestions,
)
from shopcrm.services.improvements import ImprovementState
from tests import made_samples
from tests.conftest import NOW


@pytest.fixture(scope="module", params=["en", "fa"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cases") / f"{request.param}.db"
    made_samples.sample(tmp_path_factory, place, Plan(7, made_samples.FULL_LIFE, request.param))
    return place


@pytest.fixture
def opened(path: Path) -> Iterator[program.App]:
    with program.opened(path, clock=lambda: NOW) as app:
        yield app


def test_about_forty_people_said_something(opened: program.App) -> None:
    found = opened.shop.ask(complaint_figures.figures, date(2026, 1, 1), NOW.date())
    assert 40 <= sum(found.by_kind.values()) <= 50
    assert found.by_kind[Kind.SUGGESTION] >= 5
    assert found.by_kind[Kind.PRAISE] >= 5
    assert {Outcome.HAPPY, Outcome.ACCEPTED, Outcome.UNREACHED} <= set(found.by_outcome)
    assert found.causes[0].count >= 9
    assert found.reopened == 1
    assert found.late_now >= 1
    assert found.again_same >= 1
    assert found.satisfaction.answers >= 5
    assert found.cost.vouchers_made >= 1
    assert found.cost.points_worth > 0
    assert found.looked_back.came_back > 0


def test_something_waits_for_everybody(opened: program.App) -> None:
    ask = opened.shop.ask
    states = {row.state for row in ask(complaint_list.listed)}
    assert {State.OPEN, State.WAITING_CUSTOMER} <= states
    assert ask(call_backs.waiting)
    assert ask(suggestions.counts).waiting >= 2
    assert len(ask(feedback_wall.latest)) >= 15
    assert len(ask(causes.tree)) > 20


def test_one_improvement_helped_and_of_one_nobody_knows_yet(opened: program.App) -> None:
    found = opened.shop.ask(improvement_report.read)
    done = [one for one in found if one.row.state is ImprovementState.DONE]
    assert {one.counted.effect for one in done} == {Effect.FEWER, Effect.NOT_KNOWN}
    assert max(one.to_tell for one in done) >= 5
    assert sum(one.row.late for one in found) == 1


def test_its_books_agree(opened: program.App) -> None:
    assert all(one.fine for one in opened.shop.ask(health.examine))
