"""Many tills reach at once for the last use of a voucher, the last of a credit or of points (V2, V7, P10)."""

import multiprocessing
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import text

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.services import point_ledger, points, rewards, store_credit, vouchers
from shopcrm.services.shop import Session, Shop, Who
from shopcrm.services.voucher_issue import VoucherDraft
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TILLS = 32
FEW = 8
PART = 300
_PATIENCE = 120
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.services.test_voucher_race"])

Outcome = tuple[str, str]
"""What came of one try: `won` and the sale, or the name of the error and what it says."""
Use = Callable[[Shop, Barrier, int, int], None]
"""A way to use a voucher or a customer's points (by number) on a sale (by its number)."""


Try = tuple[str, Use, int]
"""What is tried, how, and the number of the voucher or the customer."""


@dataclass(frozen=True)
class Race:
    """What all tills do: use one voucher after the other, each on a sale of their own, all at once."""

    path: Path
    tries: Sequence[Try]
    sale_ids: Sequence[int]


@dataclass(frozen=True)
class Raced:
    """What came of a race, by the number of the voucher, in the shop where it was run."""

    shop: Shop
    outcomes: dict[tuple[str, int], list[Outcome]]

    def counted(self, name: str, key: int) -> Counter[str]:
        return Counter(kind for kind, _says in self.outcomes[name, key])


def _redeem(shop: Shop, _gate: Barrier, voucher_id: int, sale_id: int) -> None:
    shop.do(vouchers.redeem, voucher_id, sale_id, 500)


def _spend(shop: Shop, _gate: Barrier, voucher_id: int, sale_id: int) -> None:
    shop.do(store_credit.spend, voucher_id, PART, sale_id)


def _spend_points(shop: Shop, _gate: Barrier, customer_id: int, sale_id: int) -> None:
    shop.do(points.spend, customer_id, PART, f"sale {sale_id} of {customer_id}", sale_id)


def _buy_reward(shop: Shop, _gate: Barrier, customer_id: int, _sale_id: int) -> None:
    shop.do(rewards.buy, customer_id, shop.ask(rewards.offered)[0].id)


