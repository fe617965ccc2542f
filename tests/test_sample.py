import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.outside import paths
from shopcrm.sample import names, shelves
from shopcrm.sample.dice import Dice
from shopcrm.sample.make import Made, Plan
from shopcrm.services import (
    arrivals,
    customer_lists,
    customers,
    goods,
    health,
    holds,
    sales,
    sample_file,
    settings,
    stock,
    wishes,
)
from shopcrm.services.customer_lists import Order
from tests import made_samples
from tests.conftest import NOW

PERSON_COUNT = 60
SAME = {
    "customer": "*",
    "product": "*",
    "sale_line": "*",
    "arrival_line": "*",
    "wish": "*",
    "consent": "*",
    "preference": "*",
    "sale": "id, number, kind, customer_id, sold_at, day, total, served_by, till, key, of_sale_id, reason",
    "payment": "*",
    "sale_step": "sale_id, place, kind, before, amount, line, promotion_id, tier_id, voucher_id",
    "tab_entry": "*",
    "held_basket": "*",
    "day_close": "*",
    "staff": "*",
    "promotion": "*",
    "point_rule": "*",
    "point_multiplier": "*",
    "point_posting": "id, customer_id, rule, kind, points, at, by, sale_id, why, reason",
    "point_lot": "*",
    "point_entry": "*",
    "tier": "*",
    "tier_change": "*",
    "reward": "*",
    "voucher": "id, kind, state, value, until_on, customer_id, reason, reason_words, campaign_id, issued_at",
    "voucher_use": "*",
    "credit_entry": "*",
}
"""What is the same for the same seed: all but the codes of vouchers, which are secret in every shop, what
shows parts of them, and the names of postings made by hand."""


def _make(path: Path) -> Made:
    plan = Plan(seed=7, customers=PERSON_COUNT)
    return program.make_sample_at(path, plan, lambda _share: None, lambda: NOW)


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    return path, made_samples.sample(tmp_path_factory, path, Plan(seed=7, customers=PERSON_COUNT))


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory, made: tuple[Path, Made]) -> tuple[Path, list[float]]:
    """A sample of another seed that was made over an older one, and what was told of it meanwhile."""
    path = tmp_path_factory.mktemp("replaced") / "sample.db"
    path.write_bytes(made[0].read_bytes())
    shares: list[float] = []
    program.make_sample_at(path, Plan(seed=9, customers=10), shares.append, lambda: NOW)
    return path, shares


@pytest.fixture
def opened(made: tuple[Path, Made]) -> Iterator[program.App]:
    with program.opened(made[0], clock=lambda: NOW) as app:
        yield app


def test_the_sample_holds_what_it_says(opened: program.App, made: tuple[Path, Made]) -> None:
    shop, told = opened.shop, made[1]
    assert told.customers == PERSON_COUNT == shop.ask(customers.count)
    assert told.goods == 400 == shop.ask(goods.count)
    assert told.sales == shop.ask(sales.count)
    assert abs(told.sales - 7.5 * PERSON_COUNT) < 2 * PERSON_COUNT
    assert told.arrivals == shop.ask(arrivals.count)
    assert told.wishes == len(shop.ask(wishes.waiting)) > 0


def test_the_sample_says_that_it_is_one(opened: program.App) -> None:
    decided = opened.shop.ask(settings.read)
    assert decided.is_sample
    assert (decided.sample_seed, decided.first_run_done) == (7, True)
    assert (decided.shop_name, decided.calendar, decided.currency) == ("Noori Nuts", "gregorian", "IRT")
    assert sample_file.is_sample(opened.path)


def test_everything_in_it_is_in_order(opened: program.App) -> None:
    findings = opened.shop.ask(health.examine)
    assert [finding.name for finding in findings if not finding.fine] == []


