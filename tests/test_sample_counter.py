import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.rules.remember import Kind
from shopcrm.rules.vouchers import State
from shopcrm.sample.make import Plan
from shopcrm.sample.programme import THRESHOLDS
from shopcrm.sample.till import Crew
from shopcrm.services import (
    baskets,
    day_close,
    health,
    memory,
    point_rules,
    points,
    promotions,
    rewards,
    staff,
    tabs,
    tier_rules,
    voucher_list,
)
from shopcrm.services.voucher_list import Show
from tests import made_samples
from tests.conftest import NOW

PERSON_COUNT = made_samples.FULL_LIFE
OPENED = "2026-11-02"
"""The day on which the counter opened, three weeks before."""


def _make(path: Path, customers: int, now: datetime) -> Path:
    plan = Plan(seed=7, customers=customers, language="fa")
    program.make_sample_at(path, plan, lambda _share: None, lambda: now)
    return path


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def _ints(path: Path, query: str) -> list[int]:
    return [int(str(row[0])) for row in _rows(path, query)]


def _counts(path: Path, query: str) -> dict[str, int]:
    return {str(kind): int(str(count)) for kind, count in _rows(path, query)}


@pytest.fixture(scope="module", params=["en", "fa"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    language = str(request.param)
    path = tmp_path_factory.mktemp("counter") / f"{language}.db"
    made_samples.sample(tmp_path_factory, path, Plan(seed=7, customers=PERSON_COUNT, language=language))
    return language, path


@pytest.fixture
def opened(sample: tuple[str, Path]) -> Iterator[program.App]:
    with program.opened(sample[1], clock=lambda: NOW) as app:
        yield app


def test_everybody_who_works_there_has_a_name_and_no_pin(
    sample: tuple[str, Path], opened: program.App
) -> None:
    crew = Crew.of(sample[0])
    known = opened.shop.ask(staff.everybody)
    assert {row.name for row in known} == {who.actor for who in crew.everybody}
    assert not opened.shop.ask(staff.roles_are_on)
    served = {
        row[0] for row in _rows(sample[1], f"SELECT DISTINCT served_by FROM sale WHERE day >= '{OPENED}'")
    }
    assert {crew.morning.actor, crew.evening.actor} <= served
    assert crew.owner.actor not in served


def test_the_last_weeks_were_sold_at_the_counter(sample: tuple[str, Path]) -> None:
    path = sample[1]
    assert _ints(path, f"SELECT count(*) FROM sale WHERE day < '{OPENED}' AND key IS NOT NULL") == [0]
    query = f"SELECT count(*) FROM sale WHERE day >= '{OPENED}' AND kind = 'sale' AND key IS NULL"
    assert _ints(path, query) == [0]
    kinds = _counts(path, "SELECT kind, count(*) FROM payment WHERE amount > 0 GROUP BY kind")
    assert kinds.keys() == {"card", "cash", "transfer", "tab", "points", "credit"}
    assert kinds["card"] > kinds["cash"] > 0
    steps = {row[0] for row in _rows(path, "SELECT DISTINCT kind FROM sale_step")}
    assert {"tier", "promotion", "whole"} <= steps
    assert steps & {"percent_voucher", "amount_voucher"}


def test_goods_came_back_in_every_way(sample: tuple[str, Path]) -> None:
    path = sample[1]
    part = (
        "SELECT count(*) FROM sale AS back JOIN sale ON sale.id = back.of_sale_id "
        "WHERE back.kind = 'return' AND NOT back.reversal AND -back.total < sale.total"
    )
    assert _ints(path, part)[0] > 0
    assert _ints(path, "SELECT count(*) FROM sale WHERE reversal") == [1]
    assert _ints(path, "SELECT count(*) FROM sale WHERE exchange_of_id IS NOT NULL") == [1]
    assert _ints(path, "SELECT count(*) FROM payment WHERE kind = 'credit' AND amount < 0")[0] > 0


def test_a_part_of_all_customers_came_to_each_level_over_a_year(
    sample: tuple[str, Path], opened: program.App
) -> None:
    rungs = {row.mark: row.people for row in opened.shop.ask(tier_rules.page)}
    assert rungs.keys() == THRESHOLDS.keys()
    assert rungs["bronze"] > rungs["silver"] > 0 < rungs["gold"]
    assert 0.15 < sum(rungs.values()) / PERSON_COUNT < 0.35
    changes = _rows(sample[1], "SELECT kind, at, kept_until, reason FROM tier_change")
    days = {str(row[1])[:10] for row in changes if row[0] == "reached"}
    assert len(days) > 6
    assert min(days) < "2026-01"
    assert max(days) > "2026-10"
    by_hand = [row for row in changes if row[0] == "by_hand"]
    assert len(by_hand) >= 2
    assert all(row[3] for row in by_hand)
    soon = str((NOW + timedelta(days=30)).date())
    assert 0 < sum(row[2] is not None and str(row[2]) <= soon for row in changes) < 12
    assert all(str(row[1]) <= str(NOW.replace(tzinfo=None)) for row in changes)


def test_points_were_brought_along_spent_owed_and_end_soon(
    sample: tuple[str, Path], opened: program.App
) -> None:
    path, shop = sample[1], opened.shop
    assert [rule.on for rule in shop.ask(point_rules.page)] == [True]
    kinds = _counts(path, "SELECT kind, count(*) FROM point_posting GROUP BY kind")
    assert kinds.keys() >= {"earn", "spend", "reward", "adjust", "take_back"}
    carried = _rows(path, "SELECT document, why FROM point_posting WHERE document LIKE 'old%card%'")
    assert 0.2 < len(carried) / PERSON_COUNT < 0.8
    people = _ints(path, "SELECT DISTINCT customer_id FROM point_posting")
    standings = [shop.ask(points.standing, who) for who in people]
    assert sum(one.owed > 0 for one in standings) == 1
    assert sum(one.usable > 100 for one in standings) > PERSON_COUNT // 6
    soon = (NOW + timedelta(days=14)).date()
    assert any(one.soonest and one.soonest[0][0] <= soon for one in standings)


def test_there_is_something_to_offer(opened: program.App) -> None:
    shop = opened.shop
    assert [row.on for row in shop.ask(promotions.page, ended=True)] == [True, False]
    offered = shop.ask(rewards.offered)
    assert {row.kind for row in offered} == {"goods", "amount", "percent"}
    assert [row.points for row in offered] == sorted(row.points for row in offered)
    assert any(row.product_id for row in offered)
    assert any(row.words for row in offered)


def test_vouchers_stand_everywhere_a_voucher_can_stand(opened: program.App) -> None:
    rows = opened.shop.ask(voucher_list.page, Show(), 0, 500)
    states = Counter(row.state for row in rows)
    assert states.keys() == set(State)
    assert {row.terms.kind for row in rows} == {"percent", "amount", "goods", "credit"}
    reasons = {row.reason for row in rows}
    assert reasons >= {"campaign", "points", "tier", "occasion", "complaint", "return", "bought", "referral"}
    assert 50 in {row.vouchers for row in opened.shop.ask(voucher_list.campaigns)}
    used = [row for row in rows if row.state is State.USED]
    assert used
    assert all(row.used is not None for row in used)


def test_somebody_who_comes_often_has_a_voucher_that_lapses_within_days(
    sample: tuple[str, Path], opened: program.App
) -> None:
    soon = str((NOW + timedelta(days=3)).date())
    query = f"SELECT customer_id FROM voucher WHERE reason = 'tier' AND until_on <= '{soon}'"
    people = _ints(sample[1], query)
    assert len(people) >= 2
    for who in people:
        lines = opened.shop.ask(memory.card, who).lines
        assert Kind.VOUCHER in {line.kind for line in lines}
        assert _ints(sample[1], f"SELECT count(*) FROM sale WHERE customer_id = {who}")[0] > 4


def test_some_have_a_tab_and_one_is_near_its_limit(sample: tuple[str, Path], opened: program.App) -> None:
    query = "SELECT customer_id FROM tab_entry GROUP BY customer_id HAVING sum(amount) > 0"
    states = [opened.shop.ask(tabs.state, who) for who in _ints(sample[1], query)]
    assert 6 <= len(states) <= 10
    near = [one for one in states if one.limit is not None and one.owed > 0.8 * one.limit]
    assert len(near) == 1
    assert 0 < (near[0].free or 0) < near[0].owed
    assert _ints(sample[1], "SELECT count(*) FROM tab_entry WHERE kind = 'paid'")[0] > 0


def test_baskets_wait_and_every_evening_was_closed(opened: program.App) -> None:
    waiting = opened.shop.ask(baskets.held)
    assert len(waiting) == 2
    assert all(row.customer and row.words and row.at < NOW for row in waiting)
    closes = opened.shop.ask(day_close.history)
    assert len({close.day for close in closes}) == len(closes) == 20
    assert all(close.counted is not None for close in closes)
    assert len([close for close in closes if close.difference]) <= 1
    assert [bool(close.note) for close in closes if close.difference] in ([], [True])


def test_the_books_of_the_counter_agree(opened: program.App) -> None:
    findings = opened.shop.ask(health.examine)
    assert [finding.name for finding in findings if not finding.fine] == []


@pytest.mark.parametrize(("customers", "hour"), [(1, 9), (3, 21), (12, 3)])
def test_a_counter_where_hardly_anybody_comes_has_its_books_too(
    tmp_path: Path, customers: int, hour: int, *, full: bool
) -> None:
    if customers == 12 and not full:
        pytest.skip("More people than three are looked at with --full, and everywhere else")
    now = NOW.replace(hour=hour)
    path = _make(tmp_path / "small.db", customers, now)
    with program.opened(path, clock=lambda: now) as app:
        findings = app.shop.ask(health.examine)
        assert [finding.name for finding in findings if not finding.fine] == []
        assert len(app.shop.ask(tier_rules.page)) == 3