def _spend_points_carelessly(shop: Shop, gate: Barrier, customer_id: int, sale_id: int) -> None:
    seen = shop.ask(point_ledger.open_account, customer_id)
    gate.wait(_PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(point_ledger, "open_account", lambda _session, _key: seen)
        _spend_points(shop, gate, customer_id, sale_id)


def _redeem_carelessly(shop: Shop, gate: Barrier, voucher_id: int, sale_id: int) -> None:
    """Look first and use later, as two transactions do that do not lock."""
    terms = shop.ask(vouchers.terms_of, [voucher_id])[voucher_id]
    gate.wait(_PATIENCE)
    row = {"voucher_id": voucher_id, "place": terms.uses - terms.uses_left + 1, "allowed": terms.uses}
    shop.do(vouchers.take_place, row, sale_id, 500, terms.code)


def _spend_carelessly(shop: Shop, gate: Barrier, voucher_id: int, sale_id: int) -> None:
    seen = shop.ask(store_credit._last, voucher_id)
    gate.wait(_PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_credit, "_last", lambda _session, _key: seen)
        shop.do(store_credit.spend, voucher_id, PART, sale_id)


def _till(race: Race, place: int, gate: Barrier, told: "Queue[list[Outcome]]") -> None:
    outcomes: list[Outcome] = []
    with program.opened(race.path, clock=lambda: NOW) as app:
        app.shop.become(Who(f"person {place}", till=str(place)))
        for _name, use, key in race.tries:
            gate.wait(_PATIENCE)
            outcomes.append(_outcome(app.shop, use, gate, key, race.sale_ids[place]))
    told.put(outcomes)


def _outcome(shop: Shop, use: Use, gate: Barrier, voucher_id: int, sale_id: int) -> Outcome:
    try:
        use(shop, gate, voucher_id, sale_id)
    except ShopError as error:
        return type(error).__name__, str(error)
    return "won", f"sale {sale_id}"


def _run(application: program.App, tries: Sequence[Try], tills: int) -> Raced:
    """Let all tills race for each voucher in turn."""
    shop = application.shop
    goods = makers.product(shop)
    sales = [makers.sale(shop, None, (goods, 1_000, 500), number=f"number {place}") for place in range(tills)]
    race = Race(application.path, tries, sales)
    gate, told = _FORKS.Barrier(tills), _FORKS.Queue()
    processes = [_FORKS.Process(target=_till, args=(race, place, gate, told)) for place in range(tills)]
    for process in processes:
        process.start()
    by_till = [told.get(timeout=_PATIENCE) for _ in processes]
    for process in processes:
        process.join(_PATIENCE)
    assert [process.exitcode for process in processes] == [0] * tills
    found = zip(*by_till, strict=True)
    keys = [(name, key) for name, _use, key in tries]
    return Raced(shop, {key: list(outcomes) for key, outcomes in zip(keys, found, strict=True)})


def _issue(application: program.App, draft: VoucherDraft, rounds: int) -> list[int]:
    return application.shop.do(vouchers.issue, draft, rounds)


_KINDS: dict[str, tuple[Use, VoucherDraft]] = {
    "once": (_redeem, VoucherDraft("amount", 500)),
    "thrice": (_redeem, VoucherDraft("amount", 500, uses=3)),
    "credit": (_spend, VoucherDraft("credit", 4 * PART + 1)),
}
_POINTS: dict[str, Use] = {"points": _spend_points, "reward": _buy_reward}


def _collectors(shop: Shop, rounds: int) -> list[int]:
    """Make customers who have points for four times, and one more point."""
    found = [makers.customer(shop) for _ in range(rounds)]
    for key in found:
        shop.do(points.adjust, key, 4 * PART + 1, "a test")
    return found


@pytest.fixture(scope="module")
def raced(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_shop: Path
) -> object:
    """Run all rounds of each kind once, in the same 32 processes: starting them is what takes long."""
    rounds = 20 if request.config.getoption("--full") else 2
    path = tmp_path_factory.mktemp("race") / "shop.db"
    shutil.copyfile(empty_shop, path)
    with program.opened(path, clock=lambda: NOW) as application:
        ids = {name: _issue(application, draft, rounds) for name, (_use, draft) in _KINDS.items()}
        tries = [(name, _KINDS[name][0], key) for name, some in ids.items() for key in some]
        application.shop.do(rewards.save, rewards.RewardDraft("A tea", PART, "amount", 5))
        for name, use in _POINTS.items():
            ids[name] = _collectors(application.shop, rounds)
            tries += [(name, use, key) for key in ids[name]]
        yield _run(application, tries, TILLS), ids


@pytest.mark.parametrize(("name", "uses"), [("once", 1), ("thrice", 3)])
def test_V2_V3_exactly_as_many_win_as_may_and_the_others_learn_where(
    raced: tuple[Raced, dict[str, list[int]]], name: str, uses: int
) -> None:
    race, ids = raced
    for voucher_id in ids[name]:
        assert race.counted(name, voucher_id) == {"won": uses, "VoucherSpent": TILLS - uses}
        taken = race.shop.ask(_taken, voucher_id)
        assert [place for place, _sale, _number in taken] == list(range(1, uses + 1))
        outcomes = race.outcomes[name, voucher_id]
        assert {f"sale {sale}" for _place, sale, _number in taken} == {s for k, s in outcomes if k == "won"}
        numbers = [number for _place, _sale, number in taken]
        for says in (says for kind, says in outcomes if kind != "won"):
            assert any(f", sale {number}." in says for number in numbers)


def test_V7_no_more_store_credit_is_spent_than_there_is(raced: tuple[Raced, dict[str, list[int]]]) -> None:
    race, ids = raced
    for voucher_id in ids["credit"]:
        assert race.counted("credit", voucher_id) == {"won": 4, "CreditShort": TILLS - 4}
        assert race.shop.ask(store_credit.rest, voucher_id) == 1
        assert race.shop.ask(_spent, voucher_id) == 4 * PART


@pytest.mark.parametrize("name", _POINTS)
def test_P10_no_more_points_are_spent_than_there_are(
    raced: tuple[Raced, dict[str, list[int]]], name: str
) -> None:
    race, ids = raced
    for customer_id in ids[name]:
        assert race.counted(name, customer_id) == {"won": 4, "PointsShort": TILLS - 4}
        assert race.shop.ask(points.standing, customer_id).balance == 1


def test_P10_control_who_looks_first_and_spends_later_spends_too_much(application: program.App) -> None:
    (key,) = _collectors(application.shop, 1)
    race = _run(application, [("points", _spend_points_carelessly, key)], FEW)
    assert race.counted("points", key)["won"] > 4
    assert race.shop.ask(points.standing, key).balance < 0


def test_V2_control_without_the_index_and_the_lock_more_than_one_wins(application: program.App) -> None:
    with application.shop.engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_voucher_use_taken"))
    (key,) = _issue(application, VoucherDraft("amount", 500), 1)
    assert _run(application, [("once", _redeem_carelessly, key)], FEW).counted("once", key)["won"] > 1


def test_V2_with_the_index_the_careless_are_refused_too(application: program.App) -> None:
    (key,) = _issue(application, VoucherDraft("amount", 500), 1)
    race = _run(application, [("once", _redeem_carelessly, key)], FEW)
    assert race.counted("once", key) == {"won": 1, "VoucherSpent": FEW - 1}


def test_V7_control_without_the_unique_number_and_the_lock_more_is_spent(application: program.App) -> None:
    with application.shop.engine.begin() as connection:
        for line in (
            "CREATE TABLE loose AS SELECT * FROM credit_entry",
            "DROP TABLE credit_entry",
            "ALTER TABLE loose RENAME TO credit_entry",
        ):
            connection.execute(text(line))
    (key,) = _issue(application, VoucherDraft("credit", PART), 1)
    race = _run(application, [("credit", _spend_carelessly, key)], FEW)
    assert race.counted("credit", key)["won"] > 1
    assert race.shop.ask(_spent, key) > PART


def _taken(session: Session, voucher_id: int) -> list[tuple[int, int, str]]:
    query = text(
        "SELECT u.place, u.sale_id, s.number FROM voucher_use AS u JOIN sale AS s ON s.id = u.sale_id"
        " WHERE u.voucher_id = :v AND u.freed_at IS NULL ORDER BY u.place"
    )
    return [(place, sale, number) for place, sale, number in session.execute(query, {"v": voucher_id})]


def _spent(session: Session, voucher_id: int) -> int:
    query = text("SELECT -sum(amount) FROM credit_entry WHERE voucher_id = :v AND kind = 'spend'")
    total: int = session.execute(query, {"v": voucher_id}).scalar_one()
    return total