def test_it_never_sold_what_it_did_not_have(opened: program.App) -> None:
    kept = [row.id for row in opened.shop.ask(goods.page, limit=400) if row.stock_kept]
    assert len(kept) > 20
    assert min(opened.shop.ask(stock.on_hand, kept).values()) >= 0
    running = (
        "SELECT min(total) FROM (SELECT sum(quantity) OVER (PARTITION BY product_id ORDER BY at, id) "
        "AS total FROM stock_move)"
    )
    assert _rows(opened.path, running)[0][0] is not None
    assert int(str(_rows(opened.path, running)[0][0])) >= 0


def test_people_wait_for_things_of_all_kinds_and_some_of_it_is_held(opened: program.App) -> None:
    rows = opened.shop.ask(wishes.waiting)
    kinds = {(bool(row.product_id), bool(row.category_id), bool(row.attribute)) for row in rows}
    assert kinds == {
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, False, False),
    }
    assert {row.state for row in rows} == {"waiting", "told"}
    assert opened.shop.ask(wishes.in_stock)
    assert opened.shop.ask(holds.all_open)


def test_its_days_are_counted_back_from_today(opened: program.App) -> None:
    newest = opened.shop.ask(sales.page, limit=1)[0]
    assert newest.sold_at < NOW
    assert NOW - newest.sold_at < timedelta(days=10)
    oldest = opened.shop.ask(sales.page, limit=10_000)[-1]
    assert timedelta(days=650) < NOW - oldest.sold_at < timedelta(days=731)
    latest = opened.shop.ask(arrivals.page, limit=3)
    assert [(NOW - arrival.arrived_at) < timedelta(days=2) for arrival in latest] == [True] * 3
    assert all(row.asked_at < NOW for row in opened.shop.ask(wishes.waiting))


def test_another_time_gives_the_same_shop_moved_by_that_time(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, later = tmp_path / "first.db", tmp_path / "later.db"
    plan = Plan(seed=7, customers=made_samples.FULL_LIFE)
    for path, now in ((first, NOW), (later, made_samples.NIGHT)):
        made_samples.sample(tmp_path_factory, path, plan, now)
    query = "SELECT name FROM customer ORDER BY name"
    assert _rows(later, query) == _rows(first, query)


def test_the_same_seed_makes_the_same_shop_and_another_one_another(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    made: tuple[Path, Made],
    replaced: tuple[Path, list[float]],
) -> None:
    again, plan = tmp_path / "again.db", Plan(seed=7, customers=PERSON_COUNT)
    assert made_samples.sample(tmp_path_factory, again, plan, again=True) == made[1]
    for table, columns in SAME.items():
        query = f"SELECT {columns} FROM {table}"
        assert _rows(again, query) == _rows(made[0], query), table
    secret = "SELECT code FROM voucher"
    assert not {*_rows(again, secret)} & {*_rows(made[0], secret)}
    # Fewer people would be others even of the same seed.
    for query in ("SELECT name FROM customer LIMIT 5", "SELECT day, total FROM sale ORDER BY id LIMIT 5"):
        assert not {*_rows(replaced[0], query)} & {*_rows(made[0], query)}


def test_in_persian_it_is_a_persian_shop(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path / "fa.db"
    made_samples.sample(tmp_path_factory, path, Plan(seed=7, customers=PERSON_COUNT, language="fa"))
    with program.opened(path, clock=lambda: NOW) as app:
        decided = app.shop.ask(settings.read)
        assert (decided.shop_name, decided.language, decided.calendar) == ("آجیل نوری", "fa", "jalali")
        assert app.shop.ask(goods.count, "گردو") > 5
        units = {row.unit for row in app.shop.ask(goods.page, "گردو", limit=400)}
        assert units == {"کیلو", "عدد"}


def test_people_have_names_in_their_own_script_and_ways_to_reach_them(opened: program.App) -> None:
    listed = opened.shop.ask(customer_lists.page, 0, 200, Order.NAME)
    persian = [row.name for row in listed if any("\u0600" <= letter <= "\u06ff" for letter in row.name)]
    latin = [row.name for row in listed if row.name.isascii()]
    assert len(persian) > len(latin) > 5
    assert all(" " in row.name for row in listed)
    phones = [row.phone for row in listed if row.phone]
    assert all(phone.startswith("+989") and len(phone) == 13 for phone in phones)
    sheets = [opened.shop.ask(customers.show, row.id) for row in listed]
    addresses = [address for sheet in sheets for address in sheet.emails]
    assert addresses
    assert all(address.endswith(("@example.com", "@example.org")) for address in addresses)
    said = [answer.given for sheet in sheets for answer in sheet.consents]
    assert True in said
    assert False in said
    assert any(sheet.preferences for sheet in sheets)


def test_names_are_many_and_none_stands_twice() -> None:
    first = (*names.WOMEN, *names.MEN)
    assert len(first) == len(set(first)) >= 150
    assert len(names.FAMILIES) == len(set(names.FAMILIES)) >= 130
    dice = Dice(1)
    assert len({names.person(dice, english=False) for _ in range(500)}) > 450
    assert names.business(dice, "en").isascii() or "é" in names.business(dice, "en")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_goods_have_names_of_their_own_and_true_barcodes(language: str) -> None:
    wares = shelves.wares(language)
    assert len({ware.name for ware in wares}) == len(wares) == 400
    codes = [code for ware in wares for code in ware.barcodes]
    assert len(set(codes)) == len(codes) > 400
    for code in codes:
        assert len(code) == 13
        assert 200 <= int(code[:3]) <= 299
        assert sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code)) % 10 == 0
    assert all(ware.price > 0 and ware.price % 10_000 == 0 for ware in wares)


