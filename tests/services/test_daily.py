"""Once a day the shop tidies up by itself, and looks for people known twice; never more often."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services import daily, duplicates, holds, settings, today
from shopcrm.services.daily import DayRound, Sweep
from shopcrm.services.shop import Shop
from shopcrm.store.imports import ImportBatch
from tests import makers

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turned(tmp_path: Path, empty_shop: Path, clock: Clock) -> Iterator[Shop]:
    shutil.copyfile(empty_shop, tmp_path / "shop.db")
    with program.opened(tmp_path / "shop.db", clock=clock) as app:
        app.shop.do(settings.change, greet_hour=9)
        yield app.shop


def test_A4_the_round_lets_go_what_was_kept_until_yesterday(turned: Shop, clock: Clock) -> None:
    sara, walnuts = makers.customer(turned), makers.product(turned, stock=5000)
    turned.do(holds.hold, sara, walnuts, 1000, date(2026, 11, 22))
    clock.now = MORNING + timedelta(days=1, hours=6)
    DayRound(turned).make_if_due()
    assert [row.state for row in turned.ask(holds.history, sara)] == [holds.State.LAPSED]


def test_the_round_waits_for_its_hour_and_is_made_once_a_day(turned: Shop, clock: Clock) -> None:
    hour = turned.ask(settings.read).greet_hour
    made: list[datetime] = []
    turned.on_change(lambda _topics: made.append(clock.now))
    day_round = DayRound(turned)
    sara, walnuts = makers.customer(turned), makers.product(turned, stock=90_000)
    for day in range(3):
        turned.do(holds.hold, sara, walnuts, 1000, date(2026, 11, 22) + timedelta(days=day))
    made.clear()
    for step in range(4 * 24):
        clock.now = MORNING + timedelta(hours=step)
        day_round.make_if_due()
    zone = turned.ask(settings.read).zone
    hours = [daily._hour(at, zone) for at in made]
    assert hours == [hour] * 3


def test_C2_people_known_twice_are_looked_for_once_a_day_and_after_a_file(turned: Shop, clock: Clock) -> None:
    sweep = Sweep(turned)
    first = sweep.make_if_due()
    assert first is not None
    assert first.new == 0
    for name in ("Maryam Noori", "Maryam Noori"):
        makers.phone(turned, makers.customer(turned, name=name), "+989123456718")
    assert sweep.make_if_due() is None, "once a day is enough"
    turned.do(_bring_in)
    found = sweep.make_if_due()
    assert found is not None
    assert (found.new, turned.ask(duplicates.count)) == (1, 1)
    assert sweep.make_if_due() is None
    clock.now += timedelta(days=1)
    again = sweep.make_if_due()
    assert again is not None
    assert again.new == 0
    assert today.Kind.DUPLICATE in [group.kind for group in turned.ask(today.today).groups]


def test_a_look_that_was_stopped_is_made_again(turned: Shop) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    for name in ("Maryam Noori", "Maryam Noori"):
        makers.phone(turned, makers.customer(turned, name=name), "+989123456718")
    sweep = Sweep(turned)
    with pytest.raises(Stopped):
        sweep.make_if_due(stop)
    assert turned.ask(duplicates.count) == 0
    assert sweep.make_if_due() is not None
    assert turned.ask(duplicates.count) == 1


def _bring_in(session: Session) -> None:
    counts = {"rows_read": 2, "rows_added": 2, "rows_changed": 0, "rows_unchanged": 0, "rows_refused": 0}
    row = ImportBatch(
        kind="customers", file_name="people.csv", imported_at=MORNING, imported_by="owner", **counts
    )
    session.add(row)
