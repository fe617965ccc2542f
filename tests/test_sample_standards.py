"""The sample's standards: a second version, readings, return terms and a closed day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.rules.standards import StandardKind
from shopcrm.sample.till import Crew
from shopcrm.services import opening, settings, standards
from tests import made_samples
from tests.conftest import NOW


@pytest.fixture(scope="module", params=["en", "fa"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    language = str(request.param)
    place = tmp_path_factory.mktemp("standards") / "sample.db"
    return language, made_samples.small(tmp_path_factory, place, language)


@pytest.fixture
def opened(made: tuple[str, Path]) -> Iterator[program.App]:
    with program.opened(made[1], clock=lambda: NOW) as app:
        yield app


def test_the_dos_were_changed_once_and_one_person_is_behind(
    made: tuple[str, Path], opened: program.App
) -> None:
    crew, shop = Crew.of(made[0]), opened.shop
    history = shop.ask(standards.history, StandardKind.DOS)
    assert [one.number for one in history] == [2, 1]
    assert history[0].by == crew.owner.actor
    behind = shop.ask(standards.unread, crew.evening.actor)
    assert [one.kind for one in behind] == [StandardKind.DOS]
    for who in (crew.owner, crew.manager, crew.morning):
        assert shop.ask(standards.unread, who.actor) == []


def test_terms_guarantees_and_a_closed_day_are_written_down(opened: program.App) -> None:
    shop = opened.shop
    terms, decided = shop.ask(standards.return_terms), shop.ask(settings.read)
    assert (terms.words, terms.days) == (decided.return_policy, decided.return_days)
    assert terms.words
    guarantee = shop.ask(standards.guarantee_of_orders)
    assert guarantee is not None
    assert guarantee.if_broken.value > 0
    assert [row.day for row in shop.ask(opening.holidays)] == [date(2026, 12, 5)]