def test_a_sample_is_replaced_but_nothing_else_is(tmp_path: Path, replaced: tuple[Path, list[float]]) -> None:
    with program.opened(replaced[0]) as app:
        assert app.shop.ask(settings.read).sample_seed == 9
    real, text = tmp_path / "real.db", tmp_path / "letter.txt"
    with program.opened(real):
        pass
    text.write_text("not a shop", encoding="utf-8")
    for other in (real, text):
        before = other.read_bytes()
        with pytest.raises(sample_file.NotASample, match=other.name):
            _make(other)
        assert other.read_bytes() == before
        with pytest.raises(sample_file.NotASample):
            sample_file.remove(other)
        assert other.exists()
    assert not [*tmp_path.glob(".*"), *replaced[0].parent.glob(".*")]


def test_the_sample_never_takes_the_place_of_the_own_shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path))
    with pytest.raises(program.PlaceOfOwnShop):
        _make(paths.default_shop())
    assert not paths.default_shop().exists()


def test_what_is_stopped_half_way_leaves_the_older_sample(tmp_path: Path, made: tuple[Path, Made]) -> None:
    path = tmp_path / "sample.db"
    path.write_bytes(made[0].read_bytes())

    def stop(share: float) -> None:
        if share > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        program.make_sample_at(path, Plan(seed=3, customers=20), stop)
    assert sorted(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == made[0].read_bytes()


def test_progress_goes_from_nothing_to_all(replaced: tuple[Path, list[float]]) -> None:
    shares = replaced[1]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1.0


def test_the_command_makes_it_in_its_own_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path))
    assert main(["sample", "--customers", "20", "--seed", "5", "--no-open", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"customers", "goods", "sales", "arrivals", "wishes", "file"}
    assert (answer["customers"], answer["file"]) == (20, str(tmp_path / "sample.db"))
    assert paths.sample_shop().exists()
    assert not paths.default_shop().exists()


@pytest.mark.parametrize("wrong", [["--seed", "x"], ["--customers", "0"], ["--customers", "-3"]])
def test_the_command_refuses_numbers_that_cannot_be(
    tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", "--file", str(tmp_path / "s.db"), "--no-open", *wrong]) == 2
    assert "Nothing was made" in capsys.readouterr().err
    assert not (tmp_path / "s.db").exists()


def test_without_a_screen_the_sample_is_made_and_a_sentence_names_the_tour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["sample", "--file", str(tmp_path / "s.db"), "--customers", "10"]) == 2
    said = capsys.readouterr()
    assert "shopcrm tour" in said.err
    assert "10 customers" in said.out
    assert sample_file.is_sample(tmp_path / "s.db")
